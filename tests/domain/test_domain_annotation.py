"""Highlight colours are found by what they are and by what they stand for."""

import pytest

from reader.domain.annotation import HighlightColour


@pytest.mark.parametrize("colour", list(HighlightColour))
def test_a_colour_is_named_by_its_value_or_its_label(colour: HighlightColour) -> None:
    assert HighlightColour.named(colour.value.upper()) is colour
    assert HighlightColour.named(colour.label.lower()) is colour


def test_other_names_are_no_colour() -> None:
    with pytest.raises(ValueError, match="teal"):
        HighlightColour.named("Teal")

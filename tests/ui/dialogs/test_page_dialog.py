"""Which page a label or a number means."""

from __future__ import annotations

import pytest

from reader.domain.document import Page
from reader.domain.text import TextSpan
from reader.ui.dialogs.page_dialog import page_named

LABELS = ("i", "ii", "iii", "1", "2", "3", "A-1")
PAGES = [Page(index, label, TextSpan(index, index + 1), 612, 792) for index, label in enumerate(LABELS)]


@pytest.mark.parametrize(
    ("words", "index"),
    [
        ("ii", 1),
        ("II", 1),
        (" p. 2 ", 4),
        ("1", 3),
        ("a-1", 6),
        ("7", 6),
        ("4", 3),
        ("0", None),
        ("8", None),
        ("", None),
    ],
)
def test_a_printed_label_wins_over_a_number(words: str, index: int | None) -> None:
    found = page_named(PAGES, words)
    assert (found.index if found is not None else None) == index

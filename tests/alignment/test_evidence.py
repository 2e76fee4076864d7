"""What a pair rests on: names, figures with units, abbreviations, cited works; and no empty words."""

from __future__ import annotations

import pytest

from reader.alignment.aligner import PassageText, align
from reader.alignment.embedding import Embedder
from reader.alignment.evidence import CitedWork
from reader.alignment.figures import find_figures
from reader.alignment.terms import Analyzer
from reader.domain.alignment import Evidence
from reader.domain.text import TextSpan

FILLER = [
    f"Sentence number {at} of the prior large report was held to be about weather in village {at}." for at in "abcd"
]
FILLER += [f"The {word} was painted and the treaty was repaired." for word in ("fence", "barn", "gate", "shed")] * 4


def explain(embedder: Embedder, left: str, right: str) -> Evidence:
    one, two = ([PassageText(text, (), 1000), *(PassageText(more) for more in FILLER)] for text in (left, right))
    return align(one, two, [], embedder).explain(0, 0)


def texts(evidence: Evidence) -> set[str]:
    return {term.text for term in evidence.terms}


@pytest.mark.parametrize(
    ("left", "right", "shared"),
    [
        ("They sold 70 percent of it.", "About 70% was sold.", True),
        ("It cost $20 billion then.", "The price: $20 billion.", True),
        ("48.6 billion barrels lie there", "reserves of 48.6 billion barrels", True),
        ("6,000 troops", "some 6000 troops", True),
        ("38 aircraft", "38 ships", False),
        ("in 2008 they", "of 2008 they", False),
        ("20 percent", "20 billion", False),
    ],
)
def test_figures_are_told_by_number_and_unit(left: str, right: str, *, shared: bool) -> None:
    analyzer = Analyzer("en")
    assert bool(find_figures(left, analyzer).keys() & find_figures(right, analyzer).keys()) is shared


def test_figures_are_evidence_with_their_places(embedder: Embedder) -> None:
    left, right = "The field holds 48.6 billion barrels.", "Geologists speak of 48.6 billion barrels."
    evidence = explain(embedder, left, right)
    figure = next(term for term in evidence.terms if "48.6" in term.text)
    assert [left[s.start - 1000 : s.end - 1000] for s in figure.left] == ["48.6 billion barrels"]
    assert [right[s.start - 1000 : s.end - 1000] for s in figure.right] == ["48.6 billion barrels"]
    assert "48.6 billion barrels" in evidence.reason


def test_a_word_written_small_elsewhere_is_no_name(embedder: Embedder) -> None:
    evidence = explain(embedder, "Talks on the Treaty in Tashkent.", "He went to Tashkent for the Treaty.")
    assert evidence.reason == "Both name Tashkent"


def test_empty_words_are_no_evidence(embedder: Embedder) -> None:
    evidence = explain(
        embedder, "Prior to this the SCO held large talks.", "Prior sessions: the SCO held large meetings."
    )
    assert texts(evidence) == {"SCO"}


def test_abbreviation_and_meaning_are_one(embedder: Embedder) -> None:
    left = "The Federal Migration Service (FMS) gave figures. The Federal Migration Service counts."
    evidence = explain(embedder, left.replace(" (FMS)", ""), "Nobody trusts the FMS any more.")
    assert texts(evidence) == set()
    one, two = (
        [PassageText(text), *(PassageText(more) for more in FILLER)] for text in (left, "Nobody trusts the FMS.")
    )
    (term,) = align(one, two, [], embedder).explain(0, 0).terms
    assert term.text == "FMS"
    assert len(term.right) == 1


def test_works_that_both_cite(embedder: Embedder) -> None:
    work = CitedWork("lo-2008", "Lo, Axis of Convenience", TextSpan(5, 6))
    other = CitedWork("kuchins-2007", "Kuchins", TextSpan(7, 8))
    left, right = [PassageText("One thing.")], [PassageText("Another matter."), PassageText("A third.")]
    for one, two, swapped in ((left, right, False), (right, left, True)):
        cited = ({0: [work, other]}, {0: [work]})
        alignment = align(one, two, [], embedder, cited=cited[::-1] if swapped else cited)
        (source,) = alignment.explain(0, 0).sources
        assert source.text == work.title
        assert source.left == source.right == (TextSpan(5, 6),)
        assert alignment.explain(0, 0).reason.startswith("Both cite Lo, Axis of Convenience")

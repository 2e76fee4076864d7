"""The notes of the two theses: the judged ones, all the doubtful ones, and what both rest on."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reader.apparatus.concordance import compare_sources
from reader.apparatus.names import nearly, words_of
from reader.apparatus.resolution import read_apparatus
from reader.documents.composition import Composition
from reader.documents.loader import read_plain_text
from reader.domain.note import Apparatus, Certainty, SourceRelation
from reader.domain.progress import no_progress
from tests.apparatus.made import note, only, titles, work_of

ROOT = Path(__file__).parents[2]
THESES = {"L": "lkhagvasuren-2018", "M": "moore-2012"}
JUDGED: list[dict[str, Any]] = json.loads((ROOT / "tests/gold/footnotes.json").read_text("utf-8"))
judged = pytest.mark.parametrize("row", JUDGED, ids=lambda row: f"{row['doc']}{row['number']}")


@cache
def composed(side: str) -> Composition:
    data = (ROOT / "corpus" / f"{THESES[side]}.txt").read_bytes()
    return read_plain_text(data, THESES[side], no_progress).composition


@cache
def apparatus(side: str) -> Apparatus:
    return read_apparatus(composed(side).contents)


def printed(words: str) -> list[str]:
    """A judged author or title as the thesis prints it."""
    before, _, slip = words.partition(" (printed '")
    return list(words_of(slip.partition("'")[0] or before))


@judged
def test_judged_markers_stand_where_they_stand_in_the_file(row: dict[str, Any]) -> None:
    found = note(apparatus(row["doc"]), row["number"])
    if not row["marker_in_text"]:
        assert found.marker is None
        return
    assert found.marker is not None
    place = composed(row["doc"]).origins.to_source(found.marker.start)
    assert abs(place - row["marker_offset"]) <= 1


@judged
def test_judged_notes_lead_to_their_works(row: dict[str, Any]) -> None:
    found = note(apparatus(row["doc"]), row["number"])
    assert len(found.citations) == len(row["works"])
    for citation, wanted in zip(found.citations, row["works"], strict=True):
        work = work_of(apparatus(row["doc"]), citation)
        family = printed(wanted["author"].split(",")[0])[0]
        assert any(nearly(family, word) for word in words_of(work.byline))
        assert printed(wanted["title"])[:5] == list(words_of(work.title))[:5]
        assert str(work.year) == wanted["year"]
        assert (citation.page, citation.page_inherited) == (wanted["page"], wanted["page_inherited"])
        assert wanted["kind"] in {work.kind.value, "document"}


def test_every_note_is_there_once_by_number() -> None:
    assert [n.number for n in apparatus("L").notes] == list(range(1, 142))
    assert [n.number for n in apparatus("M").notes] == list(range(1, 106))


def test_every_doubtful_note_is_known() -> None:
    doubtful = {
        side: [
            n.number
            for n in apparatus(side).notes
            if not n.citations or any(c.certainty is Certainty.PROBABLE for c in n.citations)
        ]
        for side in THESES
    }
    assert doubtful == {"L": [123, 124, 125, 128, 140], "M": [28, 29, 30, 89, 90, 91, 92, 93]}
    assert all(n.reason for side in THESES for n in apparatus(side).notes if n.number in doubtful[side])
    assert not note(apparatus("M"), 29).citations


def test_a_short_form_that_fits_two_works_is_offered_as_both() -> None:
    assert titles(apparatus("L"), 123) == [
        "Growing U.S. Security Interests in Central Asia",
        work_of(apparatus("L"), only(apparatus("L"), 40)).title,
    ]


def test_damaged_notes_are_told_apart_by_number() -> None:
    moore = apparatus("M")
    assert titles(moore, 28) == ["Strategic Partners: Russian-Chinese Relations in the Post-Soviet Era"]
    assert note(moore, 28).marker is not None
    assert only(moore, 44).chain == (43, 42, 41)
    assert only(moore, 71).chain == (70,)
    assert only(moore, 89).page == "270"
    assert (only(moore, 90).page, only(moore, 90).chain) == ("270-278", (89,))


def test_full_citations_meet_their_bibliography_entries() -> None:
    without = {side: [n.number for n in apparatus(side).notes for c in n.citations if c.entry is None] for side in "LM"}
    # Bissenova (100), Wei (127, 140), the volume of Baldwin (128) and РИА Новости (139) are in no bibliography.
    assert without == {"L": [100, 127, 128, 139, 140], "M": []}


def test_both_theses_rest_on_two_works_and_on_chapters_of_one_volume() -> None:
    found = compare_sources(apparatus("L"), apparatus("M"))
    told = [
        (source.relation, source.work.title.partition(":")[0], [place.number for place in source.left])
        for source in found.shared
    ]
    assert told == [
        (SourceRelation.WORK, "Axis of Convenience", [3, 5]),
        (SourceRelation.WORK, "Sino-Russian Defense Ties", [63]),
        (SourceRelation.VOLUME, "The Future of China-Russia Relations", [63, 68]),
    ]
    lo, yuan, volume = found.shared
    assert [place.number for place in lo.right] == [1, 2, 11, *range(17, 24), 26, 31]
    assert [place.number for place in yuan.right] == [34]
    chapters = {apparatus("M").works[place.work].authors[0].family for place in volume.right}
    assert chapters == {"Juan", "Downs", "Rigger", "Zeigler", "Wishnick", "Rozman", "Buszynski"}


def test_works_that_only_look_alike_stay_apart() -> None:
    found = compare_sources(apparatus("L"), apparatus("M"))
    for side in (found.only_left, found.only_right):
        people = [name.family for source in side for name in source.work.authors[:1]]
        assert {"Wishnick", "Weitz", "Jacques"} <= set(people)
    assert any(source.work.title.startswith("China - Russia Relations") for source in found.only_left)


def test_the_concordance_turns_with_its_documents() -> None:
    one = compare_sources(apparatus("L"), apparatus("M"))
    other = compare_sources(apparatus("M"), apparatus("L"))
    turned = [(source.relation, source.right, source.left) for source in other.shared]
    assert len(turned) == len(one.shared)
    assert all((source.relation, source.left, source.right) in turned for source in one.shared)
    assert (one.only_left, one.only_right) == (other.only_right, other.only_left)


def test_places_lie_inside_the_text() -> None:
    for side in THESES:
        text = composed(side).contents.text
        for found in apparatus(side).notes:
            assert found.span.contains(found.words)
            assert all(found.words.contains(citation.span) for citation in found.citations)
            assert found.span.end <= len(text)

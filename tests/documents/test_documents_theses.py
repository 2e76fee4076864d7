"""The two theses: their structure, and the judged passages and notes."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from reader.documents.composition import Composition
from reader.documents.loader import read_plain_text
from reader.domain.document import BlockRole, Contents, SectionRole
from reader.domain.progress import no_progress
from reader.domain.text import SUPERSCRIPT_DIGITS, from_superscript
from reader.segmentation.passages import segment

ROOT = Path(__file__).parents[2]
THESES = {"L": "lkhagvasuren-2018", "M": "moore-2012"}
sides = pytest.mark.parametrize("side", ["L", "M"])


class GoldNote(NamedTuple):
    doc: str
    number: int
    marker_in_text: bool
    marker_offset: int | None
    note_text: str


@cache
def composed(side: str) -> Composition:
    data = (ROOT / "corpus" / f"{THESES[side]}.txt").read_bytes()
    return read_plain_text(data, THESES[side], no_progress).composition


def contents(side: str) -> Contents:
    return composed(side).contents


def gold_passages(side: str) -> list[tuple[str, str]]:
    rows = json.loads((ROOT / "tests/gold/passages.json").read_text("utf-8"))
    return [(row["id"], row["text"]) for row in rows if row["id"][0] == side]


def gold_notes(side: str) -> list[GoldNote]:
    rows = json.loads((ROOT / "tests/gold/footnotes.json").read_text("utf-8"))
    notes = [GoldNote(*(row[name] for name in GoldNote._fields)) for row in rows]
    return [note for note in notes if note.doc == side]


def grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", text.lower())
    return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}


def squeezed(text: str) -> str:
    digits = str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")
    return re.sub(r"[\W_]+", "", re.sub(r"</?sup>", "", text).translate(digits))


def texts_of(side: str, role: BlockRole) -> list[str]:
    return [b.span.of(contents(side).text) for b in contents(side).blocks if b.role is role]


@sides
def test_every_judged_passage_is_recognisable(side: str) -> None:
    text = contents(side).text
    mine = [grams(p.span.of(text)) for p in segment(contents(side))]
    missing = []
    for name, wanted in gold_passages(side):
        gold = grams(wanted)
        if not any(own and len(own & gold) >= 0.5 * min(len(own), len(gold)) for own in mine):
            missing.append(name)
    assert missing == []


@sides
def test_no_note_stands_in_a_passage(side: str) -> None:
    text = contents(side).text
    passages = [p.span.of(text) for p in segment(contents(side))]
    together = squeezed(" ".join(passages))
    for note in gold_notes(side):
        own_words = squeezed(note.note_text)[len(str(note.number)) :]
        if len(own_words) > 30:
            assert own_words not in together
    note_start = re.compile(rf"(?m)^\W*[{SUPERSCRIPT_DIGITS}]|Ibid\.|accessed \w+ \d+, \d{{4}}")
    assert [p for p in passages if note_start.search(p)] == []


@sides
def test_markers_and_notes_are_where_the_judged_ones_are(side: str) -> None:
    origins = composed(side).origins
    text = contents(side).text
    by_number = {note.number: note for note in contents(side).notes}
    for gold in gold_notes(side):
        note = by_number[gold.number]
        assert squeezed(note.span.of(text)) == squeezed(gold.note_text)
        assert (note.marker is not None) == gold.marker_in_text
        if note.marker is not None:
            assert origins.to_source(note.marker.start) == gold.marker_offset


@sides
def test_markers_stand_directly_after_the_text(side: str) -> None:
    text = contents(side).text
    for marker in contents(side).markers:
        assert not text[marker.span.start - 1].isspace()
        assert from_superscript(marker.span.of(text)) == marker.number


def test_counts_of_markers_and_notes() -> None:
    assert [m.number for m in contents("L").markers] == list(range(1, 142))
    assert [n.number for n in contents("L").notes] == list(range(1, 142))
    numbers = [m.number for m in contents("M").markers]
    assert numbers == sorted(set(numbers))
    lost = set(range(1, 106)) - set(numbers)
    assert lost == {*range(5, 15), *range(35, 40), 48, 49, 67, 68, 69, 78, 79, 80, 81, 83, 84, 85}


def test_sections_of_l() -> None:
    sections = contents("L").sections
    front = [s.title for s in sections if s.role is SectionRole.FRONT_MATTER]
    assert front == [
        "",
        "THESIS APPROVAL PAGE",
        "ACKNOWLEDGMENTS",
        "TABLE OF CONTENTS",
        "ACRONYMS",
        "ILLUSTRATIONS",
        "TABLES",
    ]
    chapters = [s.title for s in sections if s.role is SectionRole.BODY and s.level == 1]
    assert chapters == [
        "ABSTRACT",
        "CHAPTER 1 INTRODUCTION",
        "CHAPTER 2 LITERATURE REVIEW",
        "CHAPTER 3 RESEARCH METHODOLOGY",
        "CHAPTER 4 ANALYSIS",
        "CHAPTER 5 CONCLUSIONS AND RECOMMENDATIONS",
    ]
    paths = [contents("L").section_path(s) for s in sections if s.level == 2]
    assert len(paths) == 36
    assert ("CHAPTER 1 INTRODUCTION", "Background") in paths
    assert (
        "CHAPTER 4 ANALYSIS",
        "The Shanghai Cooperation Organization Response for Russia-Georgian War (2008)",
    ) in paths
    assert [s.title for s in sections[-2:]] == ["Notes", "BIBLIOGRAPHY"]


def test_sections_of_m() -> None:
    assert [(s.title, s.role, s.level) for s in contents("M").sections] == [
        ("", SectionRole.FRONT_MATTER, 0),
        ("DISCLAIMER", SectionRole.FRONT_MATTER, 1),
        ("TABLE OF CONTENTS", SectionRole.FRONT_MATTER, 1),
        ("ABSTRACT", SectionRole.BODY, 1),
        ("THE ROOTS OF DISTRUST", SectionRole.BODY, 1),
        ("THE ECONOMICS OF UNITY AND DIVISION", SectionRole.BODY, 1),
        ("A SPOILER RELATIONSHIP", SectionRole.BODY, 1),
        ("CONCLUSION", SectionRole.BODY, 1),
        ("Notes", SectionRole.NOTES, 1),
        ("Bibliography", SectionRole.BIBLIOGRAPHY, 1),
    ]


def test_blocks_of_special_roles() -> None:
    lists = texts_of("L", BlockRole.LIST)
    assert [text.count("\n") + 1 for text in lists] == [3, 3, 3, 3, 3, 5]
    assert lists[0].startswith("1. What are the Chinese and Russian common national interests in the SCO?\n2. ")
    quotations = texts_of("L", BlockRole.BLOCK_QUOTATION)
    assert [q.split(",")[0][:30] for q in quotations] == [
        "Strengthening mutual confidenc",
        "The two heads of state underli",
    ]
    assert len(texts_of("L", BlockRole.EPIGRAPH)) == 10
    captions = [c.split(".")[0] for c in texts_of("L", BlockRole.CAPTION)]
    assert captions[::2] == ["Figure 1", "Table 1", "Figure 2", "Figure 3"]
    exercises = next(t for t in texts_of("L", BlockRole.TABLE) if t.startswith("Name of Exercise"))
    rows = [row.split("\t") for row in exercises.split("\n")]
    assert rows[0] == ["Name of Exercise", "Location", "Participants", "Number of Troops"]
    assert [len(row) for row in rows[1:-1]] == [4] * 10
    assert len(texts_of("L", BlockRole.BIBLIOGRAPHY)) == 71
    assert len(texts_of("M", BlockRole.BIBLIOGRAPHY)) == 25
    assert texts_of("L", BlockRole.HEADING)[7] == "CHAPTER 1\nINTRODUCTION"


def test_paragraphs_cut_by_pages_and_notes_are_whole() -> None:
    assert "Good-Neighborliness, and Cooperation, which had been signed in 2001.⁴ It" in contents("L").text
    assert "the world's second-largest oil consumer" in contents("L").text
    assert "the specific goal of this relationship is to counter U.S. international" in contents("M").text
    assert "an eventual North Korean regime collapse" in contents("M").text
    assert contents("M").paragraphs == 29


@sides
def test_furniture_and_mark_up_are_gone(side: str) -> None:
    text = contents(side).text
    for unwanted in ("Digital Collections", "Air University-Maxwell", "*", "<sup>", "```", "\\$"):
        assert unwanted not in text
    assert "  " not in text


def test_emphasis_is_kept_beside_the_text() -> None:
    emphasised = [span.of(contents("L").text) for span in contents("L").emphasis]
    assert "The Words of Gandhi" in emphasised
    assert "Quadrennial Defense Review" in emphasised
    in_m = [span.of(contents("M").text) for span in contents("M").emphasis]
    assert "The Future of China-Russia Relations" in in_m  # set over a line's end


@sides
def test_origins_point_to_the_same_characters(side: str) -> None:
    raw = (ROOT / "corpus" / f"{THESES[side]}.txt").read_text("utf-8")
    text, origins = contents(side).text, composed(side).origins
    # What may be exchanged one for one: digits that were raised, white space that became a space.
    digits = str.maketrans(SUPERSCRIPT_DIGITS + "\t", "0123456789 ")
    rows = zip(origins.target_starts, origins.source_starts, origins.lengths, strict=True)
    for made, source, length in rows:
        assert text[made : made + length].translate(digits) == raw[source : source + length].translate(digits)
    assert sum(origins.lengths) > 0.98 * len(text)

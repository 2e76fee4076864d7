from __future__ import annotations

import csv
import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export.csv_table import COLUMNS, to_csv
from reader.export.excerpts import ExcerptAnnotation, ExcerptDocument, ExcerptPair, Excerpts, ExcerptSide
from reader.export.markdown import to_markdown

GOLDEN = Path(__file__).parent / "golden"

ANNOTATION = ExcerptAnnotation(
    id="a1",
    quote="The SCO also constrains a more assertive Russia in the region.",
    locator="¶ 26b",
    section="A SPOILER RELATIONSHIP",
    colour="Claim",
    note="Compare *Lo* on this; <b>not</b> settled.\n\n- ask about 2008",
    tags=("energy/pipelines", "Far East"),
    created=date(2026, 3, 4),
    link="diptych://moore-2012/a1",
    start=10,
    end=72,
    sources=("Lo, Axis of Convenience, p. 91", "Ziegler, Russia_and_China (probably)"),
)
DOCUMENTS = (
    ExcerptDocument(
        "moore-2012",
        "An Analysis of the Sino-Russian Relationship",
        "Moore 2012",
        "Moore, Russ. “An Analysis of the Sino-Russian Relationship.” *Air Command and Staff College*, 2012.",
        (
            ANNOTATION,
            replace(
                ANNOTATION,
                id="a2",
                quote="1. It begins like a list.\n\n# And like a heading: [sic] <em>.\n\nYear\tOil\n2007\t15 | 16",
                locator="¶ 27a–28",
                colour="Question",
                note="",
                tags=(),
                link="diptych://moore-2012/a2",
                sources=(),
            ),
            replace(ANNOTATION, id="a3", quote="Lost text.", locator="", section="", note="", tags=("x",), sources=()),
        ),
    ),
)
SIDE = ExcerptSide(
    "moore-2012", "Moore 2012", "¶ 26b", "A SPOILER RELATIONSHIP", "It denies recognition | to both.\n\nStill.", 10, 72
)
PAIRS = (
    ExcerptPair(
        "l1",
        replace(
            SIDE,
            slug="lkhagvasuren-2018",
            byline="Lkhagvasuren 2018",
            locator="¶ 57",
            quote="China refused.",
            sources=("Turner, Paper Tiger, p. 7",),
        ),
        SIDE,
        "Confirmed",
        0.9907,
        ("South Ossetia", "Abkhazia", "2008"),
        "Agree",
        "Both say so.",
        date(2026, 3, 5),
    ),
    ExcerptPair("l2", SIDE, replace(SIDE, locator="", section=""), "By hand", None, (), "", "", date(2026, 3, 5)),
)
EXCERPTS = Excerpts(date(2026, 3, 6), "topic Georgia", DOCUMENTS, PAIRS)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("notes.md", to_markdown(EXCERPTS)),
        ("empty.md", to_markdown(Excerpts(date(2026, 3, 6), "", (), ()))),
        ("notes.csv", to_csv(EXCERPTS)),
    ],
)
def test_an_export_is_its_golden_file(name: str, written: str) -> None:
    golden = GOLDEN / name
    if os.environ.get("DIPTYCH_WRITE_GOLDEN"):
        golden.write_text(written, encoding="utf-8", newline="")
    with golden.open(encoding="utf-8", newline="") as file:
        assert written == file.read()


def test_csv_has_a_row_for_each_annotation_and_pair() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(EXCERPTS), newline="")))
    assert [row["kind"] for row in rows] == ["annotation"] * 3 + ["pair"] * 2
    assert tuple(rows[0]) == COLUMNS
    assert rows[1]["quote"] == DOCUMENTS[0].annotations[1].quote
    assert (rows[3]["score"], rows[4]["score"]) == ("0.9907", "")


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("=+-@\t\r\n\",'a"), st.characters(codec="utf-8", exclude_characters="\0"))
    )
)
def test_csv_reads_back_and_runs_no_formula(quote: str) -> None:
    excerpts = replace(EXCERPTS, documents=(replace(DOCUMENTS[0], annotations=(replace(ANNOTATION, quote=quote),)),))
    [row, *_] = csv.DictReader(io.StringIO(to_csv(excerpts), newline=""))
    assert row["quote"].removeprefix("'") == quote.removeprefix("'")
    assert not row["quote"].startswith(("=", "+", "-", "@", "\t", "\r"))

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.note import Name, Work, WorkKind
from reader.export.citations import CitedWork, formatted, to_bibtex, to_csl_json

GOLDEN = Path(__file__).parent / "golden"
LO = (Name("Lo", "Bobo"),)
BELLACQUA = (Name("Bellacqua", "James A."),)
WORKS = (
    Work("Axis of Convenience: Moscow", WorkKind.BOOK, LO, place="Baltimore, MD", publisher="Brookings", year=2009),
    Work(
        "The View from Beijing",
        WorkKind.CHAPTER,
        (Name("Yuan", "Jing-Dong"), Name("Cunningham", "Paul E.", "II")),
        (*BELLACQUA, Name("Ray", "Max"), Name("Poe", "Ann")),
        "The Future of China-Russia Relations",
        "Lexington",
        "University Press of Kentucky",
        2010,
        pages="203-232",
    ),
    Work(
        "Ties & Knots: 100% of {it}",
        WorkKind.ARTICLE,
        (Name("Hsu", "Jing-Yun"),),
        container="The Chinese Economy",
        year=2014,
        date="May 2014",
        volume="47",
        issue="3",
        pages="7-9",
    ),
    Work("Paper Tiger or Powerhouse?", WorkKind.THESIS, (Name("Turner"),), publisher="Naval School", year=2005,
         genre="master’s thesis"),
    Work("Origins", WorkKind.REPORT, (Name("Institute for Peace", institution=True),), year=2003, genre="report"),
    Work(
        "A Black Hole",
        WorkKind.NEWS,
        (Name("Briançon", "Pierre"),),
        container="The New York Times",
        year=2008,
        date="October 9, 2008",
        url="https://www.nytimes.com/09views.html?a=b_c",
        accessed="April 4, 2018",
    ),
    Work("A Black Hole", WorkKind.WEB, (Name("Briançon", "Pierre"),), year=2008, date="9 Oct. 2008", accessed="2018"),
    Work("Undated", WorkKind.WEB, accessed="yesterday"),
    Work("Undated", WorkKind.WEB),
    Work("Brown v. Board of Education", WorkKind.CASE, container="347 U.S. 483", year=1954),
    Work("The", WorkKind.BOOK, (), BELLACQUA, date="May 99, 1999", year=1999),
    Work("说", WorkKind.BOOK, (Name("说", institution=True),), date="May to June 2001"),
    Work("Loose", WorkKind.ARTICLE, LO, container="Water"),
    Work("Alone", WorkKind.CHAPTER, LO, container="Water"),
)  # fmt: skip
CITED = [CitedWork(work, "moore-2012", (number, 50)[: number % 3]) for number, work in enumerate(WORKS)]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("citations.bib", to_bibtex(CITED)),
        ("citations.json", to_csl_json(CITED)),
        ("citations.md", "\n".join(formatted(work) for work in WORKS) + "\n"),
    ],
)
def test_citations_are_their_golden_file(name: str, written: str) -> None:
    golden = GOLDEN / name
    if os.environ.get("DIPTYCH_WRITE_GOLDEN"):
        golden.write_text(written, encoding="utf-8", newline="")
    assert golden.read_bytes().decode() == written


def test_nothing_cited_is_an_empty_export() -> None:
    assert json.loads(to_csl_json([])) == []
    assert to_bibtex([]) == ""


def test_csl_dates_and_names() -> None:
    items = {item["id"]: item for item in json.loads(to_csl_json(CITED))}
    assert len(items) == len(CITED)
    news = items["briancon2008black"]
    assert news["issued"] == {"date-parts": [[2008, 10, 9]]}
    assert news["accessed"] == {"date-parts": [[2018, 4, 4]]}
    assert items["briancon2008black-2"]["issued"] == {"date-parts": [[2008, 10, 9]]}
    assert items["yuan2010view"]["author"][1] == {"family": "Cunningham", "given": "Paul E.", "suffix": "II"}
    assert items["turner2005paper"]["author"] == [{"literal": "Turner"}]


@given(st.lists(st.builds(Work, st.text(max_size=8), st.sampled_from(WorkKind), place=st.text(max_size=8)), max_size=4))
def test_any_title_keeps_its_entry_closed(works: list[Work]) -> None:
    cited = [CitedWork(work, "x") for work in works]
    keys = [item["id"] for item in json.loads(to_csl_json(cited))]
    assert len(set(keys)) == len(works)
    bare = to_bibtex(cited).replace("\\{", "").replace("\\}", "")
    assert bare.count("{") == bare.count("}")

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine


def test_footnotes_tell_number_place_and_works(diptych: CommandLine) -> None:
    text = diptych("text", "lkhagvasuren-2018").out
    notes = diptych("footnotes", "lkhagvasuren-2018", "--format", "json").json
    assert [note["number"] for note in notes] == list(range(1, 142))
    fifth = notes[4]
    assert text[fifth["marker_start"]] == "⁵"
    assert text[fifth["start"] : fifth["end"]] == fifth["text"] == "⁵ Lo, Axis of Convenience, 91."
    assert fifth["resolved_from"] == "short"
    assert "reason" not in fifth
    [work] = fifth["works"]
    assert (work["author"], work["year"], work["page"], work["chain"]) == ("Lo, Bobo", 2009, "91", [3])
    assert (work["certainty"], work["container"], work["kind"]) == ("certain", None, "book")
    assert [w["certainty"] for w in notes[122]["works"]] == ["probable", "probable"]
    assert notes[122]["reason"]


def test_lost_markers_and_notes_are_null(diptych: CommandLine) -> None:
    notes = diptych("footnotes", "moore-2012", "--format", "json").json
    assert notes[4]["marker_start"] is None
    lost = notes[28]
    assert (lost["works"], lost["resolved_from"], lost["text"]) == ([], None, "")
    assert lost["reason"].startswith("The text of this note is lost")


def test_footnotes_read_well(diptych: CommandLine, write: Callable[[str, bytes], Path]) -> None:
    lines = diptych("footnotes", "moore-2012").out.splitlines()
    assert lines[0].split() == ["NOTE", "MARKER", "REFERS", "TO"]
    assert lines[5].split(maxsplit=2) == ["5", "lost", "Lukin, The Bear Watches the Dragon, pp. 70–74"]
    assert lines[28].endswith("Wilson, Strategic Partners (probable)")
    assert lines[29].endswith("The text of this note is lost; only its marker is there.")
    assert diptych("import", write("plain.txt", b"A text without notes.\n\nAnd more.")).status == 0
    bare = diptych("footnotes", "plain")
    assert (bare.out, bare.err) == ("", "This document has no numbered notes.\n")


def test_sources_of_both_theses(diptych: CommandLine) -> None:
    shared = diptych("sources", "lkhagvasuren-2018", "moore-2012", "--format", "json").json
    assert [(source["relation"], source["left"][:2]) for source in shared] == [
        ("work", [3, 5]),
        ("work", [63]),
        ("volume", [63, 68]),
    ]
    lo, yuan, volume = shared
    assert (lo["author"], yuan["right"], volume["title"]) == ("Lo, Bobo", [34], "The Future of China-Russia Relations")
    text = diptych("text", "moore-2012").out
    places = [place for place in lo["places"] if place["document"] == "moore-2012"]
    assert [place["note"] for place in places] == lo["right"]
    assert text[places[0]["start"] : places[0]["end"]].endswith("¹")
    lost = places[2]
    assert (lost["note"], lost["start"], lost["end"], lost["page"]) == (11, None, None, "19")
    assert "Bobo Lo" in text[lost["note_start"] : lost["note_end"]]


def test_sources_read_well(diptych: CommandLine, write: Callable[[str, bytes], Path]) -> None:
    lines = diptych("sources", "lkhagvasuren-2018", "moore-2012").out.splitlines()
    assert lines[0] == "Lo, Bobo, Axis of Convenience: Moscow, Beijing, and the New Geopolitics (2009)"
    assert lines[1] == "    lkhagvasuren-2018: 3, 5"
    assert lines[6].startswith("chapters of Bellacqua, James A. (ed.), The Future of China-Russia Relations")
    bibliography = (
        "# A Text\n\nSome words stand here, alone.\n\n# Bibliography\n\n{}\n\nRay, Max. Ice. London: Cape, 1980.\n"
    )
    listed = "Lo, Bobo. *Axis of Convenience: Moscow, Beijing, and the New Geopolitics*. London: Chatham House."
    assert diptych("import", write("list.txt", bibliography.format(listed).encode())).status == 0
    assert diptych("sources", "moore-2012", "list").out.splitlines()[-1] == "    list: bibliography only"
    assert diptych("import", write("plain.txt", b"A text without notes.\n\nAnd more.")).status == 0
    alone = diptych("sources", "moore-2012", "plain")
    assert (alone.out, alone.err) == ("", "These documents cite no work in common.\n")


def test_citations_are_exported(diptych: CommandLine, tmp_path: Path) -> None:
    items = json.loads(diptych("export", "--format", "csl-json").out)
    assert {item["note"].split(",")[0].rpartition(" ")[2] for item in items} == {"lkhagvasuren-2018", "moore-2012"}
    one = json.loads(diptych("export", "--format", "csl-json", "--document", "moore-2012").out)
    assert len(one) == 25
    file = tmp_path / "works.bib"
    assert diptych("export", "--format", "bibtex", "--document", "moore-2012", "--output", str(file)).status == 0
    assert file.read_text("utf-8").startswith("@book{lo2008axis,")


def test_citations_have_no_tags(diptych: CommandLine) -> None:
    refused = diptych("export", "--format", "bibtex", "--tag", "x")
    assert refused.status == 2
    assert "tags and topics" in refused.err
    assert diptych("export", "--format", "csl-json", "--topic", "georgia").status == 2


def test_a_quotation_is_exported_with_its_source(diptych: CommandLine) -> None:
    diptych("annotate", "lkhagvasuren-2018", "--quote", "Russia enjoyed significant power and influence in the region")
    assert "\nRests on: Lo, Axis of Convenience, p. 91.\n" in diptych("export").out


@pytest.mark.parametrize("command", [("footnotes", "nowhere"), ("sources", "moore-2012", "nowhere")])
def test_an_unknown_document_is_a_known_error(shared: CommandLine, command: tuple[str, ...]) -> None:
    assert "nowhere" in shared(*command).failed()

"""PDFs, refreshing, kept files and Web Annotations on the command line."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from tests.cli.conftest import CommandLine
from tests.documents.pdf_making import Style, Typesetter

Write = Callable[[str, bytes], Path]
SENTENCE = "Pipelines carry natural gas across several borders before it reaches the towns that wait for it."
OPENS_WITH = "secret"


def pdf_of(algorithm: str = "") -> bytes:
    """A PDF with pages iv, v, 1, 2 …, each of them with a sentence of its own; protected, if an algorithm is given."""
    made = Typesetter(Style(height=260, folios=False, labels=[(0, "/r", 4), (2, "/D", 1)]))
    for number in range(1, 9):
        made.paragraph(f"Report {number} says so. " + f"{SENTENCE} " * 4)
    if not algorithm:
        return made.finish()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.finish())))
    writer.encrypt(OPENS_WITH, algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_is_imported_annotated_by_page_and_exported_again(diptych: CommandLine, write: Write) -> None:
    file = write("Reports.pdf", pdf_of())
    [added] = diptych("import", file, "--format", "json").json
    assert (added["slug"], added["status"]) == ("reports", "added")
    [listed] = [d for d in diptych("documents", "--format", "json").json if d["slug"] == "reports"]
    assert listed["kind"] == "pdf"
    made = diptych("annotate", "reports", "--quote", "Report 4 says so", "--note", "Who?", "--format", "json").json
    pages = PdfReader(file).pages
    printed = next(number for number, page in enumerate(pages) if "Report4" in "".join(page.extract_text().split()))
    label = PdfReader(file).page_labels[printed]
    assert (made["page"], made["locator"]) == (label, f"p. {label}")
    assert [a["page"] for a in diptych("annotations", "--format", "json").json] == [label]
    # Saved with its place on the page, too.
    [item] = json.loads(diptych("export", "--format", "web-annotation").out)["first"]["items"]
    fragment = item["target"]["selector"][2]
    assert fragment["value"].startswith(f"page={printed + 1}&viewrect=")
    assert fragment["diptych:pageLabel"] == label

    before = file.read_bytes()
    copy = file.with_name("copy.pdf")
    done = diptych("export", "--format", "pdf", "--document", "reports", "--output", copy)
    assert (done.status, done.out) == (0, "")
    assert "with 1 annotation" in done.err
    [mark] = [reference.get_object() for reference in PdfReader(copy).pages[printed].annotations or ()]
    assert (mark["/Subtype"], mark["/Contents"]) == ("/Highlight", "Who?")
    assert "already" in diptych("export", "--format", "pdf", "--document", "reports", "--output", copy).failed()
    original = diptych("export", "--format", "pdf", "--document", "reports", "--output", file, "--overwrite")
    assert "original" in original.failed()
    assert file.read_bytes() == before
    [back] = diptych("import", copy, "--format", "json").json
    assert "1 highlight" in back["message"]
    assert diptych("export", "--format", "pdf", "--output", copy).status == 2


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_protected_pdf_needs_its_password(diptych: CommandLine, write: Write, algorithm: str) -> None:
    file = write("closed.pdf", pdf_of(algorithm))
    assert "password" in diptych("import", file).failed()
    assert "password" in diptych("import", file, "--password", "wrong").failed()
    assert not diptych.library.with_suffix(".files").exists()
    assert diptych("import", file, "--password", OPENS_WITH).status == 0
    made = diptych("annotate", "closed", "--quote", "Report 1 says so", "--format", "json")
    assert (made.status, made.err, made.json["page"]) == (0, "", "iv")
    assert "password" in diptych("refresh", "closed").failed()
    assert diptych("refresh", "closed", "--password", OPENS_WITH, "--format", "json").json["annotations"]["exact"] == 1
    copy = file.with_name("copy.pdf")
    export = ("export", "--format", "pdf", "--document", "closed", "--output", copy)
    assert "password" in diptych(*export).failed()
    assert diptych(*export, "--password", OPENS_WITH).status == 0
    assert not PdfReader(copy).is_encrypted


def test_kept_copies_are_checked_backed_up_and_deleted(diptych: CommandLine, write: Write, tmp_path: Path) -> None:
    file = write("kept.pdf", pdf_of())
    linked = write("linked.pdf", pdf_of() + b"\n% another")
    assert diptych("import", file).status == 0
    assert diptych("import", linked, "--link-only").status == 0
    folder = diptych.library.with_suffix(".files")
    [copy] = folder.iterdir()
    assert copy.read_bytes() == file.read_bytes()
    assert diptych("backup", tmp_path / "safe.sqlite").status == 0
    assert [path.name for path in (tmp_path / "safe.files").iterdir()] == [copy.name]
    copy.write_bytes(b"damaged")
    told = diptych("check")
    assert "was changed" in told.out
    assert "a problem" in told.failed()
    checked = diptych("check", "--format", "json")
    assert (checked.status, checked.json["ok"], len(checked.json["problems"])) == (1, False, 1)
    assert diptych.on(tmp_path / "safe.sqlite")("check").status == 0
    assert "there again" in diptych("import", file).out
    assert diptych("check").status == 0
    assert diptych("remove", "kept").status == 0
    assert copy.exists()
    diptych("import", file)
    assert "for good" in diptych("remove", "kept", "--for-good").out
    assert not folder.exists()


def test_a_copy_that_cannot_be_kept_is_one_line(diptych: CommandLine, write: Write) -> None:
    diptych.library.with_suffix(".files").write_text("in the way")
    file = write("a.pdf", pdf_of())
    assert "--link-only" in diptych("import", file).failed()
    assert len(diptych("documents", "--format", "json").json) == 2
    assert diptych("import", file, "--link-only").status == 0


def test_refresh_counts_what_it_placed(diptych: CommandLine, write: Write) -> None:
    text = "A first paragraph stands here alone.\n\nGas is cheap there, and oil is not.\n\nPrices rose in the winter.\n"
    file = write("essay.txt", text.encode())
    diptych("import", file)
    gas = "Gas is cheap there, and oil is not"
    for quote in (gas, "Prices rose in the winter"):
        diptych("annotate", "essay", "--quote", quote)
    same = diptych("refresh", "essay", "--format", "json").json
    [known] = [d for d in diptych("documents", "--format", "json").json if d["slug"] == "essay"]
    assert (same["id"], same["slug"], same["fingerprint"]) == (known["id"], "essay", known["fingerprint"])
    assert (same["changed"], same["annotations"]) == (False, {"exact": 2, "moved": 0, "review": 0, "orphaned": 0})
    write("essay.txt", b"One more before it.\n\nAnd again.\n\nGas is cheap there, and oil is not.\n")
    told = diptych("refresh", "essay")
    assert told.out == "essay: the text reads otherwise now.\nAnnotations: 1 moved, 1 orphaned.\n"
    found = {a["quote"]: a for a in diptych("annotations", "--format", "json").json}
    moved, lost = found[gas], found["Prices rose in the winter"]
    assert diptych("text", "essay").out[moved["start"] : moved["end"]] == gas
    assert (lost["placement"], lost["start"], lost["end"]) == ("orphaned", None, None)
    assert diptych("check").status == 0
    file.unlink()
    assert "is gone" in diptych("refresh", "essay").failed()


def test_annotations_go_out_and_come_back(diptych: CommandLine, prepared: Path, tmp_path: Path) -> None:
    made = diptych("annotate", "moore-2012", "--quote", "breakaway regions", "--tag", "war", "--format", "json").json
    file = tmp_path / "notes.json"
    assert diptych("export", "--format", "web-annotation", "--output", file).status == 0
    assert "1 were there already" in diptych("import-annotations", file).out
    other = tmp_path / "other.sqlite"
    other.write_bytes(prepared.read_bytes())
    there = diptych.on(other)
    read = there("import-annotations", file, "--format", "json").json
    assert (read["annotations"], read["present"], read["placements"]["exact"], read["missing"]) == (1, 0, 1, [])
    assert there("annotations", "--format", "json").json == [made]
    assert there("export", "--format", "web-annotation").out == file.read_text(encoding="utf-8")
    there("remove", "moore-2012")
    missing = there("import-annotations", file, "--format", "json")
    assert "An Analysis of the Sino-Russian Relationship" in missing.failed()
    assert [document["waiting"] for document in missing.json["missing"]] == [1]


@pytest.mark.parametrize("text", ["", "[", "{}", '{"type": "AnnotationPage", "items": [{"type": "Annotation"}]}'])
def test_a_foreign_file_is_one_line(diptych: CommandLine, write: Write, text: str) -> None:
    assert "Web Annotations" in diptych("import-annotations", write("x.json", text.encode())).failed()

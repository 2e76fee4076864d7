"""Importing scans: the offer, what becomes of the library, and the command line's flag."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from reader.documents.loader import load
from reader.documents.ocr import OcrProgram
from reader.domain.progress import Progress
from reader.domain.repositories import Library
from reader.errors import CancelledError, DocumentError, ScanError
from reader.segmentation.passages import segment
from reader.services.library import LibraryService
from reader.services.ocr import OcrService
from reader.services.pages import PageService
from reader.storage.database import open_library
from reader.storage.kept_files import KeptFiles

ROOT = Path(__file__).parents[2]
PROGRAM = OcrProgram("tesseract", "/nowhere/tesseract")
WORDS = "Words that were read from the image of this page, and that make a sentence of their own."


class Recogniser:
    """Writes a made PDF, and counts how often."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(
        self, source: Path, target: Path, program: OcrProgram, progress: Progress, *, password: str | None = None
    ) -> None:
        assert program is PROGRAM
        self.runs += 1
        progress(500, 1000)
        make_pdf(target, WORDS)


def make_pdf(path: Path, words: str = "") -> Path:
    canvas = Canvas(str(path), pagesize=(600, 400))
    canvas.rect(50, 50, 100, 100, fill=1)
    if words:
        canvas.drawString(50, 300, words)
    canvas.showPage()
    canvas.save()
    return path


class Desk:
    """A library on disk with its services."""

    def __init__(self, folder: Path, program: OcrProgram | None = PROGRAM) -> None:
        self.library: Library = open_library(str(folder / "library.sqlite"))
        self.documents = LibraryService(self.library, load, segment, files=KeptFiles(folder / "library.sqlite"))
        self.recogniser = Recogniser()
        self.ocr = OcrService(self.documents, lambda: program, self.recogniser)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_scan_becomes_a_document_with_text_and_pages(tmp_path: Path, desk: Desk) -> None:
    scan = make_pdf(tmp_path / "scan.pdf")
    told: list[int] = []
    result = desk.ocr.import_file(scan, lambda done, total: told.append(done * 1000 // total))
    assert result.added
    assert "tesseract" in result.message
    assert result.document.source_path == str(scan)
    assert result.document.slug == "scan"
    assert 20 + 440 in told  # half of the recognition, as a part of the whole
    assert 0 <= min(told) <= max(told) <= 1000
    opened = desk.documents.open(result.document.id)
    assert WORDS in opened.contents.text
    assert desk.documents.documents() == [opened.document]
    # The library's copy has text under its image: places on the page are found.
    start = opened.contents.text.index("image")
    with PageService(desk.library, desk.documents.file_of).open(result.document.id) as pages:
        assert len(pages.boxes(opened.contents.blocks[0].span)) >= 1
        assert pages.pages[0].label == "1"
    assert opened.contents.page_at(start) is not None
    assert desk.documents.check() == []


def test_a_scan_is_not_read_twice(tmp_path: Path, desk: Desk) -> None:
    scan = make_pdf(tmp_path / "scan.pdf")
    first = desk.ocr.import_file(scan)
    again = desk.ocr.import_file(scan)
    assert not again.added
    assert again.document.id == first.document.id
    assert desk.recogniser.runs == 1


def test_a_file_with_text_is_imported_as_ever(tmp_path: Path, desk: Desk) -> None:
    file = make_pdf(tmp_path / "text.pdf", "A sentence that this file itself holds, for all to read and to search.")
    result = desk.ocr.import_file(file)
    assert desk.recogniser.runs == 0
    assert "recognised" not in result.message
    assert desk.documents.documents()[0].digest == result.document.digest


def test_without_a_program_the_remedy_names_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path, None)
    scan = make_pdf(tmp_path / "scan.pdf")
    assert desk.ocr.available() is None
    with pytest.raises(ScanError, match=r"ocrmypdf or tesseract|which is installed"):
        desk.ocr.import_file(scan)
    with pytest.raises(DocumentError, match="Install ocrmypdf or tesseract"):
        desk.ocr.read(scan, tmp_path)
    assert desk.documents.documents() == []


def test_what_is_no_scan_fails_as_ever(tmp_path: Path, desk: Desk) -> None:
    with pytest.raises(DocumentError, match="no file"):
        desk.ocr.import_file(tmp_path / "none.pdf")
    assert desk.recogniser.runs == 0


def test_cancelling_changes_nothing(tmp_path: Path, desk: Desk) -> None:
    scan = make_pdf(tmp_path / "scan.pdf")

    def cancel(done: int, total: int) -> None:
        if desk.recogniser.runs:
            raise CancelledError

    with pytest.raises(CancelledError):
        desk.ocr.import_file(scan, cancel)
    assert desk.documents.documents() == []
    assert not (tmp_path / "library.files").exists()


STAND_IN = """
import sys
from reportlab.pdfgen.canvas import Canvas
canvas = Canvas(sys.argv[2] + ".pdf", pagesize=(600, 400))
canvas.drawString(50, 300, "Words that were read from the image of this page by a program on the path.")
canvas.showPage()
canvas.save()
"""


@pytest.mark.slow
def test_the_command_line_reads_scans_where_it_is_told_to(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}{STAND_IN}", "utf-8")
    program.chmod(0o755)
    scan = make_pdf(tmp_path / "scan.pdf")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "main.py"), "--library", str(tmp_path / "library.sqlite"), "import"]
        environment = os.environ | {"PATH": str(program.parent)}
        return subprocess.run(
            [*command, str(scan), *arguments], capture_output=True, text=True, env=environment, check=False
        )

    plain = run()
    assert plain.returncode == 1
    assert "tesseract, which is installed here" in plain.stderr
    assert "--ocr" in plain.stderr
    read = run("--ocr", "--format", "json")
    assert read.returncode == 0, read.stderr
    (shape,) = json.loads(read.stdout)
    assert (shape["slug"], shape["status"]) == ("scan", "added")
    assert "recognised by tesseract" in shape["message"]
    (again,) = json.loads(run("--ocr", "--format", "json").stdout)
    assert (again["id"], again["status"]) == (shape["id"], "present")


def test_read_gives_a_copy_under_the_name_of_the_scan(tmp_path: Path, desk: Desk) -> None:
    (tmp_path / "copies").mkdir()
    copy = desk.ocr.read(make_pdf(tmp_path / "scan.PDF"), tmp_path / "copies")
    assert copy == tmp_path / "copies" / "scan.pdf"
    assert WORDS in load(copy).contents.text

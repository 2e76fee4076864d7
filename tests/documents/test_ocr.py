"""Recognising scans: the protocol of the programs with stand-ins of them, and the real one where it is installed."""

from __future__ import annotations

import io
import shutil
import stat
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from reader.documents.loader import load
from reader.documents.ocr import OcrProgram, installed_program, png_of, recognise
from reader.documents.pdf_client import PdfClient
from reader.domain.page import PageImage
from reader.domain.progress import no_progress
from reader.errors import CancelledError, DocumentError, ScanError

LINES = (
    "The committee met in the old town hall and spoke",
    "of the river, the harbour and the price of grain.",
    "Nobody disagreed with what the chairman proposed,",
    "and so the matter was settled before supper.",
)

# Stand-ins speak as the real programs do: tesseract names each page it begins on standard error.
RECOGNISES = """
from reportlab.pdfgen.canvas import Canvas
if "pdf" == sys.argv[-1]:
    pages = open(sys.argv[1]).read().split()
    target = sys.argv[2] + ".pdf"
    for number, page in enumerate(pages):
        assert open(page, "rb").read(8) == b"\\x89PNG\\r\\n\\x1a\\n"
        print("Page", number, ":", page, file=sys.stderr, flush=True)
else:
    assert sys.argv[1] == "--skip-text"
    pages, target = [1], sys.argv[-1]
canvas = Canvas(target, pagesize=(420, 595))
for number in range(len(pages)):
    canvas.drawString(50, 500, "Words that stand-in number %d has read here." % number)
    canvas.showPage()
canvas.save()
"""
FAILS = 'print("Error: the page is upside down.", file=sys.stderr); sys.exit(3)'
SAYS_NOTHING = "sys.exit(4)"
WRITES_NOTHING = "pass"
HANGS = """
import subprocess, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(os.environ["STAND_IN_PIDS"], "w").write("%d %d" % (os.getpid(), child.pid))
time.sleep(600)
"""


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return make_scan(tmp_path / "scan.pdf", pages=2)


def make_scan(path: Path, *, pages: int) -> Path:
    """Print lines on pages, take their images, and make a PDF of nothing else."""
    printed = path.with_name("printed.pdf")
    canvas = Canvas(str(printed), pagesize=(420, 595))
    for _ in range(pages):
        canvas.setFont("Times-Roman", 14)
        for number, line in enumerate(LINES):
            canvas.drawString(50, 540 - 22 * number, line)
        canvas.showPage()
    canvas.save()
    scanned = Canvas(str(path), pagesize=(420, 595))
    with PdfClient(printed) as client:
        for index in range(pages):
            image = io.BytesIO(png_of(client.image(index, 3.0), 216))
            scanned.drawImage(ImageReader(image), 0, 0, 420, 595)
            scanned.showPage()
    scanned.save()
    printed.unlink()
    return path


def stand_in(folder: Path, name: str, script: str) -> OcrProgram:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport os, sys\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return OcrProgram(name, str(path))


@pytest.mark.parametrize("name", ["tesseract", "ocrmypdf"])
def test_a_program_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert installed_program() is None
    made = stand_in(tmp_path / "bin", name, "")
    assert installed_program() == made


def test_ocrmypdf_is_preferred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name in ("tesseract", "ocrmypdf"):
        stand_in(tmp_path / "bin", name, "")
    found = installed_program()
    assert found is not None
    assert found.name == "ocrmypdf"


@pytest.mark.parametrize("name", ["tesseract", "ocrmypdf"])
def test_what_a_program_writes_can_be_loaded(tmp_path: Path, scan: Path, name: str) -> None:
    before = scan.read_bytes()
    target = tmp_path / "read.pdf"
    told: list[int] = []
    program = stand_in(tmp_path / "bin", name, RECOGNISES)
    recognise(scan, target, program, lambda done, total: told.append(done * 1000 // total))
    assert "stand-in number 0 has read here" in load(target).contents.text
    assert scan.read_bytes() == before
    assert told
    assert max(told) <= 1000
    with pytest.raises(ScanError):
        load(scan)


@pytest.mark.parametrize("name", ["tesseract", "ocrmypdf"])
@pytest.mark.parametrize(
    ("script", "words"),
    [(FAILS, "upside down"), (SAYS_NOTHING, "status 4"), (WRITES_NOTHING, "wrote no file")],
)
def test_failure_is_told_in_one_sentence(tmp_path: Path, scan: Path, name: str, script: str, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as caught:
        recognise(scan, tmp_path / "read.pdf", stand_in(tmp_path / "bin", name, script), no_progress)
    assert "scan.pdf" in caught.value.message
    assert caught.value.message.count(".") == 2  # that of the name and its own
    assert not (tmp_path / "read.pdf").exists()


def pids_of(path: Path) -> list[int]:
    return [int(pid) for pid in path.read_text().split()] if path.exists() else []


def has_ended(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the stand-ins that hang write their own process's id and that of the process they started."""
    monkeypatch.setenv("STAND_IN_PIDS", str(tmp_path / "pids"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path / "pids"


@pytest.mark.parametrize("name", ["tesseract", "ocrmypdf"])
def test_cancelling_ends_the_program_and_what_it_started(tmp_path: Path, scan: Path, hanging: Path, name: str) -> None:
    def cancel(done: int, total: int) -> None:
        if len(pids_of(hanging)) == 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        recognise(scan, tmp_path / "read.pdf", stand_in(tmp_path / "bin", name, HANGS), cancel)
    pids = pids_of(hanging)
    assert len(pids) == 2
    for pid in pids:
        wait_for_end(pid)
    assert list((tmp_path / "temporary").iterdir()) == []


def wait_for_end(pid: int) -> None:
    """A killed grandchild is collected by the system, in its own time."""
    limit = time.monotonic() + 30
    while not has_ended(pid):
        assert time.monotonic() < limit, "it still runs"
        threading.Event().wait(0.02)


def test_a_page_that_takes_too_long_ends_the_program(tmp_path: Path, scan: Path, hanging: Path) -> None:
    program = stand_in(tmp_path / "bin", "tesseract", HANGS)
    with pytest.raises(DocumentError, match="takes too long"):
        recognise(scan, tmp_path / "read.pdf", program, no_progress, page_seconds=1.0)
    for pid in pids_of(hanging):
        wait_for_end(pid)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_damaged_and_missing_files_are_told(tmp_path: Path) -> None:
    program = stand_in(tmp_path / "bin", "tesseract", RECOGNISES)
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7 and nothing more")
    with pytest.raises(DocumentError, match=r"damaged\.pdf"):
        recognise(damaged, tmp_path / "read.pdf", program, no_progress)
    with pytest.raises(DocumentError):
        recognise(tmp_path / "none.pdf", tmp_path / "read.pdf", program, no_progress)


def test_a_program_that_can_not_be_run_is_told(tmp_path: Path, scan: Path) -> None:
    with pytest.raises(DocumentError, match="can't be recognised"):
        recognise(scan, tmp_path / "read.pdf", OcrProgram("tesseract", str(tmp_path / "gone")), no_progress)


@pytest.mark.parametrize("grey", [True, False])
def test_images_are_written_as_png(grey: bool) -> None:
    width, height, stride = 5, 3, 24
    pixels = bytearray()
    for y in range(height):
        for x in range(width):
            pixels += bytes([10 * y + x] * 3 if grey else [x, y, 200]) + b"\xff"
        pixels += b"junk"
    made = Image.open(io.BytesIO(png_of(PageImage(width, height, stride, bytes(pixels)), 300)))
    assert made.size == (width, height)
    assert made.mode == ("L" if grey else "RGB")
    assert made.getpixel((4, 2)) == (24 if grey else (200, 2, 4))
    assert round(made.info["dpi"][0]) == 300


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_the_real_program_reads_a_scan(tmp_path: Path, scan: Path) -> None:
    path = shutil.which("tesseract")
    assert path is not None
    recognise(scan, tmp_path / "read.pdf", OcrProgram("tesseract", path), no_progress)
    file = load(tmp_path / "read.pdf")
    assert file.pages == 2
    found = file.contents.text.split()
    wanted = " ".join(LINES).split() * 2
    assert sum(word in found for word in wanted) >= 0.9 * len(wanted)

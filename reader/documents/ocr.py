"""OCR: a scanned PDF to a copy that carries its text, by a program the reader has installed (ocrmypdf or tesseract)."""

from __future__ import annotations

import os
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.documents.pacing import STEPS, stretch
from reader.documents.pdf_client import PdfClient
from reader.domain.page import PageImage
from reader.domain.progress import Progress
from reader.errors import DocumentError

_PROGRAMS = ("ocrmypdf", "tesseract")
# What tesseract was trained on; fewer dots cost words, more cost time.
_DOTS_PER_INCH = 300
# A dense page takes some ten seconds on an old machine.
PAGE_SECONDS = 120.0
_START_SECONDS = 30.0
_MOST_PAGES = 2_000
_POLL = 0.05
_LONGEST_REASON = 200
# Tesseract says which page of a list it begins.
_PAGE = re.compile(rb"Page (\d+)")
_BY_HAND = "Read it with an OCR program by hand, such as ocrmypdf, then import what that writes."


@dataclass(frozen=True, slots=True)
class OcrProgram:
    """A program that recognises text: "ocrmypdf" or "tesseract", and where it is."""

    name: str
    path: str


def installed_program() -> OcrProgram | None:
    """Return the program to use, or None where none is installed."""
    found = ((name, shutil.which(name)) for name in _PROGRAMS)
    return next((OcrProgram(name, path) for name, path in found if path), None)


def recognise(
    source: Path,
    target: Path,
    program: OcrProgram,
    progress: Progress,
    *,
    password: str | None = None,
    page_seconds: float = PAGE_SECONDS,
) -> None:
    """Write a copy of a scanned PDF that carries its text.

    Args:
        source: The scan, which is only read.
        target: Where the copy goes.
        program: Does the work, in a process of its own.
        progress: Called with thousandths; may raise CancelledError, which ends the program.
        password: What a protected scan opens with; the copy is not protected.
        page_seconds: How long a page may take.

    Raises:
        DocumentError: If the scan can't be read, or the program fails or takes too long.
        PasswordError: If the scan needs a password, or another one.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="diptych-ocr-") as folder, PdfClient(source, password) as client:
            pages = client.page_count(stretch(progress, 0, 10))
            if pages > _MOST_PAGES:
                raise DocumentError(
                    f"“{source.name}” has more than {_MOST_PAGES} pages.", "Split it into smaller files."
                )
            run = _Run(source.name, Path(folder), pages, page_seconds)
            made = run.folder / "made.pdf"
            if program.name == "ocrmypdf" and password is None:
                run.whole([program.path, "--skip-text", "--output-type", "pdf", str(source), str(made)], progress)
            elif program.name == "ocrmypdf":
                raise DocumentError(f"ocrmypdf can't open “{source.name}”, which is protected.", _BY_HAND)
            else:
                images = _images(client, run, stretch(progress, 10, 300))
                run.by_page(_tesseract(program, images, run.folder), stretch(progress, 300, STEPS))
            if not made.is_file():
                raise run.failed("it wrote no file")
            shutil.move(made, target)
    except OSError as error:
        remedy = "Make room on the disk, or try again."
        raise DocumentError(f"The text of “{source.name}” can't be recognised ({error.strerror}).", remedy) from error


def _tesseract(program: OcrProgram, images: Sequence[Path], folder: Path) -> list[str]:
    listed = folder / "pages.txt"
    listed.write_text("".join(f"{path}\n" for path in images), "utf-8")
    return [program.path, str(listed), str(folder / "made"), "pdf"]


def _images(client: PdfClient, run: _Run, progress: Progress) -> list[Path]:
    """Write each page's image."""
    made: list[Path] = []
    for index in range(run.pages):
        progress(index, run.pages)
        image = client.image(index, _DOTS_PER_INCH / 72)
        path = run.folder / f"page-{index + 1:05}.png"
        path.write_bytes(png_of(image, _DOTS_PER_INCH))
        made.append(path)
    return made


class _Run:
    """One run of an OCR program on one scan."""

    def __init__(self, name: str, folder: Path, pages: int, page_seconds: float) -> None:
        self.folder = folder
        self.pages = pages
        self._name = name
        self._page_seconds = page_seconds
        self._said = folder / "said.txt"

    def whole(self, command: Sequence[str], progress: Progress) -> None:
        """Run a program that does not tell how far it is."""
        limit = time.monotonic() + _START_SECONDS + self.pages * self._page_seconds
        popen = self._start(command)
        try:
            while popen.poll() is None:
                progress(1, 2)
                if time.monotonic() > limit:
                    raise self._too_slow()
                time.sleep(_POLL)
        finally:
            _end(popen)
        self._refuse_failure(popen.returncode)

    def by_page(self, command: Sequence[str], progress: Progress) -> None:
        """Run a program that tells each page it begins."""
        popen = self._start(command)
        begun, page = time.monotonic(), 0
        try:
            while popen.poll() is None:
                now = self._page_said()
                if now > page:
                    begun, page = time.monotonic(), now
                progress(max(0, page - 1), max(1, self.pages))
                if time.monotonic() > begun + self._page_seconds:
                    raise self._too_slow()
                time.sleep(_POLL)
        finally:
            _end(popen)
        self._refuse_failure(popen.returncode)

    def failed(self, reason: str) -> DocumentError:
        """Say that the program did not do its work."""
        return DocumentError(f"The text of “{self._name}” could not be recognised: {reason}.", _BY_HAND)

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with self._said.open("wb") as said:
            return subprocess.Popen(  # noqa: S603 # a program the reader installed, with paths of our own
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                # It may start processes of its own, which end with it.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    def _page_said(self) -> int:
        return max((int(number) for number in _PAGE.findall(self._said.read_bytes())), default=0)

    def _refuse_failure(self, status: int) -> None:
        if status != 0:
            lines = self._said.read_text("utf-8", "replace").strip().splitlines() or [f"it ended with status {status}"]
            raise self.failed(lines[-1].strip(" .")[:_LONGEST_REASON])

    def _too_slow(self) -> DocumentError:
        return DocumentError(f"Recognising the text of “{self._name}” takes too long.", _BY_HAND)


def _end(popen: subprocess.Popen[bytes]) -> None:
    """Kill a program that still runs, with what it started."""
    if popen.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(popen.pid, signal.SIGKILL)
        else:
            popen.kill()
    popen.wait()


def png_of(image: PageImage, dots_per_inch: int) -> bytes:
    """Write an image as PNG, in grey where it has no colour (PNG Specification, third edition)."""
    rows = memoryview(image.pixels)
    used = b"".join(rows[y * image.stride : y * image.stride + 4 * image.width] for y in range(image.height))
    blue, green, red = used[0::4], used[1::4], used[2::4]
    grey = blue == green == red
    samples, width = (green, image.width) if grey else (_mixed(red, green, blue), 3 * image.width)
    lines = b"".join(b"\0" + samples[y * width : (y + 1) * width] for y in range(image.height))
    metre = round(dots_per_inch / 0.0254)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", image.width, image.height, 8, 0 if grey else 2, 0, 0, 0)),
            (b"pHYs", struct.pack(">IIB", metre, metre, 1)),
            (b"IDAT", zlib.compress(lines, 1)),
            (b"IEND", b""),
        )
    )


def _mixed(red: bytes, green: bytes, blue: bytes) -> bytes:
    mixed = bytearray(3 * len(green))
    mixed[0::3], mixed[1::3], mixed[2::3] = red, green, blue
    return bytes(mixed)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

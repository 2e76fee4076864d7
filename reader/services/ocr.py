"""Use case of reading a scan: its text recognised by a program that the reader has installed, then imported."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from reader.documents.ocr import OcrProgram, installed_program, recognise
from reader.documents.pacing import STEPS, stretch
from reader.domain.document import Document
from reader.domain.progress import Progress, no_progress
from reader.errors import DocumentError, ScanError
from reader.services.library import ImportResult, LibraryService


class Recogniser(Protocol):
    """Writes a copy of a scan that carries its text (see `reader.documents.ocr.recognise`)."""

    def __call__(
        self, source: Path, target: Path, program: OcrProgram, progress: Progress, *, password: str | None = None
    ) -> None:
        """Write the copy."""


class OcrService:
    """Offers to read scans where an OCR program is installed; Diptych brings none along.

    Args:
        library: Takes the documents.
        find: Looks for a program.
        recognise: Runs it.
    """

    def __init__(
        self,
        library: LibraryService,
        find: Callable[[], OcrProgram | None] = installed_program,
        recognise: Recogniser = recognise,
    ) -> None:
        self._library = library
        self._find = find
        self._recognise = recognise

    def available(self) -> OcrProgram | None:
        """Return the program that would be used, or None where none is installed."""
        return self._find()

    def read(
        self, path: str | Path, folder: Path, progress: Progress = no_progress, *, password: str | None = None
    ) -> Path:
        """Write a copy of a scanned PDF that carries its text, and return where it is.

        Args:
            path: The scan, which is never written to.
            folder: Where the copy goes, under the scan's name.
            progress: Called with thousandths; may raise CancelledError, which ends the program.
            password: What a protected scan opens with.

        Raises:
            DocumentError: If no program is installed, or it fails or takes too long.
            PasswordError: If the scan needs a password, or another one.
        """
        source = Path(path)
        program = self._find()
        if program is None:
            raise DocumentError(
                f"The text of “{source.name}” can't be recognised: no OCR program is installed.",
                "Install ocrmypdf or tesseract, then import the file again.",
            )
        target = folder / source.with_suffix(".pdf").name
        self._recognise(source, target, program, progress, password=password)
        return target

    def import_file(
        self,
        path: str | Path,
        progress: Progress = no_progress,
        *,
        password: str | None = None,
        link_only: bool = False,
    ) -> ImportResult:
        """Add a file as `LibraryService.import_file` does, and a scan with its text recognised.

        The library keeps the copy of a scan that carries the text, since that is what can be searched and marked on its
        pages; a scan known by its path and not changed since is not read twice.

        Args:
            path: The file.
            progress: Called with thousandths; may raise CancelledError.
            password: What a protected file opens with; it is not kept.
            link_only: Keep no copy of a file that has text.

        Raises:
            DocumentError: If it can't be read, or no OCR program is installed; nothing was changed.
            PasswordError: If it needs a password, or another one; nothing was changed.
            CancelledError: If the reader cancelled; nothing was changed.
        """
        file = Path(path).absolute()
        try:
            return self._library.import_file(file, stretch(progress, 0, 20), password=password, link_only=link_only)
        except ScanError:
            program = self._find()
            if program is None:
                raise
        known = self._known(file)
        if known is not None:
            message = f"It is in the library already, as “{known.title}”, with its text recognised."
            return ImportResult(known, added=False, message=message)
        with tempfile.TemporaryDirectory(prefix="diptych-") as folder:
            copy = self.read(file, Path(folder), stretch(progress, 20, 900), password=password)
            result = self._library.import_file(copy, stretch(progress, 900, STEPS))
        document = self._library.put(replace(result.document, source_path=str(file)))
        message = f"Its text was recognised by {program.name} and may have slips. {result.message}"
        return replace(result, document=document, message=message)

    def _known(self, file: Path) -> Document | None:
        """Return the document that was made of a scan, if the scan is older than it."""
        try:
            found = self._library.resolve(str(file))
        except DocumentError:
            return None
        return found if found.added.timestamp() >= file.stat().st_mtime else None

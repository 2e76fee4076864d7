"""Use case of taking a PDF out again: a copy with the reader's highlights and notes as its own annotations."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from reader.documents.pdf_client import PdfClient
from reader.domain.annotation import Annotation, HighlightColour
from reader.domain.document import DocumentId
from reader.domain.progress import Progress, no_progress
from reader.domain.repositories import Library
from reader.errors import ExportError
from reader.export.files import write_bytes
from reader.services.open_document import OpenDocument, read_document
from reader.services.pages import PageFile, page_boxes, refuse_without_pages
from reader.services.targets import place_of

# Light enough to read through, and each of a hue that `nearest_colour` takes for itself.
_RGB = {
    HighlightColour.YELLOW: (1.0, 0.90, 0.45),
    HighlightColour.GREEN: (0.62, 0.90, 0.62),
    HighlightColour.BLUE: (0.60, 0.80, 1.0),
    HighlightColour.PINK: (1.0, 0.66, 0.76),
    HighlightColour.VIOLET: (0.80, 0.70, 1.0),
}


class PdfExportService:
    """Writes annotated copies of PDFs; the original is never written to.

    Args:
        library: The library.
        file_of: Finds a document's file.
        open_file: Opens it in a process of its own, given a password if it needs one.
    """

    def __init__(
        self,
        library: Library,
        file_of: Callable[[DocumentId], Path],
        open_file: Callable[[Path, str | None], PageFile] = PdfClient,
    ) -> None:
        self._library = library
        self._file_of = file_of
        self._open_file = open_file

    def write(
        self,
        document_id: DocumentId,
        path: str | Path,
        *,
        overwrite: bool = False,
        password: str | None = None,
        progress: Progress = no_progress,
    ) -> int:
        """Write a copy of a document's PDF with its highlights and notes.

        Args:
            document_id: The document.
            path: Where to.
            overwrite: Whether a file that is there may be replaced; never the original.
            password: What a protected file opens with; the copy is not protected.
            progress: Called with each annotation.

        Returns:
            How many annotations the copy has got; those that lost their place are left out.

        Raises:
            DocumentError: If the document has no pages, or its file is gone or can't be read.
            ExportError: If the copy can't be written.
            CancelledError: If the reader cancelled; nothing was written.
        """
        with self._library.unit_of_work() as unit:
            opened = read_document(unit, document_id)
            annotations = unit.annotations.all(document_id)
        refuse_without_pages(opened.document)
        source = self._file_of(document_id)
        for original in (source, Path(opened.document.source_path)):
            if _is_same(Path(path), original):
                raise ExportError(f"“{path}” is the original, which is never written to.", "Choose another name.")
        file = self._open_file(source, password)
        try:
            marks: list[dict[str, object]] = []
            for number, annotation in enumerate(annotations):
                progress(number, len(annotations))
                marks += _marks(file, opened, annotation)
            with tempfile.TemporaryDirectory(prefix="diptych-") as folder:
                copy = Path(folder) / "copy.pdf"
                file.annotate(copy, marks)
                write_bytes(copy.read_bytes(), path, overwrite=overwrite)
        finally:
            file.close()
        return sum(1 for mark in marks if "-" not in str(mark["id"]))


def _is_same(path: Path, original: Path) -> bool:
    try:
        return path.samefile(original)
    except OSError:
        return False  # one of them is not there


def _marks(file: PageFile, opened: OpenDocument, annotation: Annotation) -> list[dict[str, object]]:
    """Describe an annotation, page by page; only the first page's part carries the note."""
    place = place_of(annotation.target, opened)
    if place is None:
        return []
    by_page: dict[int, list[object]] = {}
    for found in page_boxes(file, opened.contents, place, in_file=True):
        by_page.setdefault(found.page, []).append(found.box)
    tags = " ".join(f"#{tag}" for tag in annotation.tags)
    comment = "\n\n".join(part for part in (annotation.note, tags) if part)
    return [
        {
            "page": page,
            "quads": quads,
            "rgb": _RGB[annotation.colour],
            "comment": "" if number else comment,
            "author": annotation.author,
            "id": f"{annotation.id}" if not number else f"{annotation.id}-{number + 1}",
            "created": _pdf_date(annotation.created),
            "modified": _pdf_date(annotation.modified),
        }
        for number, (page, quads) in enumerate(by_page.items())
    ]


def _pdf_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")

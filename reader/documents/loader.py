"""Loading: a file to a composed document, by the reader for its kind."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reader.documents.archive import Archive
from reader.documents.composition import Composition, compose
from reader.documents.decoding import decode, read_bytes
from reader.documents.elements import StatedDocument
from reader.documents.formats import Kind, is_zipped_kind, kind_of, kind_of_archive
from reader.documents.metadata import guess
from reader.documents.pacing import STEPS, stretch
from reader.documents.pdf_document import read_pdf
from reader.documents.plain_text import read_groups, units_of
from reader.documents.stated_text import compose_stated
from reader.documents.structure import structure
from reader.domain.document import LoadedFile
from reader.domain.progress import Progress, no_progress
from reader.errors import DocumentError

LARGEST_FILE = 200 * 1024 * 1024  # bytes; four times the largest book collection tried, and still inside 4 GB of memory


@dataclass(frozen=True, slots=True)
class ReadText:
    """What a reader for one kind of file gives."""

    kind: str
    encoding: str
    composition: Composition
    said: StatedDocument = field(default_factory=lambda: StatedDocument([]))  # beside its text


def load(path: str | os.PathLike[str], progress: Progress = no_progress, *, password: str | None = None) -> LoadedFile:
    """Load a file: read, structure, compose.

    Args:
        path: A plain text file, a PDF, or another format of `Kind`.
        progress: Called with thousandths of the whole; may raise CancelledError.
        password: What a protected PDF opens with.

    Raises:
        DocumentError: If it is missing, not a file, unreadable, too large, empty or no document.
        PasswordError: If it needs a password, or another one.
    """
    file = Path(path)
    data = _read(file, stretch(progress, 0, 30))
    digest = _digest(data, stretch(progress, 30, 50))
    kind = kind_of(data, file.name)
    if kind is Kind.PDF:
        del data
        return _load_pdf(file, digest, password, stretch(progress, 50, STEPS))
    with _collections_paused():
        read = _read_text_like(data, file.name, kind, stretch(progress, 50, STEPS))
    del data
    progress(STEPS, STEPS)
    contents = read.composition.contents
    if not contents.text:
        raise _empty(file)
    known = guess(contents)
    progress(STEPS, STEPS)
    return LoadedFile(
        path=str(file),
        kind=read.kind,
        digest=digest,
        encoding=read.encoding,
        contents=contents,
        title=read.said.title or known.title or file.stem,
        author=read.said.author or known.author,
        year=next(filter(None, (read.said.year, known.year, read.said.created)), None),
    )


def _read_text_like(data: bytes, name: str, kind: Kind | None, progress: Progress) -> ReadText:
    if kind is None:
        return _read_zipped(data, name, progress)
    if kind not in (Kind.HTML, Kind.MARKDOWN):
        return read_plain_text(data, name, progress)
    text, encoding = _decoded(data, name, kind, stretch(progress, 0, 50))
    stated = _read_marked_up(text, name, kind, stretch(progress, 50, 500))
    return _composed(stated, kind, f"{_LABELS[kind]}, {encoding}", stretch(progress, 500, STEPS))


def _decoded(data: bytes, name: str, kind: Kind, progress: Progress) -> tuple[str, str]:
    if kind is Kind.HTML:
        from reader.documents.markup_tree import text_of_markup

        return text_of_markup(data, name)
    decoded = decode(data, name, progress)
    return "".join(decoded.slices), decoded.encoding


def _read_marked_up(text: str, name: str, kind: Kind, progress: Progress) -> StatedDocument:
    # The parsers of each format are loaded with the first file of it.
    if kind is Kind.MARKDOWN:
        from reader.documents.markdown_document import read_markdown

        return read_markdown(text, name, progress)
    from reader.documents.html_document import read_html

    return read_html(text, name, progress)


def _read_zipped(data: bytes, name: str, progress: Progress) -> ReadText:
    """Read a zipped document; a ZIP archive that can't be opened, and isn't named like one, is told as such."""
    progress = _rising(progress)
    try:
        archive = Archive(data, name, lambda done, total: progress(0, STEPS))  # noqa: ARG005 # how much is to come is not known
    except DocumentError:
        if is_zipped_kind(name):
            raise
        return read_plain_text(data, name, progress)
    kind = kind_of_archive(archive, name)
    if kind is Kind.DOCX:
        from reader.documents.docx_document import read_docx as read
    elif kind is Kind.EPUB:
        from reader.documents.epub_document import read_epub as read
    else:
        from reader.documents.odt_document import read_odt as read
    stated = read(archive, name, stretch(progress, 0, 500))
    return _composed(stated, kind, _LABELS[kind], stretch(progress, 500, STEPS))


def _rising(progress: Progress) -> Progress:
    """Let work tell its progress out of order; what is told rises."""
    highest = 0

    def tell(done: int, total: int) -> None:
        nonlocal highest
        highest = max(highest, STEPS * done // max(1, total))
        progress(highest, STEPS)

    return tell


_LABELS = {
    Kind.MARKDOWN: "Markdown",
    Kind.HTML: "HTML",
    Kind.DOCX: "Word document",
    Kind.EPUB: "EPUB",
    Kind.ODT: "OpenDocument text",
}


def _composed(stated: StatedDocument, kind: Kind, label: str, progress: Progress) -> ReadText:
    return ReadText(kind.value, label, compose_stated(stated, progress), stated)


def read_plain_text(data: bytes, name: str, progress: Progress) -> ReadText:
    """Read plain text.

    Args:
        data: The file's bytes.
        name: Its name, for messages.
        progress: Called with thousandths.

    Raises:
        DocumentError: If it is not a text.
    """
    decoded = decode(data, name, stretch(progress, 0, 100))
    total = sum(len(part) for part in decoded.slices)
    groups = read_groups(decoded.slices, total, stretch(progress, 100, 200))
    units = units_of(groups, stretch(progress, 200, 350))
    del groups
    structured = structure(units, stretch(progress, 350, 500))
    del units
    return ReadText("text", decoded.encoding, compose(structured, stretch(progress, 500, STEPS)))


def _load_pdf(file: Path, digest: str, password: str | None, progress: Progress) -> LoadedFile:
    with _collections_paused():
        read = read_pdf(file, password, progress)
    contents = read.composition.contents
    if not contents.text:
        raise _empty(file)
    known = guess(contents)
    said = read.structure
    return LoadedFile(
        path=str(file),
        kind="pdf",
        digest=digest,
        encoding="PDF",
        contents=contents,
        title=said.title or known.title or file.stem,
        author=said.author or known.author,
        year=said.year if said.year is not None else known.year,
        pages=len(contents.pages),
        annotations=read.annotations,
    )


def _read(file: Path, progress: Progress) -> bytes:
    try:
        if file.is_dir():
            raise DocumentError(f"“{file.name}” is a folder, not a file.", "Choose a file in it.")
        if not file.is_file() and file.exists():
            raise DocumentError(f"“{file.name}” is not an ordinary file.", "Choose a text, PDF or office file.")
        size = file.stat().st_size
        if size > LARGEST_FILE:
            limit = LARGEST_FILE // (1024 * 1024)
            raise DocumentError(
                f"“{file.name}” is larger than {limit} MB.", "Split it into smaller files and import those."
            )
        data = read_bytes(file, size, progress)
    except FileNotFoundError as error:
        raise DocumentError(f"There is no file “{file}”.", "Check the name and the folder.") from error
    except PermissionError as error:
        raise DocumentError(f"“{file}” may not be read.", "Change its permissions or copy it elsewhere.") from error
    except (OSError, ValueError) as error:
        raise DocumentError(f"“{file}” can't be read.", "Check the name and the disk, then try again.") from error
    if not data.strip():
        raise _empty(file)
    return data


def _empty(file: Path) -> DocumentError:
    return DocumentError(f"“{file.name}” holds no text.", "Choose a file with text in it.")


@contextmanager
def _collections_paused() -> Iterator[None]:
    """Keep the cyclic garbage collector from passing over a million young objects again and again.

    Each such pass holds up every thread, the window's too, for tenths of a second, and finds nothing: loading makes no
    cycles.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _digest(data: bytes, progress: Progress) -> str:
    """Hash in slices; hashlib lets other threads run while it works on one."""
    digest = hashlib.sha256()
    view = memoryview(data)
    for at in range(0, len(data), 1 << 22):
        digest.update(view[at : at + (1 << 22)])
        progress(at, len(data))
    return digest.hexdigest()

"""How long a text PDF takes to import, beside PDFium's bare extraction and pypdf's; pages may be given as arguments."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pypdf import PdfReader  # noqa: E402 # the checkout goes before an installed program

from reader.documents.file_reading import FileReading  # noqa: E402
from reader.documents.loader import load  # noqa: E402
from reader.domain.document import LoadedFile  # noqa: E402
from reader.domain.progress import no_progress  # noqa: E402
from reader.segmentation.passages import segment  # noqa: E402
from tests.documents.pdf_making import Style, Typesetter  # noqa: E402
from tests.documents.test_pdf_reading import _raw_pages, words  # noqa: E402

_SMALL = 200  # pages; smaller books are measured three times
SIZES = tuple(int(size) for size in sys.argv[1:]) or (80, 1_000)


def book(pages: int) -> bytes:
    """Set the longer thesis again and again until there are so many pages."""
    contents = load(ROOT / "corpus" / "lkhagvasuren-2018.txt").contents
    paragraphs = [block.span.of(contents.text) for block in contents.blocks if block.paragraph is not None]
    made = Typesetter(Style(head="A Long Book", outline=False))
    number = 0
    while made.page < pages:
        made.paragraph(paragraphs[number % len(paragraphs)].replace("\n", " "))
        number += 1
    return made.finish()


T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds a piece of work takes, and what it gives."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def measured(data: bytes, path: Path, rounds: int) -> tuple[tuple[float, float, float], list[str], LoadedFile]:
    """Return the median seconds of bare extraction, import and pypdf, taken by turns, and what the first two give."""
    turns = [
        (timed(partial(_raw_pages, data)), timed(partial(_imported, path)), timed(partial(_by_pypdf, path)))
        for _ in range(rounds)
    ]
    bare, whole, slow = (median(turn[part][0] for turn in turns) for part in range(3))
    return (bare, whole, slow), turns[-1][0][1], turns[-1][1][1]


def recall_of(loaded: LoadedFile, raw: list[str]) -> float:
    """Return which part of the words PDFium reads, less the running head and the folios, the import gives."""
    given = words("\n".join(raw).replace("\ufffe", ""))
    for word in ("A", "Long", "Book"):
        given[word] -= len(raw)
    given = +given
    for number in range(len(raw) + 1):
        given.pop(str(number), None)
    found = words(loaded.contents.text)
    return sum((given & found).values()) / sum(given.values())


def first_page(path: Path) -> float:
    """Return the seconds until the first page's text is there, worker start included."""
    began = time.perf_counter()
    with FileReading(path, None) as reading:
        reading.page_count(no_progress)
        next(reading.pages(no_progress))
        return time.perf_counter() - began


def main() -> None:
    """Print the table."""
    print("pages  first page   PDFium bare     import  (4 x bare + 1 s)      pypdf  import is  word recall")
    for size in SIZES:
        data = book(size)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.pdf"
            path.write_bytes(data)
            (bare, whole, slow), raw, loaded = measured(data, path, 3 if size <= _SMALL else 1)
            print(
                f"{size:5}  {first_page(path):8.2f} s  {bare:10.2f} s {whole:8.2f} s {4 * bare + 1:14.2f} s "
                f"{slow:10.2f} s {slow / whole:6.1f} x faster {recall_of(loaded, raw):9.4f}"
            )


def _by_pypdf(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


def _imported(path: Path) -> LoadedFile:
    loaded = load(path)
    segment(loaded.contents)
    return loaded


if __name__ == "__main__":
    main()

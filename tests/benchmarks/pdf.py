"""How long a text PDF takes to import, beside PDFium's bare extraction and pypdf's; pages may be given as arguments."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pypdf import PdfReader  # noqa: E402 # the checkout goes before an installed program

from reader.documents.loader import load  # noqa: E402
from reader.domain.document import LoadedFile  # noqa: E402
from reader.segmentation.passages import segment  # noqa: E402
from tests.documents.pdf_making import Style, Typesetter  # noqa: E402
from tests.documents.test_pdf_reading import _raw_pages, words  # noqa: E402

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


def main() -> None:
    """Print the table."""
    print("pages   PDFium bare     import  (4 x bare + 1 s)      pypdf  import is  word recall")
    for size in SIZES:
        data = book(size)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.pdf"
            path.write_bytes(data)
            bare, raw = timed(partial(_raw_pages, data))
            whole, loaded = timed(partial(_imported, path))
            slow, _ = timed(partial(_by_pypdf, path))
            given = words("\n".join(raw).replace("\ufffe", ""))
            for word in ("A", "Long", "Book"):
                given[word] -= size
            given = +given
            for number in range(size + 1):
                given.pop(str(number), None)
            found = words(loaded.contents.text)
            recall = sum((given & found).values()) / sum(given.values())
            print(
                f"{size:5}  {bare:10.2f} s {whole:8.2f} s {4 * bare + 1:14.2f} s {slow:10.2f} s "
                f"{slow / whole:6.1f} x faster {recall:9.4f}"
            )


def _by_pypdf(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


def _imported(path: Path) -> LoadedFile:
    loaded = load(path)
    segment(loaded.contents)
    return loaded


if __name__ == "__main__":
    main()

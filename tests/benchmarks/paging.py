"""Paging through a long PDF: memory above the start, and how long a page stays blank beside PDFium's own rendering."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil  # noqa: E402 # the checkout goes before an installed program
import pypdfium2  # noqa: E402
from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from reader.documents.loader import load  # noqa: E402
from reader.ui.appearance import Appearance  # noqa: E402
from reader.ui.reading.page_source import PageSource  # noqa: E402
from reader.ui.reading.reading_view import ReadingView  # noqa: E402
from tests.benchmarks.pdf import book  # noqa: E402
from tests.ui.reading.file_pages import FilePages  # noqa: E402

PAGES = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
_SIZE = (560, 800)


def memory() -> float:
    """Return the memory of this process and its workers in MB."""
    process = psutil.Process()
    return float(sum(each.memory_info().rss for each in [process, *process.children(recursive=True)])) / 1e6


def wait_for(view: ReadingView, page: int) -> float:
    """Return the seconds until a page is drawn, events being handled meanwhile."""
    began, source = time.perf_counter(), view.page_source
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if source is not None and source.image(page) is not None else None)
    timer.start(1)
    if source is not None and source.image(page) is None:
        loop.exec()
    return time.perf_counter() - began


def main() -> None:
    """Print the figures."""
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.pdf"
        path.write_bytes(book(PAGES))
        contents = load(path).contents
        view = ReadingView("left", Appearance(ROOT / "resources"))
        view.resize(*_SIZE)
        view.set_contents(contents)
        view.show()
        app.processEvents()
        start = memory()
        reader = FilePages(path, contents)
        view.show_pages(PageSource(reader), reader.area())
        wait_for(view, 0)
        most, slow = memory(), []
        layout = view.page_layout
        assert layout is not None
        for page in range(1, len(contents.pages)):
            view.scroll_by(layout.page_rect(page)[1] - view.value)
            slow.append(wait_for(view, page))
            if page % 20 == 0:
                most = max(most, memory())
        jumps = [number * 7919 % len(contents.pages) for number in range(60)]
        far = []
        for page in jumps:
            view.scroll_by(layout.page_rect(page)[1] - view.value)
            far.append(wait_for(view, page))
        most = max(most, memory())
        bare, scale = [], view.scale * view.devicePixelRatioF()
        pdf = pypdfium2.PdfDocument(path)
        for page in jumps:
            began = time.perf_counter()
            pdf[page].render(scale=scale)
            bare.append(time.perf_counter() - began)
        view.close_pages()
        print(f"pages                              {len(contents.pages)}")
        print(f"memory above the start, at most    {most - start:.0f} MB")
        print(f"page by page, blank at most / mean {1000 * max(slow):.0f} / {1000 * sum(slow) / len(slow):.1f} ms")
        print(f"after a jump, blank at most / mean {1000 * max(far):.0f} / {1000 * sum(far) / len(far):.1f} ms")
        print(f"PDFium alone, at most / mean       {1000 * max(bare):.0f} / {1000 * sum(bare) / len(bare):.1f} ms")


if __name__ == "__main__":
    main()

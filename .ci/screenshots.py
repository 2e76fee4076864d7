"""Draw the pictures of the README: the real window on the two theses as text and as PDF, light and dark, at two sizes.

Run it after a change to the window: `uv run python .ci/screenshots.py`. The library it uses is thrown away.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from reader.app import open_services
from reader.domain.alignment import PairState
from reader.domain.annotation import HighlightColour
from reader.domain.document import Document
from reader.services.bundle import Services
from reader.settings import Settings
from reader.ui.appearance import Appearance
from reader.ui.main_window import MainWindow
from reader.ui.opening import StartRequest
from reader.ui.workbench import SIDES
from tests.documents.pdf_making import Style, thesis

SIZES = ((1440, 900), (1280, 720))
PANEL_FROM = 1360
MARKS = (
    ("left", "the SCO took a neutral position on the issue.", HighlightColour.YELLOW, "neutrality"),
    ("left", "prevent Georgia from joining NATO.", HighlightColour.BLUE, "nato/enlargement"),
    ("right", "the realpolitik approaches of its members.", HighlightColour.GREEN, "theory"),
    ("right", "the CSTO legitimized Russia's invasion of Georgia", HighlightColour.PINK, "csto"),
)
NOTE = "Moore reaches the same point; he stresses restraint, not neutrality."


def wait(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def annotate(services: Services, left: Document, right: Document) -> None:
    """Mark and judge a little, so that the pictures show a reader's work."""
    documents = {"left": left, "right": right}
    for side, quote, colour, tag in MARKS:
        note = NOTE if colour is HighlightColour.YELLOW else ""
        services.annotations.annotate_quote(documents[side].id, quote, colour=colour, note=note, tags=(tag,))
    opened = services.library.open(left.id), services.library.open(right.id)
    comparison = services.comparison.compare(left.id, right.id)
    pair = comparison.pairs("georgia")[0]
    spans = opened[0].passages[pair.left].span, opened[1].passages[pair.right].span
    services.links.mark(*opened, *spans, PairState.CONFIRMED)


def as_pdf(services: Services, document: Document, folder: Path) -> Document:
    """Set a document as a PDF, with its notes at the feet of the pages, and import that."""
    file = folder / f"{document.slug}.pdf"
    contents = services.library.open(document.id).contents
    style = Style(head=document.title[:60], size=11.5, leading=15.5)
    file.write_bytes(thesis(contents, style, document.title, document.author))
    return services.library.import_file(str(file)).document


def draw(library: str, pair: tuple[Document, Document], name: str, *, paged: bool) -> None:
    """Open a window on a pair and draw it, light and dark, at both sizes."""
    settings = Settings.locate()
    folder = settings.resources / "screenshots"
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        appearance = Appearance(settings.resources)
        request = StartRequest(pair[0].slug, pair[1].slug)
        window = MainWindow(appearance, lambda: open_services(stack, library), request, "the log")
        window.show()
        ready = QEventLoop()
        window.alignment_ready.connect(ready.quit)
        window.start()
        ready.exec()
        window.hint.hide()
        window.status.set_library_path(Path.home() / "Diptych" / "library.sqlite")
        for side in SIDES if paged else ():
            window.desk.activate(side)
            window.page_views.toggle()
        wait(3000)
        for dark in (False, True):
            appearance.use_scheme(dark)
            for width, height in SIZES:
                window.resize(width, height)
                window.desk.panel.set_collapsed(width < PANEL_FROM)
                wait(500)
                window.travelling.step_pair(-1)
                window.travelling.show_first()
                wait(1500 if paged else 500)
                window.grab().save(str(folder / f"{name}-{'dark' if dark else 'light'}-{width}.png"))
        window.close()


def main() -> None:
    """Draw all pictures."""
    application = QApplication([])
    application.setStyle("Fusion")
    # A short, plain path: it is shown in the status bar.
    with tempfile.TemporaryDirectory(prefix="diptych-") as folder:
        library = str(Path(folder) / "library.sqlite")
        with ExitStack() as stack:
            services = open_services(stack, library)
            left, right = services.library.documents()
            printed = as_pdf(services, left, Path(folder)), as_pdf(services, right, Path(folder))
            annotate(services, left, right)
            annotate(services, *printed)
        draw(library, (left, right), "main", paged=False)
        draw(library, printed, "pages", paged=True)


if __name__ == "__main__":
    main()

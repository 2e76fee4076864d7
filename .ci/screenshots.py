"""Draw the pictures of the README: the real window on the two theses, light and dark, at two sizes.

Run it after a change to the window: `uv run python .ci/screenshots.py`. The library it uses is thrown away.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from reader.app import open_services
from reader.domain.alignment import PairState
from reader.domain.annotation import HighlightColour
from reader.services.bundle import Services
from reader.settings import Settings
from reader.ui.appearance import Appearance
from reader.ui.main_window import MainWindow
from reader.ui.opening import StartRequest

SIZES = ((1440, 900), (1280, 720))
PANEL_FROM = 1360
MARKS = (
    ("lkhagvasuren-2018", "the SCO took a neutral position on the issue.", HighlightColour.YELLOW, "neutrality"),
    ("lkhagvasuren-2018", "prevent Georgia from joining NATO.", HighlightColour.BLUE, "nato/enlargement"),
    ("moore-2012", "the realpolitik approaches of its members.", HighlightColour.GREEN, "theory"),
    ("moore-2012", "the CSTO legitimized Russia's invasion of Georgia", HighlightColour.PINK, "csto"),
)
NOTE = "Moore reaches the same point; he stresses restraint, not neutrality."


def wait(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def annotate(services: Services) -> None:
    """Mark and judge a little, so that the pictures show a reader's work."""
    for slug, quote, colour, tag in MARKS:
        document = services.library.resolve(slug)
        note = NOTE if colour is HighlightColour.YELLOW else ""
        services.annotations.annotate_quote(document.id, quote, colour=colour, note=note, tags=(tag,))
    left, right = (services.library.open(document.id) for document in services.library.documents())
    comparison = services.comparison.compare(left.document.id, right.document.id)
    pair = comparison.pairs("georgia")[0]
    spans = left.passages[pair.left].span, right.passages[pair.right].span
    services.links.mark(left, right, *spans, PairState.CONFIRMED)


def main() -> None:
    """Draw all pictures."""
    settings = Settings.locate()
    folder = settings.resources / "screenshots"
    folder.mkdir(exist_ok=True)
    application = QApplication([])
    application.setStyle("Fusion")
    with ExitStack() as stack:
        # A short, plain path: it is shown in the status bar.
        library = str(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="diptych-"))) / "library.sqlite")
        annotate(open_services(stack, library))
        appearance = Appearance(settings.resources)
        window = MainWindow(appearance, lambda: open_services(stack, library), StartRequest(), "the log")
        window.show()
        ready = QEventLoop()
        window.alignment_ready.connect(ready.quit)
        window.start()
        ready.exec()
        window.hint.hide()
        window.status.set_library_path(Path.home() / "Diptych" / "library.sqlite")
        for dark in (False, True):
            appearance.use_scheme(dark)
            for width, height in SIZES:
                window.resize(width, height)
                window.desk.panel.set_collapsed(width < PANEL_FROM)
                wait(500)
                window.travelling.step_pair(-1)
                window.travelling.show_first()
                wait(500)
                window.grab().save(str(folder / f"main-{'dark' if dark else 'light'}-{width}.png"))
        window.close()


if __name__ == "__main__":
    main()

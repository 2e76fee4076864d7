"""Shows the first page of a PDF as soon as it can be drawn, long before the whole of it is imported."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from reader.domain.page import PageImage
from reader.services.pages import PageFile
from reader.ui.importing import Importing
from reader.ui.status.first_page_card import PICTURE, FirstPageCard
from reader.ui.status.status_bar import HEIGHT
from reader.ui.tasks import TaskLane
from reader.ui.workbench import Workbench

_SUFFIX = ".pdf"
# Two pixels for each of the card's, of a page as wide as paper usually is: 612 points.
_SCALE = 2 * PICTURE.width() / 612


class FirstPages(QObject):
    """Follows imports with a card in the window's corner.

    Args:
        bench: Services.
        importing: Says which file is being read.
        lane: Where pages are drawn: not where files are read.
        window: Where the card stands.
    """

    def __init__(self, bench: Workbench, importing: Importing, lane: TaskLane, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._lane = lane
        self._reading = ""
        self._file: PageFile | None = None
        self.card = FirstPageCard(bench.appearance, window, above=HEIGHT)
        importing.began.connect(self._begin)
        importing.ended.connect(self._end)

    def _begin(self, file: str, password: str) -> None:
        self._reading = file
        if Path(file).suffix.lower() == _SUFFIX:
            opened = self._file = self._bench.services.pages.open_file(file, password or None)
            self._lane.submit(
                "Drawing the first page",
                lambda _progress: _first_page(opened),
                partial(self._show, file),
                self._leave_to_import,
            )

    def _show(self, file: str, page: PageImage) -> None:
        if file == self._reading:
            view = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
            self.card.show_page(Path(file).name, view.copy())

    def _leave_to_import(self, error: Exception) -> None:
        """Say nothing: what is wrong with the file, the import itself is about to tell."""

    def _end(self, file: str) -> None:
        if file == self._reading:
            self._reading = ""
            self.card.hide()
            self.close()

    def close(self) -> None:
        """Draw no more, as before the window closes."""
        if self._file is not None:
            self._file.give_up()
            self._file = None


def _first_page(file: PageFile) -> PageImage:
    try:
        return file.image(0, _SCALE)
    finally:
        file.close()

"""Gives the widgets of the program the theme's colours: what is seen at once, the rest as soon as there is time.

Setting another style sheet would take a third of a second: Qt then forgets and works out the style of every widget.
The sheet stays, only the palette that it names changes; polishing tells a widget to look its colours up again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from reader.ui.appearance import Appearance
from reader.ui.palette import palette_of
from reader.ui.stylesheet import SHEET

_SLICE_SECONDS = 0.008


class Recolouring(QObject):
    """Keeps palette and style sheet in step with the appearance."""

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._waiting: Iterator[QWidget] = iter(())
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._polish_slice)
        QApplication.setPalette(palette_of(appearance.theme))
        QApplication.setFont(appearance.interface_font())
        application = QApplication.instance()
        if isinstance(application, QApplication) and application.styleSheet() != SHEET:
            application.setStyleSheet(SHEET)
        appearance.recoloured.connect(self._recolour)

    def _recolour(self) -> None:
        QApplication.setPalette(palette_of(self._appearance.theme))
        widgets = QApplication.allWidgets()
        for widget in widgets:
            if widget.isVisible():
                _polish(widget)
        self._waiting = iter([widget for widget in widgets if not widget.isVisible()])
        self._idle.start(0)

    def _polish_slice(self) -> None:
        until = time.perf_counter() + _SLICE_SECONDS
        for widget in self._waiting:
            try:
                _polish(widget)
            except RuntimeError:  # how PySide says that the widget is gone by now
                continue
            if time.perf_counter() > until:
                return
        self._idle.stop()


def _polish(widget: QWidget) -> None:
    widget.style().polish(widget)
    widget.update()

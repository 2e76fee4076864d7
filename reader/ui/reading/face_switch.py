"""The switch between running text and true pages in a pane's head, with the zoom of the pages."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import Button
from reader.ui.reading.page_zoom import FACTORS, Fit, PageZoom
from reader.ui.reading.paged_view import PagedView

KEYS = "v"
_HEIGHT, _FONT = 22, 11.5
_LEAST_FACTOR = 0.5  # smaller ones are for the wheel


class FaceSwitch(QWidget):
    """Two joined choices, and beside them, while pages are shown, how large they are.

    Signals:
        pages_wanted: True for pages, False for running text.
    """

    pages_wanted = Signal(bool)

    def __init__(self, view: PagedView, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setAccessibleName(f"{view.side.capitalize()}: running text or pages")
        self.text = self._choice(appearance, "Text", "Running text", KEYS)
        self.pages = self._choice(appearance, "Pages", "The file's true pages", KEYS)
        self.zoom = Button(
            appearance, "Fit text", kind="quiet", name="Size of the pages", height=_HEIGHT, padding=6, font_size=_FONT
        )
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.zoom.set_menu(self._menu)
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (self.zoom, self.text, self.pages):
            row.addWidget(button)
        for button in (self.text, self.pages):
            group.addButton(button)
        self.text.clicked.connect(lambda: self.pages_wanted.emit(False))  # noqa: FBT003 # a signal's only argument
        self.pages.clicked.connect(lambda: self.pages_wanted.emit(True))  # noqa: FBT003
        view.pages_changed.connect(self.show_state)
        self.show_state()

    def _choice(self, appearance: Appearance, words: str, name: str, keys: str) -> Button:
        button = Button(
            appearance, words, kind="flat", name=name, keys=keys, height=_HEIGHT, padding=7, font_size=_FONT
        )
        button.setCheckable(True)
        return button

    def show_state(self) -> None:
        """Show which face the view has, and the zoom."""
        paged = self._view.shows_pages
        self.pages.setChecked(paged)
        self.text.setChecked(not paged)
        self.zoom.set_words(self._view.zoom.words)
        self.zoom.setVisible(paged)
        self.adjustSize()

    def _fill_menu(self) -> None:
        menu, view = self._menu, self._view
        menu.clear()
        group = QActionGroup(menu)
        factors = [PageZoom(None, factor) for factor in FACTORS if factor >= _LEAST_FACTOR]
        for zoom in (PageZoom(Fit.TEXT), PageZoom(Fit.WIDTH), *factors):
            if zoom == factors[0]:
                menu.addSeparator()
            action = menu.addAction(zoom.words)
            action.setCheckable(True)
            action.setChecked(zoom == view.zoom)
            action.triggered.connect(lambda _=False, zoom=zoom: setattr(view, "zoom", zoom))
            group.addAction(action)
        menu.addSeparator()
        dark = menu.addAction("Dark pages in the dark theme")
        dark.setCheckable(True)
        dark.setChecked(view.dark_pages)
        dark.triggered.connect(lambda checked: setattr(view, "dark_pages", checked))

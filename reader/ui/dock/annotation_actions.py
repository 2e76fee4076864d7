"""What can be done with an annotation: the buttons on its card and the menu behind them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from reader.domain.annotation import HighlightColour
from reader.ui.appearance import Appearance
from reader.ui.dock.annotation_card import AnnotationCard
from reader.ui.popups.controls import RING, Button, swatch_icon


class AnnotationActions(QObject):
    """Three buttons that the list places on the card under its cursor: "+ tag", edit, more."""

    edit_requested = Signal(str)
    delete_requested = Signal(str)
    recolour_requested = Signal(str, object)
    tags_edit_requested = Signal(str)
    copy_requested = Signal(str)

    def __init__(self, appearance: Appearance, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._appearance = appearance
        self._card: AnnotationCard | None = None
        self.add_tag = Button(appearance, "+ tag", kind="dashed", height=20, font_size=11, parent=viewport)
        self.edit = Button(
            appearance, icon="pencil", kind="flat", height=24, icon_size=13, name="Edit note", keys="e", parent=viewport
        )
        self.more = Button(
            appearance,
            icon="ellipsis",
            kind="flat",
            height=24,
            icon_size=13,
            name="More actions",
            chevron=False,
            parent=viewport,
        )
        self.add_tag.describe("Add tag", "t")
        self.add_tag.clicked.connect(self._add_tag)
        self.edit.clicked.connect(self._edit)
        self.more.clicked.connect(self._open_menu)
        self.show_card(None)

    @property
    def buttons(self) -> tuple[Button, Button, Button]:
        """The buttons in focus order."""
        return self.add_tag, self.edit, self.more

    def show_card(self, card: AnnotationCard | None) -> None:
        """Act on a card; None hides the buttons."""
        self._card = card
        for button in self.buttons:
            button.setVisible(card is not None)

    def place(self, add_tag: QPoint, corner: QPoint) -> None:
        """Put "+ tag" at a place and the icon buttons into the card's lower right corner."""
        for button in self.buttons:
            button.adjustSize()
        self.add_tag.move(add_tag - QPoint(RING, RING))
        size = self.more.width()
        self.more.move(corner - QPoint(size, size))
        self.edit.move(corner - QPoint(2 * size - 2 * RING, size))

    def menu(self, card: AnnotationCard) -> QMenu:
        """Make the menu of an annotation."""
        menu = QMenu(self._viewport)
        menu.addAction("Edit note", lambda: self.edit_requested.emit(card.id))
        colours = menu.addMenu("Change colour")
        for number, colour in enumerate(HighlightColour, start=1):
            action = colours.addAction(swatch_icon(colour, self._appearance), f"{colour.label}\t{number}")
            action.setEnabled(colour is not card.colour)
            action.triggered.connect(lambda _=False, colour=colour: self.recolour_requested.emit(card.id, colour))
        menu.addAction("Add tag", lambda: self.tags_edit_requested.emit(card.id))
        menu.addAction("Copy quote", lambda: self.copy_requested.emit(card.id))
        menu.addSeparator()
        menu.addAction("Delete\tDel", lambda: self.delete_requested.emit(card.id))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add_tag(self) -> None:
        if self._card is not None:
            self.tags_edit_requested.emit(self._card.id)

    def _edit(self) -> None:
        if self._card is not None:
            self.edit_requested.emit(self._card.id)

    def _open_menu(self) -> None:
        if self._card is not None:
            self.menu(self._card).popup(self.more.mapToGlobal(QPoint(RING, self.more.height() - RING)))

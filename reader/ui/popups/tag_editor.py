"""The popup in which an annotation's tags are changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.palette import IN_SHEETS
from reader.ui.popups.controls import Button
from reader.ui.popups.popup_frame import SHADOW, PopupFrame
from reader.ui.popups.tag_field import TagField

WIDTH = 320


class TagEditor(PopupFrame):
    """Edits tags: Enter adds one, Enter in the empty line or Ctrl+Enter saves, Esc leaves them as they were.

    Signals:
        saved: The key, and the tags as a tuple; only when they changed.
    """

    saved = Signal(str, tuple)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self._key = ""
        self._stored: tuple[str, ...] = ()
        self._title = QLabel("Tags", self)
        self._hint = QLabel("a/b makes a tree", self)
        self.field = TagField(appearance, self)
        self.save = Button(appearance, "Done", kind="primary", name="Save the tags", keys="Ctrl+Enter", parent=self)
        self.save.clicked.connect(self.save_tags)
        column, buttons = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self.field)
        buttons.addWidget(self._hint)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        column.addLayout(buttons)
        self.setAccessibleName("Tags")
        self.field.tags_changed.connect(self._grow)
        self._restyle()

    def _restyle(self) -> None:
        self._title.setFont(self._appearance.interface_font(13, 650))
        self._hint.setFont(self._appearance.interface_font(11.5))
        self._hint.setStyleSheet(f"color: {IN_SHEETS.ink3};")

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        width = WIDTH + 2 * SHADOW
        layout = self.layout()
        return QSize(width, layout.totalHeightForWidth(width) if layout is not None else 120)

    def open_for(self, key: str, tags: Sequence[str], known_tags: Sequence[str], anchor: QRect, bounds: QRect) -> None:
        """Show the editor for an annotation's tags beside an anchor, within bounds (the parent's coordinates)."""
        self._key, self._stored = key, tuple(tags)
        self._anchor, self._bounds = anchor, bounds
        self.field.set_known_tags(known_tags)
        self.field.set_tags(tags)
        self.place(anchor, bounds, "below")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _grow(self) -> None:
        if self.isVisible():
            self.place(self._anchor, self._bounds, "below")

    def save_tags(self) -> None:
        """Hand the tags on if they changed, and close."""
        tags, key = self.field.tags, self._key
        changed = tags != self._stored
        self.close_popup()
        if changed:
            self.saved.emit(key, tags)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this control."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save_tags()
        else:
            super().keyPressEvent(event)

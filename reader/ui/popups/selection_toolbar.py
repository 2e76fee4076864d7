"""The floating toolbar over a selection or a highlight: colour, note, tag, pair, copy, delete."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QWidget

from reader.domain.annotation import AnnotationId, HighlightColour
from reader.ui.appearance import Appearance
from reader.ui.popups.controls import Button, SwatchButton
from reader.ui.popups.popup_frame import SHADOW, PopupFrame

HEIGHT = 44


class _Rule(QWidget):
    """The thin upright line between groups of buttons."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setFixedSize(9, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        QPainter(self).fillRect(QRect(4, 0, 1, self.height()), QColor(self._appearance.theme.hairline))


class SelectionToolbar(PopupFrame):
    """Appears over the text without taking its focus, so that the text's keys go on working.

    Tab in the text goes into the toolbar, Tab past its ends and Esc go back; arrow keys move inside.

    Signals:
        colour_chosen: A HighlightColour.
        note_requested, tag_requested, pair_requested, copy_requested, delete_requested: What was pressed.
    """

    colour_chosen = Signal(object)
    note_requested = Signal()
    tag_requested = Signal()
    pair_requested = Signal()
    copy_requested = Signal()
    delete_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self.annotation_id: AnnotationId | None = None
        self._text: QWidget | None = None
        self._selection, self._column = QRect(), QRect()
        self.swatches = [SwatchButton(appearance, colour, parent=self) for colour in HighlightColour]
        self.note = self._button("Note", "message-square", "Write a note", "n")
        self.tag = self._button("Tag", "tag", "Add a tag", "t")
        self.pair = self._button("", "pair", "Pair by hand with the other text", "p")
        self.copy = self._button("", "copy", "Copy the quote with its citation", "Ctrl+C")
        self.delete = self._button("", "trash-2", "Delete", "Del")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(0)
        for swatch in self.swatches:
            row.addWidget(swatch)
            swatch.clicked.connect(lambda _=False, colour=swatch.colour: self._choose(colour))
        for group in ((self.note, self.tag), (self.pair, self.copy, self.delete)):
            row.addWidget(_Rule(appearance, self))
            for button in group:
                row.addWidget(button)
        self.note.clicked.connect(self.note_requested)
        self.tag.clicked.connect(self.tag_requested)
        self.pair.clicked.connect(self.pair_requested)
        self.copy.clicked.connect(self.copy_requested)
        self.delete.clicked.connect(self.delete_requested)
        appearance.recoloured.connect(self._place_again)

    def _button(self, text: str, icon: str, name: str, keys: str) -> Button:
        button = Button(
            self._appearance, text, icon=icon, kind="flat", name=name, keys=keys, height=32, padding=9, parent=self
        )
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a press leaves the focus in the text
        return button

    # -- opening -------------------------------------------------------------------------------------------------

    def open_for_selection(self, text: QWidget, selection: QRect, column: QRect, last_colour: HighlightColour) -> None:
        """Show it for a selection.

        Args:
            text: The widget that has, and keeps, the focus.
            selection: The box around the selection, in the parent's coordinates.
            column: The visible part of the text column, in the parent's coordinates.
            last_colour: The colour that h gives.
        """
        self.annotation_id = None
        self.setAccessibleName("Selection")
        self._show_colours(last_colour, "h")
        self.pair.show()
        self.delete.hide()
        self._open(text, selection, column)

    def open_for_highlight(
        self, text: QWidget, annotation_id: AnnotationId, colour: HighlightColour, place: QRect, column: QRect
    ) -> None:
        """Show it for a highlight that is there already: recolour, note, tags, copy, delete."""
        self.annotation_id = annotation_id
        self.setAccessibleName(f"{colour.label} highlight")
        self._show_colours(colour, "")
        self.pair.hide()
        self.delete.show()
        self._open(text, place, column)

    def _show_colours(self, marked: HighlightColour, key: str) -> None:
        for swatch in self.swatches:
            swatch.setChecked(swatch.colour is marked)
            keys = f"{swatch.number} or {key}" if key and swatch.colour is marked else str(swatch.number)
            swatch.setToolTip(f"{swatch.colour.label} ({keys})")

    def _open(self, text: QWidget, place: QRect, column: QRect) -> None:
        if self._text is not None:
            self._text.removeEventFilter(self)
        self._text, self._selection, self._column = text, place, column
        text.installEventFilter(self)
        self.return_focus_to(text)
        self._place_again(opening=True)

    def _place_again(self, *, opening: bool = False) -> None:
        if not opening and self.isHidden():
            return
        for button, words in ((self.note, "Note"), (self.tag, "Tag")):
            button.set_words(words)
        if self.sizeHint().width() - 2 * SHADOW > self._column.width():
            for button in (self.note, self.tag):
                button.set_words("")
        self.place(self._selection, self._column)

    def move_to(self, selection: QRect, column: QRect) -> None:
        """Follow the text when it scrolled; out of sight it hides until the text comes back."""
        self._selection, self._column = selection, column
        if column.intersects(selection):
            self.place(selection, column)
        else:
            self.hide()

    def close_popup(self) -> None:
        """Hide it and give the focus back if it has it."""
        if self._text is not None:
            self._text.removeEventFilter(self)
            self._text = None
        super().close_popup()

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), HEIGHT + 2 * SHADOW))

    def _choose(self, colour: HighlightColour) -> None:
        for swatch in self.swatches:
            swatch.setChecked(swatch.colour is colour)
        self.colour_chosen.emit(colour)

    # -- keys ----------------------------------------------------------------------------------------------------

    def _reachable(self) -> list[QAbstractButton]:
        buttons: list[QAbstractButton] = [*self.swatches, self.note, self.tag, self.pair, self.copy, self.delete]
        return [button for button in buttons if not button.isHidden()]

    def enter(self) -> None:
        """Move the focus into the toolbar, to the marked colour."""
        marked = next((swatch for swatch in self.swatches if swatch.isChecked()), self.swatches[0])
        marked.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer the keys of the widget this belongs to."""
        if watched is self._text and isinstance(event, QKeyEvent) and self.isVisible():
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()  # the key press comes next
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self.close_popup()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab and not event.modifiers():
                self.enter()
                return True
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # Qt's signature
        """Move inside, and past either end back to the text."""
        buttons = self._reachable()
        focus = QApplication.focusWidget()
        at = next((n for n, button in enumerate(buttons) if button is focus), -1) + (1 if forward else -1)
        if 0 <= at < len(buttons):
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            buttons[at].setFocus(reason)
        elif self._text is not None:
            self._text.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this control."""
        shown = event.text()
        keys: dict[str, QAbstractButton] = {str(swatch.number): swatch for swatch in self.swatches}
        keys |= {"n": self.note, "t": self.tag, "p": self.pair}
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        elif shown in keys and not keys[shown].isHidden():
            keys[shown].click()
        elif shown == "h":
            next((swatch for swatch in self.swatches if swatch.isChecked()), self.swatches[0]).click()
        elif event.key() == Qt.Key.Key_Delete and not self.delete.isHidden():
            self.delete.click()
        else:
            super().keyPressEvent(event)

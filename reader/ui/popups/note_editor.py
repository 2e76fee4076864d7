"""The popup in which a note is written: Markdown, colour and tags; what was typed is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from reader.domain.annotation import HighlightColour
from reader.ui.appearance import Appearance
from reader.ui.popups.controls import Button, SwatchButton
from reader.ui.popups.popup_frame import SHADOW, PopupFrame
from reader.ui.popups.tag_field import TagField

WIDTH = 360


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """What the editor holds; `colour` is None where there is none to choose, as in a note on a pair."""

    note: str
    colour: HighlightColour | None = None
    tags: tuple[str, ...] = ()


class NoteText(QPlainTextEdit):
    """Takes plain text only, and lets Tab leave the field."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        return QSize(super().sizeHint().width(), 6 * self.fontMetrics().height() + 16)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert plain text."""
        self.insertPlainText(source.text())


class NoteEditor(PopupFrame):
    """Edits the note, colour and tags of one annotation, or the note on a pair.

    Ctrl+Enter saves. Esc closes: with nothing changed that is a cancel; otherwise what was written is kept as a draft
    under its key and is there again when the editor is opened for the same key, with a line that says so and offers to
    go back to what is saved. Opening the editor for something else keeps the draft in the same way.

    Signals:
        saved: The key, and the NoteDraft to store.
        cancelled: The key; nothing is to be stored.
        draft_kept: The key, and the NoteDraft kept for later.
    """

    saved = Signal(str, object)
    cancelled = Signal(str)
    draft_kept = Signal(str, object)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self._key = ""
        self._stored = NoteDraft("")
        self._drafts: dict[str, NoteDraft] = {}
        self._title, self._notice = QLabel(self), QLabel("Unsaved draft", self)
        self.go_back = Button(appearance, "Use the saved note", kind="flat", height=24, font_size=12, parent=self)
        self.swatches = [SwatchButton(appearance, colour, size=26, parent=self) for colour in HighlightColour]
        self.text = NoteText(self)
        self.text.setAccessibleName("Note")
        self.text.setPlaceholderText("Write a note (Markdown)")
        self.text.setMinimumHeight(96)
        self.tag_field = TagField(appearance, self)
        self.cancel = Button(appearance, "Close", name="Close; what is written is kept", keys="Esc", parent=self)
        self.save = Button(appearance, "Save", kind="primary", name="Save", keys="Ctrl+Enter", parent=self)
        self._hint = QLabel("Ctrl+Enter saves", self)
        self._lay_out()
        for swatch in self.swatches:
            swatch.setToolTip(swatch.colour.label)
            swatch.clicked.connect(lambda _=False, colour=swatch.colour: self._mark(colour))
        self.save.clicked.connect(self.save_note)
        self.cancel.clicked.connect(self.close_popup)
        self.go_back.clicked.connect(self._use_stored)
        self.text.installEventFilter(self)
        self.tag_field.line.installEventFilter(self)
        appearance.recoloured.connect(self._restyle)
        self._restyle()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        drafts, colours, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        drafts.addWidget(self._notice)
        drafts.addStretch(1)
        drafts.addWidget(self.go_back)
        column.addLayout(drafts)
        colours.setSpacing(0)
        for swatch in self.swatches:
            colours.addWidget(swatch)
        colours.addStretch(1)
        column.addLayout(colours)
        column.addWidget(self.text, 1)
        column.addWidget(self.tag_field)
        buttons.addWidget(self._hint)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        column.addLayout(buttons)

    def _restyle(self) -> None:
        theme = self._appearance.theme
        self._title.setFont(self._appearance.interface_font(13, 650))
        self.text.setFont(self._appearance.interface_font(13))
        for label, ink in ((self._notice, theme.caution), (self._hint, theme.ink3)):
            label.setFont(self._appearance.interface_font(11.5))
            label.setStyleSheet(f"color: {ink};")

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        hint = super().sizeHint()
        return QSize(WIDTH + 2 * SHADOW, max(hint.height(), 240 + 2 * SHADOW))

    # -- opening and closing -------------------------------------------------------------------------------------

    def open_for(
        self, key: str, title: str, stored: NoteDraft, known_tags: Sequence[str], anchor: QRect, bounds: QRect
    ) -> None:
        """Show the editor.

        Args:
            key: What the note belongs to: an annotation's id, or a name for what is not made yet.
            title: What is annotated, such as the quote.
            stored: What is saved now; with a colour, colours and tags can be chosen.
            known_tags: For completion.
            anchor: What it is shown beside, in the parent's coordinates.
            bounds: Where it must stay, in the parent's coordinates.
        """
        if self.isVisible() and key != self._key:
            self._keep_draft()
        self._key, self._stored = key, stored
        words = QFontMetrics(self._title.font()).elidedText(title, Qt.TextElideMode.ElideRight, WIDTH - 24)
        self._title.setText(words)
        self._title.setToolTip(title if words != title else "")
        self.setAccessibleName(f"Note on {title}")
        self.tag_field.set_known_tags(known_tags)
        with_colour = stored.colour is not None
        self.tag_field.setVisible(with_colour)
        for swatch in self.swatches:
            swatch.setVisible(with_colour)
        draft = self._drafts.get(key)
        self._notice.setVisible(draft is not None)
        self.go_back.setVisible(draft is not None)
        self._fill(draft or stored)
        self.place(anchor, bounds, "below")
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, draft: NoteDraft) -> None:
        self.text.setPlainText(draft.note)
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self.tag_field.set_tags(draft.tags)
        if draft.colour is not None:
            self._mark(draft.colour)

    def _mark(self, colour: HighlightColour) -> None:
        for swatch in self.swatches:
            swatch.setChecked(swatch.colour is colour)

    @property
    def key(self) -> str:
        """What the note belongs to."""
        return self._key

    def draft(self) -> NoteDraft:
        """Return what the editor holds."""
        colour = next((swatch.colour for swatch in self.swatches if swatch.isChecked()), None)
        with_colour = self._stored.colour is not None
        return NoteDraft(
            self.text.toPlainText().strip(),
            colour if with_colour else None,
            self.tag_field.tags if with_colour else (),
        )

    def has_draft(self, key: str) -> bool:
        """Tell whether something unsaved is kept for a key."""
        return key in self._drafts

    def _use_stored(self) -> None:
        self._drafts.pop(self._key, None)
        self._notice.hide()
        self.go_back.hide()
        self._fill(self._stored)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_draft(self) -> bool:
        """Keep what was changed; return whether anything was."""
        draft = self.draft()
        if draft == NoteDraft(self._stored.note.strip(), self._stored.colour, self._stored.tags):
            self._drafts.pop(self._key, None)
            return False
        self._drafts[self._key] = draft
        self.draft_kept.emit(self._key, draft)
        return True

    def save_note(self) -> None:
        """Hand what was written on and close."""
        draft, key = self.draft(), self._key
        self._drafts.pop(key, None)
        super().close_popup()
        self.saved.emit(key, draft)

    def close_popup(self) -> None:
        """Close; what was changed is kept as a draft."""
        if self.isHidden():
            return
        kept = self._keep_draft()
        super().close_popup()
        if not kept:
            self.cancelled.emit(self._key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer the keys of the widget this belongs to."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save_note()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this control."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save_note()
        else:
            super().keyPressEvent(event)

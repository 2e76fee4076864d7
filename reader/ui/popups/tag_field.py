"""A field for tags: chips that can be removed, and a line with completion for the next one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import RING, Button
from reader.ui.popups.flow_layout import FlowLayout


def clean_tag(text: str) -> str:
    """Write a tag as it is stored: no "#" before it, single spaces, no empty branches."""
    branches = (" ".join(branch.lstrip("# \t\n").split()) for branch in text.split("/"))
    return "/".join(branch for branch in branches if branch)


def add_tags(tags: Sequence[str], text: str) -> tuple[str, ...]:
    """Add what was typed, parted by commas; what is there already, in any case, stays as it is."""
    result = list(tags)
    for part in text.split(","):
        tag = clean_tag(part)
        if tag and tag.casefold() not in {known.casefold() for known in result}:
            result.append(tag)
    return tuple(result)


class TagLine(QLineEdit):
    """The line for the next tag.

    Signals:
        left_edge_erased: Backspace at the very beginning.
        entered: Enter or a comma, with what was typed.
    """

    left_edge_erased = Signal()
    entered = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this control."""
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.left_edge_erased.emit()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip() and not event.modifiers()
        ) or event.text() == ",":
            self.entered.emit(self.text())
        else:
            super().keyPressEvent(event)


class TagField(QWidget):
    """Chips and a line in one frame.

    Enter or a comma adds what was typed (the completion that is marked, if one is), Backspace in the empty line
    removes the last chip. Completion offers the tags in use, matching anywhere in the tree.

    Signals:
        tags_changed: The tags as a tuple.
    """

    tags_changed = Signal(tuple)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._tags: tuple[str, ...] = ()
        self._chips: list[Button] = []
        self._known = QStringListModel(self)
        self.line = TagLine(self)
        self.line.setAccessibleName("Tags")
        self.line.setPlaceholderText("Add a tag")
        self.line.setFrame(False)
        self.line.installEventFilter(self)
        completer = QCompleter(self._known, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(8)
        completer.activated.connect(self._complete)
        self.line.setCompleter(completer)
        self.line.left_edge_erased.connect(self._remove_last)
        self.line.entered.connect(self.add)
        self._flow = FlowLayout(self, spacing=6 - 2 * RING)
        self._flow.setContentsMargins(6, 4, 6, 4)
        self._flow.addWidget(self.line)
        self.setFocusProxy(self.line)
        appearance.recoloured.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.line.setStyleSheet("QLineEdit, QLineEdit:focus { border: 0; background: transparent; padding: 2px; }")
        font = self._appearance.interface_font(13)
        self.line.setFont(font)
        self.line.setMinimumSize(90, max(26, QFontMetrics(font).height() + 8))
        self.update()

    # -- tags ----------------------------------------------------------------------------------------------------

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, with what is still being typed."""
        return add_tags(self._tags, self.line.text())

    def set_tags(self, tags: Iterable[str]) -> None:
        """Show tags."""
        self.line.clear()
        self._show(tuple(tags))

    def set_known_tags(self, tags: Sequence[str]) -> None:
        """Offer tags for completion."""
        self._known.setStringList(list(tags))

    def add(self, text: str) -> None:
        """Add what was typed."""
        self.line.clear()
        self._change(add_tags(self._tags, text))

    def _complete(self, text: str) -> None:
        self._change(add_tags(self._tags, text))
        # The completer writes its choice into the line after this signal.
        QTimer.singleShot(0, self.line.clear)

    def remove(self, tag: str) -> None:
        """Take a tag away."""
        self._change(tuple(known for known in self._tags if known != tag))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove_last(self) -> None:
        self._change(self._tags[:-1])

    def _change(self, tags: tuple[str, ...]) -> None:
        if tags != self._tags:
            self._show(tags)
            self.tags_changed.emit(tags)

    def _show(self, tags: tuple[str, ...]) -> None:
        self._tags = tags
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for number, tag in enumerate(tags):
            chip = Button(
                self._appearance, tag, icon="x", kind="chip", height=22, font_size=12, icon_size=11, parent=self
            )
            chip.describe(f"Remove tag {tag}")
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(lambda _=False, tag=tag: self.remove(tag))
            self._flow.insert_widget(number, chip)
            chip.show()
            self._chips.append(chip)
        self.updateGeometry()

    # -- looks ---------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Answer the pointer."""
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Answer the keys of the widget this belongs to."""
        if watched is self.line and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.line.hasFocus()
        painter.setPen(QPen(QColor(theme.head if focused else theme.input_border), 2 if focused else 1))
        painter.setBrush(QColor(theme.card))
        inset = 1 if focused else 0.5
        painter.drawRoundedRect(self.rect().toRectF().adjusted(inset, inset, -inset, -inset), 6, 6)

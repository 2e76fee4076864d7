"""The buttons beside highlights that carry a note."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from reader.domain.annotation import AnnotationId
from reader.domain.text import TextSpan
from reader.ui.appearance import Appearance
from reader.ui.reading.marks import HighlightMark
from reader.ui.reading.reading_view import ReadingView

MARK = 20
TARGET = 24  # what answers to the pointer
TO_COLUMN = 16  # from the mark to the text
ICON = 12


class NoteMark(QAbstractButton):
    """A small note in the annotation's colour."""

    def __init__(self, view: ReadingView, appearance: Appearance, mark: HighlightMark) -> None:
        super().__init__(view.viewport())
        self._appearance = appearance
        self.mark = mark
        self.setFixedSize(TARGET, TARGET)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        line = theme.highlight_line(self.mark.colour)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF((TARGET - MARK) / 2, (TARGET - MARK) / 2, MARK, MARK).adjusted(0.75, 0.75, -0.75, -0.75)
        painter.setBrush(theme.highlight_fill(self.mark.colour))
        strong = self.mark.focused or self.underMouse()
        painter.setPen(QPen(line, 2 if strong else 1.25))
        painter.drawRoundedRect(box, 5, 5)
        icon = self._appearance.pixmap("message-square", line.name(), ICON, self.devicePixelRatioF())
        painter.drawPixmap(QPoint((TARGET - ICON) // 2, (TARGET - ICON) // 2), icon)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.head), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class NoteMarks(QObject):
    """Keeps a button beside each highlight with a note that is on the screen.

    Signals:
        activated: The annotation id of a pressed mark.

    Args:
        place_name: Names a place for assistive technology, such as "¶ 61".
    """

    activated = Signal(str)

    def __init__(self, view: ReadingView, appearance: Appearance, place_name: Callable[[int], str]) -> None:
        super().__init__(view)
        self._view = view
        self._appearance = appearance
        self._place_name = place_name
        self._buttons: dict[AnnotationId, NoteMark] = {}
        view.scrolled.connect(self.place)
        view.layout_changed.connect(self.place)
        view.highlights_changed.connect(self.place)
        appearance.recoloured.connect(self.place)

    @property
    def buttons(self) -> list[NoteMark]:
        """The buttons on the screen, from top to bottom."""
        return sorted(self._buttons.values(), key=lambda button: button.y())

    def place(self) -> None:
        """Put every mark beside its highlight's first visible line; two on one line go one below the other."""
        shown: dict[AnnotationId, NoteMark] = {}
        lowest = -TARGET
        for mark in self._view.highlights_with_notes():
            rects = self._view.line_rects(TextSpan(mark.span.start, mark.span.end))
            if not rects:
                continue
            button = self._buttons.pop(mark.key, None) or self._new(mark)
            button.mark = mark
            button.setAccessibleName(f"{mark.colour.label}, with note, {self._place_name(mark.span.start)}")
            button.setToolTip(button.accessibleName())
            lowest = max(lowest + TARGET - 2, round(rects[0].center().y()) - TARGET // 2)
            button.move(self._left(), lowest)
            button.show()
            button.update()
            shown[mark.key] = button
        for button in self._buttons.values():
            if button.hasFocus():
                self._view.setFocus()
            button.hide()
            button.deleteLater()
        self._buttons = shown

    def _new(self, mark: HighlightMark) -> NoteMark:
        button = NoteMark(self._view, self._appearance, mark)
        button.clicked.connect(lambda: self.activated.emit(mark.key))
        return button

    def _left(self) -> int:
        side = (TARGET - MARK) // 2
        if self._view.side == "left":
            return self._view.text_edges()[0] - TO_COLUMN - MARK - side
        return self._view.text_edges()[1] + TO_COLUMN - side

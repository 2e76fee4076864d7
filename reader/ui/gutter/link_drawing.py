"""A link that is drawn by hand: from where it began, over which passage the pointer is, and when it counts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from reader.ui.gutter.ribbon_layout import PairKey, Side
from reader.ui.gutter.ribbon_pair import RibbonGeometry

EDGE = 10.0  # as near to an edge the pointer takes hold of the passage there


@dataclass(frozen=True, slots=True)
class PassageEnd:
    """A passage on one side."""

    side: Side
    ordinal: int


class LinkDrawing(QObject):
    """Follows the pointer from a passage on one side to one on the other; Esc gives up.

    Attributes:
        geometry: Answers where passages are, or None while nothing is open.
        width: Of the gutter.
        point: Where the pointer is.
        handle: The passage that a press would take hold of, for feedback.
        start: The passage that the link begins at, once the pointer has moved far enough.
        target: The passage that it would end at now.

    Signals:
        changed: What is to be drawn, or the cursor, is another.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.geometry: RibbonGeometry | None = None
        self.width = 0.0
        self.point = QPointF()
        self.handle: PassageEnd | None = None
        self.start: PassageEnd | None = None
        self.target: PassageEnd | None = None
        self._pressed: QPointF | None = None

    @property
    def active(self) -> bool:
        """Whether a link is being drawn."""
        return self.start is not None

    @property
    def pressed(self) -> bool:
        """Whether the button is down, so that a link may begin."""
        return self._pressed is not None

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """The cursor that shows what goes on; None for the usual one."""
        if self.active:
            return Qt.CursorShape.ClosedHandCursor if self.target is None else Qt.CursorShape.DragLinkCursor
        return Qt.CursorShape.OpenHandCursor if self.handle is not None else None

    def hover(self, point: QPointF) -> None:
        """Take note of the pointer."""
        near = point.x() < EDGE or point.x() > self.width - EDGE
        self._set_handle(self._passage(self._nearer(point), point.y()) if near else None)

    def leave(self) -> None:
        """Forget the pointer."""
        self._set_handle(None)

    def _set_handle(self, handle: PassageEnd | None) -> None:
        if handle != self.handle:
            self.handle = handle
            self.changed.emit()

    def press(self, point: QPointF) -> None:
        """Take hold of what is under the pointer."""
        self._pressed = point

    def move(self, point: QPointF) -> None:
        """Follow the pointer while the button is down."""
        if self._pressed is None:
            return
        self.point = point
        if self.start is None and (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self.start = self._passage(self._nearer(self._pressed), self._pressed.y())
            application = QApplication.instance()
            if self.start is not None and application is not None:
                application.installEventFilter(self)  # Esc must be heard wherever the focus is
        if self.start is not None:
            self.handle = None
            self.target = self._under(point)
            self.changed.emit()

    def release(self) -> PairKey | None:
        """Let go; return the passages linked, left and right, or None where there are not two."""
        start, target = self.start, self.target
        self.cancel()
        if start is None or target is None:
            return None
        ends = {start.side: start.ordinal, target.side: target.ordinal}
        return ends[Side.LEFT], ends[Side.RIGHT]

    def cancel(self) -> None:
        """Draw no link after all."""
        application = QApplication.instance()
        if self.active and application is not None:
            application.removeEventFilter(self)
        self._pressed = self.start = self.target = None
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give up on Esc, before any shortcut of the window takes the key."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event.accept()
            if event.type() is QEvent.Type.KeyPress:
                self.cancel()
            return True
        return super().eventFilter(watched, event)

    def _nearer(self, point: QPointF) -> Side:
        return Side.LEFT if point.x() < self.width / 2 else Side.RIGHT

    def _under(self, point: QPointF) -> PassageEnd | None:
        """Return the passage on the other side, once the pointer is past the middle of the gutter."""
        side = self._nearer(point)
        return self._passage(side, point.y()) if self.start is not None and side is not self.start.side else None

    def _passage(self, side: Side, y: float) -> PassageEnd | None:
        ordinal = self.geometry.ordinal_at(side, y) if self.geometry is not None else None
        return PassageEnd(side, ordinal) if ordinal is not None else None

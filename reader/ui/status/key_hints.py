"""The keys that do something here and now: key caps with a word each, as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.ui.appearance import Appearance
from reader.ui.status.key_cap import paint_key_cap

_CAP_HEIGHT = 18
_CAP_GAP = 3  # between two caps of one hint
_WORD_GAP = 7
_HINT_GAP = 16


@dataclass(frozen=True, slots=True)
class KeyHint:
    """Keys and what they do here, in a word or two; without keys, something else one can do."""

    keys: tuple[str, ...]
    word: str


class KeyHints(QWidget):
    """A row of hints; those that do not fit are left out from the end.

    Args:
        appearance: Colours, faces and icons.
        centred: Whether the row stands in the middle of its room or at its left.
        size: Of the words, in logical pixels.
    """

    def __init__(
        self, appearance: Appearance, *, centred: bool = True, size: float = 11, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._hints: tuple[KeyHint, ...] = ()
        self._centred, self._size = centred, size
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        appearance.recoloured.connect(self.update)

    def set_hints(self, hints: Sequence[KeyHint]) -> None:
        """Show these hints, the most useful first."""
        self._hints = tuple(hints)
        self.setAccessibleName(", ".join(": ".join(filter(None, (" or ".join(h.keys), h.word))) for h in hints))
        self.updateGeometry()
        self.update()

    def fitting(self, width: float) -> tuple[KeyHint, ...]:
        """Return the hints that fit a width."""
        shown: list[KeyHint] = []
        for hint in self._hints:
            if self.width_of([*shown, hint]) > width:
                break
            shown.append(hint)
        return tuple(shown)

    def width_of(self, hints: Sequence[KeyHint]) -> int:
        """Return the width some hints take."""
        return sum(self._hint_width(hint) for hint in hints) + _HINT_GAP * max(0, len(hints) - 1)

    def sizeHint(self) -> QSize:
        """Return the size its contents need."""
        return QSize(self.width_of(self._hints), _CAP_HEIGHT + 4)

    def _font(self, weight: int = 400) -> QFont:
        return self._appearance.interface_font(self._size if weight == 400 else 11, weight)

    def _cap_width(self, key: str) -> int:
        return max(_CAP_HEIGHT, QFontMetrics(self._font(500)).horizontalAdvance(key) + 11)

    def _hint_width(self, hint: KeyHint) -> int:
        caps = sum(self._cap_width(key) + _CAP_GAP for key in hint.keys)
        return (
            caps + (_WORD_GAP - _CAP_GAP if hint.keys else 0) + QFontMetrics(self._font()).horizontalAdvance(hint.word)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        shown = self.fitting(self.width())
        x = (self.width() - self.width_of(shown)) / 2 if self._centred else 0.0
        top = (self.height() - _CAP_HEIGHT) / 2
        painter.setPen(QColor(theme.ink2))
        for hint in shown:
            for key in hint.keys:
                cap = QRectF(x, top, self._cap_width(key), _CAP_HEIGHT)
                paint_key_cap(painter, cap, theme)
                painter.setFont(self._font(500))
                painter.drawText(cap.adjusted(0, 0, 0, -1), Qt.AlignmentFlag.AlignCenter, key)
                x += cap.width() + _CAP_GAP
            x += _WORD_GAP - _CAP_GAP if hint.keys else 0
            width = QFontMetrics(self._font()).horizontalAdvance(hint.word)
            painter.setFont(self._font())
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(x, 0, width + 4, self.height()), left, hint.word)
            x += width + _HINT_GAP

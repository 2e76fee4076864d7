"""The small flat buttons of the status bar: an icon and words that are elided where room is short."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.ringed_button import RingedButton
from reader.ui.status.text_label import Ink, ink2
from reader.ui.theme import Theme

_ICON = 12
_GAP = 6
_PAD = 6


class StatusButton(RingedButton):
    """Icon and words, 26 px high.

    Args:
        appearance: Colours, faces and icons.
        text: The words; the accessible name too until another is set.
        icon: A name in resources/icons, or "".
        colour: Chooses the colour from a theme.
        passive: It only says something: no focus, no hover.
    """

    def __init__(
        self,
        appearance: Appearance,
        text: str = "",
        *,
        icon: str = "",
        colour: Ink = ink2,
        passive: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self._icon, self._colour, self._passive = icon, colour, passive
        self._elide = Qt.TextElideMode.ElideRight
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if passive else Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        if not passive:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_words(text, icon)

    def show_words(self, text: str, icon: str | None = None, colour: Ink | None = None) -> None:
        """Change the words, and the icon and colour where given."""
        self._icon = self._icon if icon is None else icon
        self._colour = self._colour if colour is None else colour
        self.setText(text)
        self.setAccessibleName(text)
        self._restyle()

    def elide_left(self) -> None:
        """Keep the end of the words where room is short, as paths need it."""
        self._elide = Qt.TextElideMode.ElideLeft

    def natural_width(self) -> int:
        """Return the width at which nothing is elided."""
        return self._text_left() + QFontMetrics(self._font()).horizontalAdvance(self.text()) + _PAD + 1

    def sizeHint(self) -> QSize:
        """Return the size its contents need."""
        return QSize(self.natural_width(), max(24, QFontMetrics(self._font()).height() + 6))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size it can be used at."""
        return QSize(40, 24)

    def _font(self) -> QFont:
        return self._appearance.interface_font(11)

    def _text_left(self) -> int:
        return _PAD + (_ICON + _GAP if self._icon else 0)

    def hover(self) -> tuple[QRectF, float] | None:
        """Fill nearly all of it while the pointer is on it."""
        return None if self._passive else (QRectF(self.rect()).adjusted(1, 2, -1, -2), 4)

    def ring(self) -> tuple[QRectF, float]:
        """Return what the focus ring goes around, and its radius."""
        return QRectF(self.rect()).adjusted(4, 5, -4, -5), 3

    def paint_face(self, painter: QPainter, theme: Theme) -> None:
        """Draw what the button shows."""
        active = self.under_pointer and not self._passive
        colour = self._colour(theme)
        if self._icon:
            icon = self._appearance.pixmap(self._icon, colour, _ICON, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(_PAD, (self.height() - _ICON) / 2), icon)
        painter.setFont(self._font())
        painter.setPen(QColor(theme.ink if active else colour))
        room = QRectF(self.rect()).adjusted(self._text_left(), 0, -_PAD, 0)
        words = QFontMetrics(self._font()).elidedText(self.text(), self._elide, round(room.width()) + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

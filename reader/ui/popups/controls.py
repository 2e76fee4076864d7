"""The painted controls of side panel and popups: buttons, swatches, and the marks of sides and colours."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QHideEvent,
    QIcon,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from reader.domain.annotation import HighlightColour
from reader.ui.appearance import Appearance

ButtonKind = Literal["primary", "outline", "flat", "quiet", "chip", "dashed"]
Side = Literal["left", "right", "both"]

RING = 3  # room around a control for the 2 px focus ring and its 1 px gap
_ICON = 15
_BY_MOUSE = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def paint_focus_ring(painter: QPainter, rect: QRectF, radius: float, colour: str) -> None:
    """Draw the 2 px ring just outside a control's outline."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), 2))
    painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), radius + 2, radius + 2)


def paint_side(painter: QPainter, rect: QRectF, side: Side, colour: str) -> None:
    """Draw two pages with the left, the right or both of them filled (14 x 12 in the middle of `rect`)."""
    ink = QColor(colour)
    frame = QRectF(0, 0, 12, 11)
    frame.moveCenter(rect.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, 2.5, 2.5)
    half = QRectF(frame.left(), frame.top(), frame.width() / 2, frame.height())
    for part, place in (("left", half), ("right", half.translated(frame.width() / 2, 0))):
        if side in (part, "both"):
            painter.fillRect(place.adjusted(1, 1, -1, -1), ink)
    painter.restore()


def side_icon(side: Side, colour: str) -> QIcon:
    """Return the mark of a side as an icon."""
    icon = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(16 * ratio, 16 * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_side(painter, QRectF(0, 0, 16, 16), side, colour)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def paint_swatch(
    painter: QPainter, rect: QRectF, colour: HighlightColour, text: str, appearance: Appearance, size: float = 12
) -> None:
    """Draw a highlight colour as a rounded square with a number in it."""
    theme = appearance.theme
    painter.setPen(QPen(theme.highlight_line(colour), 1.2))
    painter.setBrush(theme.highlight_fill(colour))
    painter.drawRoundedRect(rect, 6, 6)
    painter.setFont(appearance.interface_font(size, 650))
    painter.setPen(QColor(theme.ink))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def swatch_icon(colour: HighlightColour, appearance: Appearance) -> QIcon:
    """Return a highlight colour as an icon for menus."""
    pixmap = QPixmap(32, 32)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(appearance.theme.highlight_line(colour), 1.2))
    painter.setBrush(appearance.theme.highlight_fill(colour))
    painter.drawRoundedRect(QRectF(2, 2, 12, 12), 3, 3)
    painter.end()
    return QIcon(pixmap)


class PaintedButton(QAbstractButton):
    """A button that knows when the pointer is on it and when its focus came from the keyboard."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.under_pointer = False
        self.shows_focus = False
        appearance.recoloured.connect(self.update)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Take note of the pointer."""
        self.under_pointer = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        """Take note that the pointer left."""
        self.under_pointer = False
        self.update()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget the pointer."""
        self.under_pointer = False
        super().hideEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take note of how the focus came."""
        self.shows_focus = event.reason() not in _BY_MOUSE
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take note that the focus left."""
        self.shows_focus = False
        super().focusOutEvent(event)


class Button(PaintedButton):
    """A button of the design: outline, primary, flat or pill, with an icon, words, and a chevron if it has a menu.

    The widget is RING px larger on every side than what it draws, so that the focus ring has room.

    Args:
        text: Its words; with none it is an icon button and `name` is its accessible name and tool tip.
        icon: A name of the icon set, or a QIcon.
        name: What assistive technology and the tool tip say; the text if not given.
        keys: The keys that do the same, shown in the tool tip.
        height: Of what is drawn.
        padding: From its outline to its contents, left and right.
        icon_size: In px.
        chevron: Whether a menu button shows that it is one.
    """

    def __init__(
        self,
        appearance: Appearance,
        text: str = "",
        *,
        icon: str | QIcon = "",
        kind: ButtonKind = "outline",
        name: str = "",
        keys: str = "",
        height: int = 28,
        padding: int = 10,
        font_size: float = 13,
        icon_size: int = _ICON,
        chevron: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self._kind = kind
        self._symbol = icon
        self._height = height
        self._font_size = font_size
        self._side_padding = padding
        self._chevron = chevron
        self._icon_size = icon_size
        self._menu: QMenu | None = None
        self.icon_colour = ""
        self.setText(text)
        self.describe(name or text, keys)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def describe(self, name: str, keys: str = "") -> None:
        """Set the accessible name and the tool tip."""
        self.setAccessibleName(name)
        shown = f"{name} ({keys})" if keys else name
        self.setToolTip(shown if shown != self.text() else "")

    def set_symbol(self, icon: str | QIcon) -> None:
        """Change the icon."""
        self._symbol = icon
        self.update()

    def set_kind(self, kind: ButtonKind) -> None:
        """Change how it is drawn."""
        self._kind = kind
        self.update()

    def set_words(self, text: str) -> None:
        """Change its words; its accessible name stays."""
        self.setText(text)
        self.updateGeometry()
        self.update()

    def set_menu(self, menu: QMenu) -> None:
        """Open a menu below the button when it is pressed."""
        self._menu = menu
        self.clicked.connect(self._open_menu)
        self.updateGeometry()

    def menu(self) -> QMenu | None:
        """Return the menu."""
        return self._menu

    def _open_menu(self) -> None:
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(QPoint(RING, self.height() - RING + 4)))

    # -- size and painting ---------------------------------------------------------------------------------------

    def _metrics(self) -> QFontMetrics:
        # The active weight decides, so that pressing does not change the width.
        return QFontMetrics(self._appearance.interface_font(self._font_size, 650 if self.isCheckable() else 500))

    def _padding(self) -> int:
        return 12 if self._kind == "chip" else 8 if self._kind == "dashed" else self._side_padding

    def _weight(self) -> int:
        return 650 if self.isChecked() else 400 if self._kind in ("quiet", "dashed") else 500

    def _has_chevron(self) -> bool:
        return self._menu is not None and self._chevron

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        metrics = self._metrics()
        height = max(self._height, metrics.height() + 6)
        if not self.text() and not self._has_chevron():
            return QSize(height + 2 * RING, height + 2 * RING)
        width = 2 * self._padding() + metrics.horizontalAdvance(self.text())
        if self._symbol:
            width += self._icon_size + (6 if self.text() else 0)
        if self._has_chevron():
            width += 17
        return QSize(width + 2 * RING, height + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        """Return the least size it can be drawn in."""
        if self.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
            return self.sizeHint()
        return QSize(60, self.sizeHint().height())

    def _colours(self) -> tuple[str, str, str]:
        """Return fill, border and ink; an empty text is none."""
        theme = self._appearance.theme
        pressed = self.isDown() or self.isChecked()
        if self._kind == "primary":
            return theme.primary, theme.primary, theme.on_primary
        fill = theme.pressed if pressed else theme.hover if self.under_pointer and self.isEnabled() else ""
        if self._kind in ("flat", "quiet"):
            return fill, "", theme.ink if self._kind == "flat" else theme.ink2
        if self._kind == "dashed":
            return fill, theme.border, theme.ink2
        return fill or theme.card, theme.border, theme.ink

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.38)
        fill, border, ink = self._colours()
        body = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        radius = body.height() / 2 if self._kind in ("chip", "dashed") else 6.0
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        style = Qt.PenStyle.DashLine if self._kind == "dashed" else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(border), 1, style) if border else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self._kind == "primary" and self.under_pointer and not self.isDown():
            painter.setBrush(QColor(255, 255, 255, 24) if not self._appearance.theme.dark else QColor(0, 0, 0, 24))
            painter.drawRoundedRect(body, radius, radius)
        if self.hasFocus() and self.shows_focus:
            paint_focus_ring(painter, body, radius, self._appearance.theme.head)
        self._paint_content(painter, body, ink)

    def _paint_content(self, painter: QPainter, body: QRectF, ink: str) -> None:
        inside = body.adjusted(self._padding(), 0, -self._padding(), 0)
        if not self.text() and not self._has_chevron():
            inside = body.adjusted((body.width() - self._icon_size) / 2, 0, 0, 0)
        x = inside.left()
        if self._symbol:
            self._paint_symbol(
                painter,
                QRect(round(x), round(body.center().y() - self._icon_size / 2), self._icon_size, self._icon_size),
                self.icon_colour or ink,
            )
            x += self._icon_size + 6
        if self._has_chevron():
            chevron = self._appearance.pixmap("chevron-down", self._appearance.theme.ink2, 12, self.devicePixelRatioF())
            painter.drawPixmap(QRect(round(inside.right() - 11), round(body.center().y() - 6), 12, 12), chevron)
        if self.text():
            end = inside.right() - (15 if self._has_chevron() else 0)
            font = self._appearance.interface_font(self._font_size, self._weight())
            painter.setFont(font)
            painter.setPen(QColor(ink))
            room = QRectF(x, body.top(), max(0.0, end - x) + 1, body.height())
            words = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, round(room.width()))
            if len(words) > 2 or words == self.text():  # one letter and an ellipsis say nothing: the icon does
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_symbol(self, painter: QPainter, place: QRect, ink: str) -> None:
        if isinstance(self._symbol, QIcon):
            self._symbol.paint(painter, place)
        else:
            painter.drawPixmap(
                place, self._appearance.pixmap(self._symbol, ink, self._icon_size, self.devicePixelRatioF())
            )


class SwatchButton(PaintedButton):
    """One of the five highlight colours, with its number; checked when it is the current or the last used one."""

    def __init__(
        self, appearance: Appearance, colour: HighlightColour, *, size: int = 28, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent)
        self.colour = colour
        self._size = size
        self.number = list(HighlightColour).index(colour) + 1
        self.setCheckable(True)
        self.setFixedSize(size + 2 * RING + 2, size + 2 * RING + 2)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(colour.label)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(0, 0, self._size - 2, self._size - 2)
        body.moveCenter(QRectF(self.rect()).center())
        if self.under_pointer:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._appearance.theme.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        paint_swatch(painter, body, self.colour, str(self.number), self._appearance)
        if self.hasFocus() and self.shows_focus:
            paint_focus_ring(painter, body.adjusted(-1, -1, 1, 1), 6, self._appearance.theme.head)
        elif self.isChecked():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._appearance.theme.head), 1.5))
            painter.drawRoundedRect(body.adjusted(-2.5, -2.5, 2.5, 2.5), 8, 8)

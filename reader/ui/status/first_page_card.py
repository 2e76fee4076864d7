"""The card with the first page of a file while the rest of it is read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.status.text_label import TextLabel, ink2

PICTURE = QSize(176, 230)
_MARGIN, _PADDING = 16, 12


class Picture(QWidget):
    """An image, as large as there is room for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = QImage()

    def show_image(self, image: QImage) -> None:
        """Show an image, scaled down to the card's size."""
        size = image.deviceIndependentSize().toSize().scaled(PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
        self._image = image
        self.setFixedSize(size)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._image)


class FirstPageCard(QWidget):
    """Stands in a corner of the window until the file is read or given up.

    Args:
        host: The widget it stands in.
        above: Height of what is at the host's lower edge, which the card leaves free.
    """

    def __init__(self, appearance: Appearance, host: QWidget, *, above: int) -> None:
        super().__init__(host)
        self._appearance = appearance
        self._host = host
        self._above = above
        self.picture = Picture(self)
        self.name = TextLabel(appearance, size=13, weight=650)
        self.remark = TextLabel(appearance, size=12, colour=ink2)
        self.remark.setText("First page; the rest is being read.")
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        column.setSpacing(6)
        column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.name)
        column.addWidget(self.remark)
        self.setToolTip("Click to put it away")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedWidth(PICTURE.width() + 2 * _PADDING)
        self.hide()
        host.installEventFilter(self)
        appearance.recoloured.connect(self.update)

    def show_page(self, name: str, image: QImage) -> None:
        """Show the first page of a file."""
        self.picture.show_image(image)
        self.name.setText(name)
        self.setAccessibleName(f"First page of {name}")
        self.show()
        self._place()
        self.raise_()

    def _place(self) -> None:
        self.adjustSize()
        self.move(
            self._host.width() - _MARGIN - self.width(), self._host.height() - self._above - _MARGIN - self.height()
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize and watched is self._host and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Make way for what is below."""
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        frame = QRectF(self.picture.geometry()).adjusted(-0.5, -0.5, 0.5, 0.5)
        painter.setPen(QPen(QColor(theme.hairline), 1))
        painter.drawRect(frame)

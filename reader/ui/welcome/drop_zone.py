"""The field that takes one or two files dragged onto it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.status.text_label import TextLabel, ink2

MOST_FILES = 2
_ICON = 28


def files_in(data: QMimeData) -> list[Path]:
    """Return the files dragged, in order; none unless all of it is one or two files of this computer."""
    urls = data.urls()
    if not 1 <= len(urls) <= MOST_FILES or not all(url.isLocalFile() for url in urls):
        return []
    return [Path(url.toLocalFile()) for url in urls]


class DropZone(QWidget):
    """A dashed field that lights up under files it can take.

    Signals:
        files_dropped: A list of one or two paths.
    """

    files_dropped = Signal(list)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._over = False
        self.setAcceptDrops(True)
        self.title = TextLabel(appearance, "Drop two files here", size=13, weight=650)
        self.text = TextLabel(appearance, "The first goes left, the second right.", size=12, colour=ink2)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addStretch(1)
        column.addSpacing(_ICON + 10)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(1)
        self.setAccessibleName(f"{self.title.text()}. {self.text.text()}")
        appearance.recoloured.connect(self.update)

    @property
    def highlighted(self) -> bool:
        """Whether files are held over it."""
        return self._over

    def sizeHint(self) -> QSize:
        """Return the size its contents need."""
        return QSize(260, 200)

    def set_highlighted(self, on: bool) -> None:
        """Light up, or not."""
        self._over = on
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept what can be taken."""
        if files_in(event.mimeData()):
            event.acceptProposedAction()
            self.set_highlighted(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget what was dragged over it."""
        super().dragLeaveEvent(event)
        self.set_highlighted(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self.set_highlighted(False)
        files = files_in(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(theme.head if self._over else theme.border), 2 if self._over else 1)
        pen.setDashPattern([4 / pen.widthF(), 3 / pen.widthF()])
        painter.setPen(pen)
        painter.setBrush(QColor(theme.hover if self._over else theme.paper))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        top = self.title.geometry().top() - _ICON - 12
        icon = self._appearance.pixmap("file-down", theme.ink2, _ICON, self.devicePixelRatioF())
        middle = self.width() / 2
        for x in (middle - _ICON + 3, middle - 3):
            painter.drawPixmap(QPointF(x, max(6, top)), icon)

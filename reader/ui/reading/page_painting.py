"""Paints true pages: paper, image, and what stands in for an image that is still being drawn."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from reader.ui.appearance import Appearance
from reader.ui.reading.page_layout import PageLayout
from reader.ui.reading.page_source import DrawnPage, PageColours, PageSource
from reader.ui.reading.painting import Page

_WHITE = "#FFFFFF"
_SHADOW = 3  # pixels below and beside a page


@dataclass(frozen=True, slots=True)
class PageFace:
    """How pages look.

    Attributes:
        colours: What ink and paper are drawn in; None as they are printed.
    """

    appearance: Appearance
    colours: PageColours | None


def paint_pages(painter: QPainter, page: Page, layout: PageLayout, source: PageSource, face: PageFace) -> None:
    """Paint the pages on the screen."""
    theme = face.appearance.theme
    painter.fillRect(QRectF(0, 0, page.width, page.height), QColor(theme.gutter))
    paper = QColor(face.colours.paper if face.colours is not None else _WHITE)
    for index in layout.pages_within(page.top, page.bottom):
        left, top, width, height = layout.page_rect(index)
        rect = QRectF(left + page.column, top - page.top, width, height)
        shadow = QColor(0, 0, 0, 60 if theme.dark else 26)
        painter.fillRect(rect.adjusted(1, _SHADOW, 1, _SHADOW), shadow)
        drawn = source.image(index)
        if drawn is None:
            painter.fillRect(rect, paper)
            _paint_words(painter, rect, _stand_in_words(layout, source, index), face)
        else:
            _paint_image(painter, rect, drawn)
        painter.setPen(QPen(QColor(theme.hairline), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))


def _paint_image(painter: QPainter, rect: QRectF, drawn: DrawnPage) -> None:
    """Paint a page's image; one of another zoom stands in, scaled, until the right one is drawn."""
    ratio = painter.device().devicePixelRatioF()
    width, height = drawn.image.width() / ratio, drawn.image.height() / ratio
    if abs(width - rect.width()) <= 1 and abs(height - rect.height()) <= 1:
        # Pixel for pixel: scaled by a fraction of a pixel, letters would blur.
        rect = QRectF(rect.left(), rect.top(), width, height)
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(rect, drawn.image)


def _stand_in_words(layout: PageLayout, source: PageSource, index: int) -> str:
    label = layout.contents.pages[index].label
    return f"Page {label} can't be drawn. Its text is in reading view." if source.is_broken(index) else f"p. {label}"


def _paint_words(painter: QPainter, rect: QRectF, words: str, face: PageFace) -> None:
    painter.setFont(face.appearance.interface_font(13))
    painter.setPen(QColor(face.appearance.theme.ink3))
    shown = rect.intersected(QRectF(painter.viewport()))
    painter.drawText(shown, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

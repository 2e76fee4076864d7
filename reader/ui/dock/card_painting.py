"""What cards are painted with: lines of mixed weight, quotes on their highlight, chips, dotted underlines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from reader.ui.appearance import Appearance
from reader.ui.dock.excerpt import ELLIPSIS, Run
from reader.ui.text_offsets import utf16_length
from reader.ui.theme import Theme


class Faces:
    """The fonts of a list's cards: made once, since a list measures with them hundreds of times in a row."""

    def __init__(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self._interface: dict[tuple[float, int], QFont] = {}
        self._reading: dict[float, QFont] = {}

    def interface(self, size: float, weight: int = 400) -> QFont:
        """Return the interface face."""
        key = (size, weight)
        if key not in self._interface:
            self._interface[key] = self._appearance.interface_font(size, weight)
        return self._interface[key]

    def reading(self, size: float) -> QFont:
        """Return the reading face."""
        if size not in self._reading:
            self._reading[size] = self._appearance.reading_font(size)
        return self._reading[size]


@dataclass(frozen=True, slots=True)
class Lines:
    """Text laid out in lines of equal height."""

    layout: QTextLayout
    height: float
    width: float

    def draw(self, painter: QPainter, place: QPointF, colour: str, fill: QColor | None = None) -> None:
        """Draw the lines, on a fill that leaves 1 px between them if one is given."""
        if fill is not None:
            count = self.layout.lineCount()
            step = self.height / count if count else 0.0
            for number in range(count):
                line = self.layout.lineAt(number)
                band = QRectF(place.x() - 1, place.y() + number * step + 1, line.naturalTextWidth() + 2, step - 1)
                painter.fillRect(band, fill)
        painter.setPen(QColor(colour))
        self.layout.draw(painter, place)


def line_height(font: QFont, design_height: float, design_size: float) -> float:
    """Return the height of a line: the design's, scaled with the font where the reader's is larger."""
    return math.ceil(design_height * max(1.0, font.pixelSize() / design_size))


def lay_out(
    runs: Sequence[Run], font: QFont, width: float, height: float, max_lines: int = 0, bold_weight: int = 700
) -> Lines:
    """Lay runs out in lines.

    Args:
        runs: The text; bold runs are set in `bold_weight`.
        font: For the text that is not bold.
        width: Of a line, in px.
        height: Of a line, in px.
        max_lines: The most lines, the last one ending in an ellipsis; 0 for all.
        bold_weight: From 100 to 900.
    """
    layout = _wrapped(runs, font, width, height, bold_weight)
    if max_lines and layout.lineCount() > max_lines:
        kept = _cut(runs, _end_of_line(layout, max_lines - 1))
        layout = _wrapped(_with_ellipsis(kept), font, width, height, bold_weight)
        while layout.lineCount() > max_lines and len(kept) + len(kept[0].text) > 2:
            text = "".join(run.text for run in kept).rstrip()
            shorter = text.rfind(" ") if " " in text else len(text) - 1
            kept = _cut(kept, shorter)
            layout = _wrapped(_with_ellipsis(kept), font, width, height, bold_weight)
    natural = max((layout.lineAt(n).naturalTextWidth() for n in range(layout.lineCount())), default=0.0)
    return Lines(layout, layout.lineCount() * height, natural)


def _wrapped(runs: Sequence[Run], font: QFont, width: float, height: float, bold_weight: int) -> QTextLayout:
    layout = QTextLayout("".join(run.text for run in runs), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    ranges, at = [], 0
    for run in runs:
        length = utf16_length(run.text)
        if run.bold or run.italic:
            face = QTextCharFormat()
            face.setFontWeight(bold_weight if run.bold else font.weight())
            face.setFontItalic(run.italic)
            mark = QTextLayout.FormatRange()
            mark.start, mark.length, mark.format = at, length, face
            ranges.append(mark)
        at += length
    layout.setFormats(ranges)
    layout.beginLayout()
    number = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        line.setPosition(QPointF(0, number * height + (height - line.height()) / 2))
        number += 1
    layout.endLayout()
    return layout


def _end_of_line(layout: QTextLayout, number: int) -> int:
    """Return where a line ends, in code points."""
    line = layout.lineAt(number)
    units = layout.text().encode("utf-16-le")[: 2 * (line.textStart() + line.textLength())]
    return len(units.decode("utf-16-le", "ignore"))


def _cut(runs: Sequence[Run], length: int) -> list[Run]:
    kept: list[Run] = []
    for run in runs:
        if length <= 0:
            break
        kept.append(run._replace(text=run.text[:length]))
        length -= len(run.text)
    return kept or [Run("")]


def _with_ellipsis(runs: Sequence[Run]) -> list[Run]:
    last = runs[-1].text.rstrip().rstrip(f"{ELLIPSIS},;: ")
    return [*runs[:-1], runs[-1]._replace(text=last), Run(f" {ELLIPSIS}" if last else ELLIPSIS)]


@dataclass(frozen=True, slots=True)
class Chip:
    """A word in a small box, and where it lies in its card."""

    text: str
    rect: QRectF


def flow_chips(
    words: Sequence[str], font: QFont, width: float, *, height: float, padding: float, gap: float = 6, max_rows: int = 0
) -> tuple[list[Chip], int]:
    """Place chips in rows, from (0, 0).

    Returns:
        The chips that fit into `max_rows` rows (0: as many as needed), and how many did not.
    """
    metrics = QFontMetricsF(font)
    chips: list[Chip] = []
    x = y = 0.0
    row = 1
    for index, word in enumerate(words):
        shown = metrics.elidedText(word, Qt.TextElideMode.ElideRight, width - 2 * padding)
        wide = metrics.horizontalAdvance(shown) + 2 * padding
        rest = len(words) - index - 1
        more = metrics.horizontalAdvance(f"+{rest}") + gap if rest and max_rows and row == max_rows else 0.0
        if x and x + wide + more > width:
            if max_rows and row == max_rows:
                return chips, len(words) - index
            row, x, y = row + 1, 0.0, y + height + 4
        chips.append(Chip(shown, QRectF(x, y, wide, height)))
        x += wide + gap
    return chips, 0


def paint_dotted(painter: QPainter, start: QPointF, width: float, colour: QColor) -> None:
    """Draw the dotted underline that marks a shared term."""
    pen = QPen(colour, 1.2)
    pen.setDashPattern([1.0, 1.2])
    painter.setPen(pen)
    painter.drawLine(start, start + QPointF(width, 0))


def paint_card(painter: QPainter, rect: QRectF, theme: Theme, border: QColor, width: float, *, hover: bool) -> None:
    """Draw a card's ground and border."""
    painter.setBrush(QBrush(QColor(theme.hover if hover else theme.card)))
    painter.setPen(QPen(border, width))
    inset = width / 2
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 8, 8)

"""The choice of a topic's colour and shape: swatches with names, arrow keys between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from reader.domain.topic import TOPIC_COLOURS, TOPIC_GLYPHS
from reader.ui.appearance import Appearance, glyph_path
from reader.ui.popups.controls import RING, PaintedButton, paint_focus_ring
from reader.ui.status.text_label import TextLabel, ink2
from reader.ui.theme import Theme

_SWATCH = 26
_GLYPH = 13.0


def look_words(name: str) -> str:
    """Return a colour's or a shape's name as it is shown: "triangle-up" is "Triangle up"."""
    return name.replace("-", " ").capitalize()


class LookSwatch(PaintedButton):
    """A colour or a shape.

    Attributes:
        value: A name of TOPIC_COLOURS or of TOPIC_GLYPHS.
        colour, glyph: What is drawn: one of them is the value, the other the one chosen now.
    """

    def __init__(self, appearance: Appearance, value: str, colour: str, glyph: str, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self.value = value
        self.colour, self.glyph = colour, glyph
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(look_words(value))
        self.setToolTip(look_words(value))

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        return QSize(_SWATCH + 2 * RING, _SWATCH + 2 * RING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        colour = theme.topic(self.colour)
        if self.value == self.colour:
            self._paint_colour(painter, body, colour)
        else:
            self._paint_shape(painter, body, colour)
        if self.hasFocus() and self.shows_focus:
            paint_focus_ring(painter, body, 6, theme.head)

    def _paint_colour(self, painter: QPainter, body: QRectF, colour: QColor) -> None:
        theme = self._appearance.theme
        if self.isChecked() or self.under_pointer:
            painter.setPen(QPen(QColor(theme.head if self.isChecked() else theme.border), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body.adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(body.adjusted(4, 4, -4, -4), 4, 4)

    def _paint_shape(self, painter: QPainter, body: QRectF, colour: QColor) -> None:
        theme = self._appearance.theme
        if self.isChecked() or self.under_pointer:
            painter.setPen(QPen(QColor(theme.head), 1.5) if self.isChecked() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.card if self.isChecked() else theme.hover))
            painter.drawRoundedRect(body.adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPath(glyph_path(self.glyph, QPointF(body.center()), _GLYPH))


class LookPicker(QWidget):
    """Eight colours, eight shapes, and a word of caution where another topic looks the same.

    Signals:
        look_changed: The colour and the glyph.
    """

    look_changed = Signal(str, str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._taken: Mapping[tuple[str, str], str] = {}
        self._colours, self._glyphs = QButtonGroup(self), QButtonGroup(self)
        self.colour_swatches = [LookSwatch(appearance, value, value, TOPIC_GLYPHS[0], self) for value in TOPIC_COLOURS]
        self.glyph_swatches = [LookSwatch(appearance, value, TOPIC_COLOURS[0], value, self) for value in TOPIC_GLYPHS]
        self._names = [TextLabel(appearance, size=12, colour=ink2, wrap=False, parent=self) for _ in range(2)]
        self.caution = TextLabel(appearance, size=12, colour=_caution, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for title, group, swatches, name in (
            ("Colour", self._colours, self.colour_swatches, self._names[0]),
            ("Shape", self._glyphs, self.glyph_swatches, self._names[1]),
        ):
            column.addLayout(self._caption(title, name))
            column.addLayout(self._row(title, group, swatches))
            group.idToggled.connect(self._changed)
        column.addWidget(self.caution)
        self.caution.hide()
        self.set_look(TOPIC_COLOURS[0], TOPIC_GLYPHS[0])

    def _caption(self, title: str, name: TextLabel) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(TextLabel(self._appearance, title, size=12, weight=500, wrap=False, parent=self))
        row.addStretch(1)
        row.addWidget(name)
        row.setContentsMargins(0, 4, 4, 0)
        return row

    def _row(self, title: str, group: QButtonGroup, swatches: Sequence[LookSwatch]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for number, swatch in enumerate(swatches):
            group.addButton(swatch, number)
            swatch.setAccessibleDescription(title)
            row.addWidget(swatch)
        row.addStretch(1)
        return row

    # -- what is chosen ------------------------------------------------------------------------------------------

    @property
    def colour(self) -> str:
        """The colour chosen, one of TOPIC_COLOURS."""
        return TOPIC_COLOURS[self._colours.checkedId()]

    @property
    def glyph(self) -> str:
        """The shape chosen, one of TOPIC_GLYPHS."""
        return TOPIC_GLYPHS[self._glyphs.checkedId()]

    def set_look(self, colour: str, glyph: str) -> None:
        """Choose a colour and a shape."""
        self.colour_swatches[TOPIC_COLOURS.index(colour)].setChecked(True)
        self.glyph_swatches[TOPIC_GLYPHS.index(glyph)].setChecked(True)
        self._changed()

    def set_taken(self, looks: Mapping[tuple[str, str], str]) -> None:
        """Say which topic (its name) has which colour and shape, to warn of the same look."""
        self._taken = looks
        self._changed()

    def _changed(self, _number: int = -1, checked: bool = True) -> None:  # as QButtonGroup calls it
        if not checked or self._colours.checkedId() < 0 or self._glyphs.checkedId() < 0:
            return
        colour, glyph = self.colour, self.glyph
        for swatch in self.colour_swatches:
            swatch.glyph = glyph
        for swatch in self.glyph_swatches:
            swatch.colour = colour
            swatch.update()
        for label, value in zip(self._names, (colour, glyph), strict=True):
            label.setText(look_words(value))
        other = self._taken.get((colour, glyph))
        self.caution.setText(f"“{other}” looks the same." if other is not None else "")
        self.caution.setVisible(other is not None)
        self._one_tab_stop()
        self.look_changed.emit(colour, glyph)

    def _one_tab_stop(self) -> None:
        """Let Tab reach the chosen swatch of a row only; arrow keys move inside."""
        buttons: list[QAbstractButton] = [*self.colour_swatches, *self.glyph_swatches]
        for button in buttons:
            policy = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)


def _caution(theme: Theme) -> str:
    return theme.caution

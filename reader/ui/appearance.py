"""How the window looks now: theme after the system, reading and interface faces, tinted icons, topic glyphs."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QGuiApplication,
    QIcon,
    QPainter,
    QPainterPath,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer

from reader.ui.theme import DARK, LIGHT, Theme

READING_FAMILIES = ["Charis SIL", "Charter", "Cambria", "Noto Serif", "serif"]
TEXT_SIZES = (13, 14, 15, 16, 17, 18, 20, 22)
_GLYPH_IN_MENUS = 10
LINE_SPACING = 1.53  # line height in em; Charis' own leading is too tall


class Appearance(QObject):
    """The theme, faces and icons that every widget draws with.

    Widgets keep a reference, read `theme` when they paint, and repaint on `recoloured`.

    Signals:
        recoloured: The theme is another one.
        resized: The reading size is another one, which concerns the texts alone.
        changed: Either, after the signal of its own.

    Args:
        resources: The resources folder (fonts/, icons/).
    """

    recoloured = Signal()
    resized = Signal()
    changed = Signal()

    def __init__(self, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._resources = resources
        self._scheme: bool | None = None
        self._text_size = 15
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        for font in sorted((resources / "fonts").glob("**/*.[ot]tf")):
            QFontDatabase.addApplicationFont(str(font))
        self._glyph_icons: dict[tuple[str, str], QIcon] = {}
        self._interface_fonts: dict[tuple[int, int], QFont] = {}
        self._interface_families = self._choose_interface_families()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_scheme_changed)
        self.theme: Theme = self._current_theme()

    # -- theme ---------------------------------------------------------------------------------------------------

    def use_scheme(self, dark: bool | None) -> None:
        """Follow the system (None), or stay light or dark."""
        self._scheme = dark
        self._system_scheme_changed()

    def _system_scheme_changed(self) -> None:
        theme = self._current_theme()
        if theme is not self.theme:
            self.theme = theme
            self.recoloured.emit()
            self.changed.emit()

    def _current_theme(self) -> Theme:
        if self._scheme is not None:
            return DARK if self._scheme else LIGHT
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT

    # -- faces ---------------------------------------------------------------------------------------------------

    @property
    def text_size(self) -> int:
        """The reading size in logical pixels, one of TEXT_SIZES."""
        return self._text_size

    @text_size.setter
    def text_size(self, size: int) -> None:
        size = min(TEXT_SIZES, key=lambda step: abs(step - size))
        if size != self._text_size:
            self._text_size = size
            self.resized.emit()
            self.changed.emit()

    @property
    def line_height(self) -> int:
        """The reading line height in logical pixels."""
        return round(self._text_size * LINE_SPACING)

    def reading_font(self, size: float | None = None, *, bold: bool = False, italic: bool = False) -> QFont:
        """Return the reading face; `size` in logical pixels, the reader's own without it."""
        font = QFont()
        font.setFamilies(READING_FAMILIES)
        font.setPixelSize(round(size if size is not None else self._text_size))
        font.setBold(bold)
        font.setItalic(italic)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def interface_font(self, size: float = 13, weight: int = 400) -> QFont:
        """Return the interface face; `size` in logical pixels, `weight` 400 regular, 500 medium, 650 active."""
        # Widgets ask while they measure and paint, thousands of times in a row where a list is laid out.
        key = (round(size), weight)
        if key not in self._interface_fonts:
            self._interface_fonts[key] = self._make_interface_font(*key)
        return QFont(self._interface_fonts[key])

    def _make_interface_font(self, size: int, weight: int) -> QFont:
        font = QFont()
        if self._interface_families:
            font.setFamilies(self._interface_families)
        font.setPixelSize(size)
        font.setWeight(QFont.Weight(weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setFeature(QFont.Tag.fromString("tnum"), 1)
        return font

    @staticmethod
    def _choose_interface_families() -> list[str]:
        # DejaVu Sans is what Linux falls back to when nobody chose a face; Inter reads better at 11 to 13 px.
        system = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).family()
        return ["Inter", "Inter Variable"] if system.startswith("DejaVu") or not system else []

    # -- icons ---------------------------------------------------------------------------------------------------

    def pixmap(self, name: str, colour: str, size: int = 16, ratio: float = 1.0) -> QPixmap:
        """Draw an icon of the bundled set (resources/icons/NAME.svg) in a colour ("#RRGGBB"), `size` logical px."""
        key = (name, colour, size, ratio)
        if key not in self._pixmaps:
            svg = (self._resources / "icons" / f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
            pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            QSvgRenderer(QByteArray(svg)).render(painter)
            painter.end()
            pixmap.setDevicePixelRatio(ratio)
            self._pixmaps[key] = pixmap
        return self._pixmaps[key]

    def glyph_icon(self, glyph: str, colour: str) -> QIcon:
        """Return a topic's glyph (a name of TOPIC_GLYPHS) in its colour (one of TOPIC_COLOURS), 16 px across."""
        key = (glyph, self.theme.topic(colour).name())
        if key not in self._glyph_icons:
            self._glyph_icons[key] = _draw_glyph(glyph, self.theme.topic(colour))
        return self._glyph_icons[key]

    def icon(self, name: str, colour: str | None = None, size: int = 16) -> QIcon:
        """Return an icon in the theme's ink (or a colour), sharp at one and two device pixels to the logical one."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, colour or self.theme.ink, size, ratio))
            faint = QColor(colour or self.theme.ink)
            faded = QPixmap(icon.pixmap(QSize(size, size), ratio).size())
            faded.setDevicePixelRatio(ratio)
            faded.fill(Qt.GlobalColor.transparent)
            painter = QPainter(faded)
            painter.setOpacity(0.38)
            painter.drawPixmap(0, 0, self.pixmap(name, faint.name(), size, ratio))
            painter.end()
            icon.addPixmap(faded, QIcon.Mode.Disabled)
        return icon


def _draw_glyph(glyph: str, colour: QColor) -> QIcon:
    icon = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(16 * ratio, 16 * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(glyph_path(glyph, QPointF(8, 8), _GLYPH_IN_MENUS), colour)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def glyph_path(glyph: str, centre: QPointF, size: float) -> QPainterPath:
    """Return the outline of a topic's glyph (a name of TOPIC_GLYPHS), `size` px across."""
    path, r = QPainterPath(), size / 2
    if glyph == "circle":
        path.addEllipse(centre, r, r)
        return path
    if glyph == "square":
        path.addRoundedRect(QRectF(centre.x() - r * 0.9, centre.y() - r * 0.9, size * 0.9, size * 0.9), 1, 1)
        return path
    if glyph == "cross":
        arm = r * 0.4
        path.addRoundedRect(QRectF(centre.x() - r, centre.y() - arm, size, 2 * arm), 1, 1)
        upright = QPainterPath()
        upright.addRoundedRect(QRectF(centre.x() - arm, centre.y() - r, 2 * arm, size), 1, 1)
        return path.united(upright)
    corners = {
        "triangle-up": [(-90, 1.1), (30, 1.1), (150, 1.1)],
        "triangle-down": [(90, 1.1), (210, 1.1), (330, 1.1)],
        "diamond": [(angle, 1.1) for angle in (0, 90, 180, 270)],
        "hexagon": [(angle, 1.05) for angle in range(0, 360, 60)],
        "star": [(-90 + 36 * i, 1.15 if i % 2 == 0 else 0.5) for i in range(10)],
    }[glyph]
    for index, (angle, reach) in enumerate(corners):
        point = centre + QPointF(math.cos(math.radians(angle)), math.sin(math.radians(angle))) * r * reach
        if index:
            path.lineTo(point)
        else:
            path.moveTo(point)
    path.closeSubpath()
    return path

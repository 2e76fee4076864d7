"""The theme as Qt's palette, and the names under which style sheets find its colours there.

A sheet that names roles stays the same in light and dark, so that nothing but the palette changes with the theme.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

from reader.ui.theme import Theme


@dataclass(frozen=True)
class SheetColours:
    """What a style sheet writes for a colour of the theme; roles that Qt has none for borrow its shades."""

    ink: str = "palette(window-text)"
    ink2: str = "palette(link-visited)"
    ink3: str = "palette(placeholder-text)"
    head: str = "palette(bright-text)"
    window: str = "palette(window)"
    panel: str = "palette(alternate-base)"
    card: str = "palette(base)"
    hairline: str = "palette(light)"
    hover: str = "palette(midlight)"
    pressed: str = "palette(mid)"
    border: str = "palette(dark)"
    input_border: str = "palette(shadow)"
    selection: str = "palette(highlight)"
    primary: str = "palette(tooltip-base)"
    on_primary: str = "palette(tooltip-text)"


IN_SHEETS = SheetColours()


def palette_of(theme: Theme) -> QPalette:
    """Return the palette of a theme; `SheetColours` names its roles."""
    palette, role = QPalette(), QPalette.ColorRole
    for key, value in (
        (role.Window, theme.window),
        (role.WindowText, theme.ink),
        (role.Base, theme.card),
        (role.AlternateBase, theme.panel),
        (role.Text, theme.ink),
        (role.Button, theme.card),
        (role.ButtonText, theme.ink),
        (role.BrightText, theme.head),
        (role.Light, theme.hairline),
        (role.Midlight, theme.hover),
        (role.Mid, theme.pressed),
        (role.Dark, theme.border),
        (role.Shadow, theme.input_border),
        (role.ToolTipBase, theme.primary),
        (role.ToolTipText, theme.on_primary),
        (role.Highlight, theme.selection),
        (role.HighlightedText, theme.ink),
        (role.PlaceholderText, theme.ink3),
        (role.Link, theme.ink),
        (role.LinkVisited, theme.ink2),
    ):
        palette.setColor(key, QColor(value))
    faint = QColor(theme.ink)
    faint.setAlphaF(0.38)
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, faint)
    return palette

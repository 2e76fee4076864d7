"""A line or paragraph of interface text in one of the theme's colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QWidget

from reader.ui.appearance import Appearance
from reader.ui.palette import IN_SHEETS
from reader.ui.theme import Theme

Ink = Callable[[Theme], str]


def ink(theme: Theme) -> str:
    """Return the colour of text."""
    return theme.ink


def ink2(theme: Theme) -> str:
    """Return the colour of secondary text."""
    return theme.ink2


def ink3(theme: Theme) -> str:
    """Return the colour of faint text."""
    return theme.ink3


_ROLES: Mapping[Ink, str] = {ink: IN_SHEETS.ink, ink2: IN_SHEETS.ink2, ink3: IN_SHEETS.ink3}


class TextLabel(QLabel):
    """Plain text, wrapped where its room is narrow.

    Args:
        appearance: Colours, faces and icons.
        text: Shown as it is, never as markup.
        size: In logical pixels.
        weight: 400 regular to 650 strong.
        colour: Chooses the colour from a theme.
        serif: Set in the reading face.
    """

    def __init__(
        self,
        appearance: Appearance,
        text: str = "",
        *,
        size: float = 13,
        weight: int = 400,
        colour: Ink = ink,
        serif: bool = False,
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._appearance = appearance
        self._size, self._weight, self._colour, self._serif = size, weight, colour, serif
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setFont(self._face())
        self._restyle()
        if colour not in _ROLES:
            appearance.recoloured.connect(self._restyle)

    def _face(self) -> QFont:
        if self._serif:
            return self._appearance.reading_font(self._size, bold=self._weight >= 600)
        return self._appearance.interface_font(self._size, self._weight)

    def _restyle(self) -> None:
        # The application's sheet gives every widget ink; only a sheet of its own gives a label another colour.
        colour = _ROLES.get(self._colour) or self._colour(self._appearance.theme)
        self.setStyleSheet(f"color: {colour}; background: transparent;")

"""The colours of the window, light and dark, as the design gives them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from reader.domain.annotation import HighlightColour
from reader.domain.topic import TOPIC_COLOURS

# Tint of a passage on the active topic, over paper: the current one, and the others (light, dark).
_TINT_CURRENT = {False: 0.135, True: 0.17}
_TINT_OTHER = {False: 0.06, True: 0.075}


@dataclass(frozen=True)
class Theme:
    """One set of colours; roles are those of the design's colour table, as "#RRGGBB"."""

    dark: bool
    window: str
    panel: str
    paper: str
    gutter: str
    card: str
    hairline: str
    border: str
    input_border: str
    hover: str
    pressed: str
    ink: str
    ink2: str
    ink3: str
    head: str
    primary: str
    on_primary: str
    selection: str
    confirmed: str
    failure: str
    caution: str
    topics: tuple[str, ...]
    highlights: tuple[tuple[str, str], ...]

    def topic(self, colour: str) -> QColor:
        """Return a topic colour at full strength."""
        return QColor(self.topics[TOPIC_COLOURS.index(colour)])

    def topic_tint(self, colour: str, *, current: bool) -> QColor:
        """Return the translucent tint of a passage."""
        tint = self.topic(colour)
        tint.setAlphaF((_TINT_CURRENT if current else _TINT_OTHER)[self.dark])
        return tint

    def highlight_fill(self, colour: HighlightColour) -> QColor:
        """Return the fill of a highlight."""
        return QColor(self.highlights[list(HighlightColour).index(colour)][0])

    def highlight_line(self, colour: HighlightColour) -> QColor:
        """Return the underline and icon colour of a highlight."""
        return QColor(self.highlights[list(HighlightColour).index(colour)][1])


LIGHT = Theme(
    dark=False,
    window="#F1EFEA",
    panel="#F7F5F1",
    paper="#FDFCFA",
    gutter="#EFECE5",
    card="#FFFFFF",
    hairline="#DCD8CF",
    border="#C3BDB1",
    input_border="#8E887C",
    hover="#E7E3DB",
    pressed="#DCD7CC",
    ink="#1D2228",
    ink2="#50565F",
    ink3="#686D76",
    head="#14181D",
    primary="#26313F",
    on_primary="#FFFFFF",
    selection="#C4D6F0",
    confirmed="#2C6B3F",
    failure="#8A3A33",
    caution="#8A5A00",
    topics=("#B82D02", "#117CE4", "#A08431", "#511D87", "#38745A", "#D9558D", "#494C5B", "#6D0B26"),
    highlights=(
        ("#F8E27C", "#8F6A00"),
        ("#C6E6AE", "#3F7D22"),
        ("#BBDDF7", "#1F6CAD"),
        ("#F9CBD3", "#B83A5E"),
        ("#DCD0F4", "#6B46B3"),
    ),
)

DARK = Theme(
    dark=True,
    window="#17181B",
    panel="#1B1C20",
    paper="#202125",
    gutter="#151619",
    card="#26272C",
    hairline="#313339",
    border="#4A4D55",
    input_border="#6F737D",
    hover="#2A2C31",
    pressed="#34363D",
    ink="#E3E0D9",
    ink2="#B0B2B8",
    ink3="#9497A0",
    head="#F2EFE8",
    primary="#DAD6CC",
    on_primary="#17181B",
    selection="#36527A",
    confirmed="#7CCB8F",
    failure="#F0938A",
    caution="#E3B457",
    topics=("#EB8E41", "#9DBAF9", "#F4E368", "#B478FF", "#3DCE89", "#FFB4CF", "#8F95B0", "#D95A76"),
    highlights=(
        ("#574A12", "#E3C24C"),
        ("#2C4A25", "#86C36A"),
        ("#1E425C", "#69B4EA"),
        ("#592E3C", "#F08FA8"),
        ("#433563", "#B79EEF"),
    ),
)

"""The table of the most useful keys, in groups."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.commands import COMMANDS
from reader.ui.status.key_cap import KeyCap
from reader.ui.status.text_label import TextLabel, ink2

# Heading, then the commands of one line each (their first keys are shown) and the words beside them.
_GROUPS: tuple[tuple[str, tuple[tuple[tuple[str, ...], str], ...]], ...] = (
    (
        "Move along a topic",
        (
            (("next_passage", "previous_passage"), "next / previous passage"),
            (("counterpart",), "its counterpart"),
            (("previous_topic", "next_topic"), "previous / next topic"),
            (("other_region",), "other pane"),
        ),
    ),
    (
        "Mark while reading",
        (
            (("highlight",), "highlight the selection"),
            (("note",), "write a note"),
            (("tag",), "add a tag"),
            (("confirm", "reject"), "confirm / reject a pair"),
        ),
    ),
    (
        "Find",
        (
            (("find_both",), "find in both documents"),
            (("find",), "find in this pane"),
            (("search_library",), "search the library"),
            (("back",), "back to where you were"),
        ),
    ),
    (
        "Anytime",
        (
            (("undo",), "undo"),
            (("import",), "open a document"),
            (("export_markdown",), "export to Markdown"),
            (("all_keys",), "show all keys"),
        ),
    ),
)
_COLUMN = 220


class KeyGroup(QWidget):
    """A heading with a line below it, and keys with their words."""

    def __init__(
        self,
        appearance: Appearance,
        heading: str,
        lines: tuple[tuple[tuple[str, ...], str], ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.heading = TextLabel(appearance, heading, size=12.5, weight=650)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addSpacing(4)
        keys = {command.key: command.shown_keys[0] for command in COMMANDS}
        for commands, words in lines:
            row = QHBoxLayout()
            row.setSpacing(5)
            for command in commands:
                row.addWidget(KeyCap(appearance, keys[command]))
            row.addSpacing(5)
            row.addWidget(TextLabel(appearance, words, size=12.5, colour=ink2), 1)
            column.addLayout(row)
        column.addStretch(1)
        appearance.recoloured.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        y = self.heading.geometry().bottom() + 7
        QPainter(self).fillRect(0, y, self.width(), 1, QColor(self._appearance.theme.hairline))


class KeyTable(QWidget):
    """The groups side by side, in as many columns as fit."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(32)
        self._grid.setVerticalSpacing(24)
        self.groups = [KeyGroup(appearance, heading, lines) for heading, lines in _GROUPS]
        self.set_width(4 * _COLUMN)

    def set_width(self, width: int) -> None:
        """Arrange the groups for a width: four columns, two, or one."""
        columns = 4 if width >= 4 * _COLUMN - 20 else 2 if width >= 2 * _COLUMN else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, group in enumerate(self.groups):
            self._grid.addWidget(group, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

"""The sheet of all keys: every command with its keys, in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.palette import IN_SHEETS
from reader.ui.status.key_cap import KeyCap


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A command and the keys that give it."""

    action: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Commands under one heading."""

    title: str
    rows: tuple[KeyRow, ...]


def in_columns(groups: Sequence[KeyGroup], columns: int) -> list[list[KeyGroup]]:
    """Part the groups into columns of about equal height, keeping their order."""
    total = sum(len(group.rows) + 2 for group in groups)
    result: list[list[KeyGroup]] = [[]]
    height = 0
    for group in groups:
        size = len(group.rows) + 2
        if result[-1] and len(result) < columns and height + size / 2 > total * len(result) / columns:
            result.append([])
        result[-1].append(group)
        height += size
    return result


class KeySheet(QDialog):
    """Lists keys; Esc closes it."""

    def __init__(self, appearance: Appearance, groups: Sequence[KeyGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._titles: list[QLabel] = []
        self._actions: list[QLabel] = []
        self.setWindowTitle("All keys")
        self.setAccessibleName("All keys")
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(24, 16, 24, 24)
        columns.setSpacing(32)
        for column in in_columns(groups, 3):
            box = QVBoxLayout()
            box.setSpacing(4)
            for group in column:
                self._add_group(box, group)
            box.addStretch(1)
            columns.addLayout(box, 1)
        area = QScrollArea(self)
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("All keys")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._restyle()
        self.resize(1080, min(sheet.heightForWidth(1064) + 16, 720))

    def _add_group(self, box: QVBoxLayout, group: KeyGroup) -> None:
        title = QLabel(group.title)
        title.setContentsMargins(0, 12, 0, 4)
        self._titles.append(title)
        box.addWidget(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for number, row in enumerate(group.rows):
            action = QLabel(row.action)
            action.setWordWrap(True)
            action.setAccessibleName(f"{row.action}: {' or '.join(row.keys)}")
            self._actions.append(action)
            grid.addWidget(action, number, 0)
            keys = QHBoxLayout()
            keys.setSpacing(4)
            keys.addStretch(1)
            for key in row.keys:
                keys.addWidget(KeyCap(self._appearance, key))
            grid.addLayout(keys, number, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        box.addLayout(grid)

    def _restyle(self) -> None:
        for title in self._titles:
            title.setFont(self._appearance.interface_font(13, 650))
        for action in self._actions:
            action.setFont(self._appearance.interface_font(13))
            action.setStyleSheet(f"color: {IN_SHEETS.ink2};")

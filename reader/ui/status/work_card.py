"""The card that long work gets in the side panel: name, count, bar, time left and Cancel."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.ground import Ground
from reader.ui.status.command_button import CommandButton
from reader.ui.status.progress_line import ProgressLine
from reader.ui.status.text_label import TextLabel, ink2
from reader.ui.status.work_monitor import Work, WorkMonitor


class WorkCard(Ground):
    """Shows itself while work has gone on for over two seconds, the newest of it.

    Args:
        appearance: Colours, faces and icons.
        monitor: Knows the work under way.
    """

    def __init__(self, appearance: Appearance, monitor: WorkMonitor, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._monitor = monitor
        self._work: Work | None = None
        self.name = TextLabel(appearance, size=13, weight=650)
        self.count = TextLabel(appearance, size=12.5, colour=ink2, wrap=False)
        self.line = ProgressLine(appearance)
        self.remark = TextLabel(appearance, size=12, colour=ink2)
        self.cancel = CommandButton(appearance, "Cancel", kind="outline", height=28, font_size=12.5)
        self.cancel.clicked.connect(self._cancel)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.count)
        foot = QHBoxLayout()
        foot.addWidget(self.remark, 1)
        foot.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 13, 9)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.line)
        column.addLayout(foot)
        self.hide()
        monitor.changed.connect(self._refresh)

    def _refresh(self) -> None:
        works = self._monitor.in_card()
        self._work = works[-1] if works else None
        if self._work is not None:
            left = self._monitor.seconds_left(self._work)
            self.name.setText(self._work.name)
            self.count.setText(self._work.count)
            self.line.set_share(self._work.share)
            others = f" {len(works) - 1} more under way." if len(works) > 1 else ""
            self.remark.setText("You can keep reading." + (f" {spoken_time(left)} left." if left else "") + others)
            self.setAccessibleName(f"{self._work.name}, {self._work.count}" if self._work.count else self._work.name)
        self.setVisible(self._work is not None)

    def _cancel(self) -> None:
        if self._work is not None:
            self._monitor.cancel_requested.emit(self._work.key)


def spoken_time(seconds: float) -> str:
    """Return a rough duration, such as "About 6 s" or "About 2 min"."""
    if seconds < 60:
        return f"About {max(1, round(seconds))} s"
    return f"About {round(seconds / 60)} min"

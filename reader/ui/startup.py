"""Milestones of the start, in milliseconds since the process began."""

from __future__ import annotations

import json
import time

import psutil
from PySide6.QtCore import QObject, Signal

MILESTONES = ("window_shown", "documents_painted", "alignment_ready")


class StartupReport(QObject):
    """Collects the milestones; `complete` is emitted when all are reached."""

    complete = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._began = psutil.Process().create_time()
        self._reached: dict[str, float] = {}

    def reach(self, milestone: str) -> None:
        """Note a milestone the first time it is reached."""
        if milestone in self._reached or milestone not in MILESTONES:
            return
        self._reached[milestone] = round((time.time() - self._began) * 1000, 1)
        if len(self._reached) == len(MILESTONES):
            self.complete.emit()

    def to_json(self) -> str:
        """Return the milestones as one JSON object."""
        return json.dumps({name: self._reached.get(name) for name in MILESTONES})

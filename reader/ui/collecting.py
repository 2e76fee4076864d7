"""Garbage in cycles is collected on the GUI thread alone: Qt's objects must not be destroyed on any other.

Python collects on whatever thread allocates when it is due, and the lanes allocate a lot. A dialog that is closed and
held by its own callbacks would then be destroyed beside the thread it lives on, which ends the process.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

CHECK_MS = 1_000
# By then the program and its first documents are loaded: they stay, and need not be looked through again and again.
FREEZE_AFTER = 8  # checks


class GuiThreadCollection(QObject):
    """Takes collecting over from Python until it is stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._checks = 0
        gc.disable()
        self._timer = QTimer(self, interval=CHECK_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()

    def check(self) -> None:
        """Collect the oldest generation that is due by Python's own thresholds."""
        self._checks += 1
        if self._checks == FREEZE_AFTER:
            gc.freeze()
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        generation = max((number for number, (count, most) in enumerate(due) if 0 < most < count), default=None)
        if generation is not None:
            gc.collect(generation)

    def stop(self) -> None:
        """Give collecting back to Python."""
        self._timer.stop()
        gc.enable()

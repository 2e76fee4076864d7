"""F6: from region to region of the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


class Regions:
    """The regions of the window in the order F6 visits them.

    Args:
        regions: Returns each region with the widget in it that gets the keyboard, those that are hidden left out.
    """

    def __init__(self, regions: Callable[[], Sequence[tuple[QWidget, QWidget]]]) -> None:
        self._regions = regions

    def step(self, by: int) -> None:
        """Give the keyboard to the next (+1) or previous (-1) region."""
        regions = [(region, target) for region, target in self._regions() if region.isVisible()]
        if not regions:
            return
        focus = QApplication.focusWidget()
        inside = [focus is not None and (region is focus or region.isAncestorOf(focus)) for region, _ in regions]
        at = inside.index(True) if True in inside else -by
        regions[(at + by) % len(regions)][1].setFocus(Qt.FocusReason.TabFocusReason)

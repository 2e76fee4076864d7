"""A short glide to a place in the text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

GLIDE_MS = 150
LONGEST_GLIDE = 1.5  # screens; farther jumps begin this near to their end, so that nothing between is laid out


class Glide(QObject):
    """Moves a view from where it is to a target that may itself move while heights become known.

    Args:
        show_at: Shows the target, this many pixels away from its place.
    """

    def __init__(self, show_at: Callable[[int], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show_at = show_at
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(GLIDE_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._step)

    def start(self, distance: int, screen: int) -> None:
        """Glide over a distance in pixels (positive: downwards)."""
        farthest = round(screen * LONGEST_GLIDE)
        self._animation.stop()
        self._animation.setStartValue(max(-farthest, min(farthest, distance)))
        self._animation.setEndValue(0)
        self._animation.start()

    def stop(self) -> None:
        """Stay where the view is."""
        self._animation.stop()

    @property
    def is_running(self) -> bool:
        """Whether a glide is under way."""
        return self._animation.state() is QVariantAnimation.State.Running

    def _step(self, remaining: object) -> None:
        if isinstance(remaining, int):
            self._show_at(remaining)

"""A short glide to a place in the text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

GLIDE_MS = 150
LONGEST_GLIDE = 1.5  # screens; farther jumps begin this near to their end, so that nothing between is laid out


class Glide(QObject):
    """Moves a view from where it is to a target that may itself move while heights become known.

    Args:
        show: Shows the target, `remaining` pixels away from its place.

    Attributes:
        remaining: How far there still is to go, in pixels; 0 at rest.
    """

    def __init__(self, show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self.remaining = 0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(GLIDE_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._step)

    def start(self, distance: int, screen: int) -> None:
        """Glide from a distance in pixels below the target (negative: above it)."""
        farthest = round(screen * LONGEST_GLIDE)
        self._animation.stop()
        self._animation.setStartValue(max(-farthest, min(farthest, distance)))
        self._animation.setEndValue(0)
        self._animation.start()

    def stop(self) -> None:
        """Go no further."""
        self._animation.stop()
        self.remaining = 0

    def _step(self, remaining: object) -> None:
        if isinstance(remaining, int):
            self.remaining = remaining
            self._show()

"""Where the reader has been: back and forward through places in both panes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A view of both panes: the offsets at their sync points, the active topic and the current pair."""

    left: int
    right: int
    topic: str | None
    pair: tuple[int, int] | None


class History:
    """Places left by jumps, as a browser keeps pages."""

    def __init__(self, limit: int = 200) -> None:
        self._back: list[Place] = []
        self._forward: list[Place] = []
        self._limit = limit

    def leave(self, place: Place) -> None:
        """Remember a place before a jump."""
        if not self._back or self._back[-1] != place:
            self._back.append(place)
        del self._back[: -self._limit]
        self._forward.clear()

    def back(self, here: Place) -> Place | None:
        """Return the place before, remembering `here` for `forward`; None at the beginning."""
        if not self._back:
            return None
        self._forward.append(here)
        return self._back.pop()

    def forward(self, here: Place) -> Place | None:
        """Return the place `back` came from; None at the end."""
        if not self._forward:
            return None
        self._back.append(here)
        return self._forward.pop()

    def clear(self) -> None:
        """Forget all, as when another pair is opened."""
        self._back.clear()
        self._forward.clear()

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before."""
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place after."""
        return bool(self._forward)

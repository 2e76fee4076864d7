"""What every part of the window works with: services, lanes, the journal, the open pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from reader.domain.alignment import Link
from reader.domain.annotation import Annotation
from reader.domain.topic import Topic
from reader.services.bundle import Services
from reader.services.library import OpenDocument
from reader.services.verdicts import Verdicts
from reader.ui.appearance import Appearance
from reader.ui.journal import Journal
from reader.ui.pair_browser import Side
from reader.ui.tasks import TaskLane

T = TypeVar("T")
SIDES: tuple[Side, Side] = ("left", "right")


@dataclass(frozen=True, slots=True)
class OpenPair:
    """The two documents side by side, and the reader's work on them as last read from the library."""

    left: OpenDocument
    right: OpenDocument
    topics: Sequence[Topic]
    annotations: Sequence[Annotation]
    links: Sequence[Link]
    verdicts: Verdicts = ()

    def side(self, side: Side) -> OpenDocument:
        """Return one side's document."""
        return self.left if side == "left" else self.right


class Workbench(QObject):
    """Shared by the controllers of one window.

    Signals:
        failed: A known error or bug of a piece of work, for a banner.
        repairable: A known error with a way out: the error, the words of what can be done, and what it does.
        announced: A sentence for the status bar and for assistive technology.
        noticed: A sentence with Undo, shown for some seconds.
        told: The same without Undo.
        offered: The same with another action: the sentence, the action's words, and what it does.
    """

    failed = Signal(object)
    repairable = Signal(object, str, object)
    announced = Signal(str)
    noticed = Signal(str)
    told = Signal(str)
    offered = Signal(str, str, object)

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.appearance = appearance
        self.library_lane = TaskLane("library", self)
        self.compute_lane = TaskLane("compute", self)
        # What cards in view wait for must not wait for a long alignment.
        self.evidence_lane = TaskLane("evidence", self)
        self.journal = Journal(self.library_lane, self)
        self._services: Services | None = None

    @property
    def services(self) -> Services:
        """The services.

        Raises:
            RuntimeError: If the library is not open yet; commands that need it are disabled until then.
        """
        if self._services is None:
            raise RuntimeError("the library is not open yet")
        return self._services

    @services.setter
    def services(self, services: Services) -> None:
        self._services = services

    @property
    def is_open(self) -> bool:
        """Whether the library is open."""
        return self._services is not None

    def read(self, name: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Read from the library off the GUI thread; failures become banners."""
        self.library_lane.submit(name, lambda _progress: work(), done, self.failed.emit)

    def close(self) -> None:
        """End the lanes; what is stored last is still written."""
        if not self.is_open:  # the start may still be importing a file
            self.library_lane.cancel_all()
        for lane in (self.compute_lane, self.evidence_lane):
            lane.cancel_all()
            lane.close()
        self.library_lane.close()

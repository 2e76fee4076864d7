"""What the window puts into the session and takes back from it: sizes, panel, theme, hints, positions."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from typing import TypeVar

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from reader.domain.annotation import HighlightColour
from reader.domain.document import DocumentId
from reader.domain.session import PaneState, ReadingSession
from reader.ui.annotating import Annotating
from reader.ui.appearance import Appearance
from reader.ui.comparing import Comparing
from reader.ui.desk import PANEL_OPEN_FROM, Desk
from reader.ui.linked_scrolling import LinkedScrolling, LinkMode
from reader.ui.page_views import PageViews
from reader.ui.pair_browser import PairKey
from reader.ui.session_keeper import with_recent

E = TypeVar("E", bound=Enum)
_SCHEMES = {"system": None, "light": False, "dark": True}


class WindowSession:
    """Translates between the window and the stored session.

    Args:
        window: For its geometry.
        appearance: For text size and theme.
        desk: For the side panel and the places in both panes.
        comparing: For the open pair and the topic.
        linked: For the mode of linked scrolling.
        annotating: For the colour used last.
        pages: For the documents shown as pages.
    """

    def __init__(
        self,
        window: QMainWindow,
        appearance: Appearance,
        desk: Desk,
        comparing: Comparing,
        linked: LinkedScrolling,
        annotating: Annotating,
        pages: PageViews,
    ) -> None:
        self._window = window
        self._appearance = appearance
        self._desk = desk
        self._comparing = comparing
        self._linked = linked
        self._annotating = annotating
        self._pages = pages
        self.last = ReadingSession()
        self.scheme: bool | None = None
        self.hint_dismissed = False
        self.single_keys = True
        self.reduced_motion = False
        self.link_only = False

    @property
    def recent(self) -> Sequence[tuple[DocumentId, DocumentId]]:
        """The pairs opened before, newest first."""
        return self.last.recent

    def add_recent(self, left: DocumentId, right: DocumentId) -> None:
        """Put a pair just opened first among the recent ones."""
        self.last = with_recent(self.last, left, right)

    def apply(self, session: ReadingSession) -> None:
        """Put the window as it was, except the documents."""
        self.last = session
        kept = session.window
        if "geometry" in kept:
            self._window.restoreGeometry(QByteArray.fromBase64(kept["geometry"].encode()))
        panel = self._desk.panel
        narrow = self._window.width() < PANEL_OPEN_FROM
        width = kept.get("panel width", "")
        panel.set_panel_width(int(width) if width.isdecimal() else panel.panel_width)
        if kept.get("panel tab") in panel.keys:
            panel.show_tab(kept["panel tab"])
        panel.set_collapsed(kept["panel"] == "rail" if "panel" in kept else narrow)
        self.scheme = _SCHEMES.get(kept.get("scheme", "system"))
        self._appearance.use_scheme(self.scheme)
        self._appearance.text_size = session.text_size
        self._annotating.last_colour = _known(HighlightColour, kept.get("colour"), HighlightColour.YELLOW)
        self._pages.restore(kept)
        self.hint_dismissed = kept.get("hint") == "dismissed"
        self.single_keys = kept.get("single keys", "on") == "on"
        self.reduced_motion = kept.get("motion") == "reduced"
        self.link_only = kept.get("imports") == "linked"
        self._linked.mode = _known(LinkMode, session.linked, LinkMode.FOLLOW)
        self._comparing.topic = session.topic

    @property
    def last_pair(self) -> PairKey | None:
        """The pair that was current when the session was stored."""
        numbers = [int(number) for number in self.last.window.get("pair", "").split() if number.isdecimal()]
        return (numbers[0], numbers[1]) if len(numbers) == 2 else None

    def collect(self) -> ReadingSession:
        """Return the session as it is now."""
        pair = self._comparing.pair
        session = replace(
            self.last,
            left=None,
            right=None,
            topic=self._comparing.topic,
            linked=str(self._linked.mode),
            text_size=self._appearance.text_size,
            window=self._window_state(),
        )
        if pair is not None:
            left, right = pair.left.document.id, pair.right.document.id
            places = {side: pane.view.offset_at_sync_point() for side, pane in self._desk.panes.items()}
            session = with_recent(session, left, right)
            session = replace(session, left=PaneState(left, places["left"]), right=PaneState(right, places["right"]))
        self.last = session
        return session

    def _window_state(self) -> dict[str, str]:
        panel, current = self._desk.panel, self._comparing.current
        scheme = next(name for name, dark in _SCHEMES.items() if dark is self.scheme)
        return {
            "geometry": base64.b64encode(self._window.saveGeometry().data()).decode("ascii"),
            "panel": "rail" if panel.collapsed else "open",
            "panel width": str(panel.panel_width),
            "panel tab": panel.current,
            "scheme": scheme,
            "colour": str(self._annotating.last_colour),
            "hint": "dismissed" if self.hint_dismissed else "",
            "single keys": "on" if self.single_keys else "off",
            "motion": "reduced" if self.reduced_motion else "",
            "imports": "linked" if self.link_only else "",
            **self._pages.state(),
            "pair": f"{current.left} {current.right}" if current is not None else "",
        }


def _known(values: type[E], stored: str | None, default: E) -> E:
    """Return a stored value, or the default for one that another version of the program wrote."""
    return next((value for value in values if value.value == stored), default)

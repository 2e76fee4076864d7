"""Where reading begins: at the place a pair was left, at what a link or a search asks for, or at its best pair."""

from __future__ import annotations

from PySide6.QtCore import QObject

from reader.domain.alignment import PassagePair
from reader.domain.annotation import AnnotationId
from reader.domain.document import DocumentId
from reader.errors import AnnotationError
from reader.ui.annotation_presenter import AnnotationPresenter
from reader.ui.comparing import Comparing
from reader.ui.desk import Desk
from reader.ui.pair_browser import PairKey
from reader.ui.travelling import Travelling
from reader.ui.window_session import WindowSession
from reader.ui.workbench import SIDES, OpenPair, Workbench


class PairPlaces(QObject):
    """Puts texts into the panes and brings them to where the reader wants to be.

    Attributes:
        first_start: Whether the library holds no session of a reader yet.
        link_target: An annotation to go to once the pair is ranked, from a link.

    Args:
        bench: Where errors go.
        comparing: The open pair.
        desk: The panes.
        travelling: Goes there.
        presenter: Goes to annotations.
        session: The last session's places.
    """

    def __init__(
        self,
        bench: Workbench,
        comparing: Comparing,
        desk: Desk,
        travelling: Travelling,
        presenter: AnnotationPresenter,
        session: WindowSession,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._comparing = comparing
        self._desk = desk
        self._travelling = travelling
        self._presenter = presenter
        self._session = session
        self.first_start = False
        self.link_target: AnnotationId | None = None
        # Where the open documents were, and their current pair, seen from either as the left one.
        self._places: dict[DocumentId, int] = {}
        self._current: dict[DocumentId, PairKey] = {}
        self._jump_when_ranked = False
        self._pair_when_ranked: PairKey | None = None
        comparing.current_changed.connect(self._remember_current)

    def set_texts(self, pair: OpenPair) -> None:
        """Show two documents from their beginnings, remembering where the panes were."""
        panes = self._desk.panes
        self._places = {
            pane.document.document.id: pane.view.offset_at_sync_point() for pane in panes.values() if pane.document
        }
        for side in SIDES:
            panes[side].set_document(pair.side(side))

    def forget(self) -> None:
        """Forget where the panes were, as when both documents are closed."""
        self._places = {}

    def arrive(self, pair: OpenPair, *, goes_elsewhere: bool) -> None:
        """Bring a pair just opened to its place; one that is new to the reader, to its best pair once it is ranked.

        Args:
            pair: The documents, whose texts are in the panes.
            goes_elsewhere: Whether something else, such as a search, has brought the panes to a place.
        """
        known = self._put_where_it_was(pair)
        self._jump_when_ranked = not goes_elsewhere and not known
        self.first_start = False

    def _put_where_it_was(self, pair: OpenPair) -> bool:
        """Bring back the places of a pair just read, its sides perhaps swapped, or of the last session's."""
        left, right = pair.left.document.id, pair.right.document.id
        last = self._session.last
        stored = {state.document_id: state.offset for state in (last.left, last.right) if state is not None}
        just_read = {left, right} <= self._places.keys()
        places = self._places if just_read else stored
        if not {left, right} <= places.keys() or self.first_start:
            return False
        self._pair_when_ranked = self._current.get(left) if just_read else self._session.last_pair
        self._travelling.put(places[left], places[right], animated=False)
        return True

    def _remember_current(self, current: PassagePair | None) -> None:
        pair = self._comparing.pair
        self._current = {}
        if pair is not None and current is not None:
            self._current[pair.left.document.id] = (current.left, current.right)
            self._current[pair.right.document.id] = (current.right, current.left)

    def begin(self) -> None:
        """Go where the pair's ranking was waited for."""
        browser = self._comparing.browser
        if self._jump_when_ranked and browser is not None and browser.pairs:
            self._jump_when_ranked = False
            self._travelling.show_first()
        if self._pair_when_ranked is not None:
            key, self._pair_when_ranked = self._pair_when_ranked, None
            self._comparing.make_current(key)
        if self.link_target is not None:
            target, self.link_target = self.link_target, None
            if self._presenter.knows(target):
                self._presenter.go_to(target)
            else:
                remedy = "It was deleted, or the link is from another library."
                self._bench.failed.emit(AnnotationError("The annotation of this link is not in the library.", remedy))

    def choose_topic(self, slug: str) -> None:
        """Make a topic the active one, and go to its best pair if no passage on it is on the screen."""
        self._jump_when_ranked = not self._travelling.sees_topic(slug)
        if self._jump_when_ranked:
            self._travelling.leave()
        self._comparing.choose_topic(slug)
        self._desk.focus_text()

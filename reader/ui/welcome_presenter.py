"""Shows on the welcome page what there is to read: the pair read last, or the first two documents."""

from __future__ import annotations

from collections.abc import Sequence

from reader.domain.document import Document, DocumentId
from reader.ui.messages import Messages
from reader.ui.stage import Stage
from reader.ui.status.status_bar import StatusBar
from reader.ui.welcome.welcome_page import WelcomeContent, WelcomePage
from reader.ui.window_session import WindowSession
from reader.ui.workbench import Workbench

_READY = "Library is ready"


class WelcomePresenter:
    """Fills the welcome page while it is shown.

    Args:
        bench: Knows the library.
        stage: Shows the page.
        welcome: The page.
        session: The pairs read before.
        messages, status: Say how many documents there are.
    """

    def __init__(
        self,
        bench: Workbench,
        stage: Stage,
        welcome: WelcomePage,
        session: WindowSession,
        messages: Messages,
        status: StatusBar,
    ) -> None:
        self._bench = bench
        self._stage = stage
        self._welcome = welcome
        self._session = session
        self._messages = messages
        self._status = status

    def show(self, documents: Sequence[Document]) -> None:
        """Show the page instead of a pair; `take_up` fills it."""
        self._stage.show_welcome()
        self._status.set_hints(())
        self._say_ready(documents)

    def take_up(self, documents: Sequence[Document]) -> None:
        """Show another list of documents, if the page is what is shown."""
        if not self._stage.shows_welcome:
            return
        path = self._bench.services.library.path
        self._welcome.show_content(welcome_content(documents, self._session.recent, path))
        if self._status.message.text().startswith(_READY):
            self._say_ready(documents)

    def _say_ready(self, documents: Sequence[Document]) -> None:
        count = len(documents)
        self._messages.show_done(f"{_READY} · {count} {'document' if count == 1 else 'documents'}")


def welcome_content(
    documents: Sequence[Document], recent: Sequence[tuple[DocumentId, DocumentId]], library_path: str
) -> WelcomeContent:
    """Return what the welcome page offers.

    Args:
        documents: All of the library.
        recent: Pairs opened before, newest first; those with a document that is gone are left out.
        library_path: Where the library is.
    """
    known = {document.id: document for document in documents}
    pairs = [(known[left], known[right]) for left, right in recent if {left, right} <= known.keys()]
    if pairs:
        pair, heading, text = pairs[0], "Go on reading", "The pair you read last."
    elif len(documents) >= 2:
        pair, heading, text = (documents[0], documents[1]), "Start with these two", ""
    else:
        return WelcomeContent(None, library_path=library_path)
    return WelcomeContent(
        pair,
        heading=heading,
        text=text,
        ready=f"{pair[0].passages} × {pair[1].passages} passages are ready to read.",
        recent=tuple(pairs[1:]),
        library_path=library_path,
    )

"""What the window's middle shows: the desk with the open pair, or the welcome page where none is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from reader.ui.commands import Commands
from reader.ui.desk import Desk
from reader.ui.toolbar.toolbar import Toolbar
from reader.ui.welcome.hint_strip import HintStrip
from reader.ui.welcome.welcome_page import WelcomePage
from reader.ui.window_session import WindowSession
from reader.ui.workbench import OpenPair


class Stage(QObject):
    """Changes between desk and welcome page, with what goes along: commands, title, and the hint for newcomers.

    Signals:
        changed: Something is to be stored.

    Args:
        window: Bears the title.
        pages: Holds desk and welcome page.
        toolbar: Shows less where nothing is open.
        hint: The strip for newcomers.
        commands: Those that need a pair.
        session: Knows whether the hint was dismissed.
    """

    changed = Signal()

    def __init__(
        self,
        window: QWidget,
        pages: QStackedWidget,
        desk: Desk,
        welcome: WelcomePage,
        toolbar: Toolbar,
        hint: HintStrip,
        commands: Commands,
        session: WindowSession,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._pages = pages
        self._desk = desk
        self._welcome = welcome
        self._toolbar = toolbar
        self._hint = hint
        self._commands = commands
        self._session = session
        hint.dismissed.connect(self._dismiss_hint)

    @property
    def shows_welcome(self) -> bool:
        """Whether the welcome page is what is shown."""
        return self._pages.currentWidget() is self._welcome

    def show_desk(self, pair: OpenPair) -> None:
        """Show the desk, for a pair just opened."""
        self._pages.setCurrentWidget(self._desk)
        self._toolbar.set_documents_open(True)
        self._hint.setVisible(not self._session.hint_dismissed)
        self._commands.set_available(library=True, pair=True)
        self.name(pair)

    def show_welcome(self) -> None:
        """Show the welcome page."""
        self._pages.setCurrentWidget(self._welcome)
        self._toolbar.set_documents_open(False)
        self._hint.hide()
        self._commands.set_available(library=True, pair=False)
        self._window.setWindowTitle("Diptych")

    def name(self, pair: OpenPair) -> None:
        """Put who wrote the two documents into the window's title."""
        self._window.setWindowTitle(f"{pair.left.document.byline} | {pair.right.document.byline} – Diptych")

    def _dismiss_hint(self) -> None:
        self._session.hint_dismissed = True
        self.changed.emit()

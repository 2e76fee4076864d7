"""The main window: puts the parts together and opens what the reader had open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from reader.domain.alignment import PassagePair
from reader.domain.document import Document
from reader.services.bundle import Services
from reader.services.comparison import Comparison
from reader.ui.annotating import Annotating
from reader.ui.annotation_popups import AnnotationPopups
from reader.ui.annotation_presenter import AnnotationPresenter
from reader.ui.appearance import Appearance
from reader.ui.choosers import Choosers, SystemChoosers
from reader.ui.command_handlers import CommandHandlers
from reader.ui.commands import Commands
from reader.ui.comparing import Comparing
from reader.ui.desk import Desk
from reader.ui.first_pages import FirstPages
from reader.ui.gap_presenter import GapPresenter
from reader.ui.journal import SaveState
from reader.ui.judging import Judging
from reader.ui.library_actions import LibraryActions
from reader.ui.linked_scrolling import LinkedScrolling
from reader.ui.locating import Locating
from reader.ui.menus import Menus
from reader.ui.messages import Messages
from reader.ui.opening import Opened, Opening, StartRequest
from reader.ui.page_views import PageViews
from reader.ui.pair_browser import Side
from reader.ui.pair_evidence import PairEvidence
from reader.ui.pair_gestures import PairGestures
from reader.ui.pair_places import PairPlaces
from reader.ui.pair_presenter import PairPresenter
from reader.ui.pairing import Pairing
from reader.ui.passage_menu import PassageMenu
from reader.ui.passwords import Passwords
from reader.ui.preferences import Preferences
from reader.ui.reading_wiring import ReadingWiring
from reader.ui.recolouring import Recolouring
from reader.ui.regions import Regions
from reader.ui.reviewing import Reviewing
from reader.ui.session_keeper import SessionKeeper
from reader.ui.source_presenter import SourcePresenter
from reader.ui.stage import Stage
from reader.ui.status.status_bar import StatusBar
from reader.ui.toolbar.toolbar import Toolbar
from reader.ui.toolbar_wiring import connect_documents, connect_gaps, connect_journal, connect_toolbar
from reader.ui.topic_actions import TopicActions
from reader.ui.travelling import Travelling
from reader.ui.welcome.hint_strip import HintStrip
from reader.ui.welcome.welcome_page import WelcomePage
from reader.ui.welcome_presenter import WelcomePresenter
from reader.ui.window_dialogs import WindowDialogs
from reader.ui.window_session import WindowSession
from reader.ui.workbench import SIDES, OpenPair, Workbench

MINIMUM_SIZE = (960, 600)
FIRST_SIZE = (1440, 900)
PAGE_AT = 0.06  # the height of the pane that the first line of a page asked for is brought to


class MainWindow(QMainWindow):
    """The window of one library.

    Signals:
        documents_painted: Both texts of the first pair are on the screen.
        alignment_ready: The first alignment is shown.

    Attributes:
        next_library: The library file to be used once this window is closed, or None.
    """

    documents_painted = Signal()
    alignment_ready = Signal()

    def __init__(
        self,
        appearance: Appearance,
        open_services: Callable[[], Services],
        request: StartRequest,
        log_place: str,
        choosers: Choosers | None = None,
        *,
        open_file: Callable[[str], Services] | None = None,
    ) -> None:
        """Build the window; nothing is read before `start`.

        Args:
            appearance: Colours, faces and icons.
            open_services: Opens the library; called on the library's thread.
            request: What to open.
            log_place: Where bugs are written down.
            choosers: Answers file dialogs; the system's by default.
            open_file: Opens another library file, as `open_services` does; without it a copy can be saved, not used.
        """
        super().__init__()
        self.setWindowTitle("Diptych")
        self.setMinimumSize(*MINIMUM_SIZE)
        self.resize(*FIRST_SIZE)
        self.setAcceptDrops(True)
        self._appearance = appearance
        self._open_services = open_services
        self.next_library: str | None = None
        self._closing = False
        self._request = request
        self._choosers = choosers or SystemChoosers(self)
        self.recolouring = Recolouring(appearance, self)
        self.bench = Workbench(appearance, self)
        self._build_widgets()
        self._build_controllers(log_place, open_file)
        self._connect_reading()
        self._connect_window()

    # -- building ------------------------------------------------------------------------------------------------

    def _build_widgets(self) -> None:
        self.toolbar = Toolbar(self._appearance, self)
        self.desk = Desk(self._appearance, self)
        self.status = StatusBar(self._appearance, parent=self)
        self.welcome = WelcomePage(self._appearance, self)
        self.hint = HintStrip(self._appearance, self)
        self.hint.hide()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.desk)
        self._pages.addWidget(self.welcome)
        self._banners = QVBoxLayout()
        self._banners.setContentsMargins(8, 0, 8, 0)
        self._banners.setSpacing(8)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.hint)
        column.addLayout(self._banners)
        column.addWidget(self._pages, 1)
        column.addWidget(self.status)
        self.setCentralWidget(body)

    def _build_controllers(self, log_place: str, open_file: Callable[[str], Services] | None) -> None:
        bench, desk = self.bench, self.desk
        views = {side: desk.panes[side].view for side in SIDES}
        self.messages = Messages(bench, self.status, self._banners, self, log_place)
        self.comparing = Comparing(bench, self)
        # First of all who listen: a new text clears the marks that the others then set on it.
        self.comparing.opened.connect(self._set_texts)
        self.linked = LinkedScrolling(views, self._strongest, self)
        self.travelling = Travelling(bench, self.comparing, views, self.linked, lambda: desk.active_side, self)
        self.annotating = Annotating(bench, self)
        self.pairing = Pairing(bench, self)
        self.popups = AnnotationPopups(self._appearance, desk, self)
        self.evidence = PairEvidence(bench, self)
        self.pair_presenter = PairPresenter(
            self.comparing, self.evidence, desk.panes, desk.gutter, desk.alignments, self.toolbar.set_topics, self
        )
        self.presenter = AnnotationPresenter(
            bench, self.comparing, self.annotating, desk, self.travelling, self.popups, self
        )
        self.pair_gestures = PairGestures(self.comparing, self.pairing, self.travelling, self.popups, desk, self)
        self.passwords = Passwords(self._appearance, self)
        self.library = LibraryActions(bench, self._choosers, self.passwords, open_file, self)
        self.messages.watch(self.library.import_lane)
        self.messages.save_unsaved = self.library.save_unsaved
        self.messages.show_card = desk.panel.set_work_card
        regions = Regions(
            lambda: (
                (desk.panes["left"], views["left"]),
                (desk.panes["right"], views["right"]),
                (desk.panel, desk.panel.tabs if not desk.panel.collapsed else desk.panel.expand),
                (self.toolbar, self.toolbar.library),
            )
        )
        self.page_views = PageViews(bench, self.comparing, desk, self.passwords, self)
        self.messages.watch(self.page_views.lane)
        self.first_pages = FirstPages(bench, self.library.importing, self.page_views.lane, self)
        self.locating = Locating(bench, self.comparing, self)
        self.library.documents_imported.connect(self.locating.want_all_of)
        self.library.annotations.imported.connect(lambda read: self.locating.want(read.annotations))
        self.dialogs = WindowDialogs(self, self._appearance, bench, self.comparing, self.library, self.travelling)
        beside = partial(self.dialogs.show_on_side, "right")
        self.reviewing = Reviewing(
            bench, self.comparing, self.annotating, desk, self.travelling, self.library.rereading, beside, self
        )
        self.topics = TopicActions(self, self._appearance, bench, self.comparing)
        self.gaps = GapPresenter(bench, self.comparing, desk.gaps, self)
        self.sources = SourcePresenter(bench, self.comparing, desk, self.travelling, self)
        self.handlers = CommandHandlers(
            self,
            self.dialogs,
            bench,
            self.comparing,
            desk,
            self.toolbar,
            self.travelling,
            self.pairing,
            self.presenter,
            self.library,
            self.linked,
            self.topics,
            self.sources,
            self.messages,
            regions,
            self.page_views,
        )
        self.commands = Commands(self, self.handlers.table())
        for view in views.values():
            self.commands.watch(view)
        self.commands.set_available(library=False, pair=False)
        self.passage_menu = PassageMenu(
            self,
            self._appearance,
            self.comparing,
            desk,
            self.travelling,
            self.presenter,
            Judging(bench, self),
            self.commands,
            self.sources,
            desk.find_in_both,
        )
        self.menus = Menus(self._appearance, self.toolbar, self.commands, self.handlers, self)
        self.session = WindowSession(
            self, self._appearance, desk, self.comparing, self.linked, self.annotating, self.page_views
        )
        self.places = PairPlaces(bench, self.comparing, desk, self.travelling, self.presenter, self.session, self)
        self.preferences = Preferences(
            self._appearance, self.commands, desk, self.menus, self.session, self.library, self
        )
        self.keeper = SessionKeeper(bench, self.session.collect, self)
        self.opening = Opening(bench, self._open_services, self)
        self.reading = ReadingWiring(
            bench, self.comparing, desk, self.travelling, self.linked, self.toolbar, self.status, self
        )
        self.stage = Stage(self, self._pages, desk, self.welcome, self.toolbar, self.hint, self.commands, self.session)
        self.welcome_presenter = WelcomePresenter(
            bench, self.stage, self.welcome, self.session, self.messages, self.status
        )

    def _set_texts(self, pair: OpenPair) -> None:
        self.places.set_texts(pair)

    def _strongest(self, side: Side, ordinal: int) -> PassagePair | None:
        browser = self.comparing.browser
        return browser.strongest(side, ordinal) if browser is not None else None

    # -- wiring --------------------------------------------------------------------------------------------------

    def _connect_reading(self) -> None:
        comparing = self.comparing
        comparing.opened.connect(self._show_documents)
        comparing.refreshed.connect(self._show_details)
        comparing.aligned.connect(self._say_aligned)
        comparing.ranked.connect(self._begin)
        comparing.topic_changed.connect(lambda _slug: self.keeper.touch())
        comparing.closed.connect(self._show_welcome)
        for side in SIDES:
            self.desk.panes[side].view.zoom_requested.connect(self.handlers.zoom)
        self.reading.changed.connect(self.keeper.touch)
        self.page_views.changed.connect(self.keeper.touch)
        self.page_views.place_chosen.connect(lambda side, span: self.travelling.go_to_span(side, span, PAGE_AT))
        self.popups.pair_requested.connect(self.commands["pair_by_hand"].trigger)

    def _connect_window(self) -> None:
        comparing, desk, travelling, library = self.comparing, self.desk, self.travelling, self.library
        connect_toolbar(self.toolbar, self.commands, comparing, desk, self.places, self.topics, travelling, self.linked)
        connect_gaps(desk, self.places, self.topics, travelling)
        connect_documents(self.menus, self.welcome, comparing, self.dialogs, library, self._choose_library_file)
        connect_journal(self.bench.journal, self.commands)
        self.preferences.changed.connect(self.keeper.touch)
        self.stage.changed.connect(self.keeper.touch)
        library.documents_changed.connect(self._take_up_documents)
        library.moved.connect(self.status.set_library_path)
        self.status.library_requested.connect(library.show_folder)
        self.opening.opened.connect(self._library_opened)
        self.opening.failed.connect(self._library_failed)
        self.bench.journal.state_changed.connect(self._close_when_saved)

    # -- starting ------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the library and what was asked for; to be called once the window is shown."""
        for side in SIDES:
            self.desk.panes[side].show_loading("your library")
        self.opening.start(self._request)

    def _library_opened(self, opened: Opened) -> None:
        self.places.first_start = not opened.session.window
        self.places.link_target = opened.annotation
        self.session.apply(opened.session)
        self.preferences.show()
        self.keeper.start(opened.session)
        self.status.set_library_path(opened.services.library.path)
        self.library.documents = opened.documents
        self._take_up_documents(opened.documents)
        if opened.problem is not None:
            self.messages.show_error(opened.problem)
        if opened.locked:
            self.library.import_files(opened.locked, self.dialogs.show_imported)
        if opened.pair is not None:
            self.comparing.open(*opened.pair)
        else:
            self._show_welcome()

    def _library_failed(self, error: Exception) -> None:
        for side in SIDES:
            self.desk.panes[side].show_empty("The library is not open")
        self.desk.alignments.set_aligning(False)
        self.messages.show_library_shut(error, self._choose_library_file, self.start)

    def _take_up_documents(self, documents: Sequence[Document]) -> None:
        self.menus.take_up(documents, self.session.recent, *self.dialogs.open_ids())
        self.welcome_presenter.take_up(documents)

    # -- the open pair -------------------------------------------------------------------------------------------

    def _show_documents(self, pair: OpenPair) -> None:
        self.stage.show_desk(pair)
        self.reading.show_hints()
        self.pairing.pair = pair
        self.linked.open(pair.left, pair.right)
        self.places.arrive(pair, goes_elsewhere=self.dialogs.go_to_waiting())
        self.session.add_recent(pair.left.document.id, pair.right.document.id)
        self._take_up_documents(self.library.documents)
        self.desk.focus_text()
        self.keeper.touch()
        QTimer.singleShot(0, self.documents_painted.emit)

    def _show_details(self, pair: OpenPair) -> None:
        self.pairing.pair = pair
        self.stage.name(pair)
        for side in SIDES:
            self.desk.panes[side].refresh_details(pair.side(side))

    def _say_aligned(self, comparison: Comparison) -> None:
        sizes = f"{len(comparison.left.passages)} × {len(comparison.right.passages)} passages"
        self.messages.show_done(f"Aligned {sizes} in {comparison.seconds:.2f} s · {len(comparison.topics)} topics")

    def _begin(self) -> None:
        self.places.begin()
        self.alignment_ready.emit()

    def _show_welcome(self) -> None:
        self.pairing.pair = None
        self.places.forget()
        self.welcome_presenter.show(self.library.documents)
        self._take_up_documents(self.library.documents)
        self.keeper.touch()

    # -- library file and look -----------------------------------------------------------------------------------

    def _choose_library_file(self) -> None:
        file = self._choosers.library_file(self.bench.services.library.path if self.bench.is_open else "")
        if file is not None:
            self.next_library = file
            self.close()

    # -- Qt ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what floats in its place."""
        super().resizeEvent(event)
        self.popups.hide()
        self.keeper.touch()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if self.bench.is_open and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the files that were dropped; with Shift held, without keeping copies of them."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        linked = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.library.import_files(files, self.dialogs.show_imported, link_only=linked)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store the session and end the lanes; wait for changes on their way, and ask if they can't be saved."""
        journal = self.bench.journal
        if journal.unsaved and not journal.stuck:
            self._closing = True
            event.ignore()
            return
        if journal.stuck and not self._choosers.leave_unsaved(journal.unsaved):
            self.next_library = None
            event.ignore()
            return
        if not journal.stuck:  # where changes can't be saved, positions can't either
            self.keeper.store()
        # What the lanes still do may take a moment, which nobody should have to look at.
        self.hide()
        self.end_work()
        event.accept()

    def end_work(self) -> None:
        """Let nothing begin any more, and wait for what has begun: what is stored last is still written."""
        self.evidence.use(None)
        for part in (self.first_pages, self.locating, self.page_views, self.library, self.bench):
            part.close()

    def _close_when_saved(self, state: SaveState) -> None:  # a slot; its second value is not needed
        if self._closing and state is not SaveState.SAVING:
            self._closing = False
            QTimer.singleShot(0, self.close)

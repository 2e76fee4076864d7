"""Banners, notices and the status bar: everything the window tells the reader in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.errors import CancelledError, KnownError, StorageError
from reader.ui.journal import SaveState
from reader.ui.status.banner import Banner, Severity
from reader.ui.status.key_hints import KeyHint
from reader.ui.status.notice import Notice
from reader.ui.status.status_bar import HEIGHT, StatusBar
from reader.ui.status.work_card import WorkCard
from reader.ui.tasks import Task, TaskLane
from reader.ui.workbench import Workbench

# More banners than this would push the text off the screen; the oldest leaves.
_MOST_BANNERS = 3

READING_HINTS = (
    KeyHint(("j",), "next"),
    KeyHint(("k",), "previous"),
    KeyHint(("o",), "counterpart"),
    KeyHint(("c",), "confirm"),
    KeyHint(("x",), "reject"),
    KeyHint(("?",), "all keys"),
)
SELECTION_HINTS = (
    KeyHint(("1–5",), "colour"),
    KeyHint(("n",), "note"),
    KeyHint(("t",), "tag"),
    KeyHint(("p",), "pair by hand"),
    KeyHint(("Esc",), "cancel"),
)


class Messages(QObject):
    """Shows what the workbench and its lanes report.

    Args:
        bench: What to listen to.
        status: The status bar.
        banners: Where banners go, above the text.
        window: The widget that notices stand in.
        log_place: Where bugs are written down, for the banner about one.
    """

    def __init__(
        self,
        bench: Workbench,
        status: StatusBar,
        banners: QVBoxLayout,
        window: QWidget,
        log_place: str,
    ) -> None:
        super().__init__(window)
        self._bench = bench
        self._status = status
        self._banners = banners
        self._log_place = log_place
        self._shown: list[Banner] = []
        self._unsaved_banner: Banner | None = None
        self.save_unsaved: Callable[[], None] = lambda: None
        self.notice = Notice(bench.appearance, window, above=HEIGHT)
        self._notice_act: Callable[[], None] = bench.journal.undo_stack.undo
        self.notice.action_requested.connect(self._act_on_notice)
        # The notice's Undo means the change it speaks of, not one made after it.
        bench.journal.undo_stack.indexChanged.connect(lambda _index: self.notice.dismiss())
        self.show_card: Callable[[QWidget | None], None] = lambda _card: None
        status.work.changed.connect(self._place_card)  # before the card itself listens: it shows only where it stands
        self.work_card = WorkCard(bench.appearance, status.work, window)
        bench.failed.connect(self.show_error)
        bench.repairable.connect(self.show_repairable)
        bench.announced.connect(self._announce)
        bench.noticed.connect(lambda text: self._notify(text, "Undo", bench.journal.undo_stack.undo, keys="Ctrl+Z"))
        bench.told.connect(lambda text: self.notice.show_notice(text, action=""))
        bench.offered.connect(self._notify)
        bench.journal.state_changed.connect(self._show_save_state)
        bench.journal.failed.connect(self._show_unsaved)
        status.retry_requested.connect(bench.journal.retry)
        status.cancel_requested.connect(self._cancel)
        status.set_hints(READING_HINTS)
        for lane in (bench.library_lane, bench.compute_lane):
            self.watch(lane)

    def watch(self, lane: TaskLane) -> None:
        """Show a lane's work while it takes long."""
        # Direct: these signals come from the GUI thread except progress, which Qt queues by itself.
        lane.started.connect(self._began)
        lane.progressed.connect(self._progressed)
        lane.ended.connect(self._status.finish)

    def _began(self, task: Task[object]) -> None:
        self._status.begin(task, task.name)

    def _progressed(self, task: Task[object], done: int, total: int) -> None:
        self._status.update_work(task, done, total)

    def _place_card(self) -> None:
        self.show_card(self.work_card if self._status.work.in_card() else None)

    def _cancel(self, task: object) -> None:
        if isinstance(task, Task):
            task.cancel()

    def _announce(self, text: str) -> None:
        self._status.show_message(text, "info")

    def _act_on_notice(self) -> None:
        self._notice_act()

    def _notify(self, text: str, words: str, act: Callable[[], None], keys: str = "") -> None:
        self._notice_act = act
        self.notice.show_notice(text, words, keys)

    def show_done(self, text: str) -> None:
        """Say in the status bar that something is done."""
        self._status.show_message(text)

    # -- errors --------------------------------------------------------------------------------------------------

    def show_error(self, error: Exception) -> None:
        """Show an error as a banner: a known one with its remedy, a bug with where it was written down."""
        if isinstance(error, CancelledError):
            self._announce("Cancelled")
        elif isinstance(error, KnownError):
            self._show(Banner(self._bench.appearance, Severity.CAUTION, error.message, error.remedy))
        else:
            self.show_bug(error)

    def show_repairable(self, error: KnownError, words: str, act: Callable[[], None]) -> None:
        """Show a known error with what can be done about it as a button."""
        banner = Banner(self._bench.appearance, Severity.CAUTION, error.message, error.remedy)
        button = banner.add_action(words, primary=True)
        button.clicked.connect(partial(self._drop, banner))
        button.clicked.connect(partial(_call, act))
        self._show(banner)

    def show_bug(self, error: BaseException) -> None:
        """Say that the program has a fault, that saved work is safe, and where the details are."""
        self._show(
            Banner(
                self._bench.appearance,
                Severity.ERROR,
                "Something went wrong inside Diptych",
                f"What you saved is safe. Please report it with what stands in {self._log_place}.",
                details=f"{type(error).__name__}: {error}",
            )
        )

    def show_library_shut(
        self, error: Exception, choose_another: Callable[[], None], try_again: Callable[[], None]
    ) -> None:
        """Say why the library can't be opened, with the two ways on."""
        if not isinstance(error, KnownError):
            self.show_error(error)
            return
        banner = Banner(self._bench.appearance, Severity.ERROR, error.message, error.remedy, closable=False)
        for words, act in (("Use another library file…", choose_another), ("Try again", try_again)):
            button = banner.add_action(words, primary=words == "Try again")
            button.clicked.connect(partial(self._drop, banner))
            button.clicked.connect(partial(_call, act))
        self._show(banner)

    def _show(self, banner: Banner) -> None:
        self._shown = [each for each in self._shown if not each.isHidden()]
        if any(_same(banner, each) for each in self._shown):  # a fault in painting comes back with every frame
            banner.deleteLater()
            return
        while len(self._shown) >= _MOST_BANNERS:
            self._drop(self._shown[0])
        self._shown.append(banner)
        self._banners.addWidget(banner)
        banner.closed.connect(lambda: self._drop(banner), Qt.ConnectionType.QueuedConnection)
        banner.show()
        banner.announce()

    def _drop(self, banner: Banner, _checked: bool = False) -> None:  # also a slot of clicked
        if banner in self._shown:
            self._shown.remove(banner)
            self._banners.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        if banner is self._unsaved_banner:
            self._unsaved_banner = None

    # -- saving --------------------------------------------------------------------------------------------------

    def _show_save_state(self, state: SaveState, unsaved: int) -> None:
        self._status.set_save_state(state, unsaved)
        if state is not SaveState.FAILED and self._unsaved_banner is not None:
            self._drop(self._unsaved_banner)

    def _show_unsaved(self, error: Exception) -> None:
        if self._unsaved_banner is not None:
            self._drop(self._unsaved_banner)
        if not isinstance(error, StorageError):
            # Trying again would fail again: the change itself was wrong, and the next ones must not wait for it.
            self._bench.journal.give_up()
            self.show_error(error)
            return
        count = self._bench.journal.unsaved
        title = "Your last change is not saved" if count == 1 else f"Your last {count} changes are not saved"
        text = f"{error.message} They are kept in memory. {error.remedy}"
        banner = Banner(self._bench.appearance, Severity.ERROR, title, text, closable=False)
        banner.add_action("Save a copy…").clicked.connect(partial(_call, self.save_unsaved))
        banner.add_action("Try again", primary=True).clicked.connect(self._bench.journal.retry)
        self._unsaved_banner = banner
        self._show(banner)


def _call(act: Callable[[], None], _checked: bool = False) -> None:  # a slot of clicked
    act()


def _same(one: Banner, other: Banner) -> bool:
    return (one.accessibleName(), one.details.text()) == (other.accessibleName(), other.details.text())

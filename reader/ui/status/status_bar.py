"""The status bar: what was done last or is under way, the keys of the moment, and where and whether all is saved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from reader.ui.appearance import Appearance
from reader.ui.journal import SaveState
from reader.ui.status.key_hints import KeyHint, KeyHints
from reader.ui.status.progress_line import ProgressLine
from reader.ui.status.status_button import StatusButton
from reader.ui.status.text_label import Ink, ink2
from reader.ui.status.work_monitor import Work, WorkMonitor
from reader.ui.theme import Theme

HEIGHT = 26
_EDGE = 8
_BAR_WIDTH = 120
_SAVED_ICONS = {SaveState.SAVED: "check", SaveState.SAVING: "refresh-cw", SaveState.FAILED: "triangle-alert"}


def _failure(theme: Theme) -> str:
    return theme.failure


class StatusBar(QWidget):
    """Left a sentence or the work under way, in the middle key hints, right the save state and the library's place.

    Signals:
        cancel_requested: Key of the work to stop.
        retry_requested: The reader wants unsaved changes tried again.
        library_requested: The reader wants to see the library file's folder.

    Args:
        appearance: Colours, faces and icons.
        work: Knows the work under way; a monitor of its own if not given.
    """

    cancel_requested = Signal(object)
    retry_requested = Signal()
    library_requested = Signal()

    def __init__(self, appearance: Appearance, work: WorkMonitor | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._path = Path()
        self.work = work or WorkMonitor(self)
        self.message = StatusButton(appearance, passive=True, parent=self)
        self.work_name = StatusButton(appearance, passive=True, parent=self)
        self.line = ProgressLine(appearance, self)
        self.cancel = StatusButton(appearance, "Cancel", icon="x", parent=self)
        self.hints = KeyHints(appearance, parent=self)
        self.saved = StatusButton(appearance, passive=True, parent=self)
        self.retry = StatusButton(appearance, "Try again", icon="rotate-ccw", colour=_failure, parent=self)
        self.library = StatusButton(appearance, icon="folder", parent=self)
        self.library.elide_left()
        self.cancel.clicked.connect(self._cancel)
        self.retry.clicked.connect(self.retry_requested)
        self.library.clicked.connect(self.library_requested)
        self.work.cancel_requested.connect(self.cancel_requested)
        self.work.changed.connect(self._show_work)
        self.setFixedHeight(HEIGHT)
        self.set_save_state(SaveState.SAVED, 0)
        self._show_work()
        appearance.recoloured.connect(self.update)

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_message(self, text: str, icon: str = "check", colour: Ink = ink2) -> None:
        """Say what was done or what is the case; read out by screen readers."""
        self.message.show_words(text, icon if text else "", colour)
        self.message.setToolTip(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self.message, QAccessible.Event.NameChanged))
        self._arrange()

    def set_hints(self, hints: Sequence[KeyHint]) -> None:
        """Show the keys of the moment, the most useful first."""
        self.hints.set_hints(hints)
        self._arrange()

    def set_save_state(self, state: SaveState, unsaved: int) -> None:
        """Say whether all changes are saved; `unsaved` counts those that are not."""
        if state is SaveState.FAILED:
            text = f"{unsaved} {'change' if unsaved == 1 else 'changes'} not saved"
        else:
            text = state.value
        colour = _failure if state is SaveState.FAILED else ink2
        if (text, state is SaveState.FAILED) != (self.saved.text(), self.retry.isVisibleTo(self)):
            self.saved.show_words(text, _SAVED_ICONS[state], colour)
            self.retry.setVisible(state is SaveState.FAILED)
            QAccessible.updateAccessibility(QAccessibleEvent(self.saved, QAccessible.Event.NameChanged))
            self._arrange()

    def set_library_path(self, path: str | Path) -> None:
        """Show where the library is; the home folder is written as "~"."""
        self._path = Path(path)
        self._arrange()

    # -- work under way ------------------------------------------------------------------------------------------

    def begin(self, key: object, name: str) -> None:
        """Take note that work has begun; it shows once it has gone on for 300 ms."""
        self.work.begin(key, name)

    def update_work(self, key: object, done: int, total: int) -> None:
        """Take note of how far work is."""
        self.work.update(key, done, total)

    def finish(self, key: object) -> None:
        """Take note that work has ended."""
        self.work.finish(key)

    def _newest(self) -> Work | None:
        works = self.work.in_bar()
        return works[-1] if works else None

    def _show_work(self) -> None:
        work, others = self._newest(), len(self.work.in_bar()) - 1
        if work is not None:
            more = f" (and {others} more)" if others else ""
            self.work_name.show_words(", ".join(part for part in (work.name, work.count) if part) + more)
            self.line.set_share(work.share)
            self.cancel.setAccessibleName(f"Cancel: {work.name}")
        for part in (self.work_name, self.line, self.cancel):
            part.setVisible(work is not None)
        self.message.setVisible(work is None)
        self._arrange()

    def _cancel(self) -> None:
        work = self._newest()
        if work is not None:
            self.work.cancel_requested.emit(work.key)

    # -- layout --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the contents to the new size."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """React to changed state."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size it can be used at."""
        return QSize(480, HEIGHT)

    def _arrange(self) -> None:
        """Give the right its room, then the left, then the hints what is left between them."""
        left = self._arrange_left(self.width() - self._arrange_right())
        right = self.saved.x() - _EDGE
        wanted = min(self.hints.sizeHint().width(), max(0, right - left))
        # In the middle of the window where both sides leave it free, else in the middle of what they leave.
        x = min(max((self.width() - wanted) // 2, left), max(left, right - wanted))
        self.hints.setGeometry(x, 0, wanted, self.height())

    def _arrange_right(self) -> int:
        """Place the right-hand parts and return the width they take."""
        home, path = Path.home(), self._path
        shown = f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
        for text in (shown, path.name):
            if text != self.library.text():
                self.library.show_words(text)
            if self.library.natural_width() <= self.width() // 4:
                break
        self.library.setVisible(bool(path.name))
        self.library.setToolTip(f"{path}\nShow its folder")
        self.library.setAccessibleName(f"Library {path}, show its folder")
        x = self.width() - _EDGE
        for part in (self.library, self.retry, self.saved):
            if part.isVisibleTo(self):
                width = min(part.natural_width(), self.width() // 3)
                x -= width
                part.setGeometry(x, 1, width, self.height() - 1)
        return self.width() - x

    def _arrange_left(self, room: int) -> int:
        """Place the left-hand parts within `room` and return where they end."""
        x = _EDGE - 2
        if self.message.isVisibleTo(self):
            width = min(self.message.natural_width(), room - x - _EDGE)
            self.message.setGeometry(x, 1, max(0, width), self.height() - 1)
            return x + width + _EDGE
        cancel = self.cancel.natural_width()
        width = min(self.work_name.natural_width(), room - x - cancel - _BAR_WIDTH - 2 * _EDGE)
        self.work_name.setGeometry(x, 1, max(0, width), self.height() - 1)
        x += width + 2
        self.line.setGeometry(x, 9, _BAR_WIDTH, 8)
        x += _BAR_WIDTH + 4
        self.cancel.setGeometry(x, 1, cancel, self.height() - 1)
        return x + cancel + _EDGE

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.window))
        painter.fillRect(0, 0, self.width(), 1, QColor(theme.hairline))

"""Asks for the passwords of protected files, one file at a time, and keeps none."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from reader.domain.progress import Progress
from reader.errors import CancelledError, PasswordError
from reader.ui.appearance import Appearance
from reader.ui.dialogs.password_dialog import PasswordDialog
from reader.ui.tasks import TaskLane

T = TypeVar("T")
Answer = Callable[[str | None], None]


class Passwords(QObject):
    """Opens a dialog for each file that needs one; several wait for each other.

    Args:
        appearance: Colours and faces.
        window: Parent of the dialogs.
    """

    def __init__(self, appearance: Appearance, window: QWidget) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._window = window
        self._waiting: deque[tuple[str, bool, Answer]] = deque()
        self._asking = False

    def submit(
        self,
        lane: TaskLane,
        task: str,
        file_name: str,
        work: Callable[[Progress, str | None], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Queue work on a file; while it needs a password, ask for one and try again.

        Args:
            lane: Where the work is done.
            task: What the status bar shows.
            file_name: What the reader is asked about.
            work: Gets the password, None at first.
            done: Gets the result.
            failed: Gets any other error, and a CancelledError if the reader gives up.
        """

        def attempt(password: str | None) -> None:
            def refused(error: Exception) -> None:
                if isinstance(error, PasswordError):
                    self.ask(file_name, answered, wrong=password is not None)
                else:
                    failed(error)

            lane.submit(task, lambda progress: work(progress, password), done, refused)

        def answered(password: str | None) -> None:
            if password is None:
                failed(CancelledError())
            else:
                attempt(password)

        attempt(None)

    def ask(self, file_name: str, answered: Answer, *, wrong: bool = False) -> None:
        """Ask for a file's password; `answered` gets it, or None if the reader gives up."""
        self._waiting.append((file_name, wrong, answered))
        self._ask_next()

    def _ask_next(self) -> None:
        if self._asking or not self._waiting:
            return
        self._asking = True
        file_name, wrong, answered = self._waiting.popleft()
        question = f"“{file_name}” is protected by a password."
        dialog = PasswordDialog(self._appearance, question, wrong=wrong, parent=self._window)
        dialog.finished.connect(partial(self._finished, dialog, answered))
        dialog.open()
        dialog.password.setFocus()

    def _finished(self, dialog: PasswordDialog, answered: Answer, result: int) -> None:
        password = dialog.password.text() if result == QDialog.DialogCode.Accepted else None
        dialog.password.clear()
        dialog.deleteLater()
        self._asking = False
        answered(password)
        self._ask_next()

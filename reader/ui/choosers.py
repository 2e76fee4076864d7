"""The system's file dialogs, behind one small face so that tests can answer for the reader."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

_DOCUMENTS = (
    "Documents (*.pdf *.docx *.docm *.odt *.epub *.html *.htm *.xhtml *.md *.markdown *.txt *.text);;All files (*)"
)

_ANNOTATIONS = "Web Annotations (*.jsonld *.json);;All files (*)"


class Choosers(Protocol):
    """Questions only the reader can answer."""

    def files_to_import(self) -> list[str]:
        """Ask for files to import; empty when cancelled."""

    def annotations_to_import(self) -> str | None:
        """Ask for a file of annotations; None when cancelled."""

    def file_to_write(self, title: str, suggestion: str, kinds: str) -> str | None:
        """Ask where to write; the dialog asks before an existing file is taken. None when cancelled."""

    def library_file(self, current: str) -> str | None:
        """Ask for another library file, new or existing; None when cancelled."""

    def leave_unsaved(self, count: int) -> bool:
        """Ask whether to close although changes are not saved."""


class SystemChoosers:
    """The system's own dialogs; they remember the folder used last."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._folder = str(Path.home())

    def files_to_import(self) -> list[str]:
        """Ask for files to import; empty when cancelled."""
        files, _ = QFileDialog.getOpenFileNames(self._window, "Import documents", self._folder, _DOCUMENTS)
        self._remember(files[0] if files else None)
        return files

    def annotations_to_import(self) -> str | None:
        """Ask for a file of annotations; None when cancelled."""
        file, _ = QFileDialog.getOpenFileName(self._window, "Import annotations", self._folder, _ANNOTATIONS)
        return self._remember(file or None)

    def file_to_write(self, title: str, suggestion: str, kinds: str) -> str | None:
        """Ask where to write; the dialog asks before an existing file is taken."""
        file, _ = QFileDialog.getSaveFileName(self._window, title, str(Path(self._folder) / suggestion), kinds)
        return self._remember(file or None)

    def library_file(self, current: str) -> str | None:
        """Ask for another library file, new or existing."""
        options = QFileDialog.Option.DontConfirmOverwrite  # a library is opened, never overwritten
        file, _ = QFileDialog.getSaveFileName(
            self._window, "Use another library file", current, "Libraries (*.sqlite);;All files (*)", options=options
        )
        return self._remember(file or None)

    def leave_unsaved(self, count: int) -> bool:
        """Ask whether to close although changes are not saved."""
        changes = "1 change is" if count == 1 else f"{count} changes are"
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Diptych")
        box.setText(f"{changes} not saved and will be lost.")
        box.setInformativeText("Keep the window open to try again or to save a copy of the library elsewhere.")
        keep = box.addButton("Keep open", QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton("Close and lose them", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(keep)
        box.exec()
        return box.clickedButton() is leave

    def _remember(self, file: str | None) -> str | None:
        if file:
            self._folder = str(Path(file).parent)
        return file

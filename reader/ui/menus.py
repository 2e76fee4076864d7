"""The menus of the toolbar: library, export, and the main menu with every command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from reader.domain.document import Document, DocumentId
from reader.ui.appearance import Appearance
from reader.ui.command_handlers import CommandHandlers
from reader.ui.commands import COMMANDS, Commands
from reader.ui.pair_browser import Side
from reader.ui.toolbar.toolbar import Toolbar

_TITLE_LENGTH = 60
_SCHEMES: tuple[tuple[str, bool | None], ...] = (("Like the system", None), ("Light", False), ("Dark", True))
# What the Edit and Mark groups hold stands in menus of its own in the main menu.
_GROUPS = ("Move", "Topics", "Pairs", "Mark", "Edit", "Find", "Library", "View")


class Menus(QObject):
    """Fills the toolbar's menus and keeps them in step with the documents.

    Attributes:
        single_keys, reduced_motion, link_only: Settings as checkable actions.

    Signals:
        side_chosen: A side and the id of the document to show there.
        pair_chosen: Two document ids.
        edit_requested, remove_requested: A document id.
        reread_requested: The id of a document to read again.
        pdf_requested: The id of a document to write as PDF with its highlights.
        scheme_chosen: True for dark, False for light, None for the system's.
        copy_requested: Write a copy of the library.
        annotations_requested: Import annotations.
        library_file_requested: Use another library file.
    """

    side_chosen = Signal(str, str)
    pair_chosen = Signal(str, str)
    edit_requested = Signal(str)
    remove_requested = Signal(str)
    scheme_chosen = Signal(object)
    reread_requested = Signal(str)
    pdf_requested = Signal(str)
    annotations_requested = Signal()
    copy_requested = Signal()
    library_file_requested = Signal()

    def __init__(
        self,
        appearance: Appearance,
        toolbar: Toolbar,
        commands: Commands,
        handlers: CommandHandlers,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._commands = commands
        self._documents: Sequence[Document] = ()
        self._recent: Sequence[tuple[DocumentId, DocumentId]] = ()
        self._open: dict[Side, DocumentId | None] = {"left": None, "right": None}
        self.link_only = QAction("Link to imported files, keep no copies", self)
        self.link_only.setCheckable(True)
        self.link_only.setToolTip("Pages show only while a file stays where it is. For once: drop it with Shift held.")
        self.library = QMenu(parent)
        self.library.setToolTipsVisible(True)
        self.library.aboutToShow.connect(self._fill_library)
        self.export = QMenu(parent)
        self.main = QMenu(parent)
        self._pdf_copies: list[QAction] = []
        self._fill_export(handlers)
        self.export.aboutToShow.connect(self._offer_pdf_copies)
        self._fill_main()
        toolbar.set_library_menu(self.library)
        toolbar.set_export_menu(self.export)
        toolbar.set_main_menu(self.main)

    def take_up(
        self,
        documents: Sequence[Document],
        recent: Sequence[tuple[DocumentId, DocumentId]],
        left: DocumentId | None,
        right: DocumentId | None,
    ) -> None:
        """Show these documents and recent pairs, the open ones checked."""
        self._documents, self._recent = documents, recent
        self._open = {"left": left, "right": right}

    # -- library -------------------------------------------------------------------------------------------------

    def _fill_library(self) -> None:
        menu = self.library
        menu.clear()
        for side, words in (("left", "Left document"), ("right", "Right document")):
            self._add_documents(menu.addMenu(words), side)
        menu.addAction(self._commands["swap"])
        self._add_recent(menu.addMenu("Recent pairs"))
        menu.addSeparator()
        menu.addAction(self._commands["import"])
        menu.addAction(self.link_only)
        menu.addAction("Import annotations…", self.annotations_requested.emit)
        menu.addAction(self._commands["library"])
        self._add_for_each(menu.addMenu("Edit title, author, year"), self.edit_requested.emit)
        self._add_for_each(menu.addMenu("Read again with the current parser"), self.reread_requested.emit)
        self._add_for_each(menu.addMenu("Remove from the library"), self.remove_requested.emit)
        menu.addSeparator()
        menu.addAction(self._commands["search_library"])
        menu.addAction("Save a copy of the library…", self.copy_requested.emit)
        menu.addAction("Use another library file…", self.library_file_requested.emit)
        menu.addSeparator()
        menu.addAction(self._commands["close_pair"])

    def _add_documents(self, menu: QMenu, side: str) -> None:
        group = QActionGroup(menu)
        for document in self._documents:
            action = menu.addAction(_title(document))
            action.setCheckable(True)
            action.setChecked(document.id == self._open["left" if side == "left" else "right"])
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, document=document: self.side_chosen.emit(side, document.id))
        self._say_if_empty(menu, "No documents yet: import one")

    def _add_recent(self, menu: QMenu) -> None:
        known = {document.id: document for document in self._documents}
        for left, right in self._recent:
            if left in known and right in known and {left, right} != set(self._open.values()):
                words = f"{_short(known[left])}  |  {_short(known[right])}"
                menu.addAction(words, partial(self.pair_chosen.emit, left, right))
        self._say_if_empty(menu, "No other pair was open yet")

    def _add_for_each(self, menu: QMenu, chosen: Callable[[str], None]) -> None:
        for document in self._documents:
            menu.addAction(_title(document), partial(chosen, document.id))
        self._say_if_empty(menu, "No documents yet: import one")

    @staticmethod
    def _say_if_empty(menu: QMenu, words: str) -> None:
        if menu.isEmpty():
            menu.addAction(words).setEnabled(False)

    # -- export and main -----------------------------------------------------------------------------------------

    def _fill_export(self, handlers: CommandHandlers) -> None:
        menu = self.export
        menu.addAction(self._commands["export_markdown"])
        menu.addAction("Only the active topic, to Markdown…", lambda: handlers.export("markdown", topic_only=True))
        menu.addAction("The whole library, to Markdown…", lambda: handlers.export("markdown", everything=True))
        menu.addSeparator()
        menu.addAction("Annotations as a table (CSV)…", lambda: handlers.export("csv"))
        menu.addAction("Web Annotations (JSON-LD)…", lambda: handlers.export("web-annotation"))

    def _offer_pdf_copies(self) -> None:
        """Offer a copy of each open document that has pages."""
        for action in self._pdf_copies:
            self.export.removeAction(action)
            action.deleteLater()
        shown = [document for document in self._documents if document.id in self._open.values() and document.pages]
        self._pdf_copies = [self.export.addSeparator()] if shown else []
        for document in shown:
            words = f"A copy of the PDF with your highlights: {_short(document)}…"
            self._pdf_copies.append(self.export.addAction(words, partial(self.pdf_requested.emit, document.id)))

    def _fill_main(self) -> None:
        by_group: dict[str, list[QAction]] = {}
        for command in COMMANDS:
            by_group.setdefault(command.group, []).append(self._commands[command.key])
        for group in _GROUPS:
            menu = self.main.addMenu(group)
            menu.addActions(by_group[group])
            if group == "View":
                self._add_view(menu)
        self.main.addSeparator()
        for key in ("undo", "redo", "all_keys", "quit"):
            self.main.addAction(self._commands[key])

    def _add_view(self, menu: QMenu) -> None:
        menu.addSeparator()
        schemes = menu.addMenu("Light or dark")
        group = QActionGroup(schemes)
        for words, dark in _SCHEMES:
            action = schemes.addAction(words)
            action.setCheckable(True)
            action.setChecked(dark is None)
            action.setData(dark)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, dark=dark: self.scheme_chosen.emit(dark))
        self._schemes = group
        self.single_keys = menu.addAction("Single keys give commands")
        self.single_keys.setCheckable(True)
        self.single_keys.setChecked(True)
        self.reduced_motion = menu.addAction("Jump instead of gliding")
        self.reduced_motion.setCheckable(True)

    def show_scheme(self, dark: bool | None) -> None:  # the value, not a switch
        """Check the scheme in use."""
        for action in self._schemes.actions():
            action.setChecked(action.data() is dark)


def _title(document: Document) -> str:
    title = document.title if len(document.title) <= _TITLE_LENGTH else f"{document.title[: _TITLE_LENGTH - 1]}…"
    return f"{title} · {document.byline}".replace("&", "&&")


def _short(document: Document) -> str:
    return document.byline.replace("&", "&&")

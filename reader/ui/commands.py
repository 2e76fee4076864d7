"""Every command of the window: its words, its keys, and the actions made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from reader.ui.context_menu_key import ContextMenuKey

Need = Literal["", "library", "pair"]


@dataclass(frozen=True, slots=True)
class Command:
    """A command a reader can give.

    Attributes:
        key: The name the program uses.
        text: What menus and the sheet of all keys show.
        group: The heading it stands under there.
        shortcuts: Key sequences that work everywhere in the window (portable text).
        characters: Single characters that work while a reading pane has the focus, matched by what is typed and not
            by the key's position, so that they work on every keyboard layout.
        needs: What must be open for it: "pair" for two documents, "library", or "" for nothing.
    """

    key: str
    text: str
    group: str
    shortcuts: tuple[str, ...] = ()
    characters: str = ""
    needs: Need = ""

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """The keys as key caps show them, single characters first."""
        names = {"\r": "Enter"}
        native = QKeySequence.SequenceFormat.NativeText
        return (
            *(names.get(c, c) for c in self.characters),
            *(QKeySequence(s).toString(native) for s in self.shortcuts),
        )


COMMANDS = (
    Command("next_passage", "Next passage on the topic", "Move", characters="j", needs="pair"),
    Command("previous_passage", "Previous passage on the topic", "Move", characters="k", needs="pair"),
    Command("counterpart", "Jump to the counterpart (again: the next best)", "Move", characters="o\r", needs="pair"),
    Command("next_pair", "Next pair", "Move", ("Ctrl+Down",), ".", needs="pair"),
    Command("previous_pair", "Previous pair", "Move", ("Ctrl+Up",), ",", needs="pair"),
    Command("previous_topic", "Previous topic", "Move", ("Ctrl+PgUp",), "[", needs="pair"),
    Command("next_topic", "Next topic", "Move", ("Ctrl+PgDown",), "]", needs="pair"),
    Command("next_note", "Next note marker (Enter opens it)", "Move", characters="f", needs="pair"),
    Command("back", "Back to where you were", "Move", ("Alt+Left",), needs="pair"),
    Command("forward", "Forward", "Move", ("Alt+Right",), needs="pair"),
    Command("go_to_page", "Go to a page", "Move", ("Ctrl+G",), needs="pair"),
    Command("outline", "Outline of this document", "Move", ("Ctrl+Shift+O",), needs="pair"),
    Command("other_region", "Other pane, then side panel and toolbar", "Move", ("F6",)),
    Command("previous_region", "The same, backwards", "Move", ("Shift+F6",)),
    Command("new_topic", "New topic", "Topics", ("Ctrl+T",)),
    Command("manage_topics", "Topics and suggestions", "Topics", ("Ctrl+Shift+T",)),
    Command("confirm", "Confirm the current pair", "Pairs", characters="c", needs="pair"),
    Command("reject", "Reject the current pair", "Pairs", characters="x", needs="pair"),
    Command("pair_by_hand", "Pair the two passages by hand", "Pairs", characters="p", needs="pair"),
    Command("linked", "Linked scrolling on or off", "Pairs", ("Ctrl+L",)),
    Command("highlight", "Highlight the selection (last colour)", "Mark", characters="h", needs="pair"),
    Command("highlight_1", "Highlight as Claim", "Mark", characters="1", needs="pair"),
    Command("highlight_2", "Highlight as Evidence", "Mark", characters="2", needs="pair"),
    Command("highlight_3", "Highlight as Context", "Mark", characters="3", needs="pair"),
    Command("highlight_4", "Highlight as Dispute", "Mark", characters="4", needs="pair"),
    Command("highlight_5", "Highlight as Question", "Mark", characters="5", needs="pair"),
    Command("note", "Write a note", "Mark", characters="n", needs="pair"),
    Command("tag", "Add a tag", "Mark", characters="t", needs="pair"),
    Command("review", "Annotations without a sure place", "Mark", ("Ctrl+Shift+R",), needs="pair"),
    Command("copy", "Copy the quote with its citation", "Mark", ("Ctrl+C",), needs="pair"),
    Command("undo", "Undo", "Edit", ("Ctrl+Z",)),
    Command("redo", "Redo", "Edit", ("Ctrl+Shift+Z", "Ctrl+Y")),
    Command("find", "Find in this pane", "Find", ("Ctrl+F",), needs="pair"),
    Command("find_both", "Find in both documents", "Find", characters="/", needs="pair"),
    Command("search_library", "Search the library", "Find", ("Ctrl+Shift+F",), needs="library"),
    Command("import", "Import a document", "Library", ("Ctrl+O",), needs="library"),
    Command("library", "Choose documents", "Library", ("Ctrl+Shift+L",), needs="library"),
    Command("swap", "Swap sides", "Library", ("Ctrl+Shift+S",), needs="pair"),
    Command("export_markdown", "Export to Markdown", "Library", ("Ctrl+E",), needs="library"),
    Command("close_pair", "Close both documents", "Library", ("Ctrl+W",), needs="pair"),
    Command("alignments_tab", "Alignments", "View", ("Ctrl+1",)),
    Command("annotations_tab", "Annotations", "View", ("Ctrl+2",)),
    Command("gaps_tab", "Gaps", "View", ("Ctrl+3",)),
    Command("sources_tab", "Sources", "View", ("Ctrl+4",)),
    Command("toggle_dock", "Side panel", "View", ("Ctrl+\\",)),
    Command("page_view", "Pages or running text", "View", ("Ctrl+Shift+P",), "v", needs="pair"),
    Command("larger", "Larger text or pages", "View", ("Ctrl++", "Ctrl+=")),
    Command("smaller", "Smaller text or pages", "View", ("Ctrl+-",)),
    Command("normal_size", "Text as it was, pages fitted", "View", ("Ctrl+0",)),
    Command("all_keys", "All keys", "View", ("F1",), "?"),
    Command("quit", "Quit", "View", ("Ctrl+Q",)),
)


class Commands(QObject):
    """The actions of the window, and the single keys of its reading panes."""

    def __init__(self, window: QWidget, handlers: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(window)
        ContextMenuKey(window)
        self._characters: dict[str, QAction] = {}
        self.actions: dict[str, QAction] = {}
        self.characters_enabled = True
        for command in COMMANDS:
            action = QAction(command.text, window)
            action.setShortcuts([QKeySequence(s) for s in command.shortcuts])
            handler = handlers[command.key]
            action.triggered.connect(lambda _checked=False, handler=handler: handler())
            window.addAction(action)
            self.actions[command.key] = action
            for character in command.characters:
                self._characters[character] = action

    def __getitem__(self, key: str) -> QAction:
        return self.actions[key]

    def set_available(self, *, library: bool, pair: bool) -> None:
        """Enable the commands for which what they need is open; undo and redo are left as they are."""
        met: dict[Need, bool] = {"": True, "library": library, "pair": pair}
        for command in COMMANDS:
            if command.key not in {"undo", "redo"}:
                self.actions[command.key].setEnabled(met[command.needs])

    def watch(self, pane_view: QWidget) -> None:
        """Give a reading pane's view the single keys."""
        pane_view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn a typed character into its command."""
        if self.characters_enabled and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            held = event.modifiers()
            control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
            # Some systems report AltGr, which "[" needs on many keyboards, as Ctrl and Alt together.
            commanding = bool(held & control) != bool(held & alt) or bool(held & Qt.KeyboardModifier.MetaModifier)
            action = self._characters.get(event.text())
            if action is not None and not commanding:
                if action.isEnabled():
                    action.trigger()
                return True
        return super().eventFilter(watched, event)

"""What each command does: one short method a command, named as in the command table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from reader.domain.alignment import PairState
from reader.domain.annotation import HighlightColour
from reader.services.export import ExportScope
from reader.ui.annotation_presenter import AnnotationPresenter
from reader.ui.appearance import TEXT_SIZES
from reader.ui.comparing import Comparing
from reader.ui.desk import ALIGNMENTS, ANNOTATIONS, GAPS, SOURCES, Desk
from reader.ui.library_actions import LibraryActions
from reader.ui.linked_scrolling import LinkedScrolling, LinkMode
from reader.ui.messages import Messages
from reader.ui.page_views import PageViews
from reader.ui.pairing import Pairing
from reader.ui.regions import Regions
from reader.ui.source_presenter import SourcePresenter
from reader.ui.toolbar.toolbar import Toolbar
from reader.ui.topic_actions import TopicActions
from reader.ui.travelling import Travelling
from reader.ui.window_dialogs import WindowDialogs
from reader.ui.workbench import Workbench

_NORMAL_SIZE = 15


class CommandHandlers:
    """Answers the commands; the parts do the work.

    Args:
        window: The window itself.
        dialogs: Opens dialogs.
        bench: Services, lanes and journal.
        comparing: The open pair.
        desk: The reading widgets.
        toolbar: For its find field.
        travelling: Jumps.
        pairing: The reader's word on pairs.
        presenter: Annotations as shown.
        library: Documents and exports.
        linked: Linked scrolling.
        topics: Changes to topics.
        sources: Notes and sources.
        messages: Banners and notices.
        regions: What F6 visits.
        pages: Page view.
    """

    def __init__(
        self,
        window: QWidget,
        dialogs: WindowDialogs,
        bench: Workbench,
        comparing: Comparing,
        desk: Desk,
        toolbar: Toolbar,
        travelling: Travelling,
        pairing: Pairing,
        presenter: AnnotationPresenter,
        library: LibraryActions,
        linked: LinkedScrolling,
        topics: TopicActions,
        sources: SourcePresenter,
        messages: Messages,
        regions: Regions,
        pages: PageViews,
    ) -> None:
        self._window = window
        self._dialogs = dialogs
        self._bench = bench
        self._comparing = comparing
        self._desk = desk
        self._toolbar = toolbar
        self._travelling = travelling
        self._pairing = pairing
        self._presenter = presenter
        self._library = library
        self._linked = linked
        self._topics = topics
        self._sources = sources
        self._messages = messages
        self._regions = regions
        self._pages = pages

    def table(self) -> Mapping[str, Callable[[], object]]:
        """Return the handler of each command."""
        travel, panel, presenter = self._travelling, self._desk.panel, self._presenter
        colours = {
            f"highlight_{number}": lambda colour=colour: presenter.highlight(colour)
            for number, colour in enumerate(HighlightColour, start=1)
        }
        return {
            "next_passage": lambda: travel.next_passage(1),
            "previous_passage": lambda: travel.next_passage(-1),
            "counterpart": self._counterpart,
            "next_note": self._sources.next_note,
            "next_pair": lambda: travel.step_pair(1),
            "previous_pair": lambda: travel.step_pair(-1),
            "next_topic": lambda: self._comparing.step_topic(1),
            "previous_topic": lambda: self._comparing.step_topic(-1),
            "back": travel.back,
            "forward": travel.forward,
            "go_to_page": self._pages.go_to_page,
            "outline": self._outline,
            "other_region": lambda: self._regions.step(1),
            "previous_region": lambda: self._regions.step(-1),
            "confirm": lambda: self._judge(PairState.CONFIRMED),
            "reject": lambda: self._judge(PairState.REJECTED),
            "pair_by_hand": self._pair_by_hand,
            "linked": self._toggle_linked,
            "highlight": lambda: presenter.highlight(None),
            **colours,
            "note": presenter.write_note,
            "tag": presenter.add_tag,
            "review": self._review,
            "copy": self._copy,
            "undo": self._undo,
            "redo": self._redo,
            "find": self._find,
            "find_both": self._toolbar.focus_find,
            "search_library": self._dialogs.search_library,
            "import": self._dialogs.open_imported,
            "library": self._dialogs.choose_documents,
            "swap": self._swap,
            "export_markdown": lambda: self.export("markdown"),
            "close_pair": self._comparing.close,
            "alignments_tab": lambda: panel.show_tab(ALIGNMENTS),
            "annotations_tab": lambda: panel.show_tab(ANNOTATIONS),
            "gaps_tab": lambda: panel.show_tab(GAPS),
            "sources_tab": lambda: panel.show_tab(SOURCES),
            "new_topic": self._new_topic,
            "manage_topics": self._topics.manage,
            "toggle_dock": lambda: panel.set_collapsed(not panel.collapsed),
            "page_view": self._pages.toggle,
            "larger": lambda: self._resize(1),
            "smaller": lambda: self._resize(-1),
            "normal_size": lambda: self._resize(0),
            "all_keys": self._dialogs.show_all_keys,
            "quit": self._window.close,
        }

    # -- pane ----------------------------------------------------------------------------------------------------

    def _outline(self) -> None:
        self._desk.active_pane.open_outline()

    def _new_topic(self) -> None:
        pane = self._desk.active_pane
        selection = pane.view.selection()
        self._topics.new(pane.document.quote(selection) if pane.document is not None and selection is not None else "")

    def _find(self) -> None:
        self._desk.active_pane.open_find()

    def _review(self) -> None:
        self._desk.panel.show_tab(ANNOTATIONS)
        self._desk.annotations.show_review()

    # -- pairs ---------------------------------------------------------------------------------------------------

    def _judge(self, state: PairState) -> None:
        current = self._comparing.current
        if current is None:
            self._bench.announced.emit("Choose a pair first: press o in a passage, or click a ribbon")
            return
        self._pairing.mark(current, state)

    def _pair_by_hand(self) -> None:
        pair = self._comparing.pair
        left, right = self._travelling.ordinal("left"), self._travelling.ordinal("right")
        if pair is None or left is None or right is None:
            return
        places = []
        for side, ordinal in (("left", left), ("right", right)):
            document = pair.left if side == "left" else pair.right
            selection = self._desk.panes["left" if side == "left" else "right"].view.selection()
            selected = document.passage_at(selection) if selection is not None else None
            places.append((selected or document.passages[ordinal]).span)
        self._pairing.link(places[0], places[1], PairState.MADE)
        labels = pair.left.locator(places[0]), pair.right.locator(places[1])
        self._bench.announced.emit(f"Paired by hand: left {labels[0]}, right {labels[1]}")

    def _toggle_linked(self) -> None:
        self._linked.mode = LinkMode.OFF if self._linked.mode is not LinkMode.OFF else LinkMode.FOLLOW

    def _counterpart(self) -> None:
        if not self._sources.open_focused():
            self._travelling.counterpart()

    # -- edit ----------------------------------------------------------------------------------------------------

    def _undo(self) -> None:
        if not _field_answers("undo"):
            words = self._bench.journal.undo_stack.undoText()
            self._bench.journal.undo_stack.undo()
            self._bench.announced.emit(f"Undone: {words}" if words else "Nothing to undo")

    def _redo(self) -> None:
        if not _field_answers("redo"):
            words = self._bench.journal.undo_stack.redoText()
            self._bench.journal.undo_stack.redo()
            self._bench.announced.emit(f"Done again: {words}" if words else "Nothing to redo")

    def _copy(self) -> None:
        if _field_answers("copy"):
            return
        self._presenter.copy_selection()

    # -- library and view ----------------------------------------------------------------------------------------

    def _swap(self) -> None:
        pair = self._comparing.pair
        if pair is not None:
            self._comparing.open(pair.right.document.id, pair.left.document.id)

    def export(self, kind: str, *, topic_only: bool = False, everything: bool = False) -> None:
        """Export the open pair's annotations and pairs, those on the active topic, or the whole library's."""
        pair = self._comparing.pair
        if everything or pair is None:
            self._library.export(kind, ExportScope(), "diptych-annotations")
            return
        documents = (pair.left.document, pair.right.document)
        topic = self._comparing.topic if topic_only else None
        name = "-".join([*(document.slug for document in documents), *([topic] if topic else [])])
        scope = ExportScope(document_ids=tuple(document.id for document in documents), topic=topic)
        self._library.export(kind, scope, name)

    def _resize(self, by: int) -> None:
        """Show the active pane's pages, or else all running text, larger (+1), smaller (-1) or as at first (0)."""
        if self._pages.zoom(by):
            return
        if by:
            self.zoom(by)
        else:
            self._bench.appearance.text_size = _NORMAL_SIZE

    def zoom(self, by: int) -> None:
        """Set the text larger (+1) or smaller (-1)."""
        appearance = self._bench.appearance
        at = TEXT_SIZES.index(appearance.text_size) + by
        appearance.text_size = TEXT_SIZES[max(0, min(len(TEXT_SIZES) - 1, at))]


def _field_answers(verb: str) -> bool:
    """Let the focused text field undo, redo or copy by itself, if there is one with something to do."""
    field = QApplication.focusWidget()
    if isinstance(field, QLineEdit):
        able = {
            "undo": field.isUndoAvailable(),
            "redo": field.isRedoAvailable(),
            "copy": field.hasSelectedText(),
        }[verb]
    elif isinstance(field, QTextEdit | QPlainTextEdit):
        document = field.document()
        able = {
            "undo": document.isUndoAvailable(),
            "redo": document.isRedoAvailable(),
            "copy": field.textCursor().hasSelection(),
        }[verb]
    else:
        return False
    if able:
        getattr(field, verb)()
    # A field that has nothing left to undo gives the window its turn, but never copies the text behind it.
    return able or verb == "copy"

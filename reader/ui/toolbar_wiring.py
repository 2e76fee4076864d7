"""Connects what the reader presses in toolbar, menus, gap list and welcome page with those who carry it out."""

from __future__ import annotations

from collections.abc import Callable

from reader.ui.commands import Commands
from reader.ui.comparing import Comparing
from reader.ui.desk import GAPS, Desk
from reader.ui.journal import Journal
from reader.ui.library_actions import LibraryActions
from reader.ui.linked_scrolling import LinkedScrolling, LinkMode
from reader.ui.menus import Menus
from reader.ui.pair_browser import Side
from reader.ui.pair_places import PairPlaces
from reader.ui.toolbar.toolbar import Toolbar
from reader.ui.topic_actions import TopicActions
from reader.ui.travelling import Travelling
from reader.ui.welcome.welcome_page import WelcomePage
from reader.ui.window_dialogs import WindowDialogs


def connect_toolbar(
    toolbar: Toolbar,
    commands: Commands,
    comparing: Comparing,
    desk: Desk,
    places: PairPlaces,
    topics: TopicActions,
    travelling: Travelling,
    linked: LinkedScrolling,
) -> None:
    """Connect topics, history, finding and linked scrolling."""
    toolbar.topic_chosen.connect(places.choose_topic)
    toolbar.topic_step_requested.connect(comparing.step_topic)
    toolbar.topic_new_requested.connect(commands["new_topic"].trigger)
    toolbar.topic_menu_requested.connect(topics.chip_menu)
    toolbar.back_requested.connect(travelling.back)
    toolbar.forward_requested.connect(travelling.forward)
    toolbar.find_requested.connect(desk.find_in_both)
    toolbar.find_left.connect(desk.focus_text)
    toolbar.linked_mode_chosen.connect(lambda mode: setattr(linked, "mode", LinkMode(mode)))


def connect_gaps(desk: Desk, places: PairPlaces, topics: TopicActions, travelling: Travelling) -> None:
    """Connect the list of gaps."""
    gaps = desk.gaps

    def show(side: str, ordinal: int) -> None:
        chosen: Side = "left" if side == "left" else "right"
        travelling.go_to_passage(chosen, ordinal)
        desk.focus_text(chosen)

    gaps.topic_chosen.connect(places.choose_topic)
    gaps.gap_activated.connect(show)
    gaps.manage_requested.connect(topics.manage)
    gaps.count_changed.connect(lambda count: desk.panel.set_count(GAPS, count))


def connect_documents(
    menus: Menus,
    welcome: WelcomePage,
    comparing: Comparing,
    dialogs: WindowDialogs,
    library: LibraryActions,
    choose_library_file: Callable[[], None],
) -> None:
    """Connect whatever opens, imports, edits or removes documents, or uses another library file."""
    menus.side_chosen.connect(dialogs.show_on_side)
    menus.pair_chosen.connect(comparing.open)
    menus.edit_requested.connect(dialogs.edit_document)
    menus.remove_requested.connect(dialogs.remove_document)
    menus.reread_requested.connect(dialogs.read_again)
    menus.pdf_requested.connect(dialogs.write_pdf)
    menus.annotations_requested.connect(library.annotations.choose)
    menus.copy_requested.connect(library.save_copy)
    menus.library_file_requested.connect(choose_library_file)
    welcome.pair_requested.connect(comparing.open)
    welcome.files_dropped.connect(lambda files: library.import_files(files, dialogs.show_imported))
    welcome.choose_requested.connect(dialogs.open_imported)
    welcome.library_file_requested.connect(choose_library_file)


def connect_journal(journal: Journal, commands: Commands) -> None:
    """Offer undo and redo where there is something to undo or redo."""
    for key in ("undo", "redo"):
        commands[key].setEnabled(False)
    journal.undo_stack.canUndoChanged.connect(commands["undo"].setEnabled)
    journal.undo_stack.canRedoChanged.connect(commands["redo"].setEnabled)

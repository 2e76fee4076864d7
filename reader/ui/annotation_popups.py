"""The floating toolbar and the editors of notes and tags, placed beside what they belong to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QWidget

from reader.domain.annotation import Annotation, HighlightColour
from reader.domain.text import TextSpan
from reader.ui.appearance import Appearance
from reader.ui.desk import Desk
from reader.ui.pair_browser import Side
from reader.ui.popups.note_editor import NoteDraft, NoteEditor
from reader.ui.popups.selection_toolbar import SelectionToolbar
from reader.ui.popups.tag_editor import TagEditor
from reader.ui.reading.reading_pane import ReadingPane

NoteSaved = Callable[[str, Sequence[str], HighlightColour], None]
TagsSaved = Callable[[Sequence[str]], None]


class AnnotationPopups(QObject):
    """Opens one popup at a time and passes on what the reader chose.

    Signals:
        colour_chosen: A HighlightColour.
        note_requested, tag_requested, pair_requested, copy_requested, delete_requested: Pressed in the toolbar.

    Args:
        appearance: Colours, faces and icons.
        desk: The panes they stand over.
        window: The widget they are children of.
    """

    colour_chosen = Signal(object)
    note_requested = Signal()
    tag_requested = Signal()
    pair_requested = Signal()
    copy_requested = Signal()
    delete_requested = Signal()

    def __init__(self, appearance: Appearance, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self.toolbar = SelectionToolbar(appearance, window)
        self.note_editor = NoteEditor(appearance, window)
        self.tag_editor = TagEditor(appearance, window)
        self._shown: tuple[Side, TextSpan] | None = None
        self._note_saved: NoteSaved | None = None
        self._tags_saved: TagsSaved | None = None
        for name in ("colour_chosen", "note_requested", "tag_requested", "pair_requested", "copy_requested"):
            getattr(self.toolbar, name).connect(getattr(self, name))
        self.toolbar.delete_requested.connect(self.delete_requested)
        self.toolbar.closed.connect(self._forget)
        self.note_editor.saved.connect(self._save_note)
        self.tag_editor.saved.connect(lambda _key, tags: self._save_tags(tags))
        for pane in desk.panes.values():
            pane.view.scrolled.connect(lambda _by_reader: self._follow())
            pane.view.layout_changed.connect(self._follow)

    # -- the toolbar ---------------------------------------------------------------------------------------------

    def show_for_selection(self, side: Side, last_colour: HighlightColour) -> None:
        """Show the toolbar over a pane's selection."""
        pane = self._desk.panes[side]
        span = pane.view.selection()
        if span is not None:
            self._shown = (side, span)
            self.toolbar.open_for_selection(pane.view, self._place(pane, span), self._column(pane), last_colour)

    def show_for_annotation(self, side: Side, annotation: Annotation) -> None:
        """Show the toolbar over a highlight."""
        pane, span = self._desk.panes[side], annotation.target.span
        self._shown = (side, span)
        self.toolbar.open_for_highlight(
            pane.view, annotation.id, annotation.colour, self._place(pane, span), self._column(pane)
        )

    def hide(self) -> None:
        """Take the toolbar away."""
        self._shown = None
        self.toolbar.close_popup()

    def _forget(self) -> None:
        self._shown = None

    def _follow(self) -> None:
        if self._shown is not None:
            side, span = self._shown
            pane = self._desk.panes[side]
            self.toolbar.move_to(self._place(pane, span), self._column(pane))

    # -- editors -------------------------------------------------------------------------------------------------

    def edit_note(
        self,
        side: Side,
        span: TextSpan,
        annotation: Annotation | None,
        colour: HighlightColour,
        known_tags: Sequence[str],
        saved: NoteSaved,
    ) -> None:
        """Open the note editor beside a span; `annotation` is None for one still to be made."""
        pane = self._desk.panes[side]
        key = annotation.id if annotation is not None else f"new {side} {span.start} {span.end}"
        stored = (
            NoteDraft(annotation.note, annotation.colour, annotation.tags)
            if annotation is not None
            else NoteDraft("", colour)
        )
        self._note_saved = saved
        self.hide()
        self.note_editor.return_focus_to(pane.view)
        self.note_editor.open_for(
            key, self._title(pane, span), stored, known_tags, self._place(pane, span), self._bounds()
        )

    def edit_pair_note(self, key: str, title: str, note: str, beside: QWidget, saved: Callable[[str], None]) -> None:
        """Open the note editor for a pair, beside a widget."""
        self._note_saved = lambda text, _tags, _colour: saved(text)
        anchor = QRect(beside.mapTo(self._window, QPoint(0, 0)), beside.size())
        self.note_editor.return_focus_to(beside)
        self.note_editor.open_for(key, title, NoteDraft(note), (), anchor, self._bounds())

    def edit_tags(
        self, side: Side, span: TextSpan, tags: Sequence[str], known_tags: Sequence[str], saved: TagsSaved
    ) -> None:
        """Open the tag editor beside a span."""
        pane = self._desk.panes[side]
        self._tags_saved = saved
        self.hide()
        self.tag_editor.return_focus_to(pane.view)
        self.tag_editor.open_for("tags", tags, known_tags, self._place(pane, span), self._bounds())

    def _save_note(self, _key: str, draft: NoteDraft) -> None:
        if self._note_saved is not None:
            self._note_saved(draft.note, draft.tags, draft.colour or HighlightColour.YELLOW)

    def _save_tags(self, tags: Sequence[str]) -> None:
        if self._tags_saved is not None:
            self._tags_saved(tags)

    # -- places --------------------------------------------------------------------------------------------------

    def _place(self, pane: ReadingPane, span: TextSpan) -> QRect:
        """Return the box around a span, in the window's coordinates."""
        corner = pane.view.viewport().mapTo(self._window, QPoint(0, 0))
        box = QRect()
        for rect in pane.view.line_rects(span):
            box = box.united(rect.toAlignedRect())
        return box.translated(corner)

    def _column(self, pane: ReadingPane) -> QRect:
        viewport = pane.view.viewport()
        return QRect(viewport.mapTo(self._window, QPoint(0, 0)), viewport.size()).adjusted(8, 4, -8, -4)

    def _bounds(self) -> QRect:
        return QRect(self._desk.mapTo(self._window, QPoint(0, 0)), self._desk.size()).adjusted(8, 8, -8, -8)

    @staticmethod
    def _title(pane: ReadingPane, span: TextSpan) -> str:
        return " ".join(pane.document.quote(span).split()) if pane.document is not None else ""

"""One pane of the window: header, banner, text, note marks, topic strip and find bar of one document."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from reader.domain.document import Contents, SectionRole
from reader.domain.text import TextSpan
from reader.services.library import OpenDocument
from reader.ui.appearance import Appearance
from reader.ui.reading.face_switch import FaceSwitch
from reader.ui.reading.find_bar import FindBar
from reader.ui.reading.marks import Side
from reader.ui.reading.note_marks import NoteMarks
from reader.ui.reading.outline import OutlinePopup
from reader.ui.reading.pane_header import PaneHeader
from reader.ui.reading.reading_view import ReadingView
from reader.ui.reading.section_labels import section_label
from reader.ui.reading.topic_strip import LANE_WIDTH, TopicStrip

NEAR_BLOCKS = 40  # a table's or heading's paragraph is looked for this many blocks back
SECTION_WHERE = 0.06  # the height of the viewport a section's heading is brought to
_SKELETON = (0.62, 0.0, 0.97, 0.93, 0.99, 0.9, 0.95, 0.4, 0.0, 0.96, 0.99, 0.91, 0.94, 0.98, 0.7)


class Skeleton(QWidget):
    """What a pane shows while its document is on the way, or when it has none."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._message = ""
        self._bars = False
        appearance.recoloured.connect(self.update)

    def show_message(self, message: str, *, loading: bool) -> None:
        """Show a sentence, with grey lines below while a text is being loaded."""
        self._message, self._bars = message, loading
        self.setAccessibleName(message)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.paper))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, width = LANE_WIDTH + 40, max(80, min(495, self.width() - LANE_WIDTH - 80))
        painter.setFont(self._appearance.interface_font(13))
        painter.setPen(QColor(theme.ink2))
        if not self._bars:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._message)
            return
        painter.drawText(left, 40, self._message)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.gutter))
        for number, share in enumerate(_SKELETON):
            painter.drawRoundedRect(QRectF(left, 64 + 23 * number, width * share, 11), 4, 4)


class ReadingPane(QWidget):
    """A document with everything needed to read it. Marks are set on `view` and `strip`.

    Signals:
        activated: The text got the keyboard, or was clicked.
        place_changed: The text at the sync point may be another one: the header was brought up to date.
        section_chosen: The reader went to a section by the outline, to this span; the pane is there already.
        note_activated: The annotation id of a pressed note mark.
        outline_opened: The outline popup, when it opens.
    """

    activated = Signal()
    place_changed = Signal()
    section_chosen = Signal(object)
    note_activated = Signal(str)
    outline_opened = Signal(object)

    def __init__(self, side: Side, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side: Side = side
        self.document: OpenDocument | None = None
        self._appearance = appearance
        self._paragraphs = 0
        self.header = PaneHeader(side, appearance, self)
        self.view = ReadingView(side, appearance, self)
        self.faces = FaceSwitch(self.view, appearance, self)
        self.header.set_switch(self.faces)
        self.strip = TopicStrip(self.view, appearance, self.place_name, self)
        self.find_bar = FindBar(self.view, appearance, self)
        self.marks = NoteMarks(self.view, appearance, self.place_name)
        self._skeleton = Skeleton(appearance, self)
        self._banners = QVBoxLayout()
        self._arrange()
        self.header.outline_requested.connect(self.open_outline)
        self.marks.activated.connect(self.note_activated)
        self.view.scrolled.connect(self._show_place)
        self.view.layout_changed.connect(self._show_place)
        self.view.pages_changed.connect(self._show_place)
        self.view.installEventFilter(self)
        self.show_empty("No document")

    def _arrange(self) -> None:
        text = QWidget(self)
        row = QHBoxLayout(text)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.strip, self.view) if self.side == "left" else (self.view, self.strip):
            row.addWidget(widget, 1 if widget is self.view else 0)
        self._stack = QStackedLayout()
        self._stack.addWidget(text)
        self._stack.addWidget(self._skeleton)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self._banners)
        column.addLayout(self._stack, 1)
        # Below the text, so that opening it moves neither the text nor the ribbons.
        column.addWidget(self.find_bar)

    # -- document ------------------------------------------------------------------------------------------------

    def set_document(self, document: OpenDocument) -> None:
        """Show a document from its beginning."""
        self._close_find()
        self.document = document
        self._paragraphs = document.contents.paragraphs
        known = document.document
        year = f" {known.year}" if known.year is not None else ""
        byline = known.byline.removesuffix(year) + (f", {known.year}" if year else "")
        self.header.set_document(known.title, byline)
        self._stack.setCurrentIndex(0)
        self.view.setAccessibleName(f"{self.side.capitalize()} text: {known.title}")
        self.faces.setVisible(bool(document.contents.pages))
        self.strip.set_topics(None)
        self.strip.set_annotations(())
        self.view.set_contents(document.contents)
        self._show_place()

    def show_loading(self, title: str) -> None:
        """Show that a document is on its way."""
        self._leave(f"Opening “{title}” …", loading=True)

    def show_empty(self, message: str) -> None:
        """Show that there is no document."""
        self._leave(message, loading=False)

    def _leave(self, message: str, *, loading: bool) -> None:
        self._close_find()
        self.document = None
        self.view.set_contents(Contents("", (), ()))
        self.faces.hide()
        self.header.set_document("", "")
        self.header.set_place((), "")
        self._skeleton.show_message(message, loading=loading)
        self._stack.setCurrentIndex(1)

    def _close_find(self) -> None:
        if self.find_bar.isVisible():
            self.find_bar.close_bar()

    def refresh_details(self, document: OpenDocument) -> None:
        """Show changed title, author and year of the same text, leaving the place as it is."""
        self.document = document
        known = document.document
        byline = known.byline if known.year is None else known.byline.removesuffix(f" {known.year}") + f", {known.year}"
        self.header.set_document(known.title, byline)

    # -- place ---------------------------------------------------------------------------------------------------

    def place_name(self, offset: int) -> str:
        """Name a place: "p. 37 · Conclusions", "¶ 61 · Conclusions", or the section alone."""
        contents = self.view.contents
        if not contents.sections:
            return ""
        section = contents.section_at(offset)
        path = contents.section_path(section)
        title = section_label(path[-1]) if path else section.role.value.capitalize()
        page = contents.page_at(offset)
        if page is not None:
            return f"p. {page.label} · {title}"
        block = contents.block_at(offset)
        return f"¶ {block.paragraph} · {title}" if block is not None and block.paragraph is not None else title

    def position_text(self, offset: int) -> str:
        """Return "p. 37 of 96 · 38 %" where there are pages, else "¶ 61 of 97 · 66 %" or only the percentage."""
        contents = self.view.contents
        page = contents.page_at(offset)
        if page is not None:
            pages = len(contents.pages)
            return f"p. {page.label} of {pages} · {round(100 * (page.index + 1) / pages)} %"
        share = f"{round(100 * offset / max(1, len(contents.text)))} %"
        paragraph = self._paragraph_at(offset)
        return share if paragraph is None else f"¶ {paragraph} of {self._paragraphs} · {share}"

    def _paragraph_at(self, offset: int) -> int | None:
        """Return the paragraph's number; beside tables and headings of the body, that of the paragraph before."""
        contents = self.view.contents
        section = contents.section_at(offset)
        if section.role is not SectionRole.BODY:
            return None
        last = bisect_right(contents.blocks, offset, key=lambda block: block.span.start)
        near = reversed(contents.blocks[max(0, last - NEAR_BLOCKS) : last])
        return next((block.paragraph for block in near if block.paragraph is not None), None)

    def _show_place(self) -> None:
        contents = self.view.contents
        if self.document is None or not contents.sections:
            return
        offset = self.view.offset_at_sync_point()
        section = contents.section_at(offset)
        path = [section_label(title) for title in contents.section_path(section)]
        if not path and section.role is not SectionRole.BODY:
            path = [section.role.value.capitalize()]
        self.header.set_place(path, self.position_text(offset))
        self.place_changed.emit()

    def open_outline(self) -> OutlinePopup | None:
        """Open the outline below the breadcrumb; without a document there is none."""
        contents = self.view.contents
        if not contents.sections:
            return None
        current = contents.section_at(self.view.offset_at_sync_point()).ordinal
        popup = OutlinePopup(contents, current, self._appearance, self)
        popup.section_chosen.connect(self._go_to_section)
        popup.open_below(self.header.breadcrumb)
        self.outline_opened.emit(popup)
        return popup

    def _go_to_section(self, span: TextSpan) -> None:
        self.section_chosen.emit(span)
        self.view.scroll_to(span, SECTION_WHERE)
        self.view.setFocus()

    # -- find, banner, focus -------------------------------------------------------------------------------------

    def open_find(self) -> None:
        """Open the find bar, on the selected words if they are few."""
        if self.document is None:
            return
        selection = self.view.selection()
        words = selection.of(self.view.contents.text) if selection is not None and len(selection) <= 80 else ""
        self.find_bar.open(" ".join(words.split()))

    def show_banner(self, banner: QWidget) -> None:
        """Put a message between header and text; it leaves when it is closed or deleted."""
        self._banners.addWidget(banner)
        banner.show()

    def set_active(self, active: bool) -> None:
        """Mark this pane as the one that keys go to."""
        self.header.set_active(active)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say when the text gets the keyboard; F3 goes on finding from there."""
        if watched is self.view:
            if event.type() is QEvent.Type.FocusIn:
                self.activated.emit()
            is_find = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F3 and self.find_bar.isVisible()
            if is_find and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                self.find_bar.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
        return super().eventFilter(watched, event)

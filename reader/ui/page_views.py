"""Page view: opens a document's true pages in its pane, remembers for which documents, and leaves it on trouble."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from reader.domain.document import DocumentId
from reader.domain.progress import Progress
from reader.errors import CancelledError
from reader.services.library import OpenDocument
from reader.services.pages import OpenPages
from reader.ui.comparing import Comparing
from reader.ui.desk import Desk
from reader.ui.dialogs.page_dialog import PageDialog
from reader.ui.pair_browser import Side
from reader.ui.passwords import Passwords
from reader.ui.reading.page_source import PageSource
from reader.ui.reading.page_zoom import PageZoom
from reader.ui.tasks import TaskLane
from reader.ui.workbench import SIDES, OpenPair, Workbench

_REMEMBERED = 40  # documents
Pages = tuple[OpenPages, tuple[float, float]]


class PageViews(QObject):
    """Switches panes between running text and pages.

    Signals:
        changed: Something of it is to be stored with the session.
        place_chosen: A side, and the span of a page to go to.

    Attributes:
        lane: Where files are opened.
    """

    changed = Signal()
    place_chosen = Signal(str, object)

    def __init__(
        self, bench: Workbench, comparing: Comparing, desk: Desk, passwords: Passwords, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._desk = desk
        self._passwords = passwords
        self.lane = TaskLane("pages", self)
        self._opened: OpenPages | None = None
        self._paged: list[DocumentId] = []
        self._opening: dict[Side, int] = {"left": 0, "right": 0}
        comparing.opened.connect(self._show_as_before)
        for side in SIDES:
            pane = desk.panes[side]
            pane.faces.pages_wanted.connect(partial(self._show, side))
            pane.view.pages_failed.connect(partial(self._failed, side))
            pane.view.pages_changed.connect(self.changed)

    # -- session -------------------------------------------------------------------------------------------------

    def state(self) -> dict[str, str]:
        """Return what the session keeps."""
        views = {side: self._desk.panes[side].view for side in SIDES}
        zooms = {f"{side} page zoom": view.zoom.stored for side, view in views.items()}
        dark = {f"{side} dark pages": "on" if view.dark_pages else "off" for side, view in views.items()}
        return {"pages": " ".join(self._paged), **zooms, **dark}

    def restore(self, kept: dict[str, str]) -> None:
        """Take up what the session kept."""
        self._paged = [DocumentId(each) for each in kept.get("pages", "").split()]
        for side in SIDES:
            view = self._desk.panes[side].view
            view.zoom = PageZoom.read(kept.get(f"{side} page zoom", ""))
            view.dark_pages = kept.get(f"{side} dark pages", "on") == "on"

    # -- switching -----------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Switch the active pane between running text and pages."""
        side = self._desk.active_side
        document = self._desk.panes[side].document
        if document is not None and self._has_pages(document):
            self._show(side, not self._desk.panes[side].view.shows_pages)

    def go_to_page(self) -> None:
        """Ask for a page of the active pane's document and go there, in whichever view."""
        pane = self._desk.active_pane
        if pane.document is None or not self._has_pages(pane.document):
            return
        contents = pane.document.contents
        current = contents.page_at(pane.view.offset_at_sync_point()) or contents.pages[0]
        dialog = PageDialog(self._bench.appearance, contents.pages, current, self._desk)
        page = dialog.page() if dialog.exec() == QDialog.DialogCode.Accepted else None
        dialog.deleteLater()
        pane.view.setFocus()
        if page is not None:
            self.place_chosen.emit(pane.side, page.span)
            self._bench.announced.emit(f"{pane.side.capitalize()}, p. {page.label}")

    def _has_pages(self, document: OpenDocument) -> bool:
        if not document.contents.pages:
            self._bench.announced.emit(f"“{document.document.title}” has no pages: it is running text only")
        return bool(document.contents.pages)

    def zoom(self, by: int) -> bool:
        """Show the active pane's pages larger (+1), smaller (-1) or fitted (0); return whether it shows pages."""
        view = self._desk.active_pane.view
        if not view.shows_pages:
            return False
        if by:
            view.step_zoom(by)
        else:
            view.zoom = PageZoom()
        return True

    def _show_as_before(self, pair: OpenPair) -> None:
        for side in SIDES:
            if pair.side(side).document.id in self._paged and pair.side(side).contents.pages:
                self._open(side)

    def _show(self, side: Side, pages: bool) -> None:
        pane = self._desk.panes[side]
        if pane.document is None:
            return
        known = pane.document.document.id
        self._paged = [each for each in self._paged if each != known][-_REMEMBERED:]
        if pages:
            self._paged.append(known)
            self._open(side)
        else:
            self._opening[side] += 1
            pane.view.show_running_text()
        pane.faces.show_state()
        pane.view.setFocus()
        self.changed.emit()

    def _open(self, side: Side) -> None:
        document = self._desk.panes[side].document
        if document is None:
            return
        self._opening[side] += 1
        service, opening = self._bench.services.pages, self._opening[side]

        def work(_progress: Progress, password: str | None) -> Pages:
            pages = self._opened = service.open_read(document, password)
            try:
                return pages, pages.text_area()
            except BaseException:
                pages.close()
                raise

        def done(found: Pages) -> None:
            pages, area = found
            if opening != self._opening[side] or not self._is_shown(side, document):
                pages.close()
                return
            self._desk.panes[side].view.show_pages(PageSource(pages), area)

        def failed(error: Exception) -> None:
            if opening == self._opening[side]:
                self._failed(side, error)

        name = document.document.title
        self._passwords.submit(self.lane, "Opening pages", name, work, done, failed)

    def _is_shown(self, side: Side, document: OpenDocument) -> bool:
        shown = self._desk.panes[side].document
        return shown is not None and shown.document.id == document.document.id

    def _failed(self, side: Side, error: Exception) -> None:
        pane = self._desk.panes[side]
        pane.faces.show_state()
        if pane.document is not None:
            self._paged = [each for each in self._paged if each != pane.document.document.id]
        if isinstance(error, CancelledError):
            self._bench.announced.emit("Running text is shown")
        else:
            self._bench.failed.emit(error)

    def close(self) -> None:
        """Let go of all files, as before the window closes."""
        for side in SIDES:
            self._desk.panes[side].view.close_pages()
        if self._opened is not None:
            self._opened.give_up()
        self.lane.cancel_all()
        self.lane.close()
        if self._opened is not None:  # what was opened last may not have reached its pane
            self._opened.close()

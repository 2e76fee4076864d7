"""A document view that shows its document as running text, or as its true pages."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from reader.domain.document import Contents
from reader.domain.text import TextSpan
from reader.ui.appearance import Appearance
from reader.ui.reading.document_view import INNER_INSET, OUTER_INSET, DocumentView
from reader.ui.reading.marks import Side
from reader.ui.reading.page_layout import PageLayout
from reader.ui.reading.page_painting import PageFace, paint_pages
from reader.ui.reading.page_source import IMAGE_BYTES, PageColours, PageSource, Wanted
from reader.ui.reading.page_zoom import ACTUAL, LARGEST, SMALLEST, Fit, PageZoom
from reader.ui.theme import LIGHT, Theme

PAGE_MARGIN = 8  # pixels beside a page that is wider than the view, or as wide
NEAR_PAGES = 2  # read beyond those on the screen, on either side
PAN_PIXELS = 40


class PagedView(DocumentView):
    """A document view with a second face: true pages, drawn where the reader looks.

    Offsets, places and signals are the same in both. In page view `scale` pixels show a point.

    Signals:
        pages_changed: Pages are shown, or no longer, or at another zoom.
        pages_failed: The DocumentError that ended the page view; running text is shown again.
    """

    pages_changed = Signal()
    pages_failed = Signal(object)

    def __init__(self, side: Side, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(side, appearance, parent)
        self._source: PageSource | None = None
        self._text_area = (0.0, 0.0)
        self._zoom = PageZoom()
        self._dark_pages = True
        self._awaits_lines = False
        appearance.recoloured.connect(self._look)

    # -- which face ----------------------------------------------------------------------------------------------

    @property
    def shows_pages(self) -> bool:
        """Whether true pages are shown."""
        return self._source is not None

    @property
    def page_layout(self) -> PageLayout | None:
        """The layout of the pages, None in reading view."""
        # While the face changes the layout is still that of the other one.
        return self._layout if self._source is not None and isinstance(self._layout, PageLayout) else None

    @property
    def page_source(self) -> PageSource | None:
        """What pages are read from, None in reading view."""
        return self._source

    def show_pages(self, source: PageSource, text_area: tuple[float, float]) -> None:
        """Show true pages, keeping the place; the view closes the source when it is done with it.

        Args:
            source: Reads the pages of the document shown.
            text_area: Where the text of most pages begins and ends, in points from their left edge.
        """
        self._hold_place()
        self.close_pages()
        self._source = source
        self._text_area = text_area
        source.lines_ready.connect(self._take_lines)
        source.image_ready.connect(self._take_image)
        source.failed.connect(self._source_failed)
        self._show_face()

    def show_running_text(self) -> None:
        """Show the running text again, keeping the place."""
        if self._source is not None:
            self._hold_place()
            self.close_pages()
            self._show_face()

    def set_contents(self, contents: Contents) -> None:
        """Show a document from its beginning, as running text."""
        was_paged = self.shows_pages
        self.close_pages()
        super().set_contents(contents)
        if was_paged:
            self.pages_changed.emit()

    def _hold_place(self) -> None:
        self._glide.stop()
        if self._layout:
            self._take_anchor()

    def _show_face(self) -> None:
        self._renew_layout()
        self._awaits_lines = True
        self._show_anchor()
        self.layout_changed.emit()
        self.pages_changed.emit()
        self.viewport().update()

    def close_pages(self) -> None:
        """Let go of what pages are read from, as when another face is shown or the window closes."""
        if self._source is not None:
            self._source.close()
            self._source.deleteLater()
            self._source = None

    def _source_failed(self, error: object) -> None:
        self.show_running_text()
        self.pages_failed.emit(error)

    # -- zoom ----------------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> PageZoom:
        """How large pages are shown."""
        return self._zoom

    @zoom.setter
    def zoom(self, zoom: PageZoom) -> None:
        if self.shows_pages:
            self._hold_place()
        self._zoom = zoom
        if self.shows_pages:
            self._show_face()

    def step_zoom(self, by: int) -> None:
        """Show pages larger (+1) or smaller (-1)."""
        self.zoom = self._zoom.stepped(by, self.scale)

    @property
    def dark_pages(self) -> bool:
        """Whether pages are drawn light on dark while the window is dark."""
        return self._dark_pages

    @dark_pages.setter
    def dark_pages(self, dark: bool) -> None:
        self._dark_pages = dark
        self._look()
        self.viewport().update()
        self.pages_changed.emit()

    @property
    def scale(self) -> float:
        """Pixels a point."""
        room = self.viewport().width()
        widest = max((page.width for page in self.contents.pages), default=1.0)
        left, right = self._text_area
        if self._zoom.fit is Fit.TEXT and right > left:
            wanted = (room - OUTER_INSET - INNER_INSET[self.side]) / (right - left)
        elif self._zoom.fit is not None:
            wanted = (room - 2 * PAGE_MARGIN) / max(1.0, widest)
        else:
            wanted = self._zoom.factor * ACTUAL
        return min(max(wanted, SMALLEST * ACTUAL), LARGEST * ACTUAL)

    # -- layout --------------------------------------------------------------------------------------------------

    def _renew_layout(self) -> None:
        if self._source is None:
            super()._renew_layout()
            with self._adjustment():
                self.horizontalScrollBar().setRange(0, 0)
            return
        self._idle.stop()
        self._column = None
        pages = PageLayout(self.contents, self.scale, self._source.lines)
        self._layout = pages
        with self._adjustment():
            bar = self.horizontalScrollBar()
            middle = (bar.value() + bar.pageStep() / 2) / max(1, bar.maximum() + bar.pageStep())
            bar.setRange(0, max(0, pages.width + 2 * PAGE_MARGIN - self.viewport().width()))
            bar.setPageStep(self.viewport().width())
            fitted = self._fitted_left(pages)
            whole = bar.maximum() + bar.pageStep()
            bar.setValue(PAGE_MARGIN - fitted if fitted is not None else round(middle * whole - bar.pageStep() / 2))

    def _fitted_left(self, pages: PageLayout) -> int | None:
        """Return the x at which the pages begin when their text is fitted."""
        if self._zoom.fit is not Fit.TEXT:
            return None
        inset = OUTER_INSET if self.side == "left" else INNER_INSET["right"]
        return round(inset - self._text_area[0] * pages.scale)

    def column_width(self) -> int:
        """Return the width of the text column, or of the widest page."""
        pages = self.page_layout
        return pages.width if pages is not None else super().column_width()

    def column_left(self) -> int:
        """Return the x in the viewport of the text column, or of the widest page."""
        pages = self.page_layout
        if pages is None:
            return super().column_left()
        room = self.viewport().width()
        if self.horizontalScrollBar().maximum() == 0:
            fitted = self._fitted_left(pages)
            return fitted if fitted is not None else (room - pages.width) // 2
        return PAGE_MARGIN - self.horizontalScrollBar().value()

    def text_edges(self) -> tuple[int, int]:
        """Return the x in the viewport at which the text begins, and that at which it ends."""
        pages = self.page_layout
        if pages is None:
            return super().text_edges()
        left, right = self._text_area
        base, room = self.column_left(), self.viewport().width()
        begin, end = base + round(left * pages.scale), base + round(right * pages.scale)
        return max(OUTER_INSET, begin), min(room - OUTER_INSET, end)

    def _take_anchor(self) -> None:
        pages = self.page_layout
        if pages is None:
            super()._take_anchor()
            return
        # Pages never change their heights: what stands at the sync point can be held to at both ends too.
        self._awaits_lines = False
        self._anchor = self._anchor_at_sync_point(pages)

    def _show_anchor(self) -> None:
        super()._show_anchor()
        self._look()

    def _needs_new_layout(self) -> bool:
        pages = self.page_layout
        if pages is None:
            return super()._needs_new_layout()
        return pages.scale != self.scale or self.horizontalScrollBar().pageStep() != self.viewport().width()

    def scroll_to(self, span: TextSpan, where: float = 0.33, *, animated: bool = True) -> None:
        """Bring the beginning of a span to a height of the viewport; exactly once the lines of its page are read."""
        self._awaits_lines = True
        super().scroll_to(span, where, animated=animated)

    # -- reading pages -------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Tell the source what is looked at, and what may be next."""
        pages = self.page_layout
        if pages is None or self._source is None:
            return
        top, height = self.page_top, self.viewport().height()
        visible = pages.pages_within(top, top + height)
        middle = pages.page_at(top + self.sync_y())
        last = len(self.contents.pages) - 1
        scale = pages.scale * self.devicePixelRatioF()
        beyond = self._affordable(
            len(visible), pages.width * pages.page_rect(middle)[3] * self.devicePixelRatioF() ** 2
        )
        near = range(max(0, visible.start - beyond), min(last, visible.stop - 1 + beyond) + 1)
        ordered = sorted(near, key=lambda index: (index not in visible, abs(index - middle), -index))
        target = self.contents.page_at(self._anchor[0]) if self._awaits_lines else None
        index = target.index if target is not None else None
        self._source.want(Wanted(tuple(ordered), len(visible), scale, self._page_colours(), index))

    @staticmethod
    def _affordable(visible: int, pixels: float) -> int:
        """Return how many pages of so many pixels can be kept on either side of those on the screen."""
        room = IMAGE_BYTES // max(1, round(4 * pixels)) - visible
        return max(0, min(NEAR_PAGES, room // 2))

    def _page_colours(self) -> PageColours | None:
        theme = self._appearance.theme
        return PageColours(theme.ink, theme.paper) if theme.dark and self._dark_pages else None

    @property
    def page_theme(self) -> Theme:
        """The colours of what is drawn on the text: a page left white in a dark window takes those of a light one."""
        theme = self._appearance.theme
        return LIGHT if self.shows_pages and self._page_colours() is None else theme

    def _take_lines(self, index: int) -> None:
        pages = self.page_layout
        if pages is None:
            return
        if self._awaits_lines and pages.known_line_of(self._anchor[0]) is not None:
            self._awaits_lines = False
            self._show_anchor()
        if index in pages.pages_within(self.page_top, self.page_top + self.viewport().height()):
            self.layout_changed.emit()
            self.viewport().update()

    def _take_image(self, index: int) -> None:
        pages = self.page_layout
        if pages is not None:
            left, top, width, height = pages.page_rect(index)
            shown = QRectF(left + self.column_left(), top - self.page_top, width, height)
            self.viewport().update(shown.toAlignedRect())

    def _paint_pages(self, painter: QPainter) -> None:
        pages = self.page_layout
        if pages is not None and self._source is not None:
            face = PageFace(self._appearance, self._page_colours())
            paint_pages(painter, self.page(), pages, self._source, face)

    # -- events --------------------------------------------------------------------------------------------------

    def pan(self, pixels: int) -> bool:
        """Move pages sideways (positive: to what is on the right); return whether they are wider than the view."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + pixels)
        return bar.maximum() > 0

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom pages with Ctrl and move them sideways; all else is as in reading view."""
        if not self.shows_pages:
            super().wheelEvent(event)
            return
        angle, pixels = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if angle.y():
                self.step_zoom(1 if angle.y() > 0 else -1)
            event.accept()
        elif abs(angle.x()) > abs(angle.y()):
            self.pan(-pixels.x() if not pixels.isNull() else -round(angle.x() / 120 * PAN_PIXELS))
            event.accept()
        else:
            super().wheelEvent(event)

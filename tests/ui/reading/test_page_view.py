"""True pages in a reading view: real PDFs, their images, selections, marks, zoom, columns, memory and trouble."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.documents.loader import load
from reader.domain.annotation import AnnotationId, HighlightColour
from reader.domain.document import Contents
from reader.domain.page import PageImage, PageLine
from reader.domain.text import TextSpan
from reader.errors import DocumentError, PasswordError
from reader.ui.appearance import Appearance
from reader.ui.reading.marks import Band, HighlightMark
from reader.ui.reading.page_source import IMAGE_BYTES, PageReader, PageSource
from reader.ui.reading.page_zoom import ACTUAL, Fit, PageZoom
from reader.ui.reading.reading_view import ReadingView
from tests.documents.pdf_making import Style, Typesetter, thesis
from tests.ui.reading.file_pages import FilePages

ENGINES = (
    "Pipelines carry natural gas across several borders before it reaches those who depend on it in a cold winter.",
    "A summit at the northern port brought ministers together over grain, timber and fish from distant waters.",
    "Railway gauges differ at the frontier, so that every wagon must be lifted from its wheels and set down again.",
)


class Paged:
    """A view with a file's pages in it, and a reader's hands."""

    def __init__(self, qtbot: QtBot, view: ReadingView, pages: FilePages) -> None:
        self.qtbot, self.view, self.pages = qtbot, view, pages
        self.contents = pages.contents

    def show(self, reader: PageReader | None = None) -> None:
        self.view.show_pages(PageSource(reader or self.pages), self.pages.area())
        self.rest()

    def rest(self) -> None:
        """Wait until all pages near the viewport are read and drawn."""
        source = self.view.page_source
        assert source is not None
        self.qtbot.waitUntil(lambda: not source.is_reading and not self.view._glide.remaining, timeout=20_000)

    def span(self, quote: str, after: int = 0) -> TextSpan:
        start = self.contents.text.index(quote, after)
        return TextSpan(start, start + len(quote))

    def go(self, span: TextSpan, where: float = 0.3) -> None:
        self.view.scroll_to(span, where, animated=False)
        self.rest()

    def grab(self) -> QImage:
        return self.view.viewport().grab().toImage()

    def select(self, span: TextSpan) -> TextSpan | None:
        """Select with the mouse, as if over the printed words."""
        rects = self.view.line_rects(span)
        start, end = rects[0], rects[-1]
        port = self.view.viewport()
        first = QPoint(round(start.left() + 1), round(start.center().y()))
        last = QPoint(round(end.right()), round(end.center().y()))
        QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=first)
        QTest.mouseMove(port, (first + last) / 2)
        QTest.mouseMove(port, last)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=last)
        return self.view.selection()


OpenFile = Callable[[Path], Paged]


@pytest.fixture(scope="session")
def contents_of() -> Callable[[Path], Contents]:
    """Import each file once."""
    return cache(lambda path: load(path).contents)


@pytest.fixture
def open_file(qtbot: QtBot, appearance: Appearance, contents_of: Callable[[Path], Contents]) -> Iterator[OpenFile]:
    """Open PDFs in views of a pane's size, as running text."""
    shown: list[Paged] = []

    def opened(path: Path) -> Paged:
        view = ReadingView("left", appearance)
        qtbot.addWidget(view)
        view.resize(500, 700)
        pages = FilePages(path, contents_of(path))
        view.set_contents(pages.contents)
        view.show()
        qtbot.waitExposed(view)
        shown.append(Paged(qtbot, view, pages))
        return shown[-1]

    yield opened
    for each in shown:
        source = each.view.page_source
        each.view.close_pages()
        if source is not None:
            source.wait()
        each.pages.close()


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory, corpus_path: Path) -> Path:
    """The shorter thesis as a PDF, with notes at the feet of its pages."""
    contents = load(corpus_path / "moore-2012.txt").contents
    path = tmp_path_factory.mktemp("book") / "book.pdf"
    path.write_bytes(thesis(contents, Style(head="A Thesis")))
    return path


@pytest.fixture
def columns(tmp_path: Path) -> Path:
    """Two columns a page."""
    made = Typesetter(Style(columns=2, size=10, leading=12, outline=False))
    for number in range(24):
        made.paragraph(" ".join(f"In report {number}: {sentence}" for sentence in ENGINES))
    path = tmp_path / "columns.pdf"
    path.write_bytes(made.finish())
    return path


def word_spans(contents: Contents, span: TextSpan) -> list[TextSpan]:
    found, at = [], span.start
    for word in span.of(contents.text).split():
        start = contents.text.index(word, at)
        at = start + len(word)
        found.append(TextSpan(start, at))
    return found


def darkest(image: QImage, left: float, top: float, width: float, height: float) -> int:
    return min(
        QColor(image.pixel(x, y)).lightness()
        for x in range(round(left), round(left + width))
        for y in range(round(top), round(top + height))
    )


# -- the same place on both faces ------------------------------------------------------------------------------------


def test_the_place_is_kept_from_text_to_pages_and_back(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    view = paged.view
    wanted = paged.span("realpolitik approaches")
    view.scroll_to(wanted, 0.5, animated=False)
    before = view.offset_at_sync_point()
    paged.show()
    line = view._layout.known_line_of(before) if view._layout else None
    assert line is not None
    assert abs(line.top - view.page_top - view.sync_y()) <= 2 * line.line.height
    view.show_running_text()
    assert not view.shows_pages
    assert abs(view.offset_at_sync_point() - before) < 120  # the same line, or the next one


def test_a_jump_is_exact_though_its_page_is_not_read_yet(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    paged.show()
    wanted = paged.span("realpolitik approaches")
    assert paged.view.page_source is not None
    page = paged.contents.page_at(wanted.start)
    assert page is not None
    assert paged.view.page_source.lines(page.index) is None
    paged.go(wanted, 0.4)
    rects = paged.view.line_rects(wanted)
    assert rects
    assert abs(rects[0].top() - 0.4 * paged.view.viewport().height()) <= 1


def test_printed_words_are_where_their_lines_say(open_file: OpenFile, book: Path) -> None:
    """The image is dark where a word is said to be, and white just above its line and in the margin."""
    paged = open_file(book)
    paged.show()
    paged.go(paged.span("The most striking phenomena"))
    image = paged.grab()
    for word in word_spans(paged.contents, paged.span("The most striking phenomena within the organization")):
        rect = paged.view.line_rects(word)[0]
        assert darkest(image, rect.left(), rect.top(), rect.width(), rect.height()) < 110, word.of(paged.contents.text)
    rect = paged.view.line_rects(paged.span("The most striking phenomena"))[0]
    left, _ = paged.view.text_edges()
    assert darkest(image, left - 20, rect.top(), 10, rect.height()) > 240


def test_running_heads_and_folios_belong_to_no_text(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    paged.show()
    page = paged.contents.pages[2]
    paged.go(TextSpan(page.span.start, page.span.start), 0.5)
    assert not any("A Thesis" in span.of(paged.contents.text) for span in paged.view.visible_spans())


# -- selecting and marks ---------------------------------------------------------------------------------------------


def test_a_drag_over_printed_words_selects_them_in_the_canonical_text(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    paged.show()
    for quote in ("realpolitik approaches of its members", "constrains a more assertive Russia"):
        wanted = paged.span(quote)
        paged.go(wanted)
        assert paged.select(wanted) == wanted


def test_a_selection_runs_down_a_column_not_across(open_file: OpenFile, columns: Path) -> None:
    paged = open_file(columns)
    paged.show()
    wanted = TextSpan(paged.span("In report 2: Pipelines").start, paged.span("In report 2: Railway").end)
    paged.go(wanted, 0.1)
    assert paged.select(wanted) == wanted
    middle = paged.contents.pages[0].width / 2 * paged.view.scale + paged.view.column_left()
    assert all(rect.right() < middle for rect in paged.view.line_rects(wanted))


def test_a_passage_over_a_column_break_is_tinted_in_both_columns(open_file: OpenFile, columns: Path) -> None:
    paged = open_file(columns)
    paged.show()
    layout = paged.view.page_layout
    assert layout is not None
    blocks = [block.span for block in paged.contents.blocks]
    broken = next(span for span in blocks if len(layout.outline(span) or []) == 2)
    first, second = layout.outline(broken) or []
    assert first[-1].top > second[0].top
    assert first[0].line.right < second[0].line.left
    top, bottom = paged.view.extent(broken)
    assert top <= second[0].top - paged.view.page_top + 2
    assert bottom >= first[-1].bottom - paged.view.page_top - 2


def test_a_highlight_colours_the_paper_and_leaves_the_letters(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    paged.show()
    wanted = paged.span("The most striking phenomena")
    paged.go(wanted)
    rect = paged.view.line_rects(wanted)[0]
    before = darkest(paged.grab(), rect.left(), rect.top(), rect.width(), rect.height())
    paged.view.set_highlights([HighlightMark(AnnotationId("a"), wanted, HighlightColour.YELLOW)])
    image = paged.grab()
    after = [QColor(image.pixel(x, round(rect.center().y()))) for x in range(round(rect.left()), round(rect.right()))]
    fill = paged.view.page_theme.highlight_fill(HighlightColour.YELLOW)
    assert sum(abs(pixel.blue() - fill.blue()) < 12 for pixel in after) > len(after) / 8
    assert darkest(image, rect.left(), rect.top(), rect.width(), rect.height() * 0.7) <= before + 5


def test_a_note_at_a_page_foot_can_be_marked_and_is_seen(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    paged.show()
    note = next(note for note in paged.contents.notes if len(note.span) > 60)
    mark = HighlightMark(AnnotationId("a"), note.span, HighlightColour.GREEN, has_note=True)
    paged.view.set_highlights([mark])
    paged.go(TextSpan(note.span.start, note.span.start), 0.5)
    assert paged.view.is_visible(note.span)
    assert paged.view.line_rects(note.span)
    assert paged.view.highlights_with_notes() == [mark]
    running = paged.view.visible_span()
    assert not running.contains(note.span)


def test_a_click_in_a_tint_reports_its_passage(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    paged.show()
    block = next(block.span for block in paged.contents.blocks if "realpolitik" in block.span.of(paged.contents.text))
    paged.view.set_topic_bands([Band(block, current=True, key=7)], "vermilion")
    paged.go(block)
    rect = paged.view.line_rects(block)[1]
    with paged.qtbot.waitSignal(paged.view.band_activated) as said:
        QTest.mouseClick(paged.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert said.args == [7]
    tinted = QColor(paged.grab().pixel(paged.view.viewport().width() - 2, round(rect.center().y())))
    assert tinted.red() > tinted.blue() + 8  # the tint reaches the gutter


# -- keys and zoom ---------------------------------------------------------------------------------------------------


def test_text_is_fitted_between_the_insets_and_zoom_keeps_the_place(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    view = paged.view
    view.scroll_to(paged.span("realpolitik approaches"), 0.5, animated=False)
    paged.show()
    left, right = view.text_edges()
    assert abs(left - 40) <= 2
    assert abs(right - (view.viewport().width() - 18)) <= 24
    before = view.offset_at_sync_point()
    for zoom, scale in (
        (PageZoom(Fit.WIDTH), (view.viewport().width() - 16) / 612),
        (PageZoom(None, 2.0), 2 * ACTUAL),
    ):
        view.zoom = zoom
        paged.rest()
        assert view.scale == pytest.approx(scale)
        assert abs(view.offset_at_sync_point() - before) < 200
        source = view.page_source
        assert source is not None
        drawn = source.image(view.page_layout.page_at(view.page_top) if view.page_layout else 0)
        assert drawn is not None
        assert drawn.image.width() == pytest.approx(612 * scale, abs=2)


def test_ctrl_and_the_wheel_zoom_pages_and_arrows_move_wide_ones(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    paged.show()
    view = paged.view
    before = view.scale
    port = view.viewport()
    for _ in range(4):
        centre = QPointF(port.rect().center())
        turned = QWheelEvent(
            centre,
            QPointF(port.mapToGlobal(port.rect().center())),
            QPoint(0, 0),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 # Qt's own argument
        )
        QApplication.sendEvent(port, turned)
    paged.rest()
    assert view.scale > before
    assert view.zoom.fit is None
    at = view.column_left()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.column_left() < at
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.column_left() == at


def test_paging_by_keys_reaches_both_ends(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    paged.show()
    view = paged.view
    QTest.keyClick(view, Qt.Key.Key_End)
    paged.rest()
    layout = view.page_layout
    assert layout is not None
    assert layout.page_at(view.page_top + view.viewport().height() - 60) == len(paged.contents.pages) - 1
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.value == 0
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert 0 < view.value < view.viewport().height()


def test_the_caret_walks_printed_lines(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    paged.show()
    view = paged.view
    wanted = paged.span("realpolitik approaches")
    paged.go(wanted, 0.4)
    view.selection_model.collapse(wanted.start)
    QTest.keyClick(view, Qt.Key.Key_F7)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
    assert view.selection() == TextSpan(wanted.start, wanted.start + len("realpolitik "))
    top = view.line_rects(wanted)[0].top()
    QTest.keyClick(view, Qt.Key.Key_Down)
    caret = view.selection_model.caret
    below = view.line_rects(TextSpan(caret, caret + 1))[0]
    assert 5 < below.top() - top < 40


# -- light and dark --------------------------------------------------------------------------------------------------


def test_pages_are_dark_in_a_dark_window_unless_the_reader_wants_them_as_printed(
    open_file: OpenFile, book: Path, appearance: Appearance
) -> None:
    appearance.use_scheme(dark=True)
    paged = open_file(book)
    paged.show()
    theme = appearance.theme
    paged.go(paged.span("The most striking phenomena"))
    line = paged.view.line_rects(paged.span("The most striking phenomena within the organization"))[0]
    left, _ = paged.view.text_edges()
    image = paged.grab()
    margin = QPoint(left - 10, round(line.center().y()))
    assert QColor(image.pixel(margin)) == QColor(theme.paper)
    brightest = max(
        QColor(image.pixel(x, y)).lightness()
        for x in range(round(line.left()), round(line.right()))
        for y in range(round(line.top()), round(line.bottom()))
    )
    assert brightest > QColor(theme.ink).lightness() - 40
    with paged.qtbot.waitSignal(paged.view.pages_changed):  # it is to be stored
        paged.view.dark_pages = False
    paged.rest()
    assert QColor(paged.grab().pixel(margin)) == QColor("white")
    assert not paged.view.page_theme.dark


# -- trouble and memory ----------------------------------------------------------------------------------------------


class Broken:
    """Pages of a file of which some can't be read."""

    def __init__(self, pages: FilePages, broken: set[int], error: DocumentError) -> None:
        self._pages, self._broken, self._error = pages, broken, error

    def image(self, index: int, scale: float) -> PageImage:
        if index in self._broken:
            raise self._error
        return self._pages.image(index, scale)

    def lines(self, index: int) -> list[PageLine]:
        if index in self._broken:
            raise self._error
        return self._pages.lines(index)

    def give_up(self) -> None:
        self._pages.give_up()

    def close(self) -> None:
        self._pages.close()


def test_a_page_that_cannot_be_drawn_leaves_the_others_readable(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    error = DocumentError("“book.pdf” is damaged.", "Open another copy.")
    paged.show(Broken(paged.pages, {1}, error))
    source = paged.view.page_source
    assert source is not None
    assert source.is_broken(1)
    assert source.image(0) is not None
    paged.go(TextSpan(paged.contents.pages[2].span.start, paged.contents.pages[2].span.end))
    assert source.image(2) is not None
    assert paged.view.shows_pages


@pytest.mark.parametrize("error", [DocumentError("Gone.", "Import it."), PasswordError("Locked.", "Give it.")])
def test_a_file_that_cannot_be_read_gives_its_error_and_the_text_again(
    open_file: OpenFile, book: Path, error: DocumentError
) -> None:
    paged = open_file(book)
    offset = paged.view.offset_at_sync_point()
    with paged.qtbot.waitSignal(paged.view.pages_failed, timeout=20_000) as said:
        paged.view.show_pages(PageSource(Broken(paged.pages, set(range(99)), error)), (72, 540))
    assert said.args == [error]
    assert not paged.view.shows_pages
    assert paged.view.offset_at_sync_point() == offset


def test_only_what_is_near_is_drawn_and_memory_is_bounded(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    paged.view.zoom = PageZoom(None, 3.0)  # some 17 MB a page
    paged.show()
    drawn = {index for index, _ in paged.pages.scales}
    assert drawn <= set(range(4))
    source = paged.view.page_source
    assert source is not None
    for page in paged.contents.pages:
        paged.go(TextSpan(page.span.start, page.span.start), 0.1)
        assert source.image(page.index) is not None
        assert source.image_bytes <= IMAGE_BYTES
    assert {index for index, _ in paged.pages.scales} == set(range(len(paged.contents.pages)))


def test_leaving_page_view_ends_the_worker(open_file: OpenFile, book: Path) -> None:
    paged = open_file(book)
    paged.show()
    source = paged.view.page_source
    assert source is not None
    assert paged.pages.file.process_id is not None
    paged.view.show_running_text()
    source.wait()
    assert paged.pages.file.process_id is None


def test_another_document_is_shown_as_text(open_file: OpenFile, book: Path, moore_contents: Contents) -> None:
    paged = open_file(book)
    paged.show()
    with paged.qtbot.waitSignal(paged.view.pages_changed):
        paged.view.set_contents(moore_contents)
    assert not paged.view.shows_pages
    assert paged.view.value == 0


@pytest.fixture
def moore_contents(corpus_path: Path) -> Contents:
    return load(corpus_path / "moore-2012.txt").contents

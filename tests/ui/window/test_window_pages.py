"""Reading true pages in the window: two PDFs, switched, jumped in, marked, closed and opened again."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.app import open_services
from reader.ui.dialogs.page_dialog import PageDialog
from reader.ui.main_window import MainWindow
from reader.ui.opening import StartRequest
from reader.ui.pair_browser import Side
from reader.ui.reading.page_zoom import Fit
from reader.ui.workbench import SIDES
from tests.documents.pdf_making import Style, Typesetter, thesis
from tests.ui.window.driving import (
    LEFT_QUOTE,
    RIGHT_QUOTE,
    OpenWindow,
    at_rest,
    banner_texts,
    button,
    click,
    control,
    drop_files,
    highlight,
    keys,
    made,
    opened,
    press,
    settle,
    span_of,
    status,
    view,
    wheel,
)

PAIR = StartRequest("writer-2018", "writer-2012")


@pytest.fixture(scope="module")
def paged_library(prepared_library: Path, tmp_path_factory: pytest.TempPathFactory, corpus_path: Path) -> Path:
    """A library with a PDF of each thesis, aligned once."""
    folder = tmp_path_factory.mktemp("paged")
    path = folder / "library.sqlite"
    shutil.copy(prepared_library, path)
    with ExitStack() as stack:
        services = open_services(stack, str(path))
        imported = []
        for slug in ("lkhagvasuren-2018", "moore-2012"):
            file = folder / f"{slug}.pdf"
            known = services.library.open(services.library.resolve(slug).id)
            file.write_bytes(thesis(known.contents, Style(head="A Thesis"), known.document.title, "A. Writer"))
            imported.append(services.library.import_file(str(file)).document.id)
        services.comparison.compare(imported[0], imported[1])
    return path


@pytest.fixture
def library(paged_library: Path, tmp_path: Path) -> Path:
    """A copy of it, with the kept files."""
    path = tmp_path / "library.sqlite"
    shutil.copy(paged_library, path)
    shutil.copytree(paged_library.with_suffix(".files"), path.with_suffix(".files"))
    return path


def drawn(qtbot: QtBot, window: MainWindow, side: Side) -> None:
    """Wait until a pane shows its pages."""

    def is_drawn() -> bool:
        source = view(window, side).page_source
        return source is not None and not source.is_reading and not view(window, side)._glide.remaining

    qtbot.waitUntil(is_drawn, timeout=30_000)


def show_pages(qtbot: QtBot, window: MainWindow) -> None:
    for side in SIDES:
        window.desk.focus_text(side)
        keys(view(window, side), "v")
    for side in SIDES:
        drawn(qtbot, window, side)
    settle(qtbot, window)


def workers() -> int:
    found = 0
    for child in psutil.Process().children():
        try:
            found += "reader.documents.worker" in " ".join(child.cmdline())
        except psutil.NoSuchProcess:
            continue  # it ended while we looked
    return found


def test_a_session_on_pages(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(PAIR)
    settle(qtbot, window)
    before = {side: view(window, side).offset_at_sync_point() for side in SIDES}
    show_pages(qtbot, window)
    for side in SIDES:
        assert window.desk.panes[side].faces.pages.isChecked()
        page, now = (
            view(window, side).contents.page_at(at) for at in (before[side], view(window, side).offset_at_sync_point())
        )
        assert page is not None
        assert now is not None
        assert abs(page.index - now.index) <= 1
        assert window.desk.panes[side].header.position.startswith("p. ")

    # Marks made on the page stand in the text, and the other way round.
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    highlight(window, "right", RIGHT_QUOTE, "2")
    settle(qtbot, window)
    assert {annotation.target.quote.exact for annotation in made(window)} == {LEFT_QUOTE, RIGHT_QUOTE}

    # A jump goes to the counterpart, on the page.
    window.desk.focus_text("left")
    keys(view(window, "left"), "o")
    at_rest(qtbot, window)
    drawn(qtbot, window, "right")
    current = window.comparing.current
    assert current is not None
    assert window.comparing.pair is not None
    assert view(window, "right").is_visible(window.comparing.pair.right.passages[current.right].span)

    # Ribbons begin and end at the printed passages.
    span = window.comparing.pair.left.passages[current.left].span
    top, bottom = view(window, "left").extent(span)
    rects = view(window, "left").line_rects(span)
    if rects:
        assert top <= rects[0].top() + 2
        assert bottom >= rects[-1].bottom() - 2

    keys(view(window, "left"), "v")
    assert not view(window, "left").shows_pages
    assert view(window, "right").shows_pages


@pytest.mark.slow
def test_linked_scrolling_follows_on_pages(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(PAIR)
    settle(qtbot, window)
    show_pages(qtbot, window)
    before = view(window, "right").value
    wheel(window, "left", -40)
    at_rest(qtbot, window)
    assert view(window, "right").value != before


@pytest.mark.slow
def test_pages_are_shown_again_where_the_reader_left_them(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(PAIR)
    settle(qtbot, window)
    window.desk.focus_text("right")
    click(button(window.desk.panes["right"], "The file's true pages"))
    drawn(qtbot, window, "right")
    control(window, Qt.Key.Key_Plus)
    drawn(qtbot, window, "right")
    view(window, "right").dark_pages = False
    zoom = view(window, "right").zoom
    assert zoom.fit is None
    view(window, "right").scroll_to(span_of(window, "right", RIGHT_QUOTE), 0.5, animated=False)
    drawn(qtbot, window, "right")
    place = view(window, "right").offset_at_sync_point()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)

    again = open_window(None)
    drawn(qtbot, again, "right")
    assert not view(again, "left").shows_pages
    assert view(again, "right").zoom == zoom
    assert [view(again, side).dark_pages for side in SIDES] == [True, False]
    assert abs(view(again, "right").offset_at_sync_point() - place) < 400


@pytest.mark.slow
def test_larger_and_smaller_mean_what_the_active_pane_shows(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(PAIR)
    settle(qtbot, window)
    window.desk.focus_text("right")
    keys(view(window, "right"), "v")
    drawn(qtbot, window, "right")
    size, scale = window.bench.appearance.text_size, view(window, "right").scale
    control(window, Qt.Key.Key_Plus)
    assert view(window, "right").scale > scale
    assert window.bench.appearance.text_size == size
    control(window, Qt.Key.Key_0)
    assert view(window, "right").zoom.fit is Fit.TEXT
    window.desk.focus_text("left")
    control(window, Qt.Key.Key_Plus)
    assert window.bench.appearance.text_size > size


@pytest.mark.slow
def test_find_and_notes_work_on_pages(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(PAIR)
    settle(qtbot, window)
    show_pages(qtbot, window)
    window.desk.focus_text("right")
    pane = window.desk.panes["right"]
    control(window, Qt.Key.Key_F)
    keys(pane.find_bar.field, "Tskhinvali" if "Tskhinvali" in view(window, "right").contents.text else "realpolitik")
    press(pane.find_bar.field, Qt.Key.Key_Return)
    drawn(qtbot, window, "right")
    match = view(window, "right")._current_match
    assert match is not None
    assert view(window, "right").line_rects(match)


@pytest.mark.slow
@pytest.mark.parametrize("paged", [False, True])
def test_a_page_is_gone_to_by_its_label_and_back_returns(qtbot: QtBot, open_window: OpenWindow, paged: bool) -> None:
    window = open_window(PAIR)
    settle(qtbot, window)
    if paged:
        show_pages(qtbot, window)
    window.desk.focus_text("left")
    before = view(window, "left").offset_at_sync_point()
    pages = view(window, "left").contents.pages

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PageDialog)
        dialog.field.clear()
        keys(dialog.field, "no such page")
        assert not dialog.ok.isEnabled()
        dialog.field.clear()
        keys(dialog.field, pages[4].label)
        press(dialog.field, Qt.Key.Key_Return)

    QTimer.singleShot(0, choose)
    control(window, Qt.Key.Key_G)
    at_rest(qtbot, window)
    if paged:
        drawn(qtbot, window, "left")
    shown = view(window, "left").visible_span()
    assert shown.start <= pages[4].span.start < shown.end
    click(window.toolbar.back)
    at_rest(qtbot, window)
    assert abs(view(window, "left").offset_at_sync_point() - before) < 400


def test_a_text_without_pages_says_so(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(StartRequest("lkhagvasuren-2018", "moore-2012"))
    settle(qtbot, window)
    assert not window.desk.panes["left"].faces.isVisible()
    window.desk.focus_text("left")
    keys(view(window, "left"), "v")
    assert "has no pages" in status(window)
    assert not view(window, "left").shows_pages


@pytest.mark.slow
def test_a_file_that_is_gone_is_one_sentence_and_the_text_stays(
    qtbot: QtBot, open_window: OpenWindow, library: Path
) -> None:
    window = open_window(PAIR)
    settle(qtbot, window)
    shutil.rmtree(library.with_suffix(".files"))
    for file in library.parent.glob("*.pdf"):
        file.unlink()
    for source in {document.source_path for document in window.library.documents if document.kind == "pdf"}:
        Path(source).rename(f"{source}.away")
    try:
        window.desk.focus_text("left")
        keys(view(window, "left"), "v")
        qtbot.waitUntil(lambda: bool(banner_texts(window)), timeout=20_000)
    finally:
        for away in Path(source).parent.glob("*.away"):
            away.rename(away.with_suffix(""))
    assert len(banner_texts(window)) == 1
    assert not view(window, "left").shows_pages
    assert window.desk.panes["left"].faces.text.isChecked()


def test_closing_the_window_leaves_no_worker(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(PAIR)
    settle(qtbot, window)
    show_pages(qtbot, window)
    assert workers() == 2
    window.close()
    qtbot.waitUntil(lambda: workers() == 0, timeout=10_000)


@pytest.mark.slow
def test_the_first_page_is_seen_before_the_rest_is_read(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    made_pdf = Typesetter(Style(outline=False), title="A Long Report")
    for number in range(500):
        made_pdf.paragraph(f"Report {number} is not short. " + "Pipelines carry gas over several borders. " * 12)
    file = tmp_path / "long.pdf"
    file.write_bytes(made_pdf.finish())
    window = open_window(PAIR)
    settle(qtbot, window)
    card = window.first_pages.card
    drop_files(window, [file])
    qtbot.waitUntil(card.isVisible, timeout=30_000)
    assert window.library.import_lane.busy
    assert card.name.text() == "long.pdf"
    picture = card.picture.grab().toImage()
    shades = {QColor(picture.pixel(100, y)).lightness() for y in range(picture.height())}
    assert max(shades) - min(shades) > 60  # print on paper, not a blank
    assert window.rect().contains(card.geometry())
    qtbot.waitUntil(lambda: not card.isVisible(), timeout=60_000)
    settle(qtbot, window)
    assert opened(window, "right").document.title == "A Long Report"


def test_what_is_no_pdf_inside_shows_its_error_and_no_card(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    file = tmp_path / "torn.pdf"
    file.write_bytes(b"%PDF-1.7\n" + b"\x00\xff" * 4_000)
    window = open_window(PAIR)
    settle(qtbot, window)
    drop_files(window, [file])
    qtbot.waitUntil(lambda: bool(banner_texts(window)), timeout=30_000)
    settle(qtbot, window)
    assert len(banner_texts(window)) == 1
    assert not window.first_pages.card.isVisible()

"""Where annotations stand on the pages of a PDF is found out after they are saved, and nobody waits for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight
from pypdf.generic import ArrayObject, FloatObject
from pytestqt.qtbot import QtBot

from reader.domain.annotation import Annotation
from reader.services.library import OpenDocument
from reader.services.pages import OpenPages, PageService
from reader.ui.main_window import MainWindow
from tests.ui.window.conftest import PATIENCE
from tests.ui.window.driving import (
    LEFT_QUOTE,
    SAVED,
    OpenWindow,
    banners,
    drop_files,
    highlight,
    made,
    opened,
    settle,
    span_of,
    view,
)
from tests.ui.window.test_window_pdf import pdf

QUOTE = "carry natural gas"


def stored(window: MainWindow) -> list[Annotation]:
    return window.bench.services.annotations.all()


def boxes(window: MainWindow) -> list[int]:
    """How many boxes each stored annotation has."""
    return [sum(len(fragment.boxes) for fragment in each.fragments) for each in stored(window)]


def show(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    drop_files(window, [file])
    qtbot.waitUntil(lambda: opened(window, "right").document.source_path == str(file), timeout=PATIENCE)
    settle(qtbot, window, timeout=PATIENCE)


def located(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.locating.busy, timeout=PATIENCE)
    settle(qtbot, window)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that pages were asked of."""
    files: list[Path] = []
    usual = PageService.open_read

    def open_read(self: PageService, document: OpenDocument, password: str | None = None) -> OpenPages:
        files.append(Path(document.document.source_path))
        return usual(self, document, password)

    monkeypatch.setattr(PageService, "open_read", open_read)
    return files


@pytest.mark.slow
def test_a_highlight_gets_its_boxes_after_it_is_saved_and_again_after_undo_and_redo(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    show(qtbot, window, pdf(tmp_path, "gas.pdf"))
    highlight(window, "right", QUOTE)
    settle(qtbot, window)
    assert window.status.saved.text() == SAVED
    assert boxes(window) == [0], "it is saved before its boxes are known"
    located(qtbot, window)
    assert boxes(window) == [1]
    (annotation,) = stored(window)
    x0, y0, x1, y1 = annotation.fragments[0].boxes[0]
    assert 0 < x0 < x1
    assert 0 < y0 < y1
    window.commands["undo"].trigger()
    settle(qtbot, window)
    assert boxes(window) == []
    window.commands["redo"].trigger()
    settle(qtbot, window)
    located(qtbot, window)
    assert boxes(window) == [1]
    assert not banners(window)


@pytest.mark.slow
def test_highlights_that_come_with_a_pdf_get_theirs(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    file = pdf(tmp_path, "gas.pdf")
    writer = PdfWriter(clone_from=PdfReader(file))
    quad = (60, 600, 500, 700)
    x0, y0, x1, y1 = map(FloatObject, quad)
    writer.add_annotation(0, Highlight(rect=quad, quad_points=ArrayObject([x0, y1, x1, y1, x0, y0, x1, y0])))
    with file.open("wb") as out:
        writer.write(out)
    window = open_window()
    show(qtbot, window, file)
    located(qtbot, window)
    assert len(made(window)) == 1
    assert boxes(window)[0] >= 1


@pytest.mark.slow
def test_no_process_is_started_for_texts_or_where_nothing_is_wanted(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, asked: list[Path]
) -> None:
    window = open_window()
    show(qtbot, window, pdf(tmp_path, "gas.pdf"))
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    located(qtbot, window)
    assert asked == []


@pytest.mark.slow
def test_a_file_that_is_gone_is_passed_over_in_silence_and_asked_once(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, asked: list[Path]
) -> None:
    window = open_window()
    window.library.importing.link_only = True
    file = pdf(tmp_path, "gas.pdf")
    show(qtbot, window, file)
    file.unlink()
    highlight(window, "right", QUOTE)
    settle(qtbot, window)
    located(qtbot, window)
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    located(qtbot, window)
    assert sorted(boxes(window)) == [0, 0]
    assert asked == [file]
    assert not banners(window)
    assert window.status.saved.text() == SAVED


@pytest.mark.slow
def test_pages_that_are_looked_at_stay_as_they_are(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    show(qtbot, window, pdf(tmp_path, "gas.pdf"))
    window.desk.activate("right")
    window.page_views.toggle()
    qtbot.waitUntil(lambda: view(window, "right").shows_pages, timeout=PATIENCE)
    source = view(window, "right")._source
    place = span_of(window, "right", QUOTE)
    qtbot.waitUntil(lambda: bool(view(window, "right").line_rects(place)), timeout=PATIENCE)
    highlight(window, "right", QUOTE)
    settle(qtbot, window)
    located(qtbot, window)
    assert boxes(window) == [1]
    assert view(window, "right").shows_pages
    assert view(window, "right")._source is source


@pytest.mark.slow
def test_closing_ends_the_process_that_is_asked(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    show(qtbot, window, pdf(tmp_path, "gas.pdf"))
    highlight(window, "right", QUOTE)
    settle(qtbot, window)
    window.locating._submit()
    assert window.locating.busy
    assert window.close()
    assert window.locating._pages is None

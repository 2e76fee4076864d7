"""Importing by dialog, by drop and from the command line's arguments: good files, bad files, and long ones."""

from __future__ import annotations

import itertools
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from reader.domain.progress import Progress
from reader.services.library import ImportResult, LibraryService
from tests.ui.window.conftest import PATIENCE, Answers
from tests.ui.window.driving import (
    OpenWindow,
    banner_texts,
    banners,
    button,
    click,
    control,
    drop_files,
    dump,
    settle,
    slugs,
    status,
    view,
)

TEXT = (
    "The café\n\nIt speaks of Georgia – of Abkhazia and of South Ossetia.\n\nIt has another paragraph, naïve as ever.\n"
)


def text_file(folder: Path, name: str, encoding: str, text: str = TEXT, line_end: str = "\n") -> Path:
    file = folder / name
    file.write_bytes(text.replace("\n", line_end).encode(encoding))
    return file


@pytest.mark.slow
@pytest.mark.parametrize(
    ("encoding", "line_end", "named"),
    [
        ("utf-16", "\r\n", "UTF-16"),
        ("cp1252", "\r\n", "1252"),
        ("utf-8-sig", "\r", "UTF-8"),
        ("utf-8", "\n", "UTF-8"),
    ],
)
def test_the_import_dialog_reads_every_encoding_and_names_it(
    qtbot: QtBot, open_window: OpenWindow, answers: Answers, tmp_path: Path, encoding: str, line_end: str, named: str
) -> None:
    window = open_window()
    answers.imports = [str(text_file(tmp_path, "cafe.txt", encoding, line_end=line_end))]
    control(view(window, "left"), Qt.Key.Key_O)
    qtbot.waitUntil(lambda: slugs(window)[1] == "cafe", timeout=PATIENCE)
    assert slugs(window)[0] == "lkhagvasuren-2018", "the left text stays"
    contents = view(window, "right").contents
    assert "It speaks of Georgia – of Abkhazia and of South Ossetia." in contents.text
    assert "naïve" in contents.text
    assert "\r" not in contents.text
    # The message stays to be read although the alignment is told in the status bar meanwhile.
    settle(qtbot, window)
    assert window.messages.notice.isVisible()
    assert named in window.messages.notice.text.text()
    assert not window.messages.notice.action.isVisible()


def test_two_dropped_files_are_shown_left_and_right(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    files = [text_file(tmp_path, "first.txt", "utf-8"), text_file(tmp_path, "second.txt", "utf-16", TEXT + "And more.")]
    drop_files(window, files)
    qtbot.waitUntil(lambda: slugs(window) == ("first", "second"), timeout=PATIENCE)
    settle(qtbot, window)
    words = window.messages.notice.text.text()
    assert "UTF-8" in words
    assert "UTF-16" in words
    assert not banners(window)


def test_files_can_be_dropped_on_the_welcome_page(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    control(view(window, "left"), Qt.Key.Key_W)
    files = [text_file(tmp_path, "first.txt", "utf-8"), text_file(tmp_path, "second.txt", "utf-8", TEXT + "And more.")]
    drop_files(window.welcome, files)
    qtbot.waitUntil(lambda: window.desk.isVisible() and slugs(window) == ("first", "second"), timeout=PATIENCE)


@pytest.mark.slow
def test_the_same_file_twice_is_told(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    file = text_file(tmp_path, "first.txt", "utf-8")
    window.library.import_files([str(file)], window.dialogs.show_imported)
    settle(qtbot, window)
    count = len(window.library.documents)
    window.library.import_files([str(file)], window.dialogs.show_imported)
    settle(qtbot, window)
    assert "in the library already" in window.messages.notice.text.text()
    assert len(window.library.documents) == count


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.txt", None, "no file"),
        ("empty.txt", b" \n\n", "empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "PNG"),
        ("program.txt", bytes(range(256)) * 40, "binary"),
    ],
)
def test_a_file_that_is_no_text_is_told_and_changes_nothing(
    qtbot: QtBot,
    open_window: OpenWindow,
    answers: Answers,
    library: Path,
    tmp_path: Path,
    name: str,
    content: bytes | None,
    says: str,
) -> None:
    window = open_window()
    before, pair = dump(library), slugs(window)
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    answers.imports = [str(file)]
    control(view(window, "left"), Qt.Key.Key_O)
    qtbot.waitUntil(lambda: bool(banners(window)), timeout=PATIENCE)
    settle(qtbot, window)
    (text,) = banner_texts(window)
    assert says in text
    assert name in text
    assert slugs(window) == pair
    assert dump(library) == before
    click(button(banners(window)[0], "Close this message"))
    qtbot.waitUntil(lambda: not banners(window))


@pytest.mark.slow
def test_one_bad_file_of_two_does_not_keep_the_other(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    drop_files(window, [tmp_path / "missing.txt", text_file(tmp_path, "good.txt", "utf-8")])
    qtbot.waitUntil(lambda: slugs(window)[1] == "good", timeout=PATIENCE)
    assert len(banners(window)) == 1


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Hold an import half way until the gate is opened, or until it is cancelled."""
    opened = threading.Event()
    usual = LibraryService.import_file

    def import_slowly(self: LibraryService, path: str, progress: Progress, **_how: object) -> ImportResult:
        done = 0
        while not opened.wait(0.01):
            done = min(done + 1, 50)
            progress(done, 100)
        return usual(self, path, progress)

    monkeypatch.setattr(LibraryService, "import_file", import_slowly)
    return opened


def test_a_long_import_shows_its_progress_and_can_be_cancelled(
    qtbot: QtBot, open_window: OpenWindow, library: Path, tmp_path: Path, gate: threading.Event
) -> None:
    window = open_window()
    settle(qtbot, window)
    before = dump(library)
    drop_files(window, [text_file(tmp_path, "long.txt", "utf-8")])
    qtbot.waitUntil(lambda: "Reading long.txt" in window.status.work_name.text() and window.status.cancel.isVisible())
    assert "of 100" in window.status.work_name.text()
    # Reading goes on meanwhile, and so does saving.
    assert window.bench.journal.unsaved == 0
    click(window.status.cancel)
    settle(qtbot, window)
    assert not gate.is_set()
    assert not window.status.cancel.isVisible()
    assert status(window) == "Import cancelled; the library is as it was"
    assert not banners(window)
    assert dump(library) == before


@pytest.mark.slow
def test_work_of_over_two_seconds_gets_a_card_in_the_side_panel(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, gate: threading.Event
) -> None:
    window = open_window()
    card = window.messages.work_card
    window.status.work._after["card"] = 0.1
    assert not card.isVisible()
    drop_files(window, [text_file(tmp_path, "long.txt", "utf-8")])
    qtbot.waitUntil(card.isVisible)
    assert window.desk.panel.isAncestorOf(card)
    assert card.name.text() == "Reading long.txt"
    click(card.cancel)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not card.isVisible())
    assert status(window) == "Import cancelled; the library is as it was"
    assert not gate.is_set()
    # And again, to the end.
    drop_files(window, [text_file(tmp_path, "long.txt", "utf-8")])
    qtbot.waitUntil(card.isVisible)
    gate.set()
    qtbot.waitUntil(lambda: slugs(window)[1] == "long", timeout=PATIENCE)
    qtbot.waitUntil(lambda: not card.isVisible())


def test_closing_ends_an_import_at_once(
    qtbot: QtBot, open_window: OpenWindow, library: Path, tmp_path: Path, gate: threading.Event
) -> None:
    window = open_window()
    before = dump(library)
    drop_files(window, [text_file(tmp_path, "long.txt", "utf-8")])
    qtbot.waitUntil(window.status.cancel.isVisible)
    assert window.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(("import", "library", "compute"))]
    assert dump(library) == before
    assert not gate.is_set()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_fifty_megabytes_are_imported_while_the_window_answers_and_can_be_cancelled(
    qtbot: QtBot, open_window: OpenWindow, library: Path, tmp_path: Path
) -> None:
    window = open_window()
    settle(qtbot, window)
    before = dump(library)
    sentence = "It speaks of Georgia, of Abkhazia and of gas through the pipelines of the Caspian shore. "
    file = tmp_path / "long.txt"
    file.write_text((sentence * 6 + "\n\n") * (50_000_000 // (len(sentence) * 6 + 2)), encoding="utf-8")
    beats: list[float] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()
    # Cancelled half way, nothing of it is in the library.
    window.library.import_files([str(file)], lambda _documents: None)
    qtbot.waitUntil(lambda: "of" in window.status.work_name.text() and window.status.cancel.isVisible(), timeout=60_000)
    click(window.status.cancel)
    settle(qtbot, window, timeout=60_000)
    assert status(window) == "Import cancelled; the library is as it was"
    assert dump(library) == before
    # To the end.
    window.library.import_files([str(file)], lambda _documents: None)
    settle(qtbot, window, timeout=500_000)
    timer.stop()
    assert len(window.library.documents) == 3
    gaps = [later - earlier for earlier, later in itertools.pairwise(beats)]
    print(f"longest gap of the event loop: {max(gaps) * 1000:.0f} ms in {beats[-1] - beats[0]:.0f} s")
    assert len(beats) > (beats[-1] - beats[0]) * 2, "the event loop went on"

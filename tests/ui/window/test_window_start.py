"""What the window opens at the start: arguments, links, and libraries that can't be opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.app import open_services
from reader.domain.text import TextSpan
from reader.services.bundle import Services
from reader.ui import application
from reader.ui.commands import COMMANDS
from reader.ui.main_window import MainWindow
from reader.ui.opening import StartRequest
from tests.ui.window.conftest import PATIENCE, Answers
from tests.ui.window.driving import (
    OpenWindow,
    banner_texts,
    banners,
    button,
    can_open_a_pair,
    click,
    control,
    press,
    settle,
    slugs,
    span_of,
    status,
    view,
)

THESES = ("lkhagvasuren-2018", "moore-2012")
TEXT = "A short text\n\nIt speaks of Georgia, of Abkhazia and of South Ossetia.\n\nIt has a second paragraph.\n"


@pytest.fixture
def services_of() -> Iterator[Callable[[str | None], Services]]:
    """Open a library file, as the program does."""
    with ExitStack() as stack:
        yield partial(open_services, stack)


# -- arguments and links ---------------------------------------------------------------------------------------------


def test_arguments_name_left_and_right(open_window: OpenWindow) -> None:
    window = open_window(StartRequest("moore-2012", "lkhagvasuren-2018"))
    assert slugs(window) == ("moore-2012", "lkhagvasuren-2018")
    assert not banners(window)


def test_one_argument_is_shown_beside_what_was_open(open_window: OpenWindow) -> None:
    assert slugs(open_window(StartRequest("moore-2012"))) == ("moore-2012", "lkhagvasuren-2018")


def test_a_path_is_imported(open_window: OpenWindow, tmp_path: Path) -> None:
    file = tmp_path / "essay.txt"
    file.write_text(TEXT, encoding="utf-8")
    window = open_window(StartRequest("lkhagvasuren-2018", str(file)))
    assert slugs(window) == ("lkhagvasuren-2018", "essay")
    assert "Abkhazia" in view(window, "right").contents.text


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (StartRequest("nobody-1900", "moore-2012"), "nobody-1900"),
        (StartRequest("moore-2012", "moore-2012"), "same document"),
        (StartRequest(link="diptych://nobody-1900"), "nobody-1900"),
        (StartRequest(link="diptych://"), "no link"),
    ],
)
def test_what_is_unknown_is_told_and_the_last_pair_is_shown(
    open_window: OpenWindow, request_: StartRequest, says: str
) -> None:
    window = open_window(request_)
    (text,) = banner_texts(window)
    assert says in text
    assert slugs(window) == THESES


def test_a_link_opens_at_its_annotation(
    qtbot: QtBot, open_window: OpenWindow, library: Path, services_of: Callable[[str | None], Services]
) -> None:
    services = services_of(str(library))
    right = services.library.resolve("moore-2012")
    text = services.library.open(right.id).contents.text
    start = text.index("Georgia", len(text) // 3)
    annotation = services.annotations.annotate(right.id, TextSpan(start, start + 7))
    window = open_window(StartRequest(link=f"diptych://moore-2012/{annotation.id}"))
    qtbot.waitUntil(lambda: view(window, "right").is_visible(annotation.target.span))
    assert window.desk.active_side == "right", "the reader goes on where the link led"


def test_a_link_to_an_annotation_that_is_gone_says_so(open_window: OpenWindow) -> None:
    window = open_window(StartRequest(link="diptych://moore-2012/no-such-annotation"))
    assert slugs(window) == THESES
    (text,) = banner_texts(window)
    assert "not in the library" in text


# -- libraries that can't be opened ----------------------------------------------------------------------------------


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.commit()


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()


def _no_database(path: Path) -> None:
    path.write_bytes(b"This is no database at all. " * 400)


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [_foreign, _newer, _no_database])
def test_a_library_that_can_not_be_opened_is_told_with_both_ways_on(
    qtbot: QtBot, open_window: OpenWindow, library: Path, answers: Answers, spoil: Callable[[Path], None]
) -> None:
    good = library.read_bytes()
    spoil(library)
    spoilt = library.read_bytes()
    window = open_window(until=None)
    qtbot.waitUntil(lambda: bool(banners(window)), timeout=PATIENCE)
    assert str(library) in banner_texts(window)[0]
    assert library.read_bytes() == spoilt, "what may be someone else's file is left as it is"
    # Every command and key is harmless while nothing is open.
    for command in COMMANDS:
        if command.key not in {"quit", "all_keys"}:
            window.commands[command.key].trigger()
    for key in (Qt.Key.Key_E, Qt.Key.Key_O, Qt.Key.Key_W, Qt.Key.Key_Z, Qt.Key.Key_F):
        control(window, key)
    assert len(banners(window)) == 1
    assert answers.asked == []
    # The file is put right: trying again opens it.
    library.write_bytes(good)
    with qtbot.waitSignal(window.alignment_ready, timeout=PATIENCE):
        click(button(banners(window)[0], "Try again"))
    assert not banners(window)
    assert slugs(window) == THESES


def test_another_library_file_is_opened_instead(
    qtbot: QtBot, open_window: OpenWindow, library: Path, answers: Answers, tmp_path: Path
) -> None:
    _no_database(library)
    window = open_window(until=None)
    qtbot.waitUntil(lambda: bool(banners(window)), timeout=PATIENCE)
    answers.library = str(tmp_path / "other.sqlite")
    click(button(banners(window)[0], "Use another library file…"))
    assert window.next_library == answers.library
    assert not window.isVisible()


def test_the_program_opens_the_window_anew_on_another_library(
    qtbot: QtBot,
    prepared_library: Path,
    library: Path,
    resources_path: Path,
    services_of: Callable[[str | None], Services],
) -> None:
    """`application.run`: a damaged library, another chosen, closed."""
    other = library.with_name("other.sqlite")
    other.write_bytes(prepared_library.read_bytes())
    _no_database(library)
    seen: list[str] = []

    def windows() -> list[MainWindow]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]

    def look() -> None:
        for window in windows():
            if banners(window) and not seen:
                seen.append("banner")
                window.next_library = str(other)
                window.close()
            elif window.comparing.pair is not None:
                seen.append(Path(window.bench.services.library.path).name)
                window.close()

    timer = QTimer()
    timer.setInterval(20)
    timer.timeout.connect(look)
    timer.start()
    status_ = application.run(resources_path, lambda file: services_of(file or str(library)), StartRequest(), "the log")
    timer.stop()
    assert status_ == 0
    assert seen == ["banner", "other.sqlite"]


# -- the welcome page ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_welcome_page_after_closing_the_pair(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    press(view(window, "left"), Qt.Key.Key_Period)
    assert window.toolbar.back.isEnabled()
    assert window.hint.isVisible()
    control(window, Qt.Key.Key_W)
    settle(qtbot, window)
    assert window.welcome.isVisible()
    assert not window.hint.isVisible()
    assert status(window) == "Library is ready · 2 documents"
    assert not window.status.hints.accessibleName()
    assert not window.toolbar.back.isEnabled()
    assert window.windowTitle() == "Diptych"
    # Every command is harmless here.
    for command in COMMANDS:
        if command.key not in {"quit", "all_keys", "library", "search_library", "import", "export_markdown"}:
            window.commands[command.key].trigger()
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.welcome.isVisible()
    assert not banners(window)
    # Enter opens the pair again, with its hints and keys.
    assert window.welcome.open_button is not None
    with qtbot.waitSignal(window.comparing.ranked, timeout=PATIENCE):
        press(window.welcome.open_button, Qt.Key.Key_Return)
    assert window.desk.isVisible()
    assert window.hint.isVisible()
    assert window.status.hints.accessibleName()


def test_an_empty_library_offers_to_import(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, services_of: Callable[[str | None], Services]
) -> None:
    path = tmp_path / "empty.sqlite"
    services = services_of(str(path))
    for document in services.library.documents():
        services.library.remove(document.id)
    window = open_window(until=None, services=lambda: services)
    qtbot.waitUntil(window.welcome.isVisible, timeout=PATIENCE)
    assert status(window) == "Library is ready · 0 documents"
    assert not can_open_a_pair(window)
    assert not banners(window)
    # One file alone is no pair, and the page says what is missing; the second makes one.
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(TEXT, encoding="utf-8")
    second.write_text(TEXT.replace("short", "long"), encoding="utf-8")
    window.library.import_files([str(first)], window.dialogs.show_imported)
    settle(qtbot, window)
    assert window.welcome.isVisible()
    assert "second document" in status(window)
    window.library.import_files([str(second)], window.dialogs.show_imported)
    qtbot.waitUntil(lambda: window.comparing.comparison is not None, timeout=PATIENCE)
    assert set(slugs(window)) == {"first", "second"}
    assert span_of(window, "left", "Abkhazia")

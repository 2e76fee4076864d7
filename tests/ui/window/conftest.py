"""Real windows on real library files."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.app import open_services
from reader.services.bundle import Services
from reader.ui.appearance import Appearance
from reader.ui.main_window import MainWindow
from reader.ui.opening import StartRequest

# The first start reads both theses, loads the embedding model and aligns, on a machine that may be busy.
PATIENCE = 60_000


class Answers:
    """Answers file dialogs for the reader."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.imports: list[str] = []
        self.annotations: str | None = None
        self.library: str | None = None
        self.leave = False
        self.asked: list[str] = []

    def files_to_import(self) -> list[str]:
        return self.imports

    def annotations_to_import(self) -> str | None:
        return self.annotations

    def file_to_write(self, title: str, suggestion: str, kinds: str) -> str | None:
        self.asked.append(title)
        return str(self.folder / suggestion)

    def library_file(self, current: str) -> str | None:
        return self.library

    def leave_unsaved(self, count: int) -> bool:
        self.asked.append(f"{count} unsaved")
        return self.leave


@pytest.fixture(scope="session")
def prepared_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with both theses and their embeddings, made once."""
    path = tmp_path_factory.mktemp("prepared") / "library.sqlite"
    with ExitStack() as stack:
        services = open_services(stack, str(path))
        left, right = services.library.documents()
        services.comparison.compare(left.id, right.id)
    return path


@pytest.fixture
def library(prepared_library: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    path = tmp_path / "library.sqlite"
    shutil.copy(prepared_library, path)
    return path


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return Answers(tmp_path)


OpenWindow = Callable[..., MainWindow]


@pytest.fixture(scope="session")
def long_lived(prepared_library: Path) -> None:
    """Take what is loaded by now out of what garbage is looked for in."""
    gc.freeze()


@pytest.fixture
def collected_here(long_lived: None) -> Iterator[None]:
    """Collect garbage on this thread alone, as the program does: windows must not be destroyed on another."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def open_window(
    qtbot: QtBot, resources_path: Path, library: Path, answers: Answers, collected_here: None
) -> Iterator[OpenWindow]:
    """Open a window as the program does, and wait until its pair is aligned (or for `until`)."""
    stack = ExitStack()
    windows: list[MainWindow] = []

    def open_services_here() -> Services:
        return open_services(stack, str(library))

    def opened(
        request: StartRequest | None = None,
        *,
        size: tuple[int, int] = (1440, 900),
        until: str | None = "alignment_ready",
        services: Callable[[], Services] = open_services_here,
        open_file: Callable[[str], Services] | None = None,
    ) -> MainWindow:
        window = MainWindow(
            Appearance(resources_path), services, request or StartRequest(), "the log", answers, open_file=open_file
        )
        windows.append(window)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        if until is None:
            window.start()
        else:
            with qtbot.waitSignal(getattr(window, until), timeout=PATIENCE):
                window.start()
        return window

    yield opened
    answers.leave = True
    for window in windows:
        window.close()
        # A window that saves first closes later; its library must not be closed under its work.
        window.end_work()
        window.deleteLater()
    stack.close()

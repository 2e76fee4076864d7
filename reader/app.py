"""The composition root: settings to library to services to window or command line; the only module that sees it all."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path

from reader.cli.command_line import INTERRUPTED, run
from reader.cli.program import Program, WindowRequest
from reader.errors import DisplayError
from reader.services.bundle import Services, assemble
from reader.services.seeding import seed
from reader.settings import Settings

BUG = 70  # what Unix calls an internal software error
_LOG = logging.getLogger("reader")
_LOG_BYTES, _LOG_FILES = 1_000_000, 2
# The platforms of Qt that need a display server; the others draw into memory, a file or the screen itself.
_ON_DISPLAY_SERVER = ("xcb", "wayland")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program: the window, or the command line when a sub-command is given.

    Args:
        argv: Without the program's name; by default the process's own.

    Returns:
        The exit status.
    """
    _speak_utf8()
    with ExitStack() as resources:
        log = "the text above"
        try:
            log = _log_to(Settings.locate().log_file, resources)
            program = Program(partial(open_services, resources), partial(open_window, resources, log))
            return run(sys.argv[1:] if argv is None else argv, program)
        except KeyboardInterrupt:
            return INTERRUPTED
        except Exception:  # noqa: BLE001 # a bug: it is written down in full, and told in one line
            _LOG.exception("A bug ended the program.")
            print(f"diptych: This is a bug in Diptych. Please report it with what {log} says of it.", file=sys.stderr)
            return BUG


def open_services(resources: ExitStack, library: str | None) -> Services:
    """Open a library and make its services; a new one gets the bundled documents and topics.

    Args:
        resources: Closes the library.
        library: As the reader gave it; None for the default.

    Raises:
        StorageError: If it can't be opened.
    """
    # SQLAlchemy takes longer to import than the window to show.
    from reader.documents.loader import load
    from reader.segmentation.passages import segment
    from reader.storage.database import open_library
    from reader.storage.kept_files import KeptFiles

    settings = Settings.locate(library)
    opened = resources.enter_context(closing(open_library(settings.library)))
    topics_file = settings.resources / "topics.toml"
    seed(opened, settings.corpus, topics_file, load, segment)
    return assemble(opened, load, segment, topics_file, KeptFiles(Path(opened.path)))


def open_window(resources: ExitStack, log: str, request: WindowRequest) -> int:
    """Show the window until it is closed.

    Args:
        resources: Closes the library.
        log: Where bugs are written down, for messages.
        request: What to open with.

    Returns:
        The exit status.

    Raises:
        DisplayError: If there is no screen to show it on.
    """
    _refuse_without_display()
    from reader.ui.application import run as run_window
    from reader.ui.opening import StartRequest

    # The window is there before the library: it opens the library on its own worker thread.
    return run_window(
        Settings.locate(request.library).resources,
        lambda library: open_services(resources, library or request.library),
        StartRequest(request.left, request.right, request.link),
        log,
        startup_report=request.startup_report,
    )


def _refuse_without_display() -> None:
    """Make sure of a screen, since Qt ends the process where it finds none.

    Raises:
        DisplayError: If there is none.
    """
    if sys.platform in {"win32", "darwin"}:
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform and not platform.startswith(_ON_DISPLAY_SERVER):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        remedy = "Start Diptych on a desktop, or use its commands: see diptych --help."
        raise DisplayError("There is no display to open the window on.", remedy)


def _log_to(file: Path, resources: ExitStack) -> str:
    """Write warnings and bugs to a file from now on, or to standard error where there can't be one.

    Returns:
        Where they go, for messages.
    """
    handler: logging.Handler
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True)
        place = str(file)
    except OSError:
        handler, place = logging.StreamHandler(), "the text above"
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    _LOG.addHandler(handler)
    resources.callback(handler.close)
    resources.callback(_LOG.removeHandler, handler)
    return place


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: results are read by programs, quotes hold every script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

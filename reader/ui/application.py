"""Runs the window: Qt's application, bugs that reach it, and the change to another library file."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from reader.services.bundle import Services
from reader.ui.appearance import Appearance
from reader.ui.collecting import GuiThreadCollection
from reader.ui.main_window import MainWindow
from reader.ui.opening import StartRequest
from reader.ui.startup import StartupReport
from reader.ui.tasks import SWITCH_SECONDS

_log = logging.getLogger(__name__)


def run(
    resources: Path,
    open_services: Callable[[str | None], Services],
    request: StartRequest,
    log_place: str,
    *,
    startup_report: bool = False,
) -> int:
    """Show the window until it is closed; a change of library opens it anew on the other file.

    Args:
        resources: The folder of icons and fonts.
        open_services: Opens the library asked for, or another file; called on the window's library thread.
        request: What to open first.
        log_place: Where bugs are written down, for messages.
        startup_report: Print the milestones of the start as JSON, and quit.

    Returns:
        The exit status.
    """
    application = _application(resources)
    appearance = Appearance(resources)
    library: str | None = None
    usual_hook, usual_interval = sys.excepthook, sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    collection = GuiThreadCollection()
    try:
        while True:
            window = _window(appearance, open_services, library, request, log_place)
            if startup_report:
                _report(window)
            window.show()
            QTimer.singleShot(0, window.start)
            status = application.exec()
            library, request = window.next_library, StartRequest()
            window.deleteLater()
            if library is None:
                return status
    finally:
        collection.stop()
        sys.excepthook = usual_hook
        sys.setswitchinterval(usual_interval)


def _application(resources: Path) -> QApplication:
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Diptych")
    application.setDesktopFileName("diptych")
    application.setStyle("Fusion")
    application.setWindowIcon(QIcon(str(resources / "icons" / "diptych.svg")))
    return application


def _window(
    appearance: Appearance,
    open_services: Callable[[str | None], Services],
    library: str | None,
    request: StartRequest,
    log_place: str,
) -> MainWindow:
    window = MainWindow(appearance, lambda: open_services(library), request, log_place, open_file=open_services)

    def report_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.error("A bug reached the window", exc_info=(kind, error, trace))
        window.messages.show_bug(error)

    sys.excepthook = report_bug
    return window


def _report(window: MainWindow) -> None:
    report = StartupReport(window)
    QTimer.singleShot(0, lambda: report.reach("window_shown"))
    window.documents_painted.connect(lambda: report.reach("documents_painted"))
    window.alignment_ready.connect(lambda: report.reach("alignment_ready"))

    def finish() -> None:
        print(report.to_json())  # this is the command's result
        window.close()

    report.complete.connect(finish)

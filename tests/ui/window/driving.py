"""What a reader's hands and eyes do in a real window."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader.domain.annotation import Annotation
from reader.domain.text import TextSpan
from reader.services.library import OpenDocument
from reader.ui.main_window import MainWindow
from reader.ui.pair_browser import Side
from reader.ui.reading.reading_view import ReadingView
from reader.ui.status.banner import Banner
from reader.ui.workbench import SIDES

OpenWindow = Callable[..., MainWindow]

LEFT_QUOTE = "the SCO took a neutral position on the issue."
RIGHT_QUOTE = "constrains a more assertive Russia in the region"
SAVED = "All changes saved"
_NO_WORK_OF_THE_READERS = {"session", "recent_pairs", "window_state", "embeddings"}


# -- eyes ------------------------------------------------------------------------------------------------------------


def view(window: MainWindow, side: Side) -> ReadingView:
    return window.desk.panes[side].view


def opened(window: MainWindow, side: Side) -> OpenDocument:
    assert window.comparing.pair is not None
    return window.comparing.pair.side(side)


def slugs(window: MainWindow) -> tuple[str, str]:
    return opened(window, "left").document.slug, opened(window, "right").document.slug


def span_of(window: MainWindow, side: Side, quote: str) -> TextSpan:
    start = view(window, side).contents.text.index(quote)
    return TextSpan(start, start + len(quote))


def made(window: MainWindow) -> list[Annotation]:
    """All annotations, those of the left document first."""
    pair = window.comparing.pair
    left = pair.left.document.id if pair is not None else None
    found = window.annotating.annotations.values()
    return sorted(found, key=lambda a: (a.target.document_id != left, a.target.document_id, a.target.span.start))


def banners(window: MainWindow) -> list[Banner]:
    return [banner for banner in window.findChildren(Banner) if banner.isVisible()]


def banner_texts(window: MainWindow) -> list[str]:
    return [f"{banner.title.text()} {banner.text.text()}" for banner in banners(window)]


def status(window: MainWindow) -> str:
    return window.status.message.text()


def painted_highlights(window: MainWindow, side: Side) -> list[str]:
    """The keys of the highlights on the text, in order."""
    return [
        mark.key for mark in view(window, side)._highlights.within(TextSpan(0, len(view(window, side).contents.text)))
    ]


def dump(library: Path) -> list[tuple[object, ...]]:
    """Everything the reader's changes can touch, less the times at which rows were written."""
    rows: list[tuple[object, ...]] = []
    with closing(sqlite3.connect(library)) as connection:
        connection.row_factory = sqlite3.Row
        names = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if row[0] not in _NO_WORK_OF_THE_READERS and "search" not in row[0]
        ]
        for name in names:
            found = connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 # names of our own tables
            rows += [(name, *(row[key] for key in row.keys() if key != "modified")) for row in found]  # noqa: SIM118
    return sorted(rows, key=repr)


# -- hands -----------------------------------------------------------------------------------------------------------


def settle(qtbot: QtBot, window: MainWindow, *, timeout: int = 20_000) -> None:
    """Wait until all is committed, read again, ranked and shown."""
    bench = window.bench
    qtbot.waitUntil(
        lambda: (
            not (
                bench.journal.unsaved
                or bench.library_lane.busy
                or bench.compute_lane.busy
                or bench.evidence_lane.busy
                or window.library.import_lane.busy
            )
        ),
        timeout=timeout,
    )


def at_rest(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until both texts stand still."""
    qtbot.waitUntil(lambda: all(not view(window, side)._glide.remaining for side in SIDES))


def keys(widget: QWidget, text: str) -> None:
    QTest.keyClicks(widget, text)


def press(widget: QWidget, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(widget, key, held)


def control(widget: QWidget, key: Qt.Key) -> None:
    press(widget, key, Qt.KeyboardModifier.ControlModifier)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def button(parent: QWidget, words: str) -> QAbstractButton:
    """A visible button by its words or accessible name."""
    for each in parent.findChildren(QAbstractButton):
        if each.isVisible() and words in (each.text(), each.accessibleName()):
            return each
    raise AssertionError(
        f"no button {words!r} among {[b.text() or b.accessibleName() for b in parent.findChildren(QAbstractButton)]}"
    )


def drag_over(window: MainWindow, side: Side, span: TextSpan) -> None:
    """Select a span with the mouse."""
    text = view(window, side)
    text.scroll_to(span, 0.4, animated=False)
    rects = text.line_rects(span)
    first, last = rects[0], rects[-1]
    start = QPoint(round(first.left()) + 1, round(first.center().y()))
    end = QPoint(round(last.right()), round(last.center().y()))
    port = text.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(port, (start + end) / 2)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


def highlight(window: MainWindow, side: Side, quote: str, key: str = "1") -> None:
    """Select a quote with the mouse and highlight it with a key."""
    drag_over(window, side, span_of(window, side, quote))
    keys(view(window, side), key)


def wheel(window: MainWindow, side: Side, notches: int, *, shift: bool = False) -> None:
    """Turn the wheel over a text; negative notches go down."""
    port = view(window, side).viewport()
    centre = QPointF(port.rect().center())
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    for _ in range(abs(notches)):
        event = QWheelEvent(
            centre,
            QPointF(port.mapToGlobal(port.rect().center())),
            QPoint(0, 0),
            QPoint(0, 120 if notches > 0 else -120),
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 # Qt's own argument
        )
        QApplication.sendEvent(port, event)


def drop_files(widget: QWidget, files: list[Path]) -> None:
    """Drop files on a widget, as from the file manager."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    centre = widget.rect().center()
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(centre, copy, data, left, none)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(centre), copy, data, left, none))


def menu_action(menu: QMenu, *path: str) -> QAction:
    """The action of a menu whose words begin so, through submenus."""
    menu.aboutToShow.emit()
    for words in path[:-1]:
        sub = next(action for action in menu.actions() if action.text().startswith(words)).menu()
        assert isinstance(sub, QMenu)
        menu = sub
    return next(action for action in menu.actions() if action.text().startswith(path[-1]))


def submenu_words(menu: QMenu, words: str) -> list[str]:
    """The words of a submenu's actions."""
    sub = menu_action(menu, words).menu()
    assert isinstance(sub, QMenu)
    return [action.text() for action in sub.actions()]


def can_open_a_pair(window: MainWindow) -> bool:
    """Whether the welcome page offers a pair."""
    return window.welcome.open_button is not None


# -- other programs --------------------------------------------------------------------------------------------------


@contextmanager
def locked_by_another_program(library: Path) -> Iterator[sqlite3.Connection]:
    """Hold the library's write lock as another program would."""
    with closing(sqlite3.connect(library, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other
        if other.in_transaction:
            other.execute("ROLLBACK")

"""Measures how long the GUI thread is busy at a stretch in normal use, by the gaps of a 5 ms timer; prints a table.

Run as `python tests/benchmarks/gui_thread.py`; with `--text MEGABYTES` it also imports a text of that size.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QEvent, QTimer  # noqa: E402 # after the platform is chosen
from PySide6.QtWidgets import QApplication  # noqa: E402

from reader.app import open_services  # noqa: E402
from reader.domain.annotation import HighlightColour  # noqa: E402
from reader.domain.text import TextSpan  # noqa: E402
from reader.ui.appearance import Appearance  # noqa: E402
from reader.ui.main_window import MainWindow  # noqa: E402
from reader.ui.opening import StartRequest  # noqa: E402
from reader.ui.tasks import SWITCH_SECONDS  # noqa: E402

LIMIT_MS = 50


class Heartbeat:
    """The longest time between two beats of the event loop."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.longest = 0.0
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        """Print the longest gap while something is done."""
        QApplication.processEvents()
        self._last, self.longest = time.perf_counter(), 0.0
        yield
        self._beat()
        milliseconds = self.longest * 1000
        print(f"{name:<44} {milliseconds:7.1f} ms{'  over' if milliseconds > LIMIT_MS else ''}", flush=True)


def wait(until: Callable[[], bool], rest: float = 0.3, limit: float = 300.0) -> None:
    """Run the event loop until something holds, and a little longer for what follows."""
    application, ends = QApplication.instance(), time.monotonic() + limit
    assert application is not None
    while not until():
        application.processEvents()
        if time.monotonic() > ends:
            raise TimeoutError
    ends = time.monotonic() + rest
    while time.monotonic() < ends:
        application.processEvents()


def idle(window: MainWindow) -> bool:
    """Tell whether nothing is under way."""
    bench = window.bench
    lanes = (bench.library_lane, bench.compute_lane, bench.evidence_lane, window.library.import_lane)
    return not bench.journal.unsaved and not any(lane.busy for lane in lanes)


def measure(library: Path, megabytes: int) -> None:
    """Do what readers do, and print how long each kept the window from answering."""
    application = QApplication([])
    sys.setswitchinterval(SWITCH_SECONDS)  # as the program does
    with ExitStack() as stack:
        services = open_services(stack, str(library))
        left, right = services.library.documents()
        services.comparison.compare(left.id, right.id)
        window = MainWindow(
            Appearance(ROOT / "resources"), partial(open_services, stack, str(library)), StartRequest(), "the log"
        )
        beat = Heartbeat()
        window.resize(1440, 900)
        with beat.measured("show the window"):
            window.show()
            wait(lambda: True)
        with beat.measured("open and align the two theses"):
            window.start()
            wait(lambda: window.comparing.browser is not None and idle(window), 1.0)
        use(window, beat)
        annotate_much(window, beat)
        if megabytes:
            file = library.with_name("long.txt")
            sentence = "It speaks of Georgia, of Abkhazia and of gas through the pipelines of the Caspian shore. "
            file.write_text(
                (sentence * 6 + "\n\n") * (megabytes * 1_000_000 // (len(sentence) * 6 + 2)), encoding="utf-8"
            )
            with beat.measured(f"import a text of {megabytes} MB"):
                window.library.import_files([str(file)], lambda _documents: None)
                wait(lambda: idle(window), limit=1800)
        window.close()
        window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def use(window: MainWindow, beat: Heartbeat) -> None:
    """Read, jump, change the topic and the colours."""
    steps: list[tuple[str, Callable[[], object]]] = [
        ("next pair", lambda: window.travelling.step_pair(1)),
        ("next passage on the topic", lambda: window.travelling.next_passage(1)),
        ("another topic", lambda: window.comparing.step_topic(1)),
        ("all subjects", lambda: window.comparing.choose_topic(None)),
        ("annotations tab", window.commands["annotations_tab"].trigger),
        ("find in the text", lambda: window.desk.find_in_both("Russia")),
        ("larger text", window.commands["larger"].trigger),
        ("dark", lambda: window.menus.scheme_chosen.emit(True)),  # noqa: FBT003 # a signal's value
        ("swap sides", window.commands["swap"].trigger),
    ]
    for name, act in steps:
        with beat.measured(name):
            act()
            wait(lambda: idle(window), 0.5)
    with beat.measured("scroll 100 steps"):
        for _ in range(100):
            window.desk.panes["left"].view.scroll_by(60)
            QApplication.processEvents()


def annotate_much(window: MainWindow, beat: Heartbeat) -> None:
    """Highlight with none, with 300 and with 500 annotations already there."""
    pair = window.comparing.pair
    assert pair is not None
    documents = pair.left, pair.right
    colours = list(HighlightColour)
    made = 0
    for count in (0, 300, 500):
        while made < count:
            document = documents[made % 2]
            start = (made // 2) * 150 + 5_000
            window.bench.services.annotations.annotate(
                document.document.id, TextSpan(start, start + 60), colour=colours[made % 5], note="A note." * (made % 3)
            )
            made += 1
        with beat.measured(f"show {count} annotations"):
            window.comparing.refresh()
            wait(lambda: idle(window), 0.5)
        with beat.measured(f"highlight beside {count}"):
            window.annotating.annotate(documents[0].document.id, TextSpan(90_000 + count, 90_040 + count))
            wait(lambda: idle(window), 0.5)
        with beat.measured(f"scroll beside {count}"):
            for _ in range(50):
                window.desk.panes["left"].view.scroll_by(-60)
                QApplication.processEvents()
        with beat.measured(f"another topic beside {count}"):
            window.comparing.step_topic(1)
            wait(lambda: idle(window), 0.5)


def main() -> None:
    """Measure on a fresh library."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--text", type=int, default=0, metavar="MEGABYTES")
    chosen = arguments.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        measure(folder / "library.sqlite", chosen.text)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

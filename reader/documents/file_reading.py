"""Reading a whole PDF with two workers at once: pages by turns, and what the file says of itself beside them."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Self

from reader.documents.page_record import FileStructure, PageText
from reader.documents.pdf_client import EACH_PAGE_SECONDS, FILE_SECONDS, PdfClient
from reader.domain.progress import Progress
from reader.errors import CancelledError, DocumentError

# Bytes: both workers together stay within what one file may take. The first one reads on alone if the other fails.
_FIRST_MEMORY, _SECOND_MEMORY = 900 * 1024 * 1024, 500 * 1024 * 1024
# Pages a worker is asked for at once: so few that both end at nearly the same time, so many that asking costs nothing.
_FEWEST_AT_ONCE, _MOST_AT_ONCE, _TURNS = 4, 32, 16
_POLL = 0.02  # seconds


class FileReading:
    """One reading of a file, from its first page to its last.

    Args:
        path: The file.
        password: What it opens with, if it is protected.
    """

    def __init__(self, path: Path, password: str | None) -> None:
        self.client = PdfClient(path, password, memory=_FIRST_MEMORY)
        self._second = PdfClient(path, password, memory=_SECOND_MEMORY)
        self._begun = time.monotonic()
        self._count = 0
        self._left: deque[tuple[int, int]] = deque()  # spans of pages nobody reads yet; the end is exclusive
        self._parted = threading.Event()
        self._found: dict[int, PageText] = {}
        self._given = 0
        self._is_marked = False
        self._reads_marks = False  # whether the highlights were read with the structure
        self._unwanted = threading.Event()
        self._pool = ThreadPoolExecutor(1, "pdf-reading")
        self._structure: Future[FileStructure] = Future()

    def __enter__(self) -> Self:
        self._helped = self._pool.submit(self._help)
        return self

    def __exit__(self, *_: object) -> None:
        self._unwanted.set()
        self._parted.set()
        self._pool.shutdown()
        self._second.close()
        self.client.close()

    def page_count(self, progress: Progress) -> int:
        """Open the file and count its pages.

        Raises:
            DocumentError: If it can't be opened.
            PasswordError: If it needs a password, or another one.
        """
        self._count = self.client.page_count(progress)
        return self._count

    def pages(self, progress: Progress) -> Iterator[PageText]:
        """Read all pages and give them in order, each as soon as those before it are there.

        Args:
            progress: Called with pages; may raise CancelledError, which ends both workers.

        Raises:
            DocumentError: If the file can't be read, or takes too long.
        """
        step = min(_MOST_AT_ONCE, max(_FEWEST_AT_ONCE, self._count // _TURNS))
        self._left.extend((first, min(first + step, self._count)) for first in range(0, self._count, step))
        self._parted.set()

        def tell(done: int, total: int) -> None:
            del done, total
            progress(self._given + len(self._found), self._count)

        while self._given < self._count:
            span = self._turn()
            if span is None:
                tell(0, 0)
                wait([self._helped], _POLL)
                if self._helped.done():
                    self._helped.result()
            else:
                for page in self.client.pages(tell, *span, seconds=self._seconds_left()):
                    self._found[page.index] = page
                    yield from self._next_ones()
            yield from self._next_ones()

    def structure(self, progress: Progress) -> FileStructure:
        """Wait for what the file says of itself; to be asked when all pages are read."""
        while not self._structure.done() and not self._helped.done():
            progress(0, 1)
            wait([self._structure], _POLL)
        if not self._structure.done():
            self._helped.result()
        if self._is_marked and not self._reads_marks:
            return self.client.structure(progress)
        return self._structure.result()

    def _next_ones(self) -> Iterator[PageText]:
        while self._given in self._found:
            page = self._found.pop(self._given)
            self._given += 1
            self._is_marked |= page.marked
            yield page

    def _turn(self) -> tuple[int, int] | None:
        try:
            return self._left.popleft()
        except IndexError:
            return None

    def _seconds_left(self) -> float:
        done = self._given + len(self._found)
        return self._begun + FILE_SECONDS + EACH_PAGE_SECONDS * done - time.monotonic()

    # In the second thread

    def _help(self) -> None:
        """Read the structure, then pages as long as there are some; what this worker fails at is left to the other."""
        try:
            said = self._second.plain_structure(self._check)
            self._reads_marks = said is None
            self._structure.set_result(said or self._second.structure(self._check))
            self._parted.wait()
            while not self._unwanted.is_set() and (span := self._turn()) is not None:
                if not self._read_aside(*span):
                    return
        except CancelledError:
            return
        except DocumentError:
            if not self._structure.done():
                self._structure.set_result(FileStructure())

    def _read_aside(self, first: int, end: int) -> bool:
        """Read pages; give back those that don't come, because the worker fails or the file was changed meanwhile."""
        try:
            for page in self._second.pages(self._check, first, end, seconds=self._seconds_left()):
                self._found[page.index] = page
                first = page.index + 1
        finally:
            if first < end:
                self._left.appendleft((first, end))
        return first == end

    def _check(self, done: int, total: int) -> None:
        del done, total
        if self._unwanted.is_set():
            raise CancelledError

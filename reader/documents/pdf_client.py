"""The client of the worker: starts it, asks it, watches its time and memory, and ends it."""

from __future__ import annotations

import queue
import sys
import threading
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from reader.documents.frames import Message
from reader.documents.page_record import FileMark, FileStructure, OutlineEntry, PageText, Segment
from reader.documents.stated_metadata import put_metadata
from reader.documents.worker_process import Frame, WorkerFailedError, WorkerProcess
from reader.domain.page import Box, PageImage
from reader.domain.progress import Progress, no_progress
from reader.errors import DocumentError, PasswordError

# Seconds. A file may take this long as a whole, and longer as long as its pages keep coming: a sound page takes
# hundredths of a second.
FILE_SECONDS = 50.0
EACH_PAGE_SECONDS = 0.05
_START_SECONDS = 30.0
_STRUCTURE_SECONDS = 20.0
_QUESTION_SECONDS = 20.0
_EXPORT_SECONDS = 50.0
# Bytes a worker may hold in memory, unless it is told otherwise.
MEMORY = 1_400 * 1024 * 1024
_POLL, _WATCH = 0.05, 0.25
_NO_PASSWORD_KEPT = "Give its password when you import it; it is used once and kept nowhere."  # noqa: S105 # a sentence
_ELSEWHERE = "Open it in a PDF viewer and save it anew from there, then import that file."

Check = Callable[[], None]


class PdfClient:
    """One PDF in a worker process, which is started when it is needed and anew after a crash.

    Safe to use from several threads; each question waits for the one before.

    Args:
        path: The file.
        password: What it opens with, if it is protected.
        command: What to start instead of the worker.
        memory: Bytes that the worker may hold.
    """

    def __init__(
        self,
        path: Path,
        password: str | None = None,
        command: Sequence[str] | None = None,
        memory: int | None = None,
    ) -> None:
        self._path = path
        self._password = password
        self._memory = MEMORY if memory is None else memory
        self._command = command or (sys.executable, "-m", "reader.documents.worker", str(self._memory))
        self._process: WorkerProcess | None = None
        self._lock = threading.RLock()
        self._pages = 0
        self._given_up = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            if self._process is not None:
                self._process.end()
                self._process = None

    def give_up(self) -> None:
        """Let the question being answered fail at once, and every later one; from any thread, without waiting."""
        self._given_up = True

    @property
    def process_id(self) -> int | None:
        """The worker's process id, None where none runs."""
        return self._process.popen.pid if self._process is not None else None

    def page_count(self, progress: Progress = no_progress) -> int:
        """Open the file, if it is not open yet, and count its pages.

        Raises:
            DocumentError: If it can't be opened.
            PasswordError: If it needs a password, or another one.
        """
        with self._lock:
            self._opened(progress)
            return self._pages

    def pages(
        self, progress: Progress = no_progress, first: int = 0, end: int | None = None, *, seconds: float = FILE_SECONDS
    ) -> Iterator[PageText]:
        """Read pages one after the other.

        Args:
            progress: Called with pages; may raise CancelledError, which ends the worker.
            first: The first page, zero-based.
            end: The page after the last one; None for all.
            seconds: How long it may take, and longer as long as pages keep coming.

        Raises:
            DocumentError: If the file can't be read, or takes too long.
        """
        with self._lock:
            self._opened(progress)
            end = self._pages if end is None else min(end, self._pages)
            begin = time.monotonic()
            self._send({"do": "read", "first": first, "end": end})
            done = first
            finished = False
            try:
                while True:
                    limit = begin + seconds + EACH_PAGE_SECONDS * (done - first)
                    at = done
                    message, payload = self._receive(limit, lambda: progress(at, end))  # noqa: B023 # called here only
                    if message.get("done"):
                        finished = True
                        return
                    done += 1
                    progress(done, end)
                    yield _page_of(message, payload)
            finally:
                if not finished:
                    self.close()  # its frames still to come answer nobody

    def plain_structure(self, progress: Progress = no_progress) -> FileStructure | None:
        """Read the metadata of a file that has no outline and no labels; None where it has.

        Reading those takes another library, which loads longer than PDFium reads a chapter.
        """
        with self._lock:
            self._opened(progress)
            try:
                message, _ = self._ask({"do": "metadata"}, _STRUCTURE_SECONDS, lambda: progress(0, 1))
            except WorkerFailedError:
                return None
        if message["more"]:
            return None
        found = FileStructure()
        put_metadata(found, str(message["title"]), str(message["author"]), str(message["subject"]))
        return found

    def structure(self, progress: Progress = no_progress) -> FileStructure:
        """Read what the file says of itself; an empty answer where that is damaged beyond reading or takes too long."""
        with self._lock:
            self._opened(progress)
            try:
                message, _ = self._ask({"do": "structure"}, _STRUCTURE_SECONDS, lambda: progress(0, 1))
            except WorkerFailedError:
                return FileStructure()
            return _structure_of(message)

    def boxes(self, page: int, spans: Sequence[tuple[int, int]], *, in_file: bool = False) -> list[list[Box]]:
        """Return the boxes of spans of a page's text, one for each line of each span.

        Args:
            page: Zero-based.
            spans: Offsets in the page's text.
            in_file: In the file's own coordinates rather than those of the page as shown.
        """
        message = self._question({"do": "boxes", "page": page, "spans": list(spans), "in_file": in_file})
        return [[_box(box) for box in line] for line in cast("Any", message["boxes"])]

    def glyphs(self, page: int) -> array[float]:
        """Return the boxes of all characters of a page's text.

        Args:
            page: Zero-based.

        Returns:
            For each offset in the page's text x0, y0, x1, y1 in points of the page as shown, from bottom left; 0, 0,
            0, 0 for what can't be seen.
        """
        with self._lock:
            _, numbers = self._told({"do": "glyphs", "page": page}, _QUESTION_SECONDS)
        boxes = array("f")
        boxes.frombytes(numbers)
        if sys.byteorder == "big":
            boxes.byteswap()
        return boxes

    def under(self, page: int, quads: Sequence[Box]) -> list[tuple[int, int]]:
        """Return the spans of a page's text under boxes in the file's own coordinates."""
        message = self._question({"do": "under", "page": page, "quads": list(quads)})
        return [(int(start), int(end)) for start, end in cast("Any", message["spans"])]

    def image(self, page: int, scale: float) -> PageImage:
        """Render a page at a scale in pixels a point; less where the image would be too large."""
        with self._lock:
            message, pixels = self._told({"do": "image", "page": page, "scale": scale}, _QUESTION_SECONDS)
        width, height, stride = (int(cast("int", message[name])) for name in ("width", "height", "stride"))
        return PageImage(width, height, stride, pixels)

    def annotate(self, target: Path, marks: Sequence[Message]) -> None:
        """Write a copy of the file with annotations (see `pdf.write_annotated`)."""
        with self._lock:
            self._told({"do": "annotate", "target": str(target), "marks": list(marks)}, _EXPORT_SECONDS)

    # Asking

    def _question(self, request: Message) -> Message:
        with self._lock:
            return self._told(request, _QUESTION_SECONDS)[0]

    def _told(self, request: Message, seconds: float) -> Frame:
        self._opened(no_progress)
        try:
            return self._ask(request, seconds, lambda: None)
        except WorkerFailedError as failure:
            raise self._error(failure) from failure

    def _opened(self, progress: Progress) -> None:
        """Start a worker with the file open, unless one runs."""
        if self._process is not None and self._process.popen.poll() is None:
            return
        self.close()
        if self._given_up:
            raise self._error(WorkerFailedError("closed"))
        try:
            self._process = WorkerProcess(self._command, self._memory)
            request: Message = {"do": "open", "path": str(self._path), "password": self._password}
            message, _ = self._ask(request, _START_SECONDS, lambda: progress(0, 1))
        except WorkerFailedError as failure:
            self.close()
            raise self._error(failure) from failure
        self._pages = int(cast("int", message["pages"]))

    def _ask(self, request: Message, seconds: float, check: Check) -> Frame:
        try:
            self._running().send(request)
        except WorkerFailedError:
            self.close()
            raise
        return self._answer(time.monotonic() + seconds, check)

    def _running(self) -> WorkerProcess:
        if self._process is None:
            raise WorkerFailedError("crash")
        return self._process

    def _send(self, request: Message) -> None:
        try:
            self._running().send(request)
        except WorkerFailedError as failure:
            self.close()
            raise self._error(failure) from failure

    def _receive(self, limit: float, check: Check) -> Frame:
        try:
            return self._answer(limit, check)
        except WorkerFailedError as failure:
            raise self._error(failure) from failure

    def _answer(self, limit: float, check: Check) -> Frame:
        """Wait for a frame; whatever goes wrong, a worker that may still be busy is ended."""
        process = self._running()
        try:
            frame = self._wait(process, limit, check)
        except BaseException:
            self.close()
            raise
        if frame is None:
            self.close()
            raise WorkerFailedError("crash")
        failed = frame[0].get("failed")
        if failed is not None:
            if failed == "memory":
                self.close()
            raise WorkerFailedError(str(failed), str(frame[0].get("reason", "")))
        return frame

    def _wait(self, process: WorkerProcess, limit: float, check: Check) -> Frame | None:
        watched = time.monotonic()
        while True:
            try:
                return process.frames.get(timeout=_POLL)
            except queue.Empty:
                check()
            if self._given_up:
                raise WorkerFailedError("closed")
            now = time.monotonic()
            if now > limit:
                raise WorkerFailedError("time")
            if now - watched > _WATCH:
                watched = now
                if process.is_greedy():
                    raise WorkerFailedError("memory")

    def _error(self, failure: WorkerFailedError) -> DocumentError:
        """Put a failure in the reader's words."""
        name = self._path.name
        if failure.kind == "password":
            message = (
                f"“{name}” is protected by a password."
                if self._password is None
                else f"“{name}” opens with another password than the one given."
            )
            return PasswordError(message, _NO_PASSWORD_KEPT)
        messages = {
            "damaged": f"“{name}” is damaged or no PDF.",
            "broken": f"“{name}” can't be read as a PDF.",
            "memory": f"“{name}” wants more memory than a document may take.",
            "time": f"“{name}” takes too long to read.",
            "closed": f"“{name}” was closed.",
            "crash": f"The part of Diptych that reads PDFs broke on “{name}”.",
        }
        return DocumentError(messages.get(failure.kind, messages["broken"]), _ELSEWHERE)


def _box(values: Any) -> Box:  # noqa: ANN401 # JSON
    x0, y0, x1, y1 = (float(value) for value in values)
    return x0, y0, x1, y1


def _page_of(message: Any, payload: bytes) -> PageText:  # noqa: ANN401 # JSON
    if "unreadable" in message:
        return PageText(int(message["page"]), 0.0, 0.0, "")
    page = PageText(message["page"], message["width"], message["height"], payload.decode("utf-8"))
    page.segments = [Segment(*values) for values in message["segments"]]
    page.italics = [(start, end) for start, end in message["italics"]]
    page.marked = bool(message["marked"])
    return page


def _structure_of(message: Any) -> FileStructure:  # noqa: ANN401 # JSON
    return FileStructure(
        title=message["title"],
        author=message["author"],
        year=message["year"],
        labels=list(message["labels"]),
        outline=[OutlineEntry(e["title"], e["level"], e["page"]) for e in message["outline"]],
        marks=[
            FileMark(
                page=mark["page"],
                quads=tuple(_box(quad) for quad in mark["quads"]),
                comment=mark["comment"],
                colour=tuple(mark["colour"]) if mark["colour"] else None,
                created=mark["created"],
                author=mark["author"],
            )
            for mark in message["marks"]
        ],
    )

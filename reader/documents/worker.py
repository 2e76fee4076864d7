"""The worker: a process with limits that alone touches a PDF's bytes (`python -m reader.documents.worker BYTES`)."""

from __future__ import annotations

import ctypes
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

from reader.documents.frames import Message, read_frame, write_frame

if TYPE_CHECKING:
    from reader.documents.page_record import PageText
    from reader.documents.page_text import PdfPages

_PR_SET_PDEATHSIG = 1
_FAILED = 3

Reply = tuple[Message, bytes]


def main() -> int:
    """Answer requests from standard input until it closes."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not come between the frames.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _die_with_parent()
    _limit_memory(int(sys.argv[1]))
    requests: queue.SimpleQueue[Message] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    worker = _Worker()
    while True:
        request = requests.get()
        for message, payload in _answered(worker, request):
            write_frame(answers, message, payload)


def _listen(stream: BinaryIO, requests: queue.SimpleQueue[Message]) -> None:
    """Take requests in; when nobody can send any more, end at once, whatever is being worked on."""
    try:
        while (frame := read_frame(stream)) is not None:
            requests.put(frame[0])
    finally:
        os._exit(0)


def _answered(worker: _Worker, request: Message) -> Iterator[Reply]:
    """Give every answer to a request; a failure is one too."""
    # Not at the top: the client's process would load PDFium with them.
    from reader.documents.page_text import PasswordNeededError, UnreadablePdfError

    try:
        yield from worker.answers(request)
    except PasswordNeededError:
        yield {"failed": "password"}, b""
    except UnreadablePdfError as error:
        yield {"failed": "damaged", "reason": str(error)[:300]}, b""
    except MemoryError:
        yield {"failed": "memory"}, b""
    except Exception as error:  # noqa: BLE001 # a library broke on this file: the next one may be sound
        yield {"failed": "broken", "reason": f"{type(error).__name__}: {error}"[:300]}, b""


class _Worker:
    """Holds one open file."""

    def __init__(self) -> None:
        self._pages: PdfPages | None = None
        self._opened: tuple[str, str | None] = ("", None)
        self._answers: dict[str, Callable[[Any], Iterator[Reply]]] = {
            "open": self._open,
            "read": self._read,
            "metadata": self._metadata,
            "structure": self._structure,
            "boxes": self._boxes,
            "glyphs": self._glyphs,
            "under": self._under,
            "image": self._image,
            "annotate": self._annotate,
        }

    def answers(self, request: Any) -> Iterator[Reply]:  # noqa: ANN401 # JSON of our own client
        """Answer a request, with several frames for a page each or with one."""
        yield from self._answers[request["do"]](request)

    def _file(self) -> PdfPages:
        if self._pages is None:
            raise RuntimeError("no file is open")
        return self._pages

    def _open(self, request: Any) -> Iterator[Reply]:  # noqa: ANN401
        from reader.documents.page_text import PdfPages

        if self._pages is not None:
            self._pages.close()
            self._pages = None
        self._opened = (request["path"], request["password"])
        self._pages = PdfPages(*self._opened)
        yield {"pages": len(self._pages)}, b""

    def _read(self, request: Any) -> Iterator[Reply]:  # noqa: ANN401
        from reader.documents.page_text import UnreadablePdfError
        from reader.documents.reading_order import put_in_order

        pages = self._file()
        for index in range(request["first"], min(request["end"], len(pages))):
            try:
                page = pages.read(index)
            except UnreadablePdfError as error:
                yield {"page": index, "unreadable": str(error)[:300]}, b""
                continue
            put_in_order(page)
            yield _page_message(page), page.text.encode("utf-8")
        yield {"done": True}, b""

    def _metadata(self, request: Any) -> Iterator[Reply]:  # noqa: ANN401
        del request
        pages = self._file()
        title, author, subject = pages.metadata()
        more = pages.has_outline_or_labels()
        yield {"title": title, "author": author, "subject": subject, "more": more}, b""

    def _structure(self, request: Any) -> Iterator[Reply]:  # noqa: ANN401
        from reader.documents.pdf import read_structure

        del request
        yield asdict(read_structure(*self._opened)), b""

    def _boxes(self, request: Any) -> Iterator[Reply]:  # noqa: ANN401
        found = self._file().boxes(request["page"], request["spans"], in_file=request["in_file"])
        yield {"boxes": found}, b""

    def _glyphs(self, request: Any) -> Iterator[Reply]:  # noqa: ANN401
        boxes = self._file().glyphs(request["page"])
        if sys.byteorder == "big":
            boxes.byteswap()
        yield {}, boxes.tobytes()

    def _under(self, request: Any) -> Iterator[Reply]:  # noqa: ANN401
        yield {"spans": self._file().under(request["page"], request["quads"])}, b""

    def _image(self, request: Any) -> Iterator[Reply]:  # noqa: ANN401
        image = self._file().image(request["page"], request["scale"])
        yield {"width": image.width, "height": image.height, "stride": image.stride}, image.pixels

    def _annotate(self, request: Any) -> Iterator[Reply]:  # noqa: ANN401
        from reader.documents.pdf import write_annotated

        path, password = self._opened
        write_annotated(path, password, request["target"], request["marks"])
        yield {"done": True}, b""


def _page_message(page: PageText) -> Message:
    return {
        "page": page.index,
        "width": page.width,
        "height": page.height,
        "italics": page.italics,
        "marked": page.marked,
        "segments": [(s.start, s.end, s.x0, s.y0, s.x1, s.y1, s.size, s.flags, s.column) for s in page.segments],
    }


def _limit_memory(most: int) -> None:
    """Let a file that wants all memory fail, not the reader's machine; elsewhere the client watches."""
    if sys.platform in {"win32", "darwin"}:
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _die_with_parent() -> None:
    """Let Linux kill this process with its parent, even in the middle of a call that never returns."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(_FAILED)


if __name__ == "__main__":
    sys.exit(main())

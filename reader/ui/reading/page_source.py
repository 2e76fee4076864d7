"""Reads pages on a thread of its own: first what is looked at, then what is near, and nothing that is far by now."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QColor, QImage, QPainter

from reader.domain.page import PageImage, PageLine
from reader.errors import DocumentError, PasswordError
from reader.ui.reading.page_layout import KEPT_PAGES

# Images kept, all together; the pages at hand are kept even if they alone take more.
IMAGE_BYTES = 96 * 1024 * 1024
_MANY_FAILURES = 3  # before anything could be read: then it is the file, not a page of it


class PageReader(Protocol):
    """What pages are read from; questions come from one thread."""

    def image(self, index: int, scale: float) -> PageImage:
        """Render a page."""

    def lines(self, index: int) -> list[PageLine]:
        """Return a page's lines."""

    def give_up(self) -> None:
        """Let the question being answered fail at once, and every later one; from any thread, without waiting."""

    def close(self) -> None:
        """End it."""


@dataclass(frozen=True, slots=True)
class PageColours:
    """Ink and paper that black and white are drawn in; None leaves the page's colours as they are."""

    ink: str
    paper: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a view looks at.

    Attributes:
        pages: Zero-based, the most wanted first.
        visible: How many of them are on the screen.
        scale: Device pixels a point.
        colours: See PageColours.
        target: The page whose lines must be read before anything is drawn, since a place on it was asked for.
    """

    pages: tuple[int, ...]
    visible: int
    scale: float
    colours: PageColours | None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page's image at a scale and in colours."""

    image: QImage
    scale: float
    colours: PageColours | None


class PageSource(QObject):
    """Keeps the lines and images of the pages near the viewport, and reads them off the GUI thread.

    Signals:
        lines_ready: The page whose lines are there.
        image_ready: The page whose image is there, or can't be.
        failed: The DocumentError that ends the page view.
    """

    lines_ready = Signal(int)
    image_ready = Signal(int)
    failed = Signal(object)
    _lines_read = Signal(int, object)
    _image_read = Signal(int, object)

    def __init__(self, reader: PageReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._lines: dict[int, Sequence[PageLine]] = {}
        self._images: dict[int, DrawnPage] = {}
        self._broken: set[int] = set()
        self._known_lines: set[int] = set()
        self._known_images: dict[int, tuple[float, PageColours | None]] = {}
        self._wanted = Wanted((), 0, 1.0, None)
        self._closed = False
        self._changed = threading.Condition()
        self._lines_read.connect(self._keep_lines)
        self._image_read.connect(self._keep_image)
        self._thread = threading.Thread(target=self._run, name="page-source", daemon=True)
        self._thread.start()

    # -- on the GUI thread ---------------------------------------------------------------------------------------

    def lines(self, index: int) -> Sequence[PageLine] | None:
        """Return a page's lines, or None as long as they are not read."""
        return self._lines.get(index)

    def image(self, index: int) -> DrawnPage | None:
        """Return a page's image, maybe of another scale than is wanted now; None if there is none yet."""
        return self._images.get(index)

    def is_broken(self, index: int) -> bool:
        """Tell whether a page can't be drawn."""
        return index in self._broken

    def want(self, wanted: Wanted) -> None:
        """Say what is looked at; what was wanted before and isn't now is not read any more."""
        if wanted == self._wanted:
            return
        with self._changed:
            self._wanted = wanted
            self._changed.notify()

    @property
    def is_reading(self) -> bool:
        """Whether something that is wanted is not there yet."""
        wanted = self._wanted
        return any(index not in self._lines and index not in self._broken for index in wanted.pages) or any(
            not self._is_drawn(index, wanted) for index in wanted.pages
        )

    def _is_drawn(self, index: int, wanted: Wanted) -> bool:
        drawn = self._images.get(index)
        fits = drawn is not None and (drawn.scale, drawn.colours) == (wanted.scale, wanted.colours)
        return fits or index in self._broken

    @property
    def image_bytes(self) -> int:
        """How much memory the images take."""
        return sum(drawn.image.sizeInBytes() for drawn in self._images.values())

    def close(self) -> None:
        """Let the thread end what it reads from and itself, without waiting for it."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._reader.give_up()
        self._images.clear()

    def wait(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    def _keep_lines(self, index: int, lines: Sequence[PageLine]) -> None:
        self._lines[index] = lines
        if len(self._lines) > KEPT_PAGES:
            far = self._farthest(self._lines)
            del self._lines[far]
            self._forget(lines=far)
        self.lines_ready.emit(index)

    def _keep_image(self, index: int, drawn: DrawnPage | None) -> None:
        if drawn is None:
            self._broken.add(index)
        else:
            self._images[index] = drawn
        while self.image_bytes > IMAGE_BYTES:
            far = self._farthest(self._images)
            if far in self._wanted.pages[: self._wanted.visible]:
                break
            del self._images[far]
            self._forget(image=far)
        self.image_ready.emit(index)

    def _farthest(self, pages: dict[int, Sequence[PageLine]] | dict[int, DrawnPage]) -> int:
        middle = self._wanted.pages[0] if self._wanted.pages else 0
        return max(pages, key=lambda index: abs(index - middle))

    def _forget(self, *, lines: int | None = None, image: int | None = None) -> None:
        with self._changed:
            if lines is not None:
                self._known_lines.discard(lines)
            if image is not None:
                self._known_images.pop(image, None)

    # -- on the thread -------------------------------------------------------------------------------------------

    def _run(self) -> None:
        failures, read = 0, 0
        while (task := self._await_task()) is not None:
            index, wanted = task
            try:
                if wanted is None:
                    self._tell(self._lines_read, index, self._reader.lines(index))
                else:
                    self._tell(self._image_read, index, _drawn(self._reader.image(index, wanted.scale), wanted))
                read += 1
            except DocumentError as error:
                failures += 1
                if (not read and failures >= _MANY_FAILURES) or isinstance(error, PasswordError):
                    self._tell(self.failed, error)
                    break
                self._tell(self._image_read, index, None)
                self._tell(self._lines_read, index, [])
        self._reader.close()

    def _await_task(self) -> tuple[int, Wanted | None] | None:
        """Wait until there is something to read; None when it is over."""
        with self._changed:
            while not self._closed:
                task = self._next()
                if task is not None:
                    return task
                self._changed.wait()
            return None

    def _tell(self, signal: SignalInstance, *values: object) -> None:
        """Emit a signal, unless closed: then its receivers may be gone."""
        with self._changed:
            if not self._closed:
                signal.emit(*values)

    def _next(self) -> tuple[int, Wanted | None] | None:
        """Return what to read next, noting it as known: a page and None for its lines, or how to draw it."""
        wanted = self._wanted
        look = (wanted.scale, wanted.colours)
        visible, near = wanted.pages[: wanted.visible], wanted.pages[wanted.visible :]
        target = () if wanted.target is None else (wanted.target,)
        for images, lines in (((), target), (visible, visible), (near, near)):
            for index in images:
                if self._known_images.get(index) != look:
                    self._known_images[index] = look
                    return index, wanted
            for index in lines:
                if index not in self._known_lines:
                    self._known_lines.add(index)
                    return index, None
        return None


def _drawn(page: PageImage, wanted: Wanted) -> DrawnPage:
    view = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
    image = view.copy()  # the view does not own its pixels
    if wanted.colours is not None:
        _recolour(image, wanted.colours)
    return DrawnPage(image, wanted.scale, wanted.colours)


def _recolour(image: QImage, colours: PageColours) -> None:
    """Draw black as ink and white as paper, and what is between in between."""
    ink, paper = QColor(colours.ink), QColor(colours.paper)
    image.invertPixels()
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    span = (max(0, a - b) for a, b in zip(_channels(ink), _channels(paper), strict=True))
    painter.fillRect(image.rect(), QColor(*span))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    painter.fillRect(image.rect(), paper)
    painter.end()


def _channels(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()

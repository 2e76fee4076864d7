"""The open pair: its documents, its comparison, the active topic, and the current pair."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from reader.domain.alignment import PassagePair
from reader.domain.annotation import Annotation
from reader.domain.document import DocumentId
from reader.domain.progress import Progress
from reader.errors import CancelledError
from reader.services.annotations import AnnotationFilter
from reader.services.bundle import Services
from reader.services.comparison import Comparison
from reader.ui.pair_browser import PairBrowser, PairKey, Ranking, Side
from reader.ui.tasks import Task
from reader.ui.workbench import OpenPair, Workbench


class Comparing(QObject):
    """Opens two documents, has them aligned, and keeps what is active and current.

    Signals:
        opened: The OpenPair, when both texts are there; alignment is still to come.
        refreshed: The OpenPair with the annotations and links of a fresh reading.
        aligned: The Comparison.
        recounted: The Comparison, the same alignment with the reader's new word on which passages treat a topic.
        topic_changed: The active topic's slug.
        ranked: The pairs under the active topic changed.
        current_changed: The current PassagePair, or None.
        closed: No pair is open any more.
    """

    opened = Signal(object)
    refreshed = Signal(object)
    aligned = Signal(object)
    recounted = Signal(object)
    topic_changed = Signal(object)
    ranked = Signal()
    current_changed = Signal(object)
    closed = Signal()

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._task: Task[Comparison] | None = None
        self._opening = 0
        self._rankings = 0
        self.pair: OpenPair | None = None
        self.comparison: Comparison | None = None
        self.browser: PairBrowser | None = None
        self.topic: str | None = None
        self._wanted_topic: str | None = None
        bench.journal.changed.connect(self.refresh)

    # -- opening -------------------------------------------------------------------------------------------------

    def open(self, left: DocumentId, right: DocumentId) -> None:
        """Open two documents; a pair opened later wins over one still being read."""
        self._opening += 1
        opening = self._opening
        services = self._bench.services

        def done(pair: OpenPair) -> None:
            if opening == self._opening:
                self._open(pair)

        self._bench.read("Opening documents", lambda: _read_pair(services, left, right), done)

    def _open(self, pair: OpenPair) -> None:
        if self._task is not None:
            self._task.cancel()
        self.pair = pair
        self.comparison = None
        self.browser = None
        slugs = [topic.slug for topic in pair.topics]
        if self.topic not in slugs:
            self.topic = slugs[0] if slugs else None
        self.opened.emit(pair)
        self.align()

    def align(self) -> None:
        """Align the open pair in the background."""
        if self.pair is None:
            return
        left, right = self.pair.left.document.id, self.pair.right.document.id
        comparison = self._bench.services.comparison

        def done(result: Comparison) -> None:
            if self.pair is None or (left, right) != (self.pair.left.document.id, self.pair.right.document.id):
                return
            self.comparison = result
            self.aligned.emit(result)
            self._rank()
            self._add_sources(result)

        def failed(error: Exception) -> None:
            if isinstance(error, CancelledError):
                self._bench.announced.emit("Alignment cancelled; reading goes on without it")
            else:
                self._bench.failed.emit(error)

        self._task = self._bench.compute_lane.submit(
            "Aligning passages", lambda progress: comparison.compare(left, right, progress), done, failed
        )

    def _add_sources(self, comparison: Comparison) -> None:
        """Read the notes after the first ranking is shown: shared sources are evidence too."""
        service = self._bench.services.comparison

        def done(result: Comparison) -> None:
            now = self.comparison
            if now is None or now.left is not comparison.left or result.sources is None:
                return
            self.comparison = now.with_sources(result.sources)
            self.aligned.emit(self.comparison)
            self._rank()

        self._bench.compute_lane.submit(
            "Reading notes", lambda _progress: service.with_sources(comparison), done, self._bench.failed.emit
        )

    def close(self) -> None:
        """Close both documents."""
        if self._task is not None:
            self._task.cancel()
        self._opening += 1
        self.pair = None
        self.comparison = None
        self.browser = None
        self.closed.emit()

    def refresh(self) -> None:
        """Read annotations, links and metadata again, as after every change."""
        if self.pair is None:
            return
        services, left, right = self._bench.services, self.pair.left.document.id, self.pair.right.document.id
        texts = self.pair.left, self.pair.right

        def read() -> OpenPair:
            fresh = {document.id: document for document in services.library.documents()}
            return OpenPair(
                replace(texts[0], document=fresh.get(left, texts[0].document)),
                replace(texts[1], document=fresh.get(right, texts[1].document)),
                services.topics.topics(),
                _annotations(services, left, right),
                services.links.between(left, right),
                services.topics.verdicts_between(left, right),
            )

        def done(pair: OpenPair) -> None:
            if self.pair is None or (left, right) != (self.pair.left.document.id, self.pair.right.document.id):
                return
            self.pair = pair
            slugs = [topic.slug for topic in pair.topics]
            if self._wanted_topic in slugs:
                self.topic, self._wanted_topic = self._wanted_topic, None
                self.topic_changed.emit(self.topic)
            elif self.topic not in slugs:
                self.topic = slugs[0] if slugs else None
                self.topic_changed.emit(self.topic)
            self.refreshed.emit(pair)
            if self.comparison is not None and tuple(pair.topics) != self.comparison.topics:
                self.align()  # embeddings are kept: only scores are new
            else:
                self._rank()

        self._bench.read("Reading the library", read, done)

    # -- topic and pairs -----------------------------------------------------------------------------------------

    def choose_topic(self, slug: str | None) -> None:
        """Make a topic the active one."""
        if slug == self.topic:
            return
        self.topic = slug
        self.topic_changed.emit(slug)
        self._rank()

    def _rank(self) -> None:
        if self.comparison is None or self.pair is None:
            return
        self._rankings += 1
        number, comparison, topic, pair = self._rankings, self.comparison, self.topic, self.pair

        def work(_progress: Progress) -> tuple[Comparison, Ranking]:
            judged = comparison.with_verdicts(pair.verdicts)
            return judged, Ranking(judged, topic, pair.links)

        def done(found: tuple[Comparison, Ranking]) -> None:
            # Whatever changes what is ranked asks for another ranking, which makes this one out of date.
            if number != self._rankings or self.comparison is None or topic != self.topic:
                return
            judged, ranking = found
            if judged is not self.comparison:
                self.comparison = judged
                self.recounted.emit(judged)
            if self.browser is None:
                self.browser = PairBrowser(ranking)
            before = self.browser.current
            self.browser.use(ranking)
            self.ranked.emit()
            if self.browser.current != before:
                self.current_changed.emit(self.browser.current)

        self._bench.compute_lane.submit("Ranking pairs", work, done, self._bench.failed.emit)

    def choose_topic_when_there(self, slug: str) -> None:
        """Make a topic the active one as soon as the list holds it."""
        self._wanted_topic = slug

    def step_topic(self, by: int) -> None:
        """Go to the next (+1) or previous (-1) topic, round and round."""
        if self.pair is None or not self.pair.topics:
            return
        slugs = [topic.slug for topic in self.pair.topics]
        at = slugs.index(self.topic) if self.topic in slugs else -by
        self.choose_topic(slugs[(at + by) % len(slugs)])

    @property
    def current(self) -> PassagePair | None:
        """The current pair."""
        return self.browser.current if self.browser is not None else None

    def make_current(self, key: PairKey | None) -> PassagePair | None:
        """Make a listed pair the current one."""
        if self.browser is None:
            return None
        self.browser.current = self.browser.find(key) if key is not None else None
        self.current_changed.emit(self.browser.current)
        return self.browser.current

    def step_pair(self, by: int) -> PassagePair | None:
        """Make the next or previous pair of the list current."""
        return self._moved(self.browser.step(by)) if self.browser is not None else None

    def counterpart(self, side: Side, ordinal: int) -> PassagePair | None:
        """Make a passage's strongest pair current, or its next best."""
        return self._moved(self.browser.counterpart(side, ordinal)) if self.browser is not None else None

    def _moved(self, pair: PassagePair | None) -> PassagePair | None:
        if pair is not None:
            self.current_changed.emit(pair)
        return pair


def _read_pair(services: Services, left: DocumentId, right: DocumentId) -> OpenPair:
    return OpenPair(
        services.library.open(left),
        services.library.open(right),
        services.topics.topics(),
        _annotations(services, left, right),
        services.links.between(left, right),
        services.topics.verdicts_between(left, right),
    )


def _annotations(services: Services, left: DocumentId, right: DocumentId) -> list[Annotation]:
    return [
        annotation
        for document_id in (left, right)
        for annotation in services.annotations.all(AnnotationFilter(document_id=document_id))
    ]

"""Use cases on topics: the list, its changes, and which topics a passage or an annotation is on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from threading import Lock
from typing import Protocol

from reader.domain.annotation import Annotation, AnnotationId
from reader.domain.document import DocumentId
from reader.domain.repositories import Library, UnitOfWork
from reader.domain.text import TextSpan
from reader.domain.topic import ON_TOPIC, TOPIC_COLOURS, TOPIC_GLYPHS, Topic, WeightedTerm, slug_of
from reader.domain.verdict import TopicVerdict
from reader.errors import TopicError
from reader.services.open_document import OpenDocument, read_document
from reader.services.targets import place_of, target_of
from reader.services.verdicts import Judged, Verdicts, judged_ordinal, judged_ordinals, verdicts_on

# How many documents' scores are kept: the two that are open, and as many again for the list of annotations.
_KEPT_DOCUMENTS = 4

Scores = Mapping[str, Sequence[float]]


class TopicScorer(Protocol):
    """Scores the passages of one document for topics."""

    def __call__(self, opened: OpenDocument, topics: Sequence[Topic], /) -> Scores:
        """Return for each topic's slug the passages' scores in passage order, in [0, 1]."""


class TopicService:
    """What the reader does with topics."""

    def __init__(
        self,
        library: Library,
        score: TopicScorer,
        read_ready: Callable[[], Sequence[Topic]] = lambda: (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Make the service.

        Args:
            library: Where topics are kept.
            score: Scores a document's passages.
            read_ready: Reads the topics that come with the program.
            clock: Tells the time, aware, UTC.
        """
        self._library = library
        self._score = score
        self._read_ready = read_ready
        self._clock = clock
        self._scores: dict[tuple[str, tuple[Topic, ...]], Scores] = {}
        self._lock = Lock()

    def topics(self) -> list[Topic]:
        """Return every topic in the reader's order."""
        with self._library.unit_of_work() as unit:
            return unit.topics.all()

    def ready(self) -> Sequence[Topic]:
        """Return the topics that come with the program, whether the reader's list has them or not."""
        return self._read_ready()

    def count(self, topic: Topic, opened: OpenDocument) -> int:
        """Return how many passages of a document are on a topic that need not be in the list."""
        scores = self._score(opened, (topic,))
        return sum(score >= ON_TOPIC for score in scores[topic.slug])

    def resolve(self, name_or_slug: str) -> Topic:
        """Find a topic by its name or slug, without regard to case.

        Raises:
            TopicError: If there is none; the remedy lists those there are.
        """
        topics = self.topics()
        topic = _find(topics, name_or_slug)
        if topic is None:
            raise _unknown(topics, name_or_slug)
        return topic

    def add(
        self, name: str, terms: Sequence[str | WeightedTerm], description: str = "", *, replace: bool = False
    ) -> Topic:
        """Add a topic at the end of the list, with a colour and a shape that tell it from the others.

        Args:
            name: Tells it from the others, without regard to case.
            terms: Words and phrases; a bare one has weight 1.
            description: What a passage on it speaks of.
            replace: Let it take the place, colour and shape of the topic of the same name.

        Raises:
            TopicError: If the name or the terms are empty, or the name is taken and must not be replaced.
        """
        shown, weighted = " ".join(name.split()), _weighted(terms)
        _check(Topic(slug_of(shown), shown, "", weighted, "", ""))
        with self._library.unit_of_work() as unit:
            topics = unit.topics.all()
            old = _find(topics, shown) or next((topic for topic in topics if topic.slug == slug_of(shown)), None)
            if old is not None and not replace:
                raise TopicError(f"There is a topic “{old.name}” already.", "Choose another name, or replace it.")
            if old is not None:
                slug, colour, glyph = old.slug, old.colour, old.glyph
            else:
                slug, (colour, glyph) = slug_of(shown), _free_look(topics)
            topic = Topic(slug, shown, description.strip(), weighted, colour, glyph)
            unit.topics.put(topic)
            unit.commit()
        return topic

    def remove(self, slug_or_name: str) -> Topic:
        """Delete a topic for good, with the reader's word on its passages, and return it; `arrange` can be undone.

        Raises:
            TopicError: If there is none.
        """
        with self._library.unit_of_work() as unit:
            topics = unit.topics.all()
            topic = _find(topics, slug_or_name)
            if topic is None:
                raise _unknown(topics, slug_or_name)
            unit.topics.remove(topic.slug)
            unit.verdicts.remove_topic(topic.slug)
            unit.commit()
        return topic

    def put(self, topic: Topic, position: int | None = None) -> Topic:
        """Store exactly this topic: how a change is undone and redone.

        Args:
            topic: New, or with a slug that is known.
            position: Where a new one goes, from 0 (None: the end).
        """
        with self._library.unit_of_work() as unit:
            unit.topics.put(topic, position)
            unit.commit()
        return topic

    def arrange(self, topics: Sequence[Topic]) -> list[Topic]:
        """Make the reader's list exactly this one, in this order; how topics are moved, merged and restored.

        What the reader said of passages under a topic that leaves the list is kept, and holds again once it is back.

        Returns:
            The list as it was, which undoes it.

        Raises:
            TopicError: If a topic has no name or no terms, or two have one name.
        """
        named: dict[str, Topic] = {}
        for topic in topics:
            _check(topic)
            if topic.name.casefold() in named or any(topic.slug == other.slug for other in named.values()):
                raise TopicError(f"There are two topics “{topic.name}”.", "Give one of them another name.")
            named[topic.name.casefold()] = topic
        with self._library.unit_of_work() as unit:
            before = unit.topics.all()
            for topic in before:
                unit.topics.remove(topic.slug)
            for topic in topics:
                unit.topics.put(topic)
            unit.commit()
        return before

    def scores(self, opened: OpenDocument) -> Scores:
        """Return for each topic's slug the scores of a document's passages, in passage order, in [0, 1].

        A passage has score 1 where the reader said that it treats the topic, and 0 where not.
        """
        with self._library.unit_of_work() as unit:
            topics, verdicts = tuple(unit.topics.all()), unit.verdicts.all(opened.document.id)
        scores = self._computed(opened, topics)
        judged = judged_ordinals(verdicts, opened)
        return {slug: _with_word(column, judged.get(slug, {})) for slug, column in scores.items()}

    def _computed(self, opened: OpenDocument, topics: tuple[Topic, ...]) -> Scores:
        key = opened.document.fingerprint, topics
        with self._lock:
            if key not in self._scores:
                while len(self._scores) >= _KEPT_DOCUMENTS:
                    del self._scores[next(iter(self._scores))]
                self._scores[key] = self._score(opened, topics)
            return self._scores[key]

    def at(self, opened: OpenDocument, span: TextSpan) -> tuple[str, ...]:
        """Return the slugs of the topics that the passage at a span is on; none outside of passages."""
        passage = opened.passage_at(span)
        if passage is None:
            return ()
        scores = self.scores(opened)
        return tuple(slug for slug, column in scores.items() if column[passage.ordinal] >= ON_TOPIC)

    def of_annotations(self, annotations: Sequence[Annotation]) -> dict[AnnotationId, tuple[str, ...]]:
        """Return for each annotation the slugs of the topics that its passage is on."""
        with self._library.unit_of_work() as unit:
            opened = _open_each(unit, annotations)
        on: dict[AnnotationId, tuple[str, ...]] = {}
        for annotation in annotations:
            document = opened[annotation.target.document_id]
            place = place_of(annotation.target, document)
            on[annotation.id] = self.at(document, place) if place is not None else ()
        return on

    # -- the reader's word on passages ---------------------------------------------------------------------------

    def judge(
        self, opened: OpenDocument, span: TextSpan, slug: str, *, treats: bool | None
    ) -> tuple[Verdicts, Verdicts]:
        """Store whether the passage at a span treats a topic, in place of what was said of it before.

        Args:
            opened: The document as it reads now.
            span: A place in the passage.
            slug: The topic.
            treats: None takes the reader's word back, so that the program's score counts again.

        Returns:
            The verdicts on the passage as they were before, and as they are now: `exchange` undoes and redoes it.

        Raises:
            TopicError: If the place is in no passage.
        """
        passage = opened.passage_at(span)
        if passage is None:
            raise TopicError("This place is in no passage.", "Choose one in a paragraph of the text.")
        after: Verdicts = ()
        if treats is not None:
            after = (TopicVerdict(slug, target_of(opened, passage.span), treats, self._clock()),)
        with self._library.unit_of_work() as unit:
            before = tuple(
                verdict
                for verdict in unit.verdicts.all(opened.document.id)
                if verdict.topic == slug and judged_ordinal(verdict, opened) == passage.ordinal
            )
            _exchange(unit, before, after)
            unit.commit()
        return before, after

    def exchange(self, old: Verdicts, new: Verdicts) -> None:
        """Put verdicts in the place of others: how a judgement is undone and redone."""
        with self._library.unit_of_work() as unit:
            _exchange(unit, old, new)
            unit.commit()

    def verdicts_between(self, left_id: DocumentId, right_id: DocumentId) -> Verdicts:
        """Return the reader's word on the passages of two documents, oldest first."""
        with self._library.unit_of_work() as unit:
            return verdicts_on(unit, left_id, right_id)


def _exchange(unit: UnitOfWork, old: Verdicts, new: Verdicts) -> None:
    for verdict in old:
        unit.verdicts.remove(verdict.topic, verdict.target)
    for verdict in new:
        unit.verdicts.put(verdict)


def _with_word(column: Sequence[float], judged: Judged) -> Sequence[float]:
    """Return a topic's scores with the reader's word in place of the computed ones."""
    if not judged:
        return column
    return [float(judged[ordinal]) if ordinal in judged else score for ordinal, score in enumerate(column)]


def _open_each(unit: UnitOfWork, annotations: Sequence[Annotation]) -> dict[DocumentId, OpenDocument]:
    ids = {annotation.target.document_id for annotation in annotations}
    return {document_id: read_document(unit, document_id) for document_id in ids}


def _check(topic: Topic) -> None:
    if not topic.name.strip():
        raise TopicError("A topic needs a name.", "Write one, such as Energy.")
    if not topic.terms:
        remedy = "Give at least one word or phrase that speaks for it."
        raise TopicError(f"The topic “{topic.name}” has no terms.", remedy)


def _find(topics: Sequence[Topic], name_or_slug: str) -> Topic | None:
    wanted = " ".join(name_or_slug.split()).casefold()
    by_name = next((topic for topic in topics if topic.name.casefold() == wanted), None)
    return by_name or next((topic for topic in topics if topic.slug.casefold() == wanted), None)


def _unknown(topics: Sequence[Topic], name: str) -> TopicError:
    known = ", ".join(topic.name for topic in topics)
    remedy = f"Name one of {known}, or add it first." if known else "Add it first: there are no topics yet."
    return TopicError(f"There is no topic “{name}”.", remedy)


def _weighted(terms: Sequence[str | WeightedTerm]) -> tuple[WeightedTerm, ...]:
    """Give bare terms weight 1 and drop empty ones and doubles."""
    unique: dict[str, WeightedTerm] = {}
    for term in terms:
        given = term if isinstance(term, WeightedTerm) else WeightedTerm(term)
        text = " ".join(given.term.split())
        if text:
            unique.setdefault(text.casefold(), WeightedTerm(text, given.weight))
    return tuple(unique.values())


def _free_look(topics: Sequence[Topic]) -> tuple[str, str]:
    """Return a colour and a shape: each colour with its own shape first, then with the next one, and so on."""
    taken = {(topic.colour, topic.glyph) for topic in topics}
    every = len(TOPIC_COLOURS) * len(TOPIC_GLYPHS)
    for number in count():
        colour = TOPIC_COLOURS[number % len(TOPIC_COLOURS)]
        glyph = TOPIC_GLYPHS[(number + number // len(TOPIC_COLOURS)) % len(TOPIC_GLYPHS)]
        if (colour, glyph) not in taken or number >= every:
            return colour, glyph
    raise AssertionError

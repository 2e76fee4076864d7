"""Topics with their terms, in the reader's order."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, insert, select, update

from reader.domain.topic import Topic, WeightedTerm
from reader.storage.tables import topic_terms, topics

if TYPE_CHECKING:
    from reader.storage.transaction import Transaction


class SqliteTopics:
    """The topics of a library file (implements `TopicRepository`)."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def all(self) -> list[Topic]:
        """Return every topic in order."""
        connection = self._transaction.reading()
        terms: defaultdict[str, list[WeightedTerm]] = defaultdict(list)
        for row in connection.execute(select(topic_terms).order_by(topic_terms.c.topic, topic_terms.c.ordinal)):
            terms[row.topic].append(WeightedTerm(row.term, row.weight))
        return [
            Topic(row.slug, row.name, row.description, tuple(terms[row.slug]), row.colour, row.glyph)
            for row in connection.execute(select(topics).order_by(topics.c.position))
        ]

    def put(self, topic: Topic, position: int | None = None) -> None:
        """Store a topic: a known slug is replaced where it stands, a new one goes to `position` (None: the end)."""
        connection = self._transaction.writing()
        values = {
            "name": topic.name,
            "description": topic.description,
            "colour": topic.colour,
            "glyph": topic.glyph,
        }
        known = update(topics).where(topics.c.slug == topic.slug).values(values)
        if connection.execute(known).rowcount == 0:
            place = _make_room(connection, position)
            connection.execute(insert(topics).values(slug=topic.slug, position=place, **values))
        connection.execute(delete(topic_terms).where(topic_terms.c.topic == topic.slug))
        if topic.terms:
            rows = [
                {"topic": topic.slug, "ordinal": ordinal, "term": term.term, "weight": term.weight}
                for ordinal, term in enumerate(topic.terms)
            ]
            connection.execute(insert(topic_terms), rows)

    def remove(self, slug: str) -> None:
        """Delete a topic; one that is gone already is no failure."""
        connection = self._transaction.writing()
        position = connection.execute(select(topics.c.position).where(topics.c.slug == slug)).scalar_one_or_none()
        if position is not None:
            connection.execute(delete(topics).where(topics.c.slug == slug))
            _shift(connection, position, -1)


def _make_room(connection: Connection, position: int | None) -> int:
    """Return where a new topic goes (positions are 0, 1, 2 … without gaps), the later ones moved on."""
    count = connection.execute(select(func.count()).select_from(topics)).scalar_one()
    place = count if position is None else max(0, min(position, count))
    _shift(connection, place, 1)
    return place


def _shift(connection: Connection, first: int, by: int) -> None:
    connection.execute(update(topics).where(topics.c.position >= first).values(position=topics.c.position + by))

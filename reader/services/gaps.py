"""What one document treats and the other does not: coverage by topic, and a list of gaps for a review writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.domain.alignment import LIKELY, Link, PairState, RankedPairs
from reader.domain.topic import Topic
from reader.services.comparison import Comparison, Side
from reader.services.links import linked_ordinals

# A topic that a document treats in fewer passages than this, it only mentions.
TREATED_PASSAGES = 2
# A document says so much less of a topic if its share of passages is below this part of the other's.
MUCH_LESS = 0.2


@dataclass(frozen=True, slots=True)
class TopicCoverage:
    """How much of each document treats a topic.

    Attributes:
        left, right: Number of passages on it.
        left_share, right_share: The same as a part of all passages, in [0, 1].
    """

    topic: Topic
    left: int
    right: int
    left_share: float
    right_share: float


@dataclass(frozen=True, slots=True)
class TopicGap:
    """A topic that one document treats and the other does not, or hardly.

    Attributes:
        side: The document that treats it.
        passages: Ordinals of its passages on the topic, in order.
        reason: One line.
    """

    topic: Topic
    side: Side
    passages: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class LonePassage:
    """A passage without a likely partner.

    Attributes:
        partner: The ordinal of the best it has, if any.
        score: That pair's score; 0 without one.
        topics: Slugs of the topics it is on.
        reason: One line.
    """

    side: Side
    ordinal: int
    partner: int | None
    score: float
    topics: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class GapList:
    """What one document treats and the other does not.

    Attributes:
        coverage: Every topic, in the reader's order.
        topics: Topics that one document alone treats, the most passages first.
        passages: Passages without a likely partner: left ones in order, then right ones.
    """

    coverage: tuple[TopicCoverage, ...]
    topics: tuple[TopicGap, ...]
    passages: tuple[LonePassage, ...]


def find_gaps(comparison: Comparison, links: Sequence[Link] = (), *, threshold: float = LIKELY) -> GapList:
    """List the gaps between two documents.

    Args:
        comparison: The two documents, aligned.
        links: The reader's links between them: a pair confirmed or made is a partner, one rejected is none.
        threshold: The score from which a pair makes a passage no longer lone.
    """
    coverage = tuple(_coverage(comparison, topic) for topic in comparison.topics)
    gaps = [gap for row in coverage if (gap := _topic_gap(comparison, row)) is not None]
    gaps.sort(key=lambda gap: -len(gap.passages))
    return GapList(coverage, tuple(gaps), tuple(_lone_passages(comparison, links, threshold)))


def _coverage(comparison: Comparison, topic: Topic) -> TopicCoverage:
    left, right = comparison.counts(topic.slug)
    return TopicCoverage(
        topic,
        left,
        right,
        left / max(1, len(comparison.left.passages)),
        right / max(1, len(comparison.right.passages)),
    )


def _topic_gap(comparison: Comparison, row: TopicCoverage) -> TopicGap | None:
    side: Side = "left" if row.left_share >= row.right_share else "right"
    more, less = (row.left, row.right) if side == "left" else (row.right, row.left)
    share, other = sorted((row.left_share, row.right_share), reverse=True)
    if more < TREATED_PASSAGES or other > MUCH_LESS * share:
        return None
    has, lacks = _names(comparison, side)
    passages = comparison.on_topic(row.topic.slug)[0 if side == "left" else 1]
    much = "has no passage on it" if not less else f"has only {_passages(less)}"
    return TopicGap(row.topic, side, passages, f"{has} has {_passages(more)} on {row.topic.name}; {lacks} {much}.")


def _lone_passages(comparison: Comparison, links: Sequence[Link], threshold: float) -> list[LonePassage]:
    judged = {
        place: link.state
        for link in links
        if (place := linked_ordinals(link, comparison.left, comparison.right)) is not None
    }
    best = _best_partners(comparison.ranked(), judged)
    lone: list[LonePassage] = []
    for number, side in enumerate(_SIDES):
        paired = {place[number] for place, state in judged.items() if state is not PairState.REJECTED}
        passages = (comparison.left if side == "left" else comparison.right).passages
        on = {topic.slug: set(comparison.on_topic(topic.slug)[number]) for topic in comparison.topics}
        elsewhere = {slug: bool(comparison.on_topic(slug)[1 - number]) for slug in on}
        for passage in passages:
            partner, score = best[number].get(passage.ordinal, (None, 0.0))
            if passage.ordinal in paired or score >= threshold:
                continue
            topics = tuple(slug for slug, ordinals in on.items() if passage.ordinal in ordinals)
            reason = _reason(comparison, side, topics, [slug for slug in topics if not elsewhere[slug]])
            lone.append(LonePassage(side, passage.ordinal, partner, score, topics, reason))
    return lone


_SIDES: tuple[Side, Side] = ("left", "right")


def _best_partners(
    ranked: RankedPairs, judged: dict[tuple[int, int], PairState]
) -> tuple[dict[int, tuple[int | None, float]], dict[int, tuple[int | None, float]]]:
    """Return each left and each right passage's best partner that was not rejected."""
    left: dict[int, tuple[int | None, float]] = {}
    right: dict[int, tuple[int | None, float]] = {}
    for pair in ranked:
        if judged.get((pair.left, pair.right)) is not PairState.REJECTED:
            left.setdefault(pair.left, (pair.right, pair.score))
            right.setdefault(pair.right, (pair.left, pair.score))
    return left, right


def _reason(comparison: Comparison, side: Side, topics: Sequence[str], missing: Sequence[str]) -> str:
    """Say in one line why a passage has no partner."""
    _, lacks = _names(comparison, side)
    names = {topic.slug: topic.name for topic in comparison.topics}
    if missing:
        return f"{lacks} has nothing on {_listed([names[slug] for slug in missing])}."
    if topics:
        return f"{lacks} treats {_listed([names[slug] for slug in topics[:2]])}, but not this side of it."
    return f"On none of your topics, and nothing in {lacks} is like it."


def _names(comparison: Comparison, side: Side) -> tuple[str, str]:
    """Name the document on a side and the other one, short."""
    left, right = comparison.left.document.byline, comparison.right.document.byline
    return (left, right) if side == "left" else (right, left)


def _passages(number: int) -> str:
    return "1 passage" if number == 1 else f"{number} passages"


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"

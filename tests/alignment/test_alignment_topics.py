"""Topic scores, and the topics that come with the program."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.alignment.aligner import PassageText, align
from reader.alignment.embedding import Embedder
from reader.alignment.terms import Analyzer
from reader.alignment.topics import TopicMatcher
from reader.domain.topic import ON_TOPIC, TOPIC_COLOURS, TOPIC_GLYPHS, Topic, WeightedTerm, slug_of

FILLER = "The delegates met again and spoke at length about many other matters before they left the capital"


def topic_of(*terms: WeightedTerm | str) -> Topic:
    weighed = tuple(WeightedTerm(t) if isinstance(t, str) else t for t in terms)
    return Topic("t", "T", "", weighed, "blue", "star")


def score(embedder: Embedder, topic: Topic, text: str, titles: tuple[str, ...] = ()) -> float:
    left = [PassageText(text, titles), *(PassageText(FILLER) for _ in range(5))]
    return align(left, [PassageText(FILLER)], [topic], embedder).topic_scores("t")[0][0]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("pipeline", "Two pipelines were built."),
        ("South Ossetia", "It lies in South-Ossetia’s hills."),
        ("rise of China", "They feared the rise of China then."),
        ("U.S. bases", "The US bases remained."),
        ("Energy Club", "The energy club⁷ was founded."),
        ("C++ (2011)", "Written in C++ (2011) by them."),
        ("[a-z]*", "The list from A to Z begins here with a-z."),
    ],
)
def test_one_decisive_term_puts_a_passage_on_the_topic(embedder: Embedder, term: str, text: str) -> None:
    assert score(embedder, topic_of(term), f"{text} {FILLER[:60]}") >= ON_TOPIC
    assert score(embedder, topic_of(term), FILLER) < ON_TOPIC


def test_weak_terms_need_company(embedder: Embedder) -> None:
    topic = topic_of(WeightedTerm("coal", 0.5), WeightedTerm("uranium", 0.5), WeightedTerm("turbine", 0.5))
    one = score(embedder, topic, f"Coal was spoken of. {FILLER}")
    three = score(embedder, topic, f"Coal, uranium and turbines were spoken of. {FILLER}")
    assert one < ON_TOPIC <= three


def test_section_titles_count(embedder: Embedder) -> None:
    topic = topic_of(WeightedTerm("coal", 0.5))
    assert score(embedder, topic, FILLER, ("Coal and steel",)) > score(embedder, topic, FILLER, ("Bread",))


@pytest.mark.parametrize("topic", [topic_of(), topic_of("…"), topic_of("", "   ")])
def test_topic_without_words_has_no_passages(embedder: Embedder, topic: Topic) -> None:
    assert score(embedder, topic, "Anything at all.") < ON_TOPIC


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["oil", "gas", "and", "field", "fields"]), max_size=30))
def test_phrases_are_counted_once_and_longest_first(words: list[str]) -> None:
    analyzer = Analyzer("en")
    matcher = TopicMatcher([topic_of(WeightedTerm("oil", 0.5), "oil field", "oil and gas")], analyzer)
    keys = analyzer.terms(" ".join(words)).keys
    found = matcher.evidence(matcher.counts(keys))
    assert sum(count for _, _, count in found) == keys.count("oil")
    text = " ".join(keys)
    assert sum(count for _, weight, count in found if weight == 1) == text.count("oil field") + text.count(
        "oil and gas"
    )


def test_ready_topics(topics: tuple[Topic, ...]) -> None:
    assert [topic.name for topic in topics[:3]] == ["Georgia", "SCO", "Energy"]
    assert 15 <= len(topics) <= 20
    assert len({topic.slug for topic in topics}) == len(topics)
    assert len({slug_of(topic.name) for topic in topics}) == len(topics)
    assert len({(topic.colour, topic.glyph) for topic in topics}) == len(topics)
    for number, topic in enumerate(topics):
        assert topic.colour == TOPIC_COLOURS[number % 8]
        assert topic.glyph == TOPIC_GLYPHS[(number + number // 8) % 8]
        assert topic.description.endswith(".")
        assert len(topic.terms) >= 8
        assert all(0 < term.weight <= 1 for term in topic.terms)
        assert len({term.term.casefold() for term in topic.terms}) == len(topic.terms)

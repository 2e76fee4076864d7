"""Topic scores, and the topics that come with the program."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.alignment.aligner import PassageText, align
from reader.alignment.embedding import Embedder
from reader.alignment.terms import Analyzer
from reader.alignment.tokens import TokenStream, Vocabulary, find_phrases, leftmost_longest
from reader.alignment.topics import find_mentions, topic_terms
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


def read(texts: list[str]) -> tuple[TokenStream, Vocabulary]:
    vocabulary = Vocabulary(Analyzer("en"))
    return TokenStream.read([(text,) for text in texts], vocabulary, lambda _: None), vocabulary


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["oil", "gas", "and", "field", "fields"]), max_size=30))
def test_phrases_are_counted_once_and_longest_first(words: list[str]) -> None:
    stream, vocabulary = read([" ".join(words), "oil field"])
    terms = topic_terms([topic_of(WeightedTerm("oil", 0.5), "oil field", "oil and gas")], vocabulary.analyzer)
    mentions = find_mentions(stream, terms, vocabulary)
    in_first = mentions.text == 0
    keys = vocabulary.analyzer.terms(" ".join(words)).keys
    assert mentions.count[in_first].sum() == keys.count("oil")
    text = " ".join(keys)
    strong = [terms[at].weight == 1 for at in mentions.term[in_first]]
    assert mentions.count[in_first][strong].sum() == text.count("oil field") + text.count("oil and gas")


@settings(max_examples=200)
@given(
    st.lists(st.lists(st.sampled_from("abc"), max_size=8), max_size=5), st.lists(st.text("abc", min_size=1, max_size=3))
)
def test_phrases_are_found_where_they_stand(texts: list[list[str]], phrases: list[str]) -> None:
    letters = {letter: f"{letter}{letter}x" for letter in "abc"}  # a single letter would be a function word
    stream, vocabulary = read([" ".join(letters[letter] for letter in text) for text in texts])
    sought = [tuple(vocabulary.analyzer.phrase(letters[letter])[0] for letter in phrase) for phrase in phrases]
    found = find_phrases(stream, sought, vocabulary)
    for at, phrase in enumerate(phrases):
        expected = [
            (number, place)
            for number, text in enumerate(texts)
            for place in range(len(text))
            if "".join(text).startswith(phrase, place)
        ]
        starts = sorted(found.start[found.phrase == at].tolist())
        begins = [0, *stream.ends.tolist()]
        assert [(int(stream.text_of[s]), s - begins[int(stream.text_of[s])]) for s in starts] == expected


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 12), st.integers(1, 4)), unique=True, max_size=20))
def test_of_overlapping_matches_the_first_and_longest_stays(matches: list[tuple[int, int, int]]) -> None:
    columns = [np.array([match[at] for match in matches], dtype=np.int64) for at in range(3)]
    kept = leftmost_longest(columns[0], columns[1], columns[2])
    expected = set()
    ends: dict[int, int] = {}
    for group, start, length in sorted(matches, key=lambda m: (m[0], m[1], -m[2])):
        if start >= ends.get(group, 0):
            ends[group] = start + length
            expected.add((group, start, length))
    assert {match for match, keep in zip(matches, kept, strict=True) if keep} == expected


def test_abbreviations_stand_for_what_they_are_defined_as(embedder: Embedder) -> None:
    left = [
        PassageText("The Federal Migration Service (FMS) counted the guest workers."),
        PassageText("The FMS issued permits in autumn."),
        PassageText("Somebody else issued permits in autumn."),
    ]
    written_out = topic_of("Federal Migration Service")
    scores = align(left, [PassageText(FILLER)], [written_out], embedder).topic_scores("t")[0]
    assert scores[1] > scores[2] + 0.3
    right = [PassageText("Numbers that the Federal Migration Service gave are doubted.")]
    pairs = {(p.left, p.right): p.score for p in align(left, right, [], embedder).ranked()}
    assert pairs[1, 0] > pairs[2, 0]


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

"""Proposed terms, learned terms and suggested topics, with the real engine on little documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.domain.alignment import PairState
from reader.domain.progress import no_progress
from reader.domain.topic import LearnedTerms, ProposedTerm, Topic, WeightedTerm
from reader.errors import CancelledError
from reader.services.aligning import PassageAligner
from reader.services.comparison import Comparison
from reader.services.links import LinkService
from reader.services.open_document import OpenDocument
from reader.services.suggestions import SuggestionService, judged_passages, refined
from tests.services.fakes import library_of, opened

WEATHER = ["The harvest was poor.", "Snow fell on the hills.", "The mayor opened a school.", "Trains ran late again."]
LEFT = opened(
    "first",
    "\n\n".join(
        [
            "The oil pipeline through the Caspian Sea carries crude oil to the refinery.",
            "Crude oil from the Caspian Sea fills the tankers, and the refinery pays in dollars.",
            "Black bears in the Carpathian Mountains eat honey from wild hives.",
            "Foresters count black bears every spring in the Carpathian Mountains.",
            *WEATHER,
        ]
    ),
    author="Ann Ames",
)
RIGHT = opened(
    "second",
    "\n\n".join(
        [
            "A refinery on the Caspian Sea buys crude oil by the shipload.",
            "Drilling for oil in the Caspian Sea began early; the crude oil was exported.",
            "Hunters of the Carpathian Mountains feared black bears.",
            "Black bears leave the Carpathian Mountains in winter for the valleys.",
            *reversed(WEATHER),
        ]
    ),
    author="Bo Berg",
)
OIL = Topic(
    "oil", "Oil", "Oil and its transport.", (WeightedTerm("oil"), WeightedTerm("refinery", 0.8)), "blue", "star"
)


@pytest.fixture(scope="module")
def aligner() -> PassageAligner:
    return PassageAligner(library_of(LEFT, RIGHT))


@pytest.fixture(scope="module")
def suggestions(aligner: PassageAligner) -> SuggestionService:
    return SuggestionService(aligner.suggester)


@pytest.fixture(scope="module")
def comparison(aligner: PassageAligner) -> Comparison:
    return Comparison(LEFT, RIGHT, (OIL,), aligner.align(LEFT, RIGHT, (OIL,), no_progress))


def terms(proposed: tuple[ProposedTerm, ...]) -> list[str]:
    return [each.term.term for each in proposed]


def test_terms_from_two_words(suggestions: SuggestionService) -> None:
    proposed = suggestions.propose_terms(["refinery", "oil"], LEFT, RIGHT)
    assert terms(proposed)[:2] == ["refinery", "oil"]
    assert "crude oil" in terms(proposed)
    assert not {"black bears", "Carpathian Mountains"} & set(terms(proposed))
    assert all(0 < each.term.weight <= 1 and each.why for each in proposed)
    own = proposed[0]
    assert (own.left, own.right, own.term.weight) == (2, 1, 1)


@pytest.mark.parametrize("words", [[], [""], ["…", "  "]])
def test_no_words_give_no_terms(suggestions: SuggestionService, words: list[str]) -> None:
    assert suggestions.propose_terms(words, LEFT, RIGHT) == ()


def test_words_that_neither_document_holds_stay_the_readers(suggestions: SuggestionService) -> None:
    proposed = suggestions.propose_terms(["[a-z]+ (quantum"], LEFT, RIGHT)
    assert proposed[0].term == WeightedTerm("[a-z]+ (quantum")
    assert (proposed[0].left, proposed[0].right) == (0, 0)


def test_documents_without_text(suggestions: SuggestionService) -> None:
    empty = replace(opened("empty", "# Nothing"), passages=())
    assert suggestions.propose_terms(["oil"], empty, empty) == ()


def test_topics_that_are_missing(suggestions: SuggestionService, comparison: Comparison) -> None:
    suggested = suggestions.suggest_topics(comparison)
    named = {each.name for each in suggested}
    assert named & {"black bears", "Carpathian Mountains", "Black bears"}
    assert not named & {"crude oil", "Caspian Sea", "refinery"}
    bears = next(each for each in suggested if each.name in {"black bears", "Carpathian Mountains", "Black bears"})
    assert set(bears.left) <= {2, 3}
    assert set(bears.right) <= {2, 3}
    assert bears.left
    assert bears.right


def test_learning_from_judged_pairs(suggestions: SuggestionService, comparison: Comparison) -> None:
    links = LinkService(library_of(LEFT, RIGHT))
    for left, right, state in ((0, 1, PairState.CONFIRMED), (1, 0, PairState.CONFIRMED), (0, 3, PairState.REJECTED)):
        links.mark(LEFT, RIGHT, LEFT.passages[left].span, RIGHT.passages[right].span, state)
    between = links.between(LEFT.document.id, RIGHT.document.id)
    size = len(LEFT.passages)
    assert judged_passages(comparison, "oil", between) == ({0, 1, size, size + 1}, {0, size + 3})
    learned = suggestions.learn_terms(comparison, "oil", between)
    assert "Caspian Sea" in terms(learned.new)
    assert "in 4 of 4 confirmed" in next(each.why for each in learned.new if each.term.term == "Caspian Sea")
    assert suggestions.learn_terms(comparison, "oil", []) == LearnedTerms()
    with pytest.raises(KeyError):
        suggestions.learn_terms(comparison, "nowhere", between)


def test_rejected_passages_weaken_their_terms(aligner: PassageAligner) -> None:
    topic = Topic("sea", "Sea", "", (WeightedTerm("Caspian Sea"), WeightedTerm("black bears")), "blue", "star")
    learned = aligner.suggester(LEFT, RIGHT, no_progress).learn(topic, {0}, {2, 3})
    assert [(each.term.term, each.term.weight) for each in learned.changed] == [("black bears", 0.3)]


def test_learned_terms_are_taken_in() -> None:
    new = ProposedTerm(WeightedTerm("tanker", 0.7), 1, 1, "")
    doubled = ProposedTerm(WeightedTerm("OIL", 0.7), 1, 1, "")
    changed = ProposedTerm(WeightedTerm("refinery", 0.4), 1, 1, "")
    topic = refined(OIL, LearnedTerms((new, doubled), (changed,)))
    assert topic.terms == (WeightedTerm("oil"), WeightedTerm("refinery", 0.4), WeightedTerm("tanker", 0.7))
    assert (topic.slug, topic.name, topic.colour) == (OIL.slug, OIL.name, OIL.colour)


def test_documents_are_read_once_and_reading_cancels(aligner: PassageAligner) -> None:
    reads: list[tuple[OpenDocument, OpenDocument]] = []

    def read(left: OpenDocument, right: OpenDocument, progress: object) -> object:
        reads.append((left, right))
        return aligner.suggester(left, right, no_progress)

    service = SuggestionService(read)  # type: ignore[arg-type] # what it reads with is counted, no more
    service.propose_terms(["oil"], LEFT, RIGHT)
    service.propose_terms(["bears"], LEFT, RIGHT)
    service.propose_terms(["bears"], RIGHT, LEFT)
    assert reads == [(LEFT, RIGHT), (RIGHT, LEFT)]

    def cancel(done: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        SuggestionService(aligner.suggester).propose_terms(["oil"], LEFT, RIGHT, progress=cancel)

"""Propose terms of topics out of two documents, learn from judged passages, and suggest topics that are missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np

from reader.alignment.abbreviations import find_definitions
from reader.alignment.aligner import align
from reader.alignment.candidates import Candidates, overlaps
from reader.alignment.missing_topics import Group, find_groups
from reader.alignment.phrases import Phrase, read_phrases
from reader.alignment.proposal import Seed, passages, propose
from reader.alignment.terms import Analyzer
from reader.alignment.tokens import TokenStream, Vocabulary, find_phrases
from reader.alignment.topics import topic_terms, topic_text
from reader.domain.progress import Progress, no_progress
from reader.domain.topic import LearnedTerms, ProposedTerm, SuggestedTopic, Topic, WeightedTerm

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from reader.alignment.aligner import PassageText
    from reader.alignment.embedding import Embedder

    Keys = tuple[str, ...]

_LEARNED: Final = 12
_EXAMPLES: Final = 3
# A term that a larger share of all passages hold is no term of one topic among many.
_COMMON_SHARE: Final = 0.25
# Terms weaker than this say too little to be proposed.
_LEAST_WEIGHT: Final = 0.3
# Names and phrases tell more than single words.
_NAME_BONUS: Final = 1.5
# How many of the best offers are weighed by meaning as well: embedding every phrase of two books would take long.
_WEIGHED: Final = 300
# What is no nearer in meaning than this has come in by chance.
_LEAST_NEARNESS: Final = 0.12
_ANY_NEARNESS: Final = 0.1
_SEED_NEARNESS: Final = 0.35
_FEEDBACK: Final = 10
# How far a passage treats a phrase that holds its words apart, or that is only near in meaning.
_APART: Final = 0.6
_ONLY_NEAR: Final = 0.3
# Even a passage on some topic may be an example of another.
_COVERED: Final = 0.2
# A passage that the reader judged counts as much as so many others.
_JUDGED_WEIGHT: Final = 5.0


@dataclass(frozen=True, slots=True)
class _Offer:
    phrase: Phrase
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of two documents beyond their phrases.

    Attributes:
        vectors: Of the passages, left ones first.
        stream: Their terms.
        abbreviations: Keys of short and long forms that mean the same.
    """

    candidates: Candidates
    vectors: NDArray[np.float32]
    stream: TokenStream
    vocabulary: Vocabulary
    abbreviations: tuple[tuple[Keys, Keys], ...]

    def places(self, *spellings: Keys) -> NDArray[np.int64]:
        """Return the passages that hold a phrase in any of its spellings, in order."""
        found = find_phrases(self.stream, spellings, self.vocabulary)
        return np.unique(self.stream.text_of[found.start]).astype(np.int64)

    def seed(self, word: str) -> Seed:
        """Look a word of the reader's up."""
        topic = Topic("seed", "", "", (WeightedTerm(word),), "", "")
        ways = topic_terms([topic], self.vocabulary.analyzer, self.abbreviations)[0].spellings
        return Seed(word, ways[0], ways, frozenset(self.places(*ways).tolist()))


class Suggester:
    """Reads two documents once and answers what their terms say of topics.

    Args:
        left: The passages of the left document.
        right: Those of the right one.
        embedder: Gives vectors, mostly from its cache.
        progress: Called while reading.
        language: What both are written in.
    """

    def __init__(
        self,
        left: Sequence[PassageText],
        right: Sequence[PassageText],
        embedder: Embedder,
        progress: Progress = no_progress,
        language: str = "en",
    ) -> None:
        self._left, self._right = tuple(left), tuple(right)
        self._embedder = embedder
        self._language = language
        self._analyzer = Analyzer(language)
        texts = [passage.text for passage in (*left, *right)]
        self._reading = read_phrases(texts, self._analyzer, progress, language)
        self._phrases = self._reading.phrases
        self._size = len(texts)
        self._known: _Known | None = None
        self._lock = Lock()

    def propose_terms(self, words: Sequence[str], name: str = "") -> tuple[ProposedTerm, ...]:
        """Propose terms for a topic of which only a few words are known, the words themselves first.

        Passages that hold the words, or are near them in meaning, are taken as treating the topic (pseudo-relevance
        feedback); terms are offered by Robertson's selection value.

        Args:
            words: Two or three words or phrases.
            name: The topic's name, if it has one.
        """
        given = list(dict.fromkeys(" ".join(word.split()) for word in words if self._analyzer.phrase(word)))
        if not given or not self._size:
            return ()
        known = self._knowledge()
        seeds = [known.seed(word) for word in given]
        vectors = self._embedder.embed([*given, ". ".join(filter(None, [name, *given]))], keep=False)
        relevance = self._relevance(seeds, known, vectors[-1])
        found = propose(known.candidates, seeds, relevance, vectors[:-1], known.places)
        return (
            *map(self._given, seeds),
            *(
                ProposedTerm(WeightedTerm(each.phrase.text, each.weight), *self._sides(each.places), each.why)
                for each in found
            ),
        )

    def learn(self, topic: Topic, confirmed: Collection[int], rejected: Collection[int]) -> LearnedTerms:
        """Say how a topic's terms should change after the reader confirmed or rejected passages for it.

        Args:
            topic: As it is now.
            confirmed: Numbers of passages, left ones first, that treat the topic.
            rejected: Numbers of passages that don't.
        """
        if not confirmed and not rejected:
            return LearnedTerms()
        relevance = self._scores([topic])[:, 0] / _JUDGED_WEIGHT
        relevance[list(confirmed)] = 1
        relevance[list(rejected)] = 0
        taken = [self._analyzer.phrase(term.term) for term in topic.terms]
        refused, wanted = set(rejected), set(confirmed)
        offers = [
            offer
            for offer in self._near(self._offers(relevance, judged=refused | wanted), topic_text(topic), least=-1)
            if len(wanted.intersection(offer.phrase.passages)) > len(refused.intersection(offer.phrase.passages))
        ]
        new = [self._learned(offer, wanted, refused) for offer in self._distinct(offers, taken, _LEARNED) if wanted]
        return LearnedTerms(tuple(new), tuple(self._weakened(topic, wanted, refused)))

    def suggest_topics(self, topics: Sequence[Topic]) -> tuple[SuggestedTopic, ...]:
        """Suggest topics that both documents speak of and none of `topics` covers."""
        if not self._size:
            return ()
        scores = self._scores(topics)
        terms = sorted({term.term for topic in topics for term in topic.terms})
        known = {keys for term in terms if (keys := self._analyzer.phrase(term))}
        vectors = self._embedder.embed(terms, keep=False)
        candidates = self._knowledge().candidates
        uncovered = 1 - scores.max(axis=1) if scores.size else np.ones(self._size)
        groups = find_groups(candidates, scores, known, vectors, len(self._left))
        return tuple(self._suggestion(group, candidates, uncovered) for group in groups)

    def _scores(self, topics: Sequence[Topic]) -> NDArray[np.float64]:
        """Score all passages for topics, shape (passages, topics)."""
        # All on one side: no pairs are scored.
        alone = align((*self._left, *self._right), (), topics, self._embedder, language=self._language)
        columns = [np.array(alone.topic_scores(topic.slug)[0], dtype=np.float64) for topic in topics]
        return np.stack(columns, axis=1) if columns else np.empty((self._size, 0))

    def _offers(self, relevance: NDArray[np.float64], judged: Collection[int] = ()) -> list[_Offer]:
        """Value every phrase for a topic, best first.

        The relevance weight of Robertson and Spärck Jones (1976) times the relevant passages with the term (Robertson
        1990), with passages relevant to a degree; judged ones count for more than those only scored.
        """
        counted = np.ones(self._size)
        counted[list(judged)] = _JUDGED_WEIGHT
        relevant = relevance * counted
        total, all_relevant = float(counted.sum()), float(relevant.sum())
        offers = []
        for phrase in self._phrases.values():
            if self._is_common(phrase):
                continue
            places = np.array(phrase.passages)
            held, hits = float(counted[places].sum()), float(relevant[places].sum())
            odds = (hits + 0.5) * (total - held - all_relevant + hits + 0.5)
            value = float(np.log(odds / ((held - hits + 0.5) * (all_relevant - hits + 0.5)))) * hits
            weight = round(min(1.0, hits / held), 1)
            if weight >= _LEAST_WEIGHT and value > 0:
                offers.append(_Offer(phrase, value * _bonus(phrase), weight))
        return sorted(offers, key=lambda offer: (-offer.value, offer.phrase.keys))

    def _knowledge(self) -> _Known:
        """Return what proposals and suggestions need, worked out when first asked for."""
        with self._lock:
            if self._known is None:
                texts = [passage.text for passage in (*self._left, *self._right)]
                vectors = self._embedder.embed(texts)
                vocabulary = Vocabulary(self._analyzer)
                stream = TokenStream.read([(text,) for text in texts], vocabulary, lambda _: None)
                phrase = self._analyzer.phrase
                abbreviations = tuple((phrase(short), phrase(long)) for short, long in find_definitions(texts))
                candidates = Candidates(self._reading, vectors, self._embedder)
                self._known = _Known(candidates, vectors, stream, vocabulary, abbreviations)
            return self._known

    def _relevance(self, seeds: Sequence[Seed], known: _Known, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Tell how far each passage treats what the reader gave: holds it, its words apart, or something near."""
        relevance = np.zeros(self._size)
        for seed in seeds:
            apart = [set(known.places((key,)).tolist()) for key in seed.keys]
            relevance[sorted(set.intersection(*apart))] = _APART
        near = np.round(known.vectors @ vector, 5).astype(np.float64)
        least = max(_SEED_NEARNESS, float(np.sort(near)[-min(_FEEDBACK, self._size)]))
        relevance = np.maximum(relevance, np.where(near >= least, _ONLY_NEAR, 0))
        for seed in seeds:
            relevance[sorted(seed.passages)] = 1
        return relevance

    def _near(self, offers: Sequence[_Offer], text: str, least: float = _LEAST_NEARNESS) -> list[_Offer]:
        """Weigh offers by how near they are to a text in meaning, and leave out what is farther than the least."""
        best = offers[:_WEIGHED]
        vectors = self._embedder.embed([text, *(offer.phrase.text for offer in best)], keep=False)
        near = vectors[1:] @ vectors[0]
        weighed = [
            replace(offer, value=offer.value * (_ANY_NEARNESS + max(0.0, float(nearness))))
            for offer, nearness in zip(best, near, strict=True)
            if nearness >= least
        ]
        return sorted(weighed, key=lambda offer: (-offer.value, offer.phrase.keys))

    def _distinct(self, offers: Sequence[_Offer], taken: Sequence[Keys], most: int) -> list[_Offer]:
        """Leave out what lies within, or around, what was chosen and stands in the same passages."""
        chosen: list[_Offer] = []
        known = set(taken)
        for offer in offers:
            keys = offer.phrase.keys
            if keys in known:
                continue
            if any(overlaps(keys, {other.phrase.keys}) for other in chosen) or overlaps(keys, known, within=True):
                continue
            chosen.append(offer)
            if len(chosen) == most:
                break
        return chosen

    def _given(self, seed: Seed) -> ProposedTerm:
        left, right = self._sides(sorted(seed.passages))
        why = f"your own word, in {passages(left + right)}" if left + right else "your own word"
        return ProposedTerm(WeightedTerm(seed.text), left, right, why)

    def _learned(self, offer: _Offer, confirmed: set[int], rejected: set[int]) -> ProposedTerm:
        left, right = self._sides(offer.phrase.passages)
        for_it, against = (len(side.intersection(offer.phrase.passages)) for side in (confirmed, rejected))
        why = f"in {for_it} of {len(confirmed)} confirmed and {against} of {len(rejected)} rejected passages"
        return ProposedTerm(WeightedTerm(offer.phrase.text, offer.weight), left, right, why)

    def _weakened(self, topic: Topic, confirmed: set[int], rejected: set[int]) -> list[ProposedTerm]:
        """Lower the weight of terms that rejected passages hold more often than confirmed ones."""
        changed = []
        for term in topic.terms:
            phrase = self._phrases.get(self._analyzer.phrase(term.term))
            if phrase is None:
                continue
            for_it, against = (len(side.intersection(phrase.passages)) for side in (confirmed, rejected))
            # Laplace's rule: one passage alone does not decide.
            weight = round(term.weight * (for_it + 1) / (max(for_it, against) + 1), 1)
            if weight < term.weight:
                left, right = self._sides(phrase.passages)
                why = f"in {against} of {len(rejected)} rejected and {for_it} of {len(confirmed)} confirmed passages"
                changed.append(ProposedTerm(WeightedTerm(term.term, max(weight, 0.1)), left, right, why))
        return changed

    def _is_common(self, phrase: Phrase) -> bool:
        few = len(phrase.keys) == 1 and self._reading.use.is_vague(phrase.keys[0])
        return few or len(phrase.passages) > max(3, _COMMON_SHARE * self._size)

    def _suggestion(self, group: Group, candidates: Candidates, uncovered: NDArray[np.float64]) -> SuggestedTopic:
        phrases = [candidates.phrases[row] for row in group.rows]
        head = phrases[0]
        strength = np.zeros(self._size)
        for phrase, likeness in zip(phrases, group.likeness, strict=True):
            strength[list(phrase.passages)] += likeness * (_COVERED + uncovered[list(phrase.passages)])
        order = [int(at) for at in np.argsort(-np.round(strength, 6), kind="stable") if strength[at] > 0]
        middle = len(self._left)
        left = tuple(at for at in order if at < middle)[:_EXAMPLES]
        right = tuple(at - middle for at in order if at >= middle)[:_EXAMPLES]
        terms = []
        for phrase, likeness in zip(phrases, group.likeness, strict=True):
            sides = self._sides(phrase.passages)
            shared = len(set(head.passages).intersection(phrase.passages))
            why = f"in {passages(sum(sides))}"
            if phrase is not head:
                why += f", {shared} of them with “{head.text}”" if shared else f", near in meaning to “{head.text}”"
            weight = round(max(_LEAST_WEIGHT, likeness), 1)
            terms.append(ProposedTerm(WeightedTerm(phrase.text, weight), *sides, why))
        on_left, on_right = self._sides(head.passages)
        why = f"“{head.text}” is in {on_left} left and {on_right} right passages, and no topic covers it"
        return SuggestedTopic(head.text, tuple(terms), left, right, why)

    def _sides(self, passages: Sequence[int]) -> tuple[int, int]:
        left = sum(at < len(self._left) for at in passages)
        return left, len(passages) - left


def _bonus(phrase: Phrase) -> float:
    return _NAME_BONUS if phrase.is_name or len(phrase.keys) > 1 else 1.0

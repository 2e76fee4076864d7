"""Propose terms of topics out of two documents, learn from judged passages, and suggest topics that are missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from reader.alignment.aligner import align
from reader.alignment.phrases import Phrase, read_phrases
from reader.alignment.terms import Analyzer
from reader.alignment.topics import topic_text
from reader.domain.progress import Progress, no_progress
from reader.domain.topic import ON_TOPIC, LearnedTerms, ProposedTerm, SuggestedTopic, Topic, WeightedTerm

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from reader.alignment.aligner import PassageText
    from reader.alignment.embedding import Embedder

    Keys = tuple[str, ...]

_PROPOSED: Final = 20
_LEARNED: Final = 12
_SUGGESTED: Final = 8
_TERMS_OF_A_SUGGESTION: Final = 8
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
# What a suggestion needs on each side, in whole passages on no topic.
_LEAST_UNCOVERED: Final = 0.7
# How much two terms must stand together and be alike in meaning (two cosines, added) to be of one suggestion.
_TOGETHER: Final = 0.5
# A passage that the reader judged counts as much as so many others.
_JUDGED_WEIGHT: Final = 5.0


@dataclass(frozen=True, slots=True)
class _Offer:
    phrase: Phrase
    value: float
    weight: float


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
        self._phrases = read_phrases(texts, self._analyzer, progress)
        self._size = len(texts)

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
        seed = Topic("seed", name or given[0], "", tuple(map(WeightedTerm, given)), "", "")
        relevance = np.maximum(self._scores([seed])[:, 0], self._nearest(topic_text(seed)))
        offers = self._near(self._offers(relevance), topic_text(seed))
        taken = [self._analyzer.phrase(word) for word in given]
        chosen = self._distinct(offers, taken, _PROPOSED)
        own = [self._given(word, keys) for word, keys in zip(given, taken, strict=True)]
        return (*own, *(self._proposed(offer, relevance) for offer in chosen))

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
        uncovered = 1 - scores.max(axis=1) if scores.size else np.ones(self._size)
        known = {self._analyzer.phrase(term.term) for topic in topics for term in topic.terms}
        candidates = sorted(
            (
                (value, phrase)
                for phrase in self._phrases.values()
                if not self._is_covered(phrase, known) and (value := self._openness(phrase, uncovered)) > 0
            ),
            key=lambda row: (-row[0], row[1].keys),
        )
        suggestions: list[SuggestedTopic] = []
        free = [phrase for _, phrase in candidates]
        while len(suggestions) < _SUGGESTED:
            # A single word may belong to a topic, but does not name one.
            heads = [at for at, phrase in enumerate(free) if _bonus(phrase) > 1]
            if not heads:
                break
            group = self._group([free[heads[0]], *free[: heads[0]], *free[heads[0] + 1 :]])
            used = {phrase.keys for phrase in group}
            free = [phrase for phrase in free if phrase.keys not in used and not _overlaps(phrase.keys, used)]
            suggestions.append(self._suggestion(group, uncovered))
        return tuple(suggestions)

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

    def _nearest(self, text: str) -> NDArray[np.float64]:
        """Return the relevance of the few passages nearest to a text in meaning, half that of those that hold it."""
        vectors = self._embedder.embed([passage.text for passage in (*self._left, *self._right)])
        near = (vectors @ self._embedder.embed([text], keep=False)[0]).astype(np.float64)
        relevance = np.zeros(self._size)
        best = np.argsort(-near, kind="stable")[:_FEEDBACK]
        relevance[best] = np.where(near[best] >= _SEED_NEARNESS, 0.5, 0)
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
            if any(_overlaps(keys, {other.phrase.keys}) for other in chosen) or _overlaps(keys, known, within=True):
                continue
            chosen.append(offer)
            if len(chosen) == most:
                break
        return chosen

    def _given(self, word: str, keys: Keys) -> ProposedTerm:
        left, right = self._sides(self._phrases[keys].passages if keys in self._phrases else ())
        why = f"your own word, in {_passages(left + right)}" if left + right else "your own word"
        return ProposedTerm(WeightedTerm(word), left, right, why)

    def _proposed(self, offer: _Offer, relevance: NDArray[np.float64]) -> ProposedTerm:
        left, right = self._sides(offer.phrase.passages)
        near = sum(relevance[at] >= ON_TOPIC for at in offer.phrase.passages)
        why = f"in {_passages(left + right)}, {near} of them on what you wrote"
        return ProposedTerm(WeightedTerm(offer.phrase.text, offer.weight), left, right, why)

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
        few = len(phrase.keys) == 1 and self._analyzer.is_plain(phrase.keys[0])
        return few or len(phrase.passages) > max(3, _COMMON_SHARE * self._size)

    def _is_covered(self, phrase: Phrase, known: set[Keys]) -> bool:
        return self._is_common(phrase) or _overlaps(phrase.keys, known)

    def _openness(self, phrase: Phrase, uncovered: NDArray[np.float64]) -> float:
        """Tell how much both documents speak of a phrase where no topic is treated; 0 if only one does."""
        middle = len(self._left)
        places = np.array(phrase.passages)
        left, right = (float(uncovered[side].sum()) for side in (places[places < middle], places[places >= middle]))
        if min(left, right) < _LEAST_UNCOVERED:
            return 0.0
        share = float(uncovered[places].mean())
        information = float(np.log(self._size / len(places)))
        return min(left, right) * share * information * _bonus(phrase)

    def _group(self, free: Sequence[Phrase]) -> list[Phrase]:
        """Return the first phrase and those that stand in the same passages."""
        head = free[0]
        group = [head]
        held = set(head.passages)
        vectors = self._embedder.embed([phrase.text for phrase in free[:_WEIGHED]], keep=False)
        near = vectors @ vectors[0]
        for phrase, nearness in zip(free[1:_WEIGHED], near[1:], strict=False):
            shared = len(held.intersection(phrase.passages))
            together = shared / (len(held) * len(phrase.passages)) ** 0.5
            if shared > 1 and together + nearness >= _TOGETHER and not _overlaps(phrase.keys, {p.keys for p in group}):
                group.append(phrase)
                if len(group) == _TERMS_OF_A_SUGGESTION:
                    break
        return group

    def _suggestion(self, group: Sequence[Phrase], uncovered: NDArray[np.float64]) -> SuggestedTopic:
        head = group[0]
        strength = np.zeros(self._size)
        for phrase in group:
            strength[list(phrase.passages)] += (2 if phrase is head else 1) * uncovered[list(phrase.passages)]
        order = [int(at) for at in np.argsort(-strength, kind="stable") if strength[at] > 0]
        middle = len(self._left)
        left = tuple(at for at in order if at < middle)[:_EXAMPLES]
        right = tuple(at - middle for at in order if at >= middle)[:_EXAMPLES]
        terms = []
        for number, phrase in enumerate(group):
            sides = self._sides(phrase.passages)
            shared = len(set(head.passages).intersection(phrase.passages))
            weight = 1.0 if not number else max(_LEAST_WEIGHT, round(shared / len(phrase.passages), 1))
            why = f"in {_passages(sum(sides))}" + (f", {shared} of them with “{head.text}”" if number else "")
            terms.append(ProposedTerm(WeightedTerm(phrase.text, weight), *sides, why))
        on_left, on_right = self._sides(head.passages)
        why = f"“{head.text}” is in {on_left} left and {on_right} right passages, and no topic covers most of them"
        return SuggestedTopic(head.text, tuple(terms), left, right, why)

    def _sides(self, passages: Sequence[int]) -> tuple[int, int]:
        left = sum(at < len(self._left) for at in passages)
        return left, len(passages) - left


def _bonus(phrase: Phrase) -> float:
    return _NAME_BONUS if phrase.is_name or len(phrase.keys) > 1 else 1.0


def _overlaps(keys: Keys, others: Collection[Keys], *, within: bool = False) -> bool:
    """Tell whether one phrase lies inside another (with `within`: this one inside another only)."""
    return any(_inside(keys, other) or (not within and _inside(other, keys)) for other in others)


def _inside(short: Keys, long: Keys) -> bool:
    size = len(short)
    return size <= len(long) and any(long[at : at + size] == short for at in range(len(long) - size + 1))


def _passages(number: int) -> str:
    return "1 passage" if number == 1 else f"{number} passages"

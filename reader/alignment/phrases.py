"""The words, names and phrases of two documents, and which passages hold them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.alignment.terms import Analyzer
from reader.alignment.word_use import WordUse
from reader.domain.progress import Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.alignment.terms import Terms

    Keys = tuple[str, ...]

_LONGEST: Final = 4
_STEP: Final = 50
_LEAST_PASSAGES: Final = 2
# A phrase that stands almost only inside a longer one is dropped for it.
_ALMOST_ONLY: Final = 0.8
# In documents of up to so many passages a phrase that stands once may still be worth proposing.
_SMALL: Final = 3000
_LONGEST_FURTHER: Final = 2
_NAME_PARTICLES = frozenset({"of", "the", "for", "on", "de", "von"})
_SENTENCE_END = re.compile(r"(?:^|[.!?:][\"'”’)\]\d⁰¹²³⁴⁵⁶⁷⁸⁹]*)\s*[\"'“‘(\[]*$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the documents.

    Attributes:
        text: As it is mostly written.
        passages: The numbers of the passages that hold it, left ones first, in order.
        is_name: Whether it is mostly written with capitals.
    """

    keys: Keys
    text: str
    passages: tuple[int, ...]
    is_name: bool


@dataclass(frozen=True, slots=True)
class PhraseReading:
    """The phrases of two documents.

    Attributes:
        phrases: Those that at least two passages hold.
        further: What tells little by itself: words and phrases of two words that one passage alone holds (none in large
            documents), and phrases with a plain last word, such as "climate change".
        use: How the documents use their words.
    """

    phrases: dict[Keys, Phrase]
    further: dict[Keys, Phrase]
    use: WordUse


def read_phrases(
    texts: Sequence[str], analyzer: Analyzer, progress: Progress = no_progress, language: str = "en"
) -> PhraseReading:
    """Collect the phrases of two documents.

    Args:
        texts: The passages of both documents.
        analyzer: The one to compare with.
        progress: Called every few passages.
        language: What both are written in.
    """
    use = WordUse(analyzer, language)
    holders: dict[Keys, list[int]] = {}
    written: dict[Keys, Counter[str]] = {}
    for number, text in enumerate(texts):
        if number % _STEP == 0:
            progress(number, len(texts))
        terms = analyzer.terms(text)
        use.count(text, terms)
        for keys, surface in _phrases(text, terms, analyzer):
            held = holders.setdefault(keys, [])
            if not held or held[-1] != number:
                held.append(number)
            written.setdefault(keys, Counter())[surface] += 1
    progress(len(texts), len(texts))
    least = 1 if len(texts) <= _SMALL else _LEAST_PASSAGES
    found, further = {}, {}
    for keys, passages in holders.items():
        if len(passages) >= least:
            phrase = _phrase(keys, passages, written[keys])
            if len(passages) >= _LEAST_PASSAGES and (phrase.is_name or not _ends_plainly(keys, analyzer)):
                found[keys] = phrase
            elif len(keys) <= _LONGEST_FURTHER:
                further[keys] = phrase
    return PhraseReading(_without_fragments(found), further, use)


def _ends_plainly(keys: Keys, analyzer: Analyzer) -> bool:
    return len(keys) > 1 and analyzer.is_plain(keys[-1])


def _phrase(keys: Keys, passages: Sequence[int], forms: Counter[str]) -> Phrase:
    usual = min(forms, key=lambda form: (-forms[form], form))
    is_name = all(part[:1].isupper() for part in usual.split() if part.casefold() not in {"of", "the", "and"})
    return Phrase(keys, usual, tuple(passages), is_name)


def _without_fragments(phrases: dict[Keys, Phrase]) -> dict[Keys, Phrase]:
    fragments = {
        part
        for keys, phrase in phrases.items()
        for part in (keys[:-1], keys[1:])
        if part in phrases and len(phrase.passages) >= _ALMOST_ONLY * len(phrases[part].passages)
    }
    return {keys: phrase for keys, phrase in phrases.items() if keys not in fragments}


def _phrases(text: str, terms: Terms, analyzer: Analyzer) -> Iterator[tuple[Keys, str]]:
    for first in range(len(terms)):
        if terms.stops[first] or not _is_word(terms, first):
            continue
        for end in range(first + 1, min(len(terms), first + _LONGEST) + 1):
            last = end - 1
            if last > first and not _adjacent(text, terms, last):
                break
            if not terms.stops[last] and _is_word(terms, last) and _is_one(text, terms, first, end, analyzer):
                yield tuple(terms.keys[first:end]), _written(text, terms, first, last)


def _written(text: str, terms: Terms, first: int, last: int) -> str:
    written = " ".join(text[terms.starts[first] : terms.ends[last]].split())
    begins = first == last and _SENTENCE_END.search(text[max(0, terms.starts[first] - 12) : terms.starts[first]])
    return written.casefold() if begins and not written.isupper() else written


def _is_word(terms: Terms, at: int) -> bool:
    return len(terms.keys[at]) > 1 and not terms.keys[at][0].isdigit()


def _adjacent(text: str, terms: Terms, at: int) -> bool:
    between = text[terms.ends[at - 1] : terms.starts[at]]
    return between.removeprefix("’s").removeprefix("'s").strip(" \n\t-‐‑") == ""


def _is_one(text: str, terms: Terms, first: int, end: int, analyzer: Analyzer) -> bool:
    """Tell whether words may be a term together: no function words inside but in names, no plain words at the ends."""
    if _cuts_a_name(text, terms, first, end):
        return False
    keys = terms.keys[first:end]
    capitals = [text[terms.starts[at]].isupper() for at in range(first, end) if not terms.stops[at]]
    small = {key for key, stop in zip(keys, terms.stops[first:end], strict=True) if stop}
    if small:
        return all(capitals) and small <= _NAME_PARTICLES
    if analyzer.is_plain(keys[0]) or analyzer.is_plain(keys[-1]):
        bare = len(keys) == _LONGEST_FURTHER and not analyzer.is_plain(keys[0])
        return len(keys) > 1 and (all(capitals) or (bare and not any(capitals)))
    # Of a capital beside a small letter, only the first word of a sentence: "Russian oil" is one, "oil Russia" is none.
    return capitals == sorted(capitals, reverse=True)


def _cuts_a_name(text: str, terms: Terms, first: int, end: int) -> bool:
    """Tell whether a name goes on before or after: "Asian oil" in "Central Asian oil"."""

    def is_capital(at: int) -> bool:
        return text[terms.starts[at]].isupper() and not terms.stops[at]

    before = first > 0 and is_capital(first) and is_capital(first - 1) and _adjacent(text, terms, first)
    after = end < len(terms) and is_capital(end - 1) and is_capital(end) and _adjacent(text, terms, end)
    return before or after

"""Matching: which of the works cited so far a short form can mean, and how well it fits each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from reader.apparatus.names import names_of, nearly, words_of
from reader.apparatus.works import main_title, title_words
from reader.domain.note import Name, Work


class Fit(IntEnum):
    """How well a short form fits a work."""

    NONE = 0
    WEAK = 1
    EXACT = 2


@dataclass(frozen=True, slots=True)
class Match:
    """A work that a short form can mean, as its place in the list of works, and why it fits no better."""

    work: int
    fit: Fit
    reason: str = ""


def matches(author: str, title: str, works: Iterable[tuple[int, Sequence[Work]]]) -> list[Match]:
    """Return the works that a short form fits; if any fit exactly, only those.

    Args:
        author: As the short form gives it, "" if it names none.
        title: The same.
        works: Each work's place with every citation of it, in the order of preference.
    """
    found = [match for index, forms in works if (match := best_match(author, title, index, forms)) is not None]
    exact = [match for match in found if match.fit is Fit.EXACT]
    return exact or found


def best_match(author: str, title: str, index: int, forms: Sequence[Work]) -> Match | None:
    """Return how a short form fits a work, by the citation of it that it fits best; None if by none."""
    best: Match | None = None
    for form in forms:
        by_author, reason = author_fit(author, form) if author else (Fit.EXACT, "")
        by_title = title_fit(title, form.title) if title else Fit.EXACT
        fit = min(by_author, by_title)
        if by_title is Fit.WEAK:
            reason = "The title is not given as in the full citation."
        if fit > (best.fit if best else Fit.NONE):
            best = Match(index, fit, reason if fit is Fit.WEAK else "")
    return best


def author_fit(text: str, work: Work) -> tuple[Fit, str]:
    """Tell how an author, as a short form gives it, fits a work's authors, and why it fits no better."""
    return _fit_of_people(text, work.authors or work.editors)


@lru_cache(maxsize=1 << 16)
def _fit_of_people(text: str, authors: tuple[Name, ...]) -> tuple[Fit, str]:
    names = names_of(text)
    if not authors or not names:
        return Fit.NONE, ""
    known = {word for author in authors for word in words_of(author.direct)}
    if known.isdisjoint(words_of(text)) and not _is_misspelt(names[0], authors[0]):
        return Fit.NONE, ""
    whole = words_of(text)
    if _same_words(whole, words_of(authors[0].direct)) or _all_fit(names, authors):
        return Fit.EXACT, ""
    first = authors[0]
    given = words_of(first.given)
    if whole == given[:1] and not first.institution:
        return Fit.WEAK, "It names the first part of the author's name."
    if _starts_with(words_of(first.direct), whole) and (first.institution or len(whole) > 1):
        return Fit.WEAK, "It names a part of the author's name."
    if any(_fits(names[0], other) for other in authors[1:]):
        return Fit.WEAK, "It names an author who does not stand first."
    if _is_misspelt(names[0], first):
        return Fit.WEAK, "The author's name is spelt otherwise."
    return Fit.NONE, ""


def _is_misspelt(short: Name, name: Name) -> bool:
    one, other = words_of(short.family), words_of(name.family)
    is_near = len(one) == len(other) and all(nearly(a, b) for a, b in zip(one, other, strict=True))
    return is_near and _initials_fit(short, name)


def title_fit(short: str, full: str) -> Fit:
    """Tell how a shortened title fits a full one: exactly if it is a run of its words."""
    some, words = title_words(short), title_words(full)
    if not some:
        return Fit.NONE
    if words[: len(some)] == some or some == main_title(full):
        return Fit.EXACT
    runs = (words[i : i + len(some)] for i in range(1, len(words) - len(some) + 1))
    if len(some) > 1 and some in runs:
        return Fit.EXACT
    rest = iter(words)
    in_order = all(any(word == other for other in rest) for word in some)
    return Fit.WEAK if in_order or title_words(short)[: len(words)] == words else Fit.NONE


def edits_volume(author: str, title: str, chapter: Work) -> bool:
    """Tell whether a short form names the editor, or editor and title, of the volume a chapter is in."""
    names = names_of(author)
    by_editor = bool(names and chapter.editors and _all_fit(names, chapter.editors))
    by_title = not title or title_fit(title, chapter.container) is Fit.EXACT
    return by_title and (by_editor if author else bool(title))


def _all_fit(names: Sequence[Name], authors: Sequence[Name]) -> bool:
    return len(names) <= len(authors) and all(_fits(a, b) for a, b in zip(names, authors, strict=False))


def _fits(short: Name, name: Name) -> bool:
    """Tell whether a name as a short form gives it is an author's: the family name, and initials if it has any."""
    if words_of(short.family) != words_of(name.family):
        return False
    return _initials_fit(short, name)


def _initials_fit(short: Name, name: Name) -> bool:
    return all(a[0] == b[0] for a, b in zip(words_of(short.given), words_of(name.given), strict=False))


def _same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    return [w for w in one if w != "the"] == [w for w in other if w != "the"]


def _starts_with(long: Sequence[str], short: Sequence[str]) -> bool:
    longer = [w for w in long if w != "the"]
    shorter = [w for w in short if w != "the"]
    return len(shorter) > 0 and longer[: len(shorter)] == shorter

"""Works: telling whether two citations are of one real work or of one volume, and merging what they say of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher

from reader.apparatus.names import nearly, same_people, same_person, words_of
from reader.domain.note import Work, WorkKind

_ARTICLES = frozenset({"the", "a", "an"})
# Titles that many works have; of those the container must agree too.
_GENERIC = frozenset({"introduction", "preface", "conclusion", "foreword", "editorial", "review", "afterword", "index"})
# A scan's or a typist's slips leave this much of a title alike; two titles of one series differ by more.
_SLIPS = 0.94
_CONTAINER_SLIPS = 0.85
_FEWEST_WORDS_OF_PREFIX = 3
_PART = re.compile(r"\s*[:;]\s+|\s+[–—-]\s+|\?\s+|(?<=\w)\.\s+")


def title_words(title: str) -> tuple[str, ...]:
    """Return a title's words for comparison, without an article at the start."""
    words = words_of(title)
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


def main_title(title: str) -> tuple[str, ...]:
    """Return the words of a title up to its subtitle."""
    return title_words(_PART.split(title.strip(), maxsplit=1)[0])


def titles_agree(one: str, other: str) -> bool:
    """Tell whether two titles can be one work's: equal but for slips, or one of them without the subtitle."""
    first, second = title_words(one), title_words(other)
    if not first or not second:
        return False
    if alike(first, second, _SLIPS):
        return True
    return first == main_title(other) or second == main_title(one)


def alike(first: Sequence[str], second: Sequence[str], least: float) -> bool:
    """Tell whether two titles' words are the same but for slips; numbers must be equal."""
    if first == second:
        return True
    if [w for w in first if w.isdigit()] != [w for w in second if w.isdigit()]:
        return False
    one, other = "".join(first), "".join(second)
    if one == other:
        return True
    if min(len(one), len(other)) < 10 or abs(len(first) - len(second)) > 2:
        return False
    # One other word ("History of France", "History of Greece") is another title, however long both are.
    if len(first) == len(second) and not all(_slip(a, b) for a, b in zip(first, second, strict=True)):
        return False
    compared = SequenceMatcher(None, one, other, autojunk=False)
    return compared.quick_ratio() >= least and compared.ratio() >= least


def same_work(one: Work, other: Work) -> bool:
    """Tell whether two citations are of one real work: imprint and spelling may differ, author and title may not."""
    if one == other:
        return True
    if not _same_title(one, other):
        return False
    if one.kind is WorkKind.CHAPTER and other.kind is WorkKind.CHAPTER and _is_generic(one.title):
        return same_volume(one, other)
    if {one.kind, other.kind} == {WorkKind.CHAPTER, WorkKind.BOOK} and _is_generic(one.title):
        return False
    own, others = one.authors or one.editors, other.authors or other.editors
    if not own or not others:
        return own == others == () and one.year == other.year
    if not same_people(own, others):
        return False
    # A person's book comes out again; an institution's strategy or report of another year is another one.
    is_personal = not any(name.institution or not name.given for name in (own[0], others[0]))
    return is_personal or _same_year(one, other)


def same_volume(one: Work, other: Work) -> bool:
    """Tell whether two works belong to one edited volume: chapters of it, or the volume itself."""
    first, second = _volume(one), _volume(other)
    if first is None or second is None:
        return False
    if not (titles_agree(first, second) or alike(title_words(first), title_words(second), _CONTAINER_SLIPS)):
        return False
    editors, others = one.editors, other.editors
    if editors and others:
        return any(same_person(a, b) for a in editors for b in others)
    return _same_year(one, other)


def volume_of(work: Work) -> Work:
    """Return the volume a chapter is in, as a work of its own."""
    return Work(
        title=work.container,
        kind=WorkKind.BOOK,
        editors=work.editors,
        place=work.place,
        publisher=work.publisher,
        year=work.year,
    )


def merged(one: Work, other: Work) -> Work:
    """Return a work with what the other citation of it adds: a fuller title and author, and what was not given."""
    values = {f.name: getattr(one, f.name) or getattr(other, f.name) for f in fields(Work)}
    if len(title_words(other.title)) > len(title_words(one.title)):
        values["title"] = other.title
    if len(other.authors) == len(one.authors) and _fuller(other) > _fuller(one):
        values["authors"] = other.authors
    return Work(**values)


@dataclass(slots=True)
class WorkList:
    """The works of one document, each once, in the order they are first cited.

    Attributes:
        forms: Every citation of each work as it was given, since a later one can be closer to any of them.
    """

    works: list[Work] = field(default_factory=list)
    forms: list[list[Work]] = field(default_factory=list)
    _by_word: dict[str, set[int]] = field(default_factory=dict)
    _fewest: dict[int, int] = field(default_factory=dict)

    def add(self, work: Work) -> int:
        """Return the place of a work, which is new if none is the same."""
        index = self.find(work)
        if index is None:
            return self.put(work)
        if work not in self.forms[index]:
            self.forms[index].append(work)
            self.works[index] = merged(self.works[index], work)
            self._note_words(index, work)
        return index

    def find(self, work: Work) -> int | None:
        """Return the place of a work that is there, or None."""
        near = self._near(work)
        return next((i for i in near if any(same_work(form, work) for form in self.forms[i])), None)

    def put(self, work: Work) -> int:
        """Add a work that is known to be new, and return its place."""
        self.works.append(work)
        self.forms.append([work])
        self._note_words(len(self.works) - 1, work)
        return len(self.works) - 1

    def _near(self, work: Work) -> Iterable[int]:
        """Return the works that share a word of the title, so that a long list is not compared with itself."""
        found = Counter(index for word in _telling(work.title) for index in self._by_word.get(word, ()))
        enough = min(2, len(_telling(work.title)))
        return sorted(index for index, shared in found.items() if shared >= min(enough, self._fewest[index]))

    def _note_words(self, index: int, work: Work) -> None:
        telling = _telling(work.title)
        self._fewest[index] = min(len(telling), self._fewest.get(index, len(telling)))
        for word in telling:
            self._by_word.setdefault(word, set()).add(index)


def _same_title(one: Work, other: Work) -> bool:
    if titles_agree(one.title, other.title):
        return True
    short, long = sorted((title_words(one.title), title_words(other.title)), key=len)
    # A note can leave out a title's end; the year then tells whether it is the same.
    is_start = len(short) >= _FEWEST_WORDS_OF_PREFIX and long[: len(short)] == short
    return is_start and one.year is not None and one.year == other.year


def _telling(title: str) -> frozenset[str]:
    """Return the first words of a title that tell it from others."""
    words = title_words(title)[:8]
    return frozenset(w for w in words if len(w) > 3) or frozenset(words)


def _fuller(work: Work) -> tuple[int, int]:
    """Rank a byline: without digits, which a scan put into a name, and then the longer one."""
    return -sum(c.isdigit() for c in work.byline), len(work.byline)


def _is_generic(title: str) -> bool:
    return bool(_GENERIC.intersection(title_words(title)[:1])) and len(title_words(title)) <= _FEWEST_WORDS_OF_PREFIX


def _same_year(one: Work, other: Work) -> bool:
    return one.year is None or other.year is None or one.year == other.year


def _slip(one: str, other: str) -> bool:
    """Tell whether two words of a title can be one: a letter apart, or a word and its ending (Russia, Russian)."""
    return nearly(one, other) or (min(len(one), len(other)) >= 5 and (one.startswith(other) or other.startswith(one)))


def _volume(work: Work) -> str | None:
    if work.kind is WorkKind.CHAPTER:
        return work.container or None
    return work.title if work.kind is WorkKind.BOOK else None

"""Names of authors and editors: reading them in either order, and telling whether two spellings are one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from reader.domain.note import Name

_SUFFIX = re.compile(r"\s*,?\s+(Jr\.?|Sr\.?|II|III|IV)$")
_EDITOR = re.compile(r",?\s*\(?\b(?:eds?\b\.?|editors?\b)\)?,?\s*$", re.IGNORECASE)
_ET_AL = re.compile(r",?\s*\bet al\b\.?.*$", re.IGNORECASE | re.DOTALL)
_ENDS_WITH_INITIAL = re.compile(r"\b(?:[A-Z]|Jr|Sr)\.$")
_SEPARATOR = re.compile(r"\s*,\s*(?:and|&)\s+|\s+(?:and|&)\s+|\s*[,;]\s*")
_PARTICLES = frozenset({"de", "del", "della", "der", "den", "di", "du", "la", "le", "van", "von", "bin", "ibn", "al"})
_SMALL_WORDS = frozenset({"of", "for", "on", "the", "in", "at", "to", "und", "für", "des"})
_INSTITUTION = re.compile(
    r"\b(?:Agency|Archives?|Assembly|Association|Bank|Bureau|Center|Centre|Commission|Committee|Congress|Corporation|"
    r"Council|Court|Daily|Department|Foundation|Fund|Government|Institute|Institution|Library|Ministry|Nations|News|"
    r"Office|Organi[sz]ation|Parliament|Post|President|Press|Review|Secretariat|Senate|Service|Society|Times|"
    r"Treasury|Union|University|View)\b"
)
_WORD = re.compile(r"[^\W_]+")
# Scans read "l" and "o" as digits inside words.
_DIGITS_AS_LETTERS = str.maketrans("01", "ol")
_SHORTEST_MISSPELT = 4


# The same few names and titles are compared over and over.
@lru_cache(maxsize=1 << 15)
def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words for comparison: without case, accents, apostrophes and punctuation."""
    plain = unicodedata.normalize("NFKD", text).replace("’", "").replace("'", "").casefold()
    found = _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
    return tuple(w if w.isdigit() else w.translate(_DIGITS_AS_LETTERS) for w in found)


@lru_cache(maxsize=1 << 13)
def names_of(text: str) -> tuple[Name, ...]:
    """Read authors or editors: "Bobo Lo", "Lo, Bobo", "A and B", "A, B, and C", or an institution's name."""
    text = _ET_AL.sub("", _EDITOR.sub("", text.strip(" ,;:\n"))).strip(" ,;:\n")
    text = text if _ENDS_WITH_INITIAL.search(text) else text.rstrip(" .")
    if not words_of(text):
        return ()
    if _is_institution(text):
        return (Name(text, institution=True),)
    pieces = _SEPARATOR.split(text)
    separators = [match.group() for match in _SEPARATOR.finditer(text)]
    names: list[Name] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        before_comma = at < len(separators) and separators[at].strip() == ","
        opens = at == 0 or "and" in separators[at - 1]
        if before_comma and opens and _is_family_alone(piece):
            names.append(_inverted(piece, pieces[at + 1]))
            at += 2
            continue
        if words_of(piece):
            names.append(_direct(piece))
        at += 1
    return tuple(names)


def is_editorial(text: str) -> bool:
    """Tell whether names are marked as those of editors."""
    return _EDITOR.search(text.strip()) is not None


def looks_like_name(text: str) -> bool:
    """Tell whether a text could be a person's name: two to five capitalised words or initials."""
    words = text.split()
    return 2 <= len(words) <= 5 and all(w[0].isupper() or w in _PARTICLES for w in words)


def same_person(one: Name, other: Name) -> bool:
    """Tell whether two names can be one author's, other spellings and orders considered (Yuan and Juan)."""
    if one.institution or other.institution:
        return words_of(_without_article(one.direct)) == words_of(_without_article(other.direct))
    short, long = sorted((_tokens(one), _tokens(other)), key=len)
    left = list(long)
    misspelt = 0
    for token in short:
        match = next((t for t in left if t == token), None)
        match = match or next((t for t in left if _is_initial_of(token, t)), None)
        if match is None:
            match = next((t for t in left if nearly(token, t)), None)
            misspelt += 1
        if match is None:
            return False
        left.remove(match)
    # Initials alone, or a misspelt family name alone, make nobody the same.
    return misspelt <= (len(short) > 1) and any(len(t) > 1 for t in short)


def same_people(some: Sequence[Name], others: Sequence[Name]) -> bool:
    """Tell whether two lists of authors can be the same: the first agree, and so does one of the rest if both have."""
    if not some or not others or not same_person(some[0], others[0]):
        return False
    if len(some) == 1 or len(others) == 1:
        return True
    return any(same_person(a, b) for a in some[1:] for b in others[1:])


def nearly(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter: changed, left out, or two exchanged."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_MISSPELT or len(long) - len(short) > 1:
        return False
    at = next((i for i, c in enumerate(short) if c != long[i]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    exchanged = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return exchanged or short[at + 1 :] == long[at + 1 :]


def _is_institution(text: str) -> bool:
    words = text.split()
    if words[0] in {"The", "U.S.", "UN"} or _INSTITUTION.search(text):
        return True
    if len(words[0]) > 2 and "." not in words[0] and words[0].isupper() and not text.isupper():
        return "," not in text  # an acronym: "NATO Parliamentary Assembly"
    # One word alone is not told: "Xinhua" and "Kubicek" look alike.
    return len(words) > 1 and any(w in _SMALL_WORDS for w in words)


def _is_family_alone(piece: str) -> bool:
    words = _SUFFIX.sub("", piece).split()
    return sum(w not in _PARTICLES for w in words) == 1


def _inverted(family: str, given: str) -> Name:
    suffix = _SUFFIX.search(family)
    own = _SUFFIX.sub("", family)
    # A note can say the name twice: "Rozman, Gilbert Rozman".
    given = " ".join(w for w in given.split() if w != own)
    return Name(own, given, suffix[1] if suffix else "")


def _direct(piece: str) -> Name:
    suffix = _SUFFIX.search(piece)
    words = _SUFFIX.sub("", piece).split()
    first = len(words) - 1
    while first > 1 and words[first - 1] in _PARTICLES:
        first -= 1
    return Name(" ".join(words[first:]), " ".join(words[:first]), suffix[1] if suffix else "")


def _tokens(name: Name) -> list[str]:
    return list(words_of(f"{name.family} {name.given}"))


def _is_initial_of(one: str, other: str) -> bool:
    return (len(one) == 1 or len(other) == 1) and one[0] == other[0]


def _without_article(text: str) -> str:
    return re.sub(r"^[Tt]he\s+", "", text)

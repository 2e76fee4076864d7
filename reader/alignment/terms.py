"""Split text into the terms that matching counts: folded, stemmed words with their places."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import Stemmer

from reader.domain.text import SUPERSCRIPT_DIGITS

if TYPE_CHECKING:
    from collections.abc import Callable

# Scripts written without spaces between words; their words are approximated by pairs of characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED_CHARACTER = re.compile(f"[{_UNSPACED}]")
# Superscript digits are note markers: to regular expressions they would be parts of words.
_LETTER = rf"[^\W\d_{SUPERSCRIPT_DIGITS}{_UNSPACED}]"
# In this order: a run of an unspaced script, U.S., 1,000 or 2008, a word with apostrophes in it.
_WORD = re.compile(
    rf"[{_UNSPACED}]+|(?:{_LETTER}\.){{2,}}|\d+(?:[.,:]\d+)*|{_LETTER}+(?:[\u0300-\u036f'’]+{_LETTER}+)*"
)
# The same for ASCII texts, in half the time.
_ASCII_WORD = re.compile(r"[A-Za-z](?:\.(?:[A-Za-z]\.)+|[A-Za-z]*(?:'+[A-Za-z]+)*)|\d+(?:[.,:]\d+)*")
_MARKER = re.compile(f"[{SUPERSCRIPT_DIGITS}]+")
_POSSESSIVE = re.compile(r"['’]s?$")

# Function words, and words by which writers refer to their own or others' text.
_ENGLISH_STOP_WORDS = """
    a about above according across after again against all almost along already also although always am among an and
    another any anything are aren't around as at away be became because become becomes been before began behind being
    below between both but by came can can't cannot could couldn't did didn't do does doesn't doing don't done down
    during each either else enough especially etc even ever every few first five for four from further furthermore had
    hadn't has hasn't have haven't having he her here hers herself him himself his how however i if in indeed instead
    into is isn't it its itself just last least less let like likely made mainly make makes making many may maybe me
    might more moreover most much must my myself near nearly neither never nevertheless next no nor not nothing now of
    off often on once one only onto or other others otherwise our ours ourselves out over own per perhaps put quite
    rather really said same second see seem seemed seems several shall she should shouldn't since so some something
    soon still such take taken than that the their theirs them themselves then there therefore these they third this
    those though three through throughout thus to together too toward towards two under until unless up upon us use
    used using very via was wasn't way we well were weren't what when where whether which while who whole whom whose
    why will with within without won't would wouldn't yet you your yours yourself
"""
# Words so general that sharing them says nothing of a subject, however rare they are in two documents.
_PLAIN_ENGLISH_WORDS = """
    able action activity add addition additional address advance affect aim allow amount ample analysis analyze anti
    appear apply approach area argue argument article aspect assert assess assume attempt attention author aware
    base basis began begin begun belief believe benefit better big bring broad brought built business call capable
    care carry case cause center central century certain challenge change chapter character characterize choice
    choose chosen cite claim clear close combine come common complete complex concern conclude conclusion condition
    conduct consequence consider consist constant contain context continue contrast contribute control course create
    critical current data date deal decade decide decision deep define degree demonstrate depend describe desire
    despite determine develop development difference different difficult direct discuss discussion draw drawn due
    early easy effect effort emerge emphasize end enhance enjoy ensure entire environment era essential establish
    event evidence evident example exist existence expand expect experience explain express extend extent extreme
    fact factor fail fall fallen far favor feel fell felt field final find focus follow force form former forward
    found framework full function fundamental further future gain gave general get give given global go goal goes
    gone good got great grew group grow grown growth hand happen hard held help high highlight hold hope idea
    identify impact implication imply important improve include increase indicate individual influence initial
    instance instead intend intention interest internal international involve issue item joint keep kept key kind
    knew know known lack large late latter lead leave led left level limit line link list literature little live
    long look lose lost low main maintain major manner matter mean means meant measure mention met method
    methodology mind moment month move nature necessary need negative new note notion number object observe obtain
    occur offer old open operate opinion opportunity option order original outcome overall own page paid paper
    paragraph part participate particular pass past pay people perceive perception perform period person perspective
    picture place plan play point pose position positive possible potential practical practice present pressure
    prevent previous primary principal prior probable problem proceed process produce product prominent promote
    proof propose prospect prove provide publish pursue question raise ran range rapid rate reach reality realize
    reason receive recent recognize reduce refer reflect regard relate relation relationship relative relevant
    remain report represent require research respect respond response rest result return reveal right rise risen
    role rose rule said saw scholar scope section seek seen select sense sent serious serve set share short show
    shown side sign significant similar simple single situation small sort sought source speak special specific
    spectrum spoke spoken stand start state statement stay step stood strategy strength strong structure study
    subject success successful suggest suitable summary support sure table taught tend term test thing think thought
    time today told took tool topic total toward trend true try turn type ultimate understand understanding
    understood unique use useful value various vast view want way week went wide wish won word work world write
    writer written wrote year yield
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text, in order; the four columns are of one length.

    Attributes:
        keys: What is compared: folded and stemmed.
        starts, ends: Code points in the text; a possessive ending is left out.
        stops: Whether the term is a function word.
    """

    keys: list[str]
    starts: list[int]
    ends: list[int]
    stops: list[bool]

    def __len__(self) -> int:
        return len(self.keys)


class Analyzer:
    """Turns texts into terms. Remembers the stems it has worked out, so use one for a whole alignment.

    Args:
        language: A Snowball language, by name or ISO 639-1 code; unknown ones are not stemmed.
    """

    def __init__(self, language: str = "en") -> None:
        try:
            self._stem: Callable[[str], str] = Stemmer.Stemmer(language).stemWord
        except KeyError:
            self._stem = str
        english = language in {"en", "english"}
        self._stop_words = frozenset(_ENGLISH_STOP_WORDS.split() if english else ())
        self._plain = frozenset(map(self._stem, _PLAIN_ENGLISH_WORDS.split() if english else ()))
        self._known: dict[str, tuple[str, bool]] = {}

    def terms(self, text: str) -> Terms:
        """Return the terms of a text, function words and numbers included."""
        keys: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        stops: list[bool] = []
        shouted = text.isupper()
        for match in _WORD.finditer(text):
            word = match.group()
            if _UNSPACED_CHARACTER.match(word):
                pairs = _pairs(word)
                keys += pairs
                starts += range(match.start(), match.start() + len(pairs))
                ends += [match.start() + number + len(pair) for number, pair in enumerate(pairs)]
                stops += [False] * len(pairs)
                continue
            # In a heading set in capitals every word would pass for an acronym.
            key, stop = self._key(word.casefold() if shouted else word)
            keys.append(key)
            starts.append(match.start())
            ends.append(match.start() + len(_POSSESSIVE.sub("", word) or word))
            stops.append(stop)
        return Terms(keys, starts, ends, stops)

    def words(self, text: str) -> list[str] | None:
        """Split a text into words as written, for `analyze`: quicker than `terms`, and without places.

        Returns:
            None if only `terms` can do it: a heading in capitals, a script without spaces.
        """
        if text.isupper():
            return None
        if text.isascii():
            return _ASCII_WORD.findall(text)
        return None if _UNSPACED_CHARACTER.search(text) else _WORD.findall(text)

    def is_plain(self, key: str) -> bool:
        """Tell whether a key is that of a word too general to say anything of a subject."""
        return key in self._plain

    def analyze(self, word: str) -> tuple[str, bool]:
        """Return a word's key, and whether it is a function word."""
        return self._key(word)

    def phrase(self, text: str) -> tuple[str, ...]:
        """Return the keys of a phrase, function words included; in capitals it is an acronym, not a heading."""
        if _UNSPACED_CHARACTER.search(text):
            return tuple(self.terms(text).keys)
        return tuple(self._key(word)[0] for word in _WORD.findall(text))

    def _key(self, word: str) -> tuple[str, bool]:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._analyze(word)
        return known

    def _analyze(self, word: str) -> tuple[str, bool]:
        if word[0].isdigit():
            return word, False
        plain = _POSSESSIVE.sub("", word.replace(".", "")) or word
        folded = _fold(plain)
        if len(plain) > 1 and plain.isupper():
            # An acronym is not stemmed (RATS are no rats) and is no function word (US is not us).
            return (plain if folded in self._stop_words else folded), False
        if folded in self._stop_words or _fold(word).replace("’", "'") in self._stop_words:
            return folded, True
        # Single letters are initials or enumeration.
        return self._stem(folded), len(folded) == 1 and folded.isascii()


def without_markers(text: str) -> str:
    """Return a text without its note markers."""
    return text if text.isascii() else _MARKER.sub("", text)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


def _fold(word: str) -> str:
    folded = word.casefold()
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))

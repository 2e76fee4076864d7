"""What kind of word a word is, told by how documents use it: a noun, a verb, something vague."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reader.alignment.terms import Analyzer, Terms

_DETERMINER_WORDS = "the a an its their his her our my your this these those that some any no each every both other"
_DETERMINERS = frozenset(_DETERMINER_WORDS.split())
# What stands before verbs and adjectives.
_WORDS_BEFORE_OTHERS = """
    to will would could can cannot should may might must not they it he she we i you who did does do has had have
    never also is are was were be been being very more most too so as
    """
_BEFORE_OTHERS = frozenset(_WORDS_BEFORE_OTHERS.split())
_JOINING = frozenset({"and", "or", "but"})
_AFTER_VERBS = _DETERMINERS - {"both", "other", "that"} | {"it", "them", "him", "us", "himself", "itself", "themselves"}
# What a reader would call no subject, over and above the plain words that matching passes over.
_VAGUE_ENGLISH = """
    ability abstract abundance access accordance account accurate acknowledgment act actor additional adequate
    advantage advent affair afternoon agenda agreement alone alternative ambition ample angle announcement annual
    apparent appearance appendix applicability appropriate approximately april arena arrangement array assistance
    assumption attitude august avenue aware back background beneficiary best bibliography bid bigger biggest
    billion bit boost breadth brief brink broad bulk burden by-product byproduct caution caveat chapter chief
    circumstance clear closer closest co-operation commitment comparison completion component conception concrete
    confidence confines confusion consensus considerable consideration consistency consistent consolidate constant
    contemporary continuation continuous contradiction convenience core correlation countries couple creation
    credence criteria criterion critic crucial current day debate decade december decisive declaration decline
    decrease deep deeper definite definition delay departure depth desirable despite detail determination
    dichotomy dilemma dimension disadvantage dissertation distance distinct distinction diversity document
    dominance doubt dr dramatic due duration dynamic eager eagerness earlier earliest easiest edition editor
    effective eight eighteen eighty element eleven emergence emphasis enormous enough entire equal equivalent
    essence estimate evaluation evening evident exact examine except excess excessive exchange exclusion excuse
    execution expansion expectation expense explanation explicit expression extra extraordinary extreme fair false
    familiar fast fastest fate favorable feature february feel fewest fifteen fifth fifty figure final finest firm
    fit flow footnote forefront forty foundation fourteen fourth fraction frequent fresh friday front fruition
    fulfil fulfillment full gap genuine gesture glance glimpse gradual greater greatest guarantee guise half halt
    handful hardest harm harsh heavy hence higher highest hindrance hint hour huge hundred hypothesis ibid ideal
    illustration immediate immense inability inception inclusion indication inevitable inherent initial inquiry
    insight insistence inspection integral intense intensive intent interaction introduction investigation january
    journal july june justification keen kilometer larger largest latest lay lengthy lens lesser likelihood
    likewise limitation logic logical long-term longest longstanding loose lot lower lowest magnitude majority
    making march massive maximum may meaningful mechanism mere merit message midst mile million minimum minor
    minority minute mitigate mixed mode modest momentum monday month morning motivation motive mr mrs ms multiple
    multitude mutual namely nation nearest newest night nine nineteen ninety non norm notable november numerous
    obstacle obvious occasion october odds offset oldest one-third ongoing optimal optimistic outlook output
    outright outset overarching overview pace pair parallel parity partial party path pattern pause peak percent
    percentage pessimistic phase phenomena phenomenon phrase piece pivot plausible player plethora poorest portion
    positive possession post precedence precedent precondition predict preface preference premature premise
    prerequisite presence presentation press pretext prevalence principle priority procedure professor progress
    projection prolonged promise proper proportion proposal proposition pros provision proximity purpose pursue
    pursuit purview quality quantity quarter quest quotation quote rare reaction real realm reason reasoning
    reboot recognition recommendation record reference refuse regardless region related reluctance remainder
    remark remarkable reminder repeat repercussion replacement requirement reservation resolve respective
    restraint revelation revert richest rough same saturday scale scenario scheme secure self sentiment separate
    september sequence series setting seven seventeen seventh seventy sheer shift short-term shortest side-effect
    significant similarity simplest simultaneous sir six sixteen sixth sixty sizable skepticism slight slow
    slowest smaller smallest so-called sole solid solution sound sphere spread stake stance standard standpoint
    stark starting status straight strict striking strong stronger strongest subsequent substance substantial
    successor sudden sufficient sum sunday superior surprise suspect table tactic tandem tangible target task
    temporary temptation ten tendency tenet tenth text theme thesis thirteen thirty thorough thousand threshold
    thursday tie tier today tomorrow top toughest trace trait transformation tremendous trillion tuesday twelve
    twentieth twenty twofold typical ultimate uncertainty underlying underpinning undertaking uneven unit
    university unlikely unprecedented unusual update urgent usage usual utility utmost valid validity variable
    variation variety verge version viable vice viewpoint vision vital void vol wake weak weaker weakest weakness
    wealthiest wednesday week well-known whim whole wider widespread width willingness wish workable worry worse
    worst worth yesterday
"""
_NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ism", "ship", "ance", "ence", "dom", "hood", "ist", "cy", "ry")
# Plain by themselves, but what they are of may be a subject: climate change, oil production.
_PLAIN_HEADS = """
    agreement change commitment control course declaration decline development distance dominance environment exchange
    expansion field firm force growth guarantee interaction interest mechanism method movement nation party power
    pressure procedure process product production quality rate region requirement right rule sentiment service sphere
    strategy structure test trend value work
"""
_ADJECTIVE_ENDINGS = ("al", "ive", "ic", "ar", "ern", "ish", "ese", "ian", "ing")
_OTHER_ENDINGS = ("ly", "ed", "ous", "able", "ible", "ful", "less")
_ODD_NOUN: Final = 0.3
_MODIFIER_LOSS: Final = 0.15
# Prior belief that an unknown word is a noun, counted as so many occurrences.
_PRIOR: Final = 0.5


@dataclass(slots=True)
class WordUse:
    """Counts how English words are used; of other languages it believes that every word may be a noun.

    Args:
        analyzer: Gives the keys of words.
        language: What the documents are written in.
    """

    analyzer: Analyzer
    language: str = "en"
    _nouns: dict[str, int] = field(default_factory=dict)
    _others: dict[str, int] = field(default_factory=dict)
    _modifiers: dict[str, int] = field(default_factory=dict)
    _vague: frozenset[str] = frozenset()
    _plain_heads: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self._is_english:
            self._vague = self._keys(_VAGUE_ENGLISH)
            self._plain_heads = self._keys(_PLAIN_HEADS)

    def _keys(self, words: str) -> frozenset[str]:
        return frozenset(self.analyzer.analyze(word)[0] for word in words.split())

    @property
    def _is_english(self) -> bool:
        return self.language in {"en", "english"}

    def count(self, text: str, terms: Terms) -> None:
        """Take in how the words of a text are used."""
        if not self._is_english:
            return
        keys, stops = terms.keys, terms.stops
        last = len(keys) - 1
        for at, key in enumerate(keys):
            if stops[at]:
                continue
            touches = at < last and text[terms.ends[at] : terms.starts[at + 1]].isspace()
            after = keys[at + 1] if touches else ""
            before = keys[at - 1] if at and text[terms.ends[at - 1] : terms.starts[at]].isspace() else ""
            if before in _BEFORE_OTHERS or after in _AFTER_VERBS:
                self._others[key] = self._others.get(key, 0) + 1
            elif touches and not stops[at + 1] and not text[terms.starts[at + 1] : terms.ends[at + 1]].endswith("ed"):
                self._modifiers[key] = self._modifiers.get(key, 0) + 1
            elif after not in _JOINING:
                self._nouns[key] = self._nouns.get(key, 0) + 1

    def nounness(self, key: str, written: str) -> float:
        """Estimate how likely a word is a noun where it ends a phrase, in [0, 1].

        Args:
            key: As the analyzer gives it.
            written: One of its forms; endings tell something too.
        """
        if not self._is_english:
            return 1.0
        ending = written.casefold()
        nouns, others = float(self._nouns.get(key, 0)), float(self._others.get(key, 0))
        if ending.endswith(_NOUN_ENDINGS):
            nouns += 2
        elif ending.endswith(_OTHER_ENDINGS):
            # "refused to" looks like "right to"
            nouns *= _ODD_NOUN
            others += 2
        elif ending.endswith(_ADJECTIVE_ENDINGS):
            # In "political, economic and social" an adjective stands before a comma.
            nouns *= _ODD_NOUN
            others += 1.5
        # Nouns stand before nouns as well, but adjectives do little else.
        others += _MODIFIER_LOSS * self._modifiers.get(key, 0)
        return (nouns + _PRIOR) / (nouns + others + 2 * _PRIOR)

    def is_vague(self, key: str) -> bool:
        """Tell whether a word names no subject: a plain word, a numeral, a superlative, a vague noun or adjective."""
        return self.analyzer.is_plain(key) or key in self._vague

    def is_plain_head(self, key: str) -> bool:
        """Tell whether a word that is vague by itself may end a phrase that names a subject."""
        return key in self._plain_heads

"""References: a note's text parted into what it refers to, each a full citation, an "Ibid." or a short form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reader.apparatus.citations import FullCitation, part_head, read_full
from reader.apparatus.locators import locator_at_end, locator_at_start
from reader.apparatus.names import words_of
from reader.domain.text import TextSpan

_IBID = re.compile(r"(?:[Ii]bid(?:em)?|Id|Loc\.?\s*cit)\b\.?(?=\W|$)")
# What a scan makes of "Ibid".
_GARBLED_IBID = re.compile(r"[Il1|!][b6h0][i1l!|]d\b\.?(?=\W|$)")
_CITED_ABOVE = re.compile(
    r"[,.]?\s*\(?(?:\b(?:supra|above|see)\b,?\s*)?\b(?:n|nn|note|footnote|fn)\.?\s*(?P<number>\d{1,4})\b"
    r"(?:\s+(?:above|supra))?\)?",
    re.IGNORECASE,
)
_SUPRA = re.compile(r"\b(?:supra|above)\b|\(n\.?\s*\d+\)|\bn\.\s*\d+\s+above\b", re.IGNORECASE)
_OP_CIT = re.compile(r",?\s*\b(?:op|loc)\.?\s*cit\b\.?", re.IGNORECASE)
_SIGNAL = re.compile(
    r"(?:(?:For|On)\s[^.;“\"(]{3,120}?,?\s+see(?:\s+also)?\s+(?=\S))"
    r"|(?:(?:[Bb]ut|[Aa]nd)\s+)?"
    r"(?:[Ss]ee(?:,?\s+(?:also|generally|further|especially|for (?:example|instance),?|e\.g\.,?))?"
    r"|[Cc]f\.?|[Cc]ompare|[Cc]ontra|[Aa]ccord|(?:[Aa]s )?(?:[Qq]uoted|[Cc]ited|[Rr]eprinted) (?:in|by|from)|E\.g\.,?)"
    r"[,:]?\s+(?=\S)"
)
_SECOND_HAND = re.compile(r"[,.;]\s*(?=(?:as )?(?:quoted|cited|reprinted) in\s)", re.IGNORECASE)
_AFTER_WORDS = re.compile(r"(?<=[a-z]{2}[.!?])\s+(?=(?:[Ss]ee\s|[Cc]f\.|[Qq]uoted in|[Cc]ited in|Ibid))")
# "A, Rivers (Boston, 1999), 3, and B, Lakes (London, 2001), 4": a second full citation in the same breath.
_ANOTHER = re.compile(
    r"\([^()]*\d{4}\)[^();“”\"]{0,40}?(?P<cut>,?\s+and\s+|\.\s+)(?=[A-Z][^();]{5,150}\([^()]*\d{4}[^()]*\))"
)
_SAME_AUTHOR = re.compile(r"(?:(?:[Ii]dem|[Ee]adem)\b|_{2,}|[—–]{2,}|-{3,})[.,]?\s*,?\s*(?=\S)")
_QUOTED = re.compile(r"[“\"‘](?P<title>.+?)[”\"’]?[,.]?\s*$", re.DOTALL)
_SMALL = frozenset(
    {"of", "the", "for", "and", "on", "in", "at", "to", "de", "del", "della", "der", "den", "di", "du", "la", "le"}
    | {"van", "von", "bin", "al", "et", "al.", "ed.", "eds.", "ed", "eds", "a", "an", "with", "from", "by", "und"}
)
_LONGEST_AUTHOR = 14  # words
_LONGEST_REFERENCE = 3_000  # characters; what is longer tells a story
_OPENERS, _CLOSERS = "([“‘", ")]”’"


class Form(StrEnum):
    """What sort of reference it is."""

    FULL = "full"
    IBID = "ibid"
    SHORT = "short"
    NOTE = "note"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing a note refers to.

    Attributes:
        span: Its place in the note's words.
        full: With FULL, what was read.
        author, title: With SHORT and NOTE, what names the work; either can be "".
        page: What is cited of it.
        note: With NOTE, the number of the note that names the work.
        is_garbled: The scan damaged the word "Ibid.".
        says_more: With IBID, words follow that are no locator.
        same_author: With FULL and SHORT, the author is that of the reference before ("Idem").
        repeats_page: "Loc. cit.": the page is that of the citation before.
    """

    form: Form
    span: TextSpan
    full: FullCitation | None = None
    author: str = ""
    title: str = ""
    page: str | None = None
    note: int | None = None
    is_garbled: bool = False
    says_more: bool = False
    same_author: bool = False
    repeats_page: bool = False


def read_references(words: str, emphasis: Sequence[TextSpan] = ()) -> tuple[Reference, ...]:
    """Part a note's words into its references.

    Args:
        words: The note's text without its number.
        emphasis: What of it is set in italics.
    """
    return tuple(_read(words, span, emphasis) for span in _segments(words))


def is_ibid(text: str) -> bool:
    """Tell whether a text begins with "Ibid.", garbled by a scan or not."""
    return _IBID.match(text) is not None or _GARBLED_IBID.match(text) is not None


def garbled_ibids(text: str) -> list[int]:
    """Return where an "Ibid." begins inside a text, after the end of another citation."""
    inside = re.finditer(r"(?<=[\d.)])\s+(?=[Il1|!][b6h0][i1l!|]d\b)", text, re.IGNORECASE)
    return [match.end() for match in inside]


def _segments(words: str) -> Iterator[TextSpan]:
    """Part at semicolons outside brackets and quotation marks, and where a sentence gives way to a citation."""
    at = 0
    for cut, following in sorted(_cuts(words)):
        if cut >= at and words[at:cut].strip():
            yield _trimmed(words, at, cut)
            at = following
    if words[at:].strip():
        yield _trimmed(words, at, len(words))


def _cuts(words: str) -> Iterator[tuple[int, int]]:
    for pattern in (_AFTER_WORDS, _SECOND_HAND):
        yield from ((match.start(), match.end()) for match in pattern.finditer(words))
    yield from (match.span("cut") for match in _ANOTHER.finditer(words))
    depth = 0
    for index, character in enumerate(words):
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth = max(0, depth - (character != "’" or depth > 0))
        elif character == ";" and depth == 0 and words[index + 1 : index + 2].isspace():
            yield index, index + 1


def _trimmed(words: str, start: int, end: int) -> TextSpan:
    piece = words[start:end]
    left = len(piece) - len(piece.lstrip())
    return TextSpan(start + left, start + left + len(piece.strip()))


def _read(words: str, span: TextSpan, emphasis: Sequence[TextSpan]) -> Reference:
    text = span.of(words)
    if len(text) > _LONGEST_REFERENCE:
        return Reference(Form.WORDS, span)
    signal = _SIGNAL.match(text)
    base = span.start + (signal.end() if signal else 0)
    text = words[base : span.end]
    if is_ibid(text):
        return _ibid(text, span)
    same_author = _SAME_AUTHOR.match(text)
    if same_author:
        base += same_author.end()
        text = words[base : span.end]
    inside = [TextSpan(max(0, e.start - base), e.end - base) for e in emphasis if base < e.end and e.start < span.end]
    above = _note_named(text)
    if above is not None:
        return _above(text, span, above, inside)
    full = None if _OP_CIT.search(text) else read_full(text, inside, names_author=same_author is None)
    if full is not None:
        return Reference(Form.FULL, span, full, page=full.page, same_author=bool(same_author))
    return _short(text, span, inside, same_author=bool(same_author))


def _ibid(text: str, span: TextSpan) -> Reference:
    sound = _IBID.match(text)
    match = sound or _GARBLED_IBID.match(text)
    rest = text[match.end() :] if match else ""
    page = locator_at_start(rest)
    says_more = page is None and bool(words_of(rest))
    repeats = page is None and not says_more
    return Reference(Form.IBID, span, page=page, is_garbled=sound is None, says_more=says_more, repeats_page=repeats)


def _note_named(text: str) -> re.Match[str] | None:
    return _CITED_ABOVE.search(text) if _SUPRA.search(text) else None


def _above(text: str, span: TextSpan, match: re.Match[str], emphasis: Sequence[TextSpan]) -> Reference:
    """Read "Smith, supra note 12, at 45" and "Smith (n 12) 45"."""
    author, title = _named(text[: match.start()], emphasis)
    page = locator_at_start(text[match.end() :])
    return Reference(Form.NOTE, span, author=author, title=title, page=page, note=int(match["number"]))


def _short(text: str, span: TextSpan, emphasis: Sequence[TextSpan], *, same_author: bool) -> Reference:
    """Read "Turner, 7", "Lo, Axis of Convenience, 91", "Smith, op. cit., p. 3"; else it is words."""
    cited = _OP_CIT.search(text)
    if cited:
        author, title = _named(text[: cited.start()], emphasis)
        page = locator_at_start(text[cited.end() :])
        repeats = cited[0].lower().lstrip(" ,").startswith("loc")
    else:
        head, page = _head(text)
        author, title = _named(head, emphasis)
        repeats = False
    if same_author and not title:
        author, title = "", author
    if not _could_name(author) or (not author and not title):
        return Reference(Form.WORDS, span)
    return Reference(
        Form.SHORT, span, author=author, title=title, page=page, same_author=same_author, repeats_page=repeats
    )


def _head(text: str) -> tuple[str, str | None]:
    """Part a short form into name and locator; a remark can follow as a sentence of its own."""
    head, page = locator_at_end(text)
    if page is None:
        remark = re.search(r"(?<=\d)\.\s+(?=[A-Z“\"])", text)
        if remark:
            shorter, page = locator_at_end(text[: remark.start()])
            head = shorter if page is not None else head
    return head, page


def _named(head: str, emphasis: Sequence[TextSpan]) -> tuple[str, str]:
    """Part the head of a short form into author and title."""
    head = head.strip(" ,.;:")
    quoted = _QUOTED.search(head)
    if quoted and (quoted.start() == 0 or head[quoted.start() - 1].isspace()):
        return head[: quoted.start()].rstrip(" ,.:"), quoted["title"].rstrip(" ,.")
    if emphasis and emphasis[0].start == 0 and emphasis[0].end >= len(head):
        return "", head
    author, title = part_head(head, emphasis)
    return author, title


def _could_name(author: str) -> bool:
    """Tell whether words can be an author's name: few, and capitalised but for the small ones."""
    words = author.replace(",", " ").split()
    if len(words) > _LONGEST_AUTHOR:
        return False
    return all(not w[0].isalpha() or not w[0].islower() or w in _SMALL for w in words) and not author[:1].isdigit()

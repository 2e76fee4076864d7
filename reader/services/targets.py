"""Tie places in open documents to targets that can be found again, and find targets and quotes in documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.anchoring.anchor import Anchored, anchor, describe
from reader.anchoring.quote_matching import find_quotes
from reader.domain.annotation import Placement, Target
from reader.domain.text import TextSpan
from reader.errors import AnchorError

if TYPE_CHECKING:
    from reader.domain.document import Document
    from reader.domain.repositories import UnitOfWork
    from reader.services.open_document import OpenDocument

_MOST_LISTED = 5
_LISTED_CONTEXT = 24
_LISTED_QUOTE = 32


def target_of(opened: OpenDocument, span: TextSpan) -> Target:
    """Describe a span, less the white space at its ends.

    Raises:
        AnchorError: If no text is left.
    """
    text = opened.contents.text
    quoted = span.of(text)
    start = span.start + len(quoted) - len(quoted.lstrip())
    end = span.start + len(quoted.rstrip())
    if start >= end:
        raise AnchorError("There is no text to mark there.", "Select some words.")
    quote, position = describe(text, TextSpan(start, end))
    return Target(opened.document.id, quote, position, opened.document.fingerprint)


def place_of(target: Target, opened: OpenDocument) -> TextSpan | None:
    """Return where a target certainly is in its document as it reads now, or None."""
    if target.fingerprint == opened.document.fingerprint:
        return target.span
    found = anchor(opened.contents.text, target.quote, target.position, approximate=False)
    return found.span if found.placement in {Placement.EXACT, Placement.MOVED} else None


def anchored(target: Target, opened: OpenDocument) -> Anchored:
    """Find a target in its document as it reads now."""
    return anchor(opened.contents.text, target.quote, target.position)


def find_quote(opened: OpenDocument, quote: str, prefix: str = "", suffix: str = "") -> TextSpan:
    """Find the one place of a quote that a person copied or typed.

    Raises:
        AnchorError: If it is nowhere, or at several places (the message lists them).
    """
    document = opened.document
    if not quote.strip():
        raise AnchorError("There is no text in the quote.", "Quote some words of the document.")
    found = find_quotes(opened.contents.text, quote, prefix, suffix)
    shown = _shortened(quote)
    if not found:
        context = " with this text before and after" if prefix or suffix else ""
        remedy = "Copy it from the document exactly; white space and note numbers don't matter."
        raise AnchorError(f"“{shown}” is not in “{document.slug}”{context}.", remedy)
    if len(found) > 1:
        listed = "; ".join(_in_context(opened, span) for span in found[:_MOST_LISTED])
        more = f"; and {len(found) - _MOST_LISTED} more" if len(found) > _MOST_LISTED else ""
        message = f"“{shown}” stands {len(found)} times in “{document.slug}”: {listed}{more}."
        raise AnchorError(message, "Quote more of the text, or say what stands before it or after it.")
    return found[0]


def anchor_problems(unit: UnitOfWork) -> list[str]:
    """Check that every annotation and link stands where its quote says; return the problems, one line each."""
    problems: list[str] = []
    for document in unit.documents.all():
        text = unit.documents.contents(document.id).text
        for annotation in unit.annotations.all(document.id):
            if annotation.placement in {Placement.EXACT, Placement.MOVED}:
                problems += _problem(f"Annotation {annotation.id}", annotation.target, document, text)
        for verdict in unit.verdicts.all(document.id):
            if not _waits(verdict.target, document, text):
                problems += _problem(f"Your word on the topic {verdict.topic}", verdict.target, document, text)
        for link in unit.links.all():
            for target in (link.left, link.right):
                if target.document_id == document.id and not _waits(target, document, text):
                    problems += _problem(f"Pair {link.id}", target, document, text)
    return problems


def _waits(target: Target, document: Document, text: str) -> bool:
    """Tell whether a target of another reading has no sure place in this one: it is kept for the next."""
    if target.fingerprint == document.fingerprint:
        return False
    found = anchor(text, target.quote, target.position, approximate=False)
    return found.placement in {Placement.REVIEW, Placement.ORPHANED}


def _problem(name: str, target: Target, document: Document, text: str) -> list[str]:
    if target.fingerprint != document.fingerprint:
        return [f"{name} was made on another reading of “{document.slug}”."]
    if target.span.of(text) != target.quote.exact:
        return [f"{name} does not stand at its quote “{_shortened(target.quote.exact)}” in “{document.slug}”."]
    return []


def _shortened(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _LISTED_QUOTE else f"{line[:_LISTED_QUOTE].rstrip()}…"


def _in_context(opened: OpenDocument, span: TextSpan) -> str:
    text = opened.contents.text
    before = " ".join(text[max(0, span.start - _LISTED_CONTEXT) : span.start].split())
    after = " ".join(text[span.end : span.end + _LISTED_CONTEXT].split())
    return f"{opened.locator(span)} (after “{before}”, before “{after}”)"

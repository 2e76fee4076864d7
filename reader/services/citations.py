"""Citations of the library's own documents, composed of what is known and kept in step when that changes."""

from __future__ import annotations

import re

from reader.domain.document import Document


def cite(author: str, title: str, institution: str, year: int | None) -> str:
    """Compose a citation in bibliography form, such as "Moore, Russ. “A Title.” A College, 2012."."""
    heading = f"{_inverted(author).rstrip('.')}. " if author.strip() else ""
    end = "" if title.endswith(_STOPS) else "."
    imprint = ", ".join(part for part in (institution.strip(), str(year) if year is not None else "") if part)
    return f"{heading}“{title}{end}”" + (f" {imprint}." if imprint else "")


# What ends a part of a citation without another full stop.
_STOPS = (".", "?", "!")


def citation_of(document: Document) -> str:
    """Return a document's full citation, composed of what is known where it has none."""
    return document.citation or cite(document.author, document.title, document.institution, document.year)


def cite_again(before: Document, after: Document) -> str:
    """Return the citation of a document whose author, title or year changed.

    What else the old citation says (the kind of thesis, the place) is kept where each changed part can be found in
    it; otherwise the citation is composed anew.
    """
    citation = before.citation
    if not citation:
        return ""
    changes = [(_inverted(before.author), _inverted(after.author)), (before.title, after.title)]
    changes.append((_year(before), _year(after)))
    for old, new in changes:
        if old == new:
            continue
        found = re.findall(rf"(?<!\w){re.escape(old)}(?!\w)", citation)
        # The parts before it are changed already and may now hold the same words: count in what is there now.
        if not old or not new or len(found) != 1 or citation.count(old) != 1:
            return cite(after.author, after.title, after.institution, after.year)
        citation = citation.replace(old, new)
        if new.endswith(_STOPS):
            citation = citation.replace(f"{new}.", new)
    return citation


def _inverted(author: str) -> str:
    """Put the last word of a name first: "Russ Moore" is "Moore, Russ"."""
    words = author.split()
    return f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 and "," not in author else " ".join(words)


def _year(document: Document) -> str:
    return "" if document.year is None else str(document.year)

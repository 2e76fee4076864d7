"""What a file's own metadata are worth: titles and authors that programs fill in tell a reader nothing."""

from __future__ import annotations

import re

from reader.documents.page_record import FileStructure

_NOBODY = frozenset({"anonymous", "unknown", "unspecified", "author", "user", "admin", "administrator", "owner"})
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# A title that a program made of a file's name.
_NO_TITLE = re.compile(
    r"(?:microsoft word\s*-.*|untitled.*|unspecified|title|document\d*|.*\.(?:docx?|tex|dvi|pdf|indd|qxd|wpd|rtf|odt))",
    re.IGNORECASE,
)


def put_metadata(found: FileStructure, title: str, author: str, subject: str) -> None:
    """Take over the title, author and year of a file where they tell something."""
    title, author = on_one_line(title), on_one_line(author)
    found.title = "" if _NO_TITLE.fullmatch(title) else title
    found.author = "" if author.casefold() in _NOBODY else author
    # The year a file was made in is that of the work only where nothing else is known, so only a stated one counts.
    stated = _YEAR.search(on_one_line(subject))
    found.year = int(stated.group()) if stated else None


def on_one_line(text: str) -> str:
    """Return a text with one space for what can't be printed and for white space."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())

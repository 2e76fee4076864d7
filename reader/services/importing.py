"""What a loaded file becomes in the library: a document with a slug of its own and its counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from reader.domain.document import PASSAGE_ROLES, Document, DocumentId, LoadedFile, fingerprint_of
from reader.domain.passage import Passage
from reader.domain.repositories import DocumentRepository
from reader.domain.topic import slug_of

_LONGEST_SLUG = 60


def free_slug(documents: DocumentRepository, loaded: LoadedFile) -> str:
    """Return a slug no document has: of the author's surname and the year where both are known, else of the file name.

    Removed documents keep their slugs, since they can come back.
    """
    words = loaded.author.split()
    known = words and loaded.year is not None
    base = slug_of(f"{words[-1]} {loaded.year}" if known else Path(loaded.path).stem)[:_LONGEST_SLUG].strip("-")
    taken = documents.slugs()
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def document_of(
    loaded: LoadedFile, passages: Sequence[Passage], document_id: DocumentId, slug: str, added: datetime
) -> Document:
    """Describe a loaded file as a document of the library."""
    contents = loaded.contents
    return Document(
        id=document_id,
        slug=slug,
        title=loaded.title or Path(loaded.path).stem,
        author=loaded.author,
        year=loaded.year,
        kind=loaded.kind,
        digest=loaded.digest,
        fingerprint=fingerprint_of(contents.text),
        source_path=loaded.path,
        characters=len(contents.text),
        passages=len(passages),
        added=added,
        pages=loaded.pages,
        words=sum(
            len(block.span.of(contents.text).split()) for block in contents.blocks if block.role in PASSAGE_ROLES
        ),
        notes=len(contents.notes),
        institution=loaded.institution,
        citation=loaded.citation,
    )

"""What a loaded file becomes in the library: a document with a slug of its own and its counts."""

from __future__ import annotations

import colorsys
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reader.domain.annotation import Annotation, AnnotationId, HighlightColour
from reader.domain.document import PASSAGE_ROLES, Document, DocumentId, LoadedFile, fingerprint_of
from reader.domain.passage import Passage
from reader.domain.repositories import DocumentRepository
from reader.domain.topic import slug_of
from reader.services.fragments import fragments_of
from reader.services.open_document import OpenDocument
from reader.services.targets import target_of

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
    loaded: LoadedFile,
    passages: Sequence[Passage],
    document_id: DocumentId,
    slug: str,
    added: datetime,
    *,
    kept: bool = False,
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
        kept=kept,
    )


def read_again(before: Document, loaded: LoadedFile, passages: Sequence[Passage], *, kept: bool) -> Document:
    """Describe a document of the library by another reading; what the reader may have written of it stays."""
    now = document_of(loaded, passages, before.id, before.slug, before.added, kept=kept)
    return replace(
        now,
        title=before.title,
        author=before.author,
        year=before.year,
        institution=before.institution,
        citation=before.citation,
        source_path=before.source_path,
    )


def annotations_of(loaded: LoadedFile, opened: OpenDocument, now: datetime) -> list[Annotation]:
    """Make annotations of what was highlighted in a file; the same file always gives the same ids."""
    found: list[Annotation] = []
    for number, mark in enumerate(loaded.annotations):
        if not mark.span.of(opened.contents.text).strip():
            continue
        created = mark.created or now
        target = target_of(opened, mark.span)
        found.append(
            Annotation(
                id=AnnotationId(uuid.uuid5(_FROM_FILES, f"{loaded.digest}/{number}").hex),
                target=target,
                colour=nearest_colour(mark.colour),
                note=mark.note,
                tags=(),
                created=created,
                modified=created,
                author=mark.author,
                fragments=fragments_of(opened.contents, target.span),
            )
        )
    return found


# Where the ids of annotations from files are made; any fixed value will do.
_FROM_FILES = uuid.UUID("0d5aa1b6-1c3e-5e6b-9f0b-7f4b2f1f9c55")
# The hue at which each colour ends and the next one begins, going round from yellow.
_HUES = (
    (0.03, HighlightColour.PINK),
    (0.20, HighlightColour.YELLOW),
    (0.47, HighlightColour.GREEN),
    (0.70, HighlightColour.BLUE),
    (0.82, HighlightColour.VIOLET),
    (1.01, HighlightColour.PINK),
)


def nearest_colour(rgb: tuple[float, float, float] | None) -> HighlightColour:
    """Return the highlight colour nearest in hue; yellow for greys and where there is none."""
    if rgb is None:
        return HighlightColour.YELLOW
    hue, saturation, _ = colorsys.rgb_to_hsv(*(min(1.0, max(0.0, part)) for part in rgb))
    if saturation < 0.05:
        return HighlightColour.YELLOW
    return next(colour for end, colour in _HUES if hue < end)

"""Single works as a reader copies them: as a formatted citation, as BibTeX, as CSL-JSON."""

from __future__ import annotations

from collections.abc import Sequence

from reader.domain.note import Work
from reader.export.citations import CitedWork, formatted, to_bibtex, to_csl_json

CitedAt = tuple[Work, str, tuple[int, ...]]
"""A work, the slug of the document that cites it, and the numbers of its notes that do."""


def formatted_citation(work: Work) -> str:
    """Write a work as a bibliography does, titles of books in Markdown emphasis."""
    return formatted(work)


def works_as_bibtex(cited: Sequence[CitedAt]) -> str:
    """Write works as BibTeX, one entry each."""
    return to_bibtex([CitedWork(*one) for one in cited])


def works_as_csl_json(cited: Sequence[CitedAt]) -> str:
    """Write works as CSL-JSON, one item each."""
    return to_csl_json([CitedWork(*one) for one in cited])

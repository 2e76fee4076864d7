"""Write excerpts as one CSV table (RFC 4180) for spreadsheets and statistics."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from reader.export.excerpts import ExcerptAnnotation, ExcerptDocument, ExcerptPair, Excerpts, ExcerptSide

COLUMNS = (
    "kind", "document", "section", "locator", "start", "end", "quote",
    "other_document", "other_section", "other_locator", "other_start", "other_end", "other_quote",
    "note", "tags", "colour", "state", "relation", "score", "terms", "created", "id", "link",
)  # fmt: skip
# Spreadsheets take a cell that begins with one of these for a formula and run it.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_Row = dict[str, str | int]


def to_csv(excerpts: Excerpts) -> str:
    """Write one row for each annotation, then one for each pair; a first line names the columns."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    for document in excerpts.documents:
        writer.writerows(_guarded(_annotation(document, annotation)) for annotation in document.annotations)
    writer.writerows(_guarded(_pair(pair)) for pair in excerpts.pairs)
    return out.getvalue()


def _annotation(document: ExcerptDocument, annotation: ExcerptAnnotation) -> _Row:
    return {
        "kind": "annotation",
        "document": document.slug,
        "section": annotation.section,
        "locator": annotation.locator,
        "start": annotation.start,
        "end": annotation.end,
        "quote": annotation.quote,
        "note": annotation.note,
        "tags": "; ".join(annotation.tags),
        "colour": annotation.colour,
        "created": annotation.created.isoformat(),
        "id": annotation.id,
        "link": annotation.link,
    }


def _pair(pair: ExcerptPair) -> _Row:
    row: _Row = {
        "kind": "pair",
        **_side(pair.left, ""),
        **_side(pair.right, "other_"),
        "note": pair.note,
        "state": pair.state,
        "relation": pair.relation,
        "terms": "; ".join(pair.terms),
        "created": pair.created.isoformat(),
        "id": pair.id,
    }
    if pair.score is not None:
        row["score"] = f"{pair.score:.4f}"
    return row


def _side(side: ExcerptSide, prefix: str) -> _Row:
    return {
        f"{prefix}document": side.slug,
        f"{prefix}section": side.section,
        f"{prefix}locator": side.locator,
        f"{prefix}start": side.start,
        f"{prefix}end": side.end,
        f"{prefix}quote": side.quote,
    }


def _guarded(row: Mapping[str, str | int]) -> _Row:
    """Put an apostrophe before texts that a spreadsheet would run, which is how spreadsheets mark text."""
    return {
        column: f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
        for column, value in row.items()
    }

"""A target (a place in a document) as columns, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.annotation import Target
from reader.domain.selector import TextPositionSelector, TextQuoteSelector

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.domain.document import DocumentId


def values_of(target: Target, document_key: int, prefix: str = "") -> dict[str, int | str]:
    """Return a target's columns, their names begun with `prefix`."""
    return {
        f"{prefix}document_key": document_key,
        f"{prefix}exact": target.quote.exact,
        f"{prefix}prefix": target.quote.prefix,
        f"{prefix}suffix": target.quote.suffix,
        f"{prefix}start": target.position.start,
        f"{prefix}end": target.position.end,
        f"{prefix}fingerprint": target.fingerprint,
    }


def target_of(row: Mapping[Any, Any], document_id: DocumentId, prefix: str = "") -> Target:
    """Return the target that a row's columns describe."""
    return Target(
        document_id=document_id,
        quote=TextQuoteSelector(row[f"{prefix}exact"], row[f"{prefix}prefix"], row[f"{prefix}suffix"]),
        position=TextPositionSelector(row[f"{prefix}start"], row[f"{prefix}end"]),
        fingerprint=row[f"{prefix}fingerprint"],
    )

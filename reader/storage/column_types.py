"""How Python values that SQLite has no type for are written into columns."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from reader.domain.page import Box


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment as ISO 8601 text in UTC with microseconds, so that text order is time order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        """Write a moment; a naive one is a bug in the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a stored moment needs a time zone"
            raise ValueError(msg)
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        """Read a moment back, aware, in UTC."""
        return None if value is None else datetime.fromisoformat(value)


class LosslessText(TypeDecorator[str]):
    """Any Python text, one with lone surrogates too.

    File names on Linux need not be valid UTF-8, and Python shows their odd bytes as lone surrogates; SQLite refuses
    those as text, so such a value (and only such a value) is stored as bytes.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | bytes | None:
        """Write a text."""
        if value is None or _is_plain(value):
            return value
        return value.encode("utf-8", "surrogatepass")

    def process_result_value(self, value: str | bytes | None, _dialect: Dialect) -> str | None:
        """Read a text back."""
        return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


class Boxes(TypeDecorator[tuple[Box, ...]]):
    """Boxes on a page as a JSON list of lists of four numbers."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Box, ...] | None, _dialect: Dialect) -> str | None:
        """Write boxes."""
        return None if value is None else json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> tuple[Box, ...] | None:
        """Read boxes back."""
        if value is None:
            return None
        return tuple((float(x0), float(y0), float(x1), float(y1)) for x0, y0, x1, y1 in json.loads(value))


def _is_plain(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True

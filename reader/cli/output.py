"""Results on standard output, whatever the terminal's encoding; progress on standard error, if it is a terminal."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import click

_WIDTH_WITHOUT_TERMINAL = 100
_PROGRESS_AFTER, _PROGRESS_EVERY = 0.3, 0.1  # seconds

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="A table for reading, or one JSON value for scripts.",
)


def write(text: str) -> None:
    """Write text to standard output exactly, in UTF-8.

    Raises:
        click.exceptions.Exit: If whoever read it has had enough; nothing more is to be done.
    """
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Python flushes standard output once more at exit, which must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(0) from None


def write_line(text: str = "") -> None:
    """Write a line to standard output."""
    write(f"{text}\n")


def write_json(value: object) -> None:
    """Write one JSON value to standard output."""
    write_line(json.dumps(value, ensure_ascii=False))


def tell(text: str) -> None:
    """Write a message for people to standard error."""
    click.echo(text, err=True)


def width() -> int:
    """Return how many characters a line holds."""
    return shutil.get_terminal_size((_WIDTH_WITHOUT_TERMINAL, 24)).columns


def shortened(text: str, length: int) -> str:
    """Bring a text onto one line of at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: max(0, length - 1)].rstrip()}…"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, elastic: int) -> str:
    """Lay out a table; the column `elastic` gives way where a line would be too long."""
    every = [list(headings), *(list(row) for row in rows)]
    widths = [max(len(row[column]) for row in every) for column in range(len(headings))]
    spare = width() - sum(widths) - 2 * (len(widths) - 1)
    widths[elastic] = max(12, widths[elastic] + min(0, spare))
    lines = (
        "  ".join(shortened(cell, size).ljust(size) for cell, size in zip(row, widths, strict=True)) for row in every
    )
    return "\n".join(line.rstrip() for line in lines)


class TerminalProgress:
    """Shows how far work is, on one line of a terminal, from 300 ms on; on anything else than a terminal, nothing."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown_next = time.monotonic() + _PROGRESS_AFTER
        self._visible = sys.stderr.isatty()
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            click.echo("\r\x1b[K", err=True, nl=False)

    def __call__(self, done: int, total: int) -> None:
        """Report that `done` of `total` steps are done."""
        now = time.monotonic()
        if not self._visible or now < self._shown_next:
            return
        self._shown_next = now + _PROGRESS_EVERY
        self._drawn = True
        click.echo(f"\r\x1b[K{self._label} {100 * done // max(1, total)} %", err=True, nl=False)

"""Deadlines: how long a parser may work on a file before that is told as a known error."""

from __future__ import annotations

import time

from reader.errors import DocumentError

# The largest sound files take a tenth of it.
_SECONDS = 45.0


class Deadline:
    """The end of the time that the parsing of a file may take, from now on.

    Args:
        name: The file's name, for the message.
        seconds: How long.
    """

    def __init__(self, name: str, seconds: float = _SECONDS) -> None:
        self._name = name
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Go on, if there is time left.

        Raises:
            DocumentError: If there is none.
        """
        if time.monotonic() > self._end:
            remedy = "Open it in the program it was made with, save it as plain text and import that."
            raise DocumentError(f"“{self._name}” takes too long to read.", remedy)

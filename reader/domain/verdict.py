"""Verdicts: the reader's word on whether a passage treats a topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reader.domain.annotation import Target


@dataclass(frozen=True, slots=True)
class TopicVerdict:
    """What the reader said of one passage and one topic; anchored, so it survives another reading of the file.

    Attributes:
        topic: The topic's slug, which may be one that is not in the list: the word waits for its return.
        treats: Whether the passage treats the topic.
        created: Aware, UTC.
    """

    topic: str
    target: Target
    treats: bool
    created: datetime

"""What the window puts back at the next start."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.domain.document import DocumentId


@dataclass(frozen=True, slots=True)
class PaneState:
    """One pane: its document and the offset of the text at the sync point."""

    document_id: DocumentId
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ReadingSession:
    """The reader's last session.

    Attributes:
        left, right: None when no pair is open.
        topic: Slug of the active topic, or None.
        linked: "follow", "offset" or "off".
        recent: Pairs opened before, newest first, without the open one's doubles.
        text_size: Reading size in logical pixels.
        window: Opaque texts of the window (geometry, dock width and tab …) by name.
    """

    left: PaneState | None = None
    right: PaneState | None = None
    topic: str | None = None
    linked: str = "follow"
    recent: tuple[tuple[DocumentId, DocumentId], ...] = ()
    text_size: int = 15
    window: dict[str, str] = field(default_factory=dict)

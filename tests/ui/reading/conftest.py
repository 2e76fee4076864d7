"""Hand-made texts and the real theses for the reading pane's tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.documents.loader import load
from reader.domain.document import (
    Block,
    BlockRole,
    Contents,
    Document,
    DocumentId,
    Section,
    SectionRole,
    fingerprint_of,
)
from reader.domain.note import Marker
from reader.domain.text import TextSpan, from_superscript
from reader.segmentation.passages import segment
from reader.services.library import OpenDocument
from reader.ui.appearance import Appearance
from reader.ui.reading.reading_view import ReadingView

Composer = Callable[[Sequence[tuple[BlockRole, str]]], Contents]


@pytest.fixture
def appearance(qtbot: QtBot, resources_path: Path) -> Appearance:
    """Faces, colours and icons of the light theme."""
    result = Appearance(resources_path)
    result.use_scheme(dark=False)
    return result


@pytest.fixture(scope="session")
def compose() -> Composer:
    """Make contents of blocks: each heading begins a section, superscript digits are markers."""

    def build(parts: Sequence[tuple[BlockRole, str]]) -> Contents:
        blocks, position, paragraph = [], 0, 0
        for role, text in parts:
            counted = role is BlockRole.BODY
            paragraph += counted
            level = 1 if role is BlockRole.HEADING else 0
            span = TextSpan(position, position + len(text))
            blocks.append(Block(role, span, paragraph if counted else None, level))
            position += len(text) + 2
        text = "\n\n".join(part for _, part in parts)
        starts = [b.span.start for b in blocks if b.role is BlockRole.HEADING]
        starts = starts if starts[:1] == [0] else [0, *starts]
        sections = tuple(
            Section(n, _title(text, start, blocks), int(n > 0 or bool(_title(text, 0, blocks))), SectionRole.BODY, span)
            for n, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True))
            for span in [TextSpan(start, end)]
        )
        return Contents(text, tuple(blocks), sections, markers=tuple(_markers(text)))

    return build


def _title(text: str, start: int, blocks: Sequence[Block]) -> str:
    return next(
        (b.span.of(text).replace("\n", " ") for b in blocks if b.span.start == start and b.role is BlockRole.HEADING),
        "",
    )


def _markers(text: str) -> list[Marker]:
    found: list[Marker] = []
    for index, character in enumerate(text):
        # A note's own number is no marker.
        if character in "⁰¹²³⁴⁵⁶⁷⁸⁹":
            if found and found[-1].span.end == index:
                span = TextSpan(found[-1].span.start, index + 1)
                found[-1] = Marker(span, from_superscript(span.of(text)))
            elif index and (text[index - 1].isalpha() or text[index - 1] in ".,"):
                found.append(Marker(TextSpan(index, index + 1), from_superscript(character)))
    return found


def _open(path: Path, title: str, author: str, year: int) -> OpenDocument:
    loaded = load(path)
    contents = loaded.contents
    passages = segment(contents)
    document = Document(
        id=DocumentId(path.stem),
        slug=path.stem,
        title=title,
        author=author,
        year=year,
        kind=loaded.kind,
        digest=loaded.digest,
        fingerprint=fingerprint_of(contents.text),
        source_path=str(path),
        characters=len(contents.text),
        passages=len(passages),
        added=datetime.now(UTC),
    )
    return OpenDocument(document, contents, passages)


@pytest.fixture(scope="session")
def moore(corpus_path: Path) -> OpenDocument:
    """The shorter thesis."""
    return _open(corpus_path / "moore-2012.txt", "An Analysis of the Sino-Russian Relationship", "Russ Moore", 2012)


@pytest.fixture(scope="session")
def lkhagvasuren(corpus_path: Path) -> OpenDocument:
    """The longer thesis."""
    title = "The Sino-Russian Collaboration in the Shanghai Cooperation Organization"
    return _open(corpus_path / "lkhagvasuren-2018.txt", title, "Bayasgalan Lkhagvasuren", 2018)


@pytest.fixture
def view(qtbot: QtBot, appearance: Appearance) -> ReadingView:
    """A left pane's view on the screen, without animation."""
    result = ReadingView("left", appearance)
    qtbot.addWidget(result)
    result.reduced_motion = True
    result.resize(560, 600)
    result.show()
    qtbot.waitExposed(result)
    return result


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[ReadingView], None]:
    """Wait until all of a view's text is laid out."""

    def wait(view: ReadingView) -> None:
        qtbot.waitUntil(lambda: not view.is_laying_out)

    return wait

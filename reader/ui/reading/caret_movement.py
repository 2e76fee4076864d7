"""Where a caret goes: characters, words, lines and paragraphs of canonical text."""

from __future__ import annotations

from PySide6.QtCore import QTextBoundaryFinder

from reader.domain.document import Contents
from reader.domain.text import TextSpan
from reader.ui.text_offsets import DisplayText

_REACH = 400  # no character cluster or word is longer; the boundary finder sees only this much on each side


def clamp_to_text(contents: Contents, offset: int) -> int:
    """Return the offset, moved to the end of the block before it if it stands between two blocks."""
    block = contents.block_at(offset)
    if block is None:
        return contents.blocks[0].span.start if contents.blocks else 0
    return min(offset, block.span.end)


def next_character(contents: Contents, offset: int) -> int:
    """Return the place after the user-perceived character at an offset."""
    block = contents.block_at(offset)
    if block is None or offset >= block.span.end:
        return _next_block(contents, offset)
    return _boundary(contents, offset, QTextBoundaryFinder.BoundaryType.Grapheme, forward=True)


def previous_character(contents: Contents, offset: int) -> int:
    """Return the place before the user-perceived character that ends at an offset."""
    block = contents.block_at(offset)
    if block is None or offset <= block.span.start:
        return _previous_block(contents, offset)
    return _boundary(contents, offset, QTextBoundaryFinder.BoundaryType.Grapheme, forward=False)


def next_word(contents: Contents, offset: int) -> int:
    """Return the start of the next word, at most the end of the block."""
    block = contents.block_at(offset)
    if block is None or offset >= block.span.end:
        return _next_block(contents, offset)
    end = word_at(contents, offset).end
    while end < block.span.end and contents.text[end].isspace():
        end += 1
    return max(end, offset + 1)


def previous_word(contents: Contents, offset: int) -> int:
    """Return the start of the word before an offset."""
    block = contents.block_at(offset)
    if block is None or offset <= block.span.start:
        return _previous_block(contents, offset)
    while offset > block.span.start and contents.text[offset - 1].isspace():
        offset -= 1
    return word_at(contents, max(block.span.start, offset - 1)).start


def word_at(contents: Contents, offset: int) -> TextSpan:
    """Return the word (or the run of other characters) that holds the character at an offset."""
    block = contents.block_at(offset)
    if block is None:
        return TextSpan(offset, offset)
    offset = min(offset, max(block.span.start, block.span.end - 1))
    low, shown = _window(contents, offset)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, shown.text)
    unit = shown.to_units(offset - low)
    finder.setPosition(unit)
    start = unit if finder.isAtBoundary() else finder.toPreviousBoundary()
    finder.setPosition(unit)
    end = finder.toNextBoundary()
    if end < 0:
        end = shown.to_units(len(shown))
    return TextSpan(low + shown.from_units(max(0, start)), low + shown.from_units(end))


def paragraph_at(contents: Contents, offset: int) -> TextSpan:
    """Return the block that holds an offset; of tables and lists only the cell or item."""
    block = contents.block_at(offset)
    if block is None:
        return TextSpan(offset, offset)
    offset = min(offset, block.span.end)
    text = contents.text
    start = max(text.rfind(mark, block.span.start, offset) for mark in "\n\t") + 1
    ends = [found for mark in "\n\t" if (found := text.find(mark, offset, block.span.end)) >= 0]
    return TextSpan(max(start, block.span.start), min([*ends, block.span.end]))


def _next_block(contents: Contents, offset: int) -> int:
    """Return the start of the first block that begins after an offset, else the offset."""
    block = contents.block_at(offset)
    if block is None:
        return clamp_to_text(contents, offset)
    following = contents.block_at(min(block.span.end + 2, len(contents.text)))
    return following.span.start if following is not None and following.span.start > offset else offset


def _previous_block(contents: Contents, offset: int) -> int:
    if offset <= 0:
        return 0
    block = contents.block_at(offset - 1)
    return offset if block is None else min(block.span.end, offset)


def _window(contents: Contents, offset: int) -> tuple[int, DisplayText]:
    block = contents.block_at(offset)
    span = block.span if block is not None else TextSpan(0, 0)
    low, high = max(span.start, offset - _REACH), min(span.end, offset + _REACH)
    return low, DisplayText(contents.text[low:high])


def _boundary(contents: Contents, offset: int, kind: QTextBoundaryFinder.BoundaryType, *, forward: bool) -> int:
    low, shown = _window(contents, offset)
    finder = QTextBoundaryFinder(kind, shown.text)
    finder.setPosition(shown.to_units(offset - low))
    found = finder.toNextBoundary() if forward else finder.toPreviousBoundary()
    if found < 0:
        return offset + (1 if forward else -1)
    return low + shown.from_units(found)

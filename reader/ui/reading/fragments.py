"""A document cut into the pieces that are laid out one by one, with known or estimated heights."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from reader.domain.document import Block, Contents
from reader.ui.reading.height_index import HeightIndex

# Pieces are listed a chunk of blocks at a time and only when looked at, so that 300,000 blocks open at once.
CHUNK_BLOCKS = 128
# A block longer than this is laid out in several pieces: 8,000 characters take about 5 ms.
LONGEST_FRAGMENT = 8_000

FragmentKey = tuple[int, int]
"""A fragment's chunk, and its place in the chunk."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A block, or a part of a very long one.

    Attributes:
        block: The block it is of.
        start, end: Its place in canonical text, in code points.
        is_first, is_last: Whether it begins and ends its block.
    """

    block: Block
    start: int
    end: int
    is_first: bool = True
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class HeightEstimate:
    """What a block is taken to measure before it is laid out.

    Attributes:
        characters: Characters in a line.
        line: Height of a line.
        gap: Height between two blocks.
    """

    characters: float
    line: int
    gap: int

    def of_fragment(self, fragment: Fragment) -> int:
        """Estimate one fragment's height."""
        lines = max(1, math.ceil((fragment.end - fragment.start) / self.characters))
        return lines * self.line + self.gap

    def of_chunk(self, characters: int, blocks: int) -> int:
        """Estimate the height of a run of blocks: their last lines are half full on average."""
        return round((characters / self.characters + blocks / 2) * self.line + blocks * self.gap)


class _Chunk:
    __slots__ = ("fragments", "heights", "starts")

    def __init__(self, fragments: list[Fragment], estimate: HeightEstimate) -> None:
        self.fragments = fragments
        self.starts = [f.start for f in fragments]
        self.heights = HeightIndex(estimate.of_fragment(f) for f in fragments)


class FragmentIndex:
    """All fragments of a document by offset and by height; heights are estimates until `set_height`."""

    def __init__(self, contents: Contents, estimate: HeightEstimate) -> None:
        self._text = contents.text
        self._blocks = contents.blocks
        self._estimate = estimate
        firsts = range(0, len(self._blocks), CHUNK_BLOCKS)
        self._starts = [self._blocks[i].span.start for i in firsts]
        ends = [self._blocks[min(i + CHUNK_BLOCKS, len(self._blocks)) - 1].span.end for i in firsts]
        self._ends = ends
        self._chunks: list[_Chunk | None] = [None] * len(self._starts)
        self._heights = HeightIndex(
            estimate.of_chunk(end - start, min(CHUNK_BLOCKS, len(self._blocks) - first))
            for start, end, first in zip(self._starts, ends, firsts, strict=True)
        )

    def __bool__(self) -> bool:
        return bool(self._chunks)

    @property
    def height(self) -> int:
        """The height of the whole document as far as it is known."""
        return self._heights.total

    def _chunk(self, index: int) -> _Chunk:
        chunk = self._chunks[index]
        if chunk is None:
            blocks = self._blocks[index * CHUNK_BLOCKS : (index + 1) * CHUNK_BLOCKS]
            chunk = _Chunk([f for block in blocks for f in split_block(block, self._text)], self._estimate)
            self._chunks[index] = chunk
            self._heights.set(index, chunk.heights.total)
        return chunk

    def fragment(self, key: FragmentKey) -> Fragment:
        """Return a fragment."""
        return self._chunk(key[0]).fragments[key[1]]

    def top(self, key: FragmentKey) -> int:
        """Return the y at which a fragment begins."""
        inside = self._chunk(key[0]).heights.top(key[1])
        return self._heights.top(key[0]) + inside

    def height_of(self, key: FragmentKey) -> int:
        """Return a fragment's height."""
        return self._chunk(key[0]).heights[key[1]]

    def set_height(self, key: FragmentKey, height: int) -> int:
        """Set a fragment's height once it is laid out; return by how much it grew."""
        chunk = self._chunk(key[0])
        change = chunk.heights.set(key[1], height)
        if change:
            self._heights.set(key[0], chunk.heights.total)
        return change

    def key_at(self, y: int) -> FragmentKey:
        """Return the fragment that holds a y, the nearest one above the first and below the last."""
        index = self._heights.find(y)
        self._chunk(index)  # listing its fragments may change its height, and with it whose y this is
        index = self._heights.find(y)
        chunk = self._chunk(index)
        return index, chunk.heights.find(y - self._heights.top(index))

    def key_of(self, offset: int) -> FragmentKey:
        """Return the fragment that holds an offset; one between two blocks belongs to the first of them."""
        index = max(0, bisect_right(self._starts, offset) - 1)
        return index, max(0, bisect_right(self._chunk(index).starts, offset) - 1)

    def listed_key_of(self, offset: int) -> FragmentKey | None:
        """Return the fragment that holds an offset if its chunk was looked at, changing nothing."""
        index = max(0, bisect_right(self._starts, offset) - 1)
        chunk = self._chunks[index] if self._chunks else None
        return None if chunk is None else (index, max(0, bisect_right(chunk.starts, offset) - 1))

    def estimated_y(self, offset: int) -> int:
        """Return about where an offset lies, listing and laying out nothing."""
        if not self._chunks:
            return 0
        index = max(0, bisect_right(self._starts, offset) - 1)
        chunk = self._chunks[index]
        top = self._heights.top(index)
        if chunk is None:
            return top + _share(offset, self._starts[index], self._ends[index], self._heights[index])
        inner = max(0, bisect_right(chunk.starts, offset) - 1)
        fragment = chunk.fragments[inner]
        return top + chunk.heights.top(inner) + _share(offset, fragment.start, fragment.end, chunk.heights[inner])

    def estimated_offset(self, y: int) -> int:
        """Return about which offset lies at a y, listing and laying out nothing."""
        if not self._chunks:
            return 0
        index = self._heights.find(y)
        y -= self._heights.top(index)
        chunk = self._chunks[index]
        if chunk is None:
            return self._starts[index] + _share(y, 0, self._heights[index], self._ends[index] - self._starts[index])
        inner = chunk.heights.find(y)
        fragment, height = chunk.fragments[inner], chunk.heights[inner]
        return fragment.start + _share(
            y, chunk.heights.top(inner), chunk.heights.top(inner) + height, fragment.end - fragment.start
        )

    def after(self, key: FragmentKey) -> FragmentKey | None:
        """Return the next fragment, if any."""
        chunk, inner = key
        if inner + 1 < len(self._chunk(chunk).fragments):
            return chunk, inner + 1
        return (chunk + 1, 0) if chunk + 1 < len(self._chunks) else None

    def before(self, key: FragmentKey) -> FragmentKey | None:
        """Return the previous fragment, if any."""
        chunk, inner = key
        if inner:
            return chunk, inner - 1
        return (chunk - 1, len(self._chunk(chunk - 1).fragments) - 1) if chunk else None

    def first(self) -> FragmentKey:
        """Return the first fragment."""
        return 0, 0

    def last(self) -> FragmentKey:
        """Return the last fragment."""
        return len(self._chunks) - 1, len(self._chunk(len(self._chunks) - 1).fragments) - 1

    @property
    def listed_chunks(self) -> int:
        """How many chunks have been looked at."""
        return sum(chunk is not None for chunk in self._chunks)


def split_block(block: Block, text: str) -> Iterator[Fragment]:
    """Cut a block into fragments: at line ends where there are any, else between words, else anywhere."""
    start, end = block.span.start, block.span.end
    while end - start > LONGEST_FRAGMENT:
        limit = start + LONGEST_FRAGMENT
        cut = text.rfind("\n", start + LONGEST_FRAGMENT // 2, limit)
        if cut < 0:
            cut = text.rfind(" ", start + LONGEST_FRAGMENT // 2, limit)
        cut = cut + 1 if cut >= 0 else limit
        yield Fragment(block, start, cut, start == block.span.start, is_last=False)
        start = cut
    yield Fragment(block, start, end, start == block.span.start)


def _share(at: int, start: int, end: int, whole: int) -> int:
    """Return the part of `whole` that `at` has covered on its way from `start` to `end`."""
    return min(whole, whole * max(0, at - start) // max(1, end - start))

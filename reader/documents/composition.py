"""Composition: structured blocks to canonical text with blocks, sections, emphasis, markers, notes and offset map."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from reader.documents.normalization import clean, lift_emphasis
from reader.documents.notes import PlacedMarker, after_number, place_markers
from reader.documents.pacing import STEPS, Pace, stretch
from reader.documents.structure import Structure, StructuredBlock
from reader.documents.traced_text import Edit, Run, TracedText
from reader.domain.document import PASSAGE_ROLES, Block, BlockRole, Contents, Section, SectionRole
from reader.domain.note import Footnote, Marker
from reader.domain.progress import Progress
from reader.domain.text import SUPERSCRIPT_DIGITS, OffsetMap, TextSpan, to_superscript

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Words are learnt from this much text, in characters: enough to tell "long-term" from a word broken at a line end.
_VOCABULARY_TEXT = 3_000_000
_NOTHING = TracedText("", ())
_NOTES_TITLE = "Notes"


@dataclass(frozen=True, slots=True)
class Composition:
    """Canonical text with its structure, and the way from its offsets back to the raw text."""

    contents: Contents
    runs: array[int]  # three numbers a run, flat: a large book has a million runs

    @property
    def origins(self) -> OffsetMap:
        """Canonical offsets to offsets in the raw text (decoded, byte order mark left out), built anew each time."""
        flat = self.runs
        return OffsetMap.of_runs(zip(flat[0::3], flat[1::3], flat[2::3], strict=True))


@dataclass(slots=True)
class _Draft:
    """A block with its cleaned text."""

    source: StructuredBlock
    part: SectionRole
    made: TracedText


def compose(structure: Structure, progress: Progress, *, markup: bool = True) -> Composition:
    """Make the canonical text of structured blocks.

    Args:
        structure: The blocks by part.
        progress: Called with thousandths.
        markup: Whether tags, entities and emphasis marks may stand in the text; else it is taken as it is.
    """
    drafts = _drafts(structure, stretch(progress, 0, 600), markup=markup)
    markers = _markers(drafts, stretch(progress, 600, 700))
    return _Writer(markup).write(drafts, markers, stretch(progress, 700, STEPS))


def _drafts(structure: Structure, progress: Progress, *, markup: bool) -> list[_Draft]:
    pace = Pace(progress, sum(len(blocks) for blocks in structure.parts.values()))
    drafts: list[_Draft] = []
    number = 0
    vocabulary = _Vocabulary(structure, lambda characters: pace.did(number, characters))
    for part, blocks in structure.parts.items():
        if part is SectionRole.NOTES and blocks and blocks[0].role is not BlockRole.HEADING:
            heading = StructuredBlock(BlockRole.HEADING, [], level=1)
            drafts.append(_Draft(heading, part, TracedText(_NOTES_TITLE, ())))
        for block in blocks:
            made = _joined([_item(block, lines, vocabulary, markup=markup) for lines in block.items])
            if block.role is BlockRole.NOTE:
                made = _with_raised_number(made, block.number)
            if made.text:
                drafts.append(_Draft(block, part, made))
            block.items = []  # a large file's lines are not needed twice
            number += 1
            pace.did(number, len(made.text))
    return drafts


def _item(
    block: StructuredBlock, lines: Sequence[tuple[str, int]], vocabulary: _Vocabulary, *, markup: bool
) -> TracedText:
    if block.role is not BlockRole.TABLE:
        return clean(lines, vocabulary.holds, markup=markup)
    return _concatenated([clean([cell], vocabulary.holds, markup=markup) for cell in lines], "\t")


def _joined(items: Iterable[TracedText]) -> TracedText:
    return _concatenated([item for item in items if item.text.strip()], "\n")


def _concatenated(parts: Sequence[TracedText], separator: str) -> TracedText:
    if len(parts) == 1:
        return parts[0]
    runs: list[Run] = []
    length = 0
    for part in parts:
        runs += ((start + length, source, size) for start, source, size in part.runs)
        length += len(part.text) + len(separator)
    return TracedText(separator.join(part.text for part in parts), tuple(runs))


def _with_raised_number(made: TracedText, number: int | None) -> TracedText:
    """Let a note begin with its number in superscript digits and one space."""
    if number is None:
        return made
    digits = to_superscript(number)
    end = after_number(made.text)
    first = next((i for i, c in enumerate(made.text[:end]) if c.isdigit()), 0)
    stop = first
    while stop < end and made.text[stop].isdigit():
        stop += 1
    edits: list[Edit] = [(0, first, "")] if first else []
    edits += [(first, stop, digits), (stop, end, ""), (end, end, " ")]
    return made.edited(edits)


class _Vocabulary:
    """The words of a document, learnt only when a word is first asked for."""

    def __init__(self, structure: Structure, did: Callable[[int], None]) -> None:
        self._structure = structure
        self._did = did
        self._words: set[str] | None = None

    def holds(self, word: str) -> bool:
        """Tell whether the text holds a word, other than broken at a line's end."""
        if self._words is None:
            self._words = self._learnt()
        return word in self._words

    def _learnt(self) -> set[str]:
        learnt: set[str] = set()
        read = 0
        for blocks in self._structure.parts.values():
            for block in blocks:
                for lines in block.items:
                    for text, _ in lines:
                        body = text.rstrip()
                        words = _WORD.findall(body.lower())
                        learnt.update(words[:-1] if body.endswith("-") else words)
                        read += len(body)
                        self._did(len(body))
                if read > _VOCABULARY_TEXT:
                    return learnt
        return learnt


def _markers(drafts: Sequence[_Draft], progress: Progress) -> dict[int, list[PlacedMarker]]:
    """Find the note markers of each draft outside notes and bibliography, by the draft's index."""
    indexes = [i for i, draft in enumerate(drafts) if draft.part is SectionRole.BODY]
    noted = [draft.source.number for draft in drafts if draft.source.number is not None]
    placed = place_markers([drafts[i].made.text for i in indexes], noted, progress)
    by_draft: dict[int, list[PlacedMarker]] = {}
    for marker in placed:
        by_draft.setdefault(indexes[marker.block], []).append(marker)
    return by_draft


def _with_markers(made: TracedText, placed: Sequence[PlacedMarker]) -> TracedText:
    """Raise plain digits that are markers and close the gap before them."""
    edits: list[Edit] = []
    for marker in placed:
        if marker.space:
            edits.append((marker.start - marker.space, marker.start, ""))
            edits.append((marker.start, marker.end, to_superscript(marker.number)))
    return made.edited(edits) if edits else made


@dataclass(slots=True)
class _Writer:
    """Collects the parts of `Contents` block by block."""

    markup: bool = True
    texts: list[str] = field(default_factory=list)
    runs: array[int] = field(default_factory=lambda: array("q"))
    blocks: list[Block] = field(default_factory=list)
    emphasis: list[TextSpan] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    notes: list[tuple[int, TextSpan]] = field(default_factory=list)
    headings: list[tuple[Block, SectionRole, str]] = field(default_factory=list)
    length: int = 0
    paragraphs: int = 0

    def write(
        self, drafts: Sequence[_Draft], markers: dict[int, list[PlacedMarker]], progress: Progress
    ) -> Composition:
        pace = Pace(progress, len(drafts))
        for index, draft in enumerate(drafts):
            self._block(draft, markers.get(index, ()))
            pace.did(index, len(draft.made.text))
            draft.made = _NOTHING  # let go bit by bit: freeing a large file's drafts at once takes too long
        contents = Contents(
            text=_concatenated_text(self.texts, progress),
            blocks=tuple(self.blocks),
            sections=tuple(self._sections()),
            emphasis=tuple(self.emphasis),
            markers=tuple(self.markers),
            notes=tuple(self._footnotes()),
        )
        return Composition(contents, self.runs)

    def _block(self, draft: _Draft, placed: Sequence[PlacedMarker]) -> None:
        marked = _with_markers(draft.made, placed)
        made, emphasis = lift_emphasis(marked) if self.markup else (marked, [])
        if not made.text.strip():
            return
        if self.texts:
            self.texts.append("\n\n")
            self.length += 2
        start = self.length
        span = TextSpan(start, start + len(made.text))
        role = draft.source.role
        paragraph = None
        if role in PASSAGE_ROLES and draft.part is SectionRole.BODY:
            self.paragraphs += 1
            paragraph = self.paragraphs
        block = Block(role, span, paragraph, draft.source.level)
        self.blocks.append(block)
        self.texts.append(made.text)
        self.length = span.end
        for at, source, size in made.runs:
            self.runs.extend((at + start, source, size))
        self.emphasis += (TextSpan(s.start + start, s.end + start) for s in emphasis)
        self._mark(made.text, start, {m.number for m in placed})
        if draft.source.number is not None:
            self.notes.append((draft.source.number, span))
        if role is BlockRole.HEADING or not self.headings or self.headings[-1][1] is not draft.part:
            title = made.text if role is BlockRole.HEADING else ""
            self.headings.append((block, draft.part, title))

    def _mark(self, text: str, start: int, numbers: set[int]) -> None:
        """Note where the markers stand now that the text is final."""
        if not numbers:
            return
        for match in _RAISED.finditer(text):
            number = _number(match.group())
            if number in numbers:
                self.markers.append(Marker(TextSpan(start + match.start(), start + match.end()), number))

    def _sections(self) -> Iterable[Section]:
        """Let each heading, and each part without one, open a section that lasts to the next."""
        open_sections: list[Section] = []
        ends = [block.span.start for block, _, _ in self.headings[1:]]
        if self.headings:
            ends.append(self.length)
        for ordinal, ((block, role, title), end) in enumerate(zip(self.headings, ends, strict=True)):
            while open_sections and (open_sections[-1].level >= block.level or open_sections[-1].role is not role):
                open_sections.pop()
            parent = open_sections[-1].ordinal if open_sections and block.level else None
            start = block.span.start if ordinal else 0
            name = _RAISED.sub("", title.replace("\n", " ")).strip()
            section = Section(ordinal, name, block.level, role, TextSpan(start, end), parent)
            if block.level:
                open_sections.append(section)
            yield section

    def _footnotes(self) -> Iterable[Footnote]:
        """Give each note its marker: the first one of a number belongs to the first note of it, and so on."""
        places: dict[int, list[TextSpan]] = {}
        for marker in self.markers:
            places.setdefault(marker.number, []).append(marker.span)
        used: dict[int, int] = {}
        for number, span in self.notes:
            turn = used.get(number, 0)
            used[number] = turn + 1
            mine = places.get(number, [])
            yield Footnote(number, span, mine[turn] if turn < len(mine) else None)


_RAISED = re.compile(rf"(?<=\S)[{SUPERSCRIPT_DIGITS}]{{1,4}}(?![{SUPERSCRIPT_DIGITS}])")


def _number(digits: str) -> int:
    return int(digits.translate(str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")))


def _concatenated_text(texts: list[str], progress: Progress) -> str:
    """Join texts in two steps, so that no single step takes long."""
    step = 2_000
    joined: list[str] = []
    for at in range(0, len(texts), step):
        joined.append("".join(texts[at : at + step]))
        progress(1, 1)
    return "".join(joined)

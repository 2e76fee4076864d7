"""Stated text: the elements of a format to parts, numbered notes and canonical text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reader.documents.composition import Composition, compose
from reader.documents.elements import BULLET, Element, RichText, StatedDocument
from reader.documents.headings import CAPTION, PROSE, key_of, part_of
from reader.documents.pacing import STEPS, Pace, stretch
from reader.documents.plain_text import ends_sentence
from reader.documents.raised_notes import mark_raised_notes
from reader.documents.structure import Structure, StructuredBlock
from reader.documents.traced_text import Line
from reader.domain.document import PASSAGE_ROLES, BlockRole, Contents, SectionRole
from reader.domain.note import Footnote, Marker
from reader.domain.progress import Progress
from reader.domain.text import SUPERSCRIPT_DIGITS, SourceIndex, TextSpan, merged, to_superscript

_NUMBER = re.compile(r"\W{0,2}(\d{1,4})\W{0,2}")
_OWN_MARK = re.compile(r"\s*[\[(]?(?P<mark>[^\s\[\]().:]{1,6})?[\])]?[.:]?(?=\s|$)\s*")
_RAISED = tuple(SUPERSCRIPT_DIGITS)
_BULLET_LABEL = f"{BULLET} "
_SHORTEST_PROSE = 60
_LONGEST_FRONT = 400  # elements
_LONGEST_CAPTION = 300
# Roles that become another one in a part of the document that passages are not made of.
_ROLE_IN_PART = {
    SectionRole.FRONT_MATTER: BlockRole.FRONT_MATTER,
    SectionRole.BIBLIOGRAPHY: BlockRole.BIBLIOGRAPHY,
    SectionRole.NOTES: BlockRole.NOTE,
}


def compose_stated(stated: StatedDocument, progress: Progress) -> Composition:
    """Make the canonical text of what a format states.

    Args:
        stated: The elements; they are emptied on the way.
        progress: Called with thousandths.
    """
    mark_raised_notes(stated.elements)
    notes = _Notes(stated.elements)
    script = _Script(notes.numbers)
    structure = Structure()
    pace = Pace(stretch(progress, 0, 200), len(stated.elements))
    for index, (element, part) in enumerate(_parted(stated.elements)):
        structure.parts[part] += script.blocks(element, part)
        pace.did(index, element.size)
    for element in notes.in_order:
        structure.parts[SectionRole.NOTES] += script.blocks(element, SectionRole.NOTES)
    stated.elements.clear()
    made = compose(structure, stretch(progress, 200, 900), markup=False)
    contents = _annotated(made, script, notes.numbers, stretch(progress, 900, STEPS))
    return Composition(contents, made.runs)


class _Notes:
    """The notes of a document, in the order in which the file prints them, and their numbers."""

    def __init__(self, elements: Sequence[Element]) -> None:
        found = {element.note: element for element in elements if element.note is not None}
        self.numbers = _numbers(found, elements)
        self.in_order = list(found.values())
        labels = {r.note: r.label for e in elements for row in e.items for rich in row for r in rich.references}
        for key, element in found.items():
            _cut_own_mark(element.items[0][0], self.numbers[key], labels.get(key, ""))


def _numbers(notes: Mapping[str, Element], elements: Sequence[Element]) -> dict[str, int]:
    """Number notes as the text that points to them does, else on from the one before."""
    numbers: dict[str, int] = {}
    last = 0
    for reference in (r for e in elements for row in e.items for rich in row for r in rich.references):
        if reference.note in notes and reference.note not in numbers:
            printed = _NUMBER.fullmatch(reference.label)
            last = int(printed[1]) if printed and int(printed[1]) else last + 1
            numbers[reference.note] = last
    taken = set(numbers.values())
    last = 0
    for key in notes:
        if key not in numbers:
            numbers[key] = last + 1 if last + 1 not in taken else max(taken) + 1
            taken.add(numbers[key])
        last = numbers[key]
    return numbers


def _cut_own_mark(rich: RichText, number: int, label: str) -> None:
    """Take a note's number or sign off its text where the file repeats it, since the composition puts it back."""
    own = _OWN_MARK.match(rich.text)
    if own is not None and own["mark"] in (None, label.strip("[]()"), str(number), to_superscript(number)):
        _cut(rich, own.end())


def _cut(rich: RichText, cut: int) -> None:
    """Take characters off the beginning of a text."""
    text = rich.text[cut:]
    rich.pieces, rich.length = [text], len(text)
    rich.emphasis = [(max(0, start - cut), end - cut) for start, end in rich.emphasis if end > cut]
    rich.references = [replace(r, offset=max(0, r.offset - cut)) for r in rich.references]


def _parted(elements: Sequence[Element]) -> Iterator[tuple[Element, SectionRole]]:
    """Give each element but notes its part: as stated, else by the names of the headings it stands under."""
    front_end = _end_of_title_page(elements)
    part, level = SectionRole.BODY, 0
    in_body = titled_notes = False
    for index, element in enumerate(elements):
        if element.note is not None or not element.plain:
            continue
        if element.role is BlockRole.HEADING and element.part is None and index >= front_end:
            named = part_of(key_of(element.plain))
            if named is SectionRole.FRONT_MATTER and in_body:
                named = None  # a list of tables behind the text belongs to the text
            if named is not None or not level or element.level <= level:
                part, level = named or SectionRole.BODY, element.level
        here = element.part or (SectionRole.FRONT_MATTER if index < front_end else _part_of_role(element, part))
        if here is SectionRole.NOTES and element.role is BlockRole.HEADING:
            if titled_notes:
                continue  # notes of several places make one part; its first heading is enough
            titled_notes = True
        in_body = in_body or here is SectionRole.BODY
        yield element, here


def _part_of_role(element: Element, part: SectionRole) -> SectionRole:
    """Let a by-line or an entry of a bibliography leave the body, wherever it stands."""
    if part is SectionRole.BODY and element.role is BlockRole.FRONT_MATTER:
        return SectionRole.FRONT_MATTER
    return SectionRole.BIBLIOGRAPHY if element.role is BlockRole.BIBLIOGRAPHY else part


def _end_of_title_page(elements: Sequence[Element]) -> int:
    """Return the index of the first element that belongs to no title page, 0 where there is none.

    A title page has headings and short lines, no prose, and ends at a heading: the first one whose name says front
    matter ("Acknowledgments"), else the first one.
    """
    first_heading: int | None = None
    for index, element in enumerate(elements[:_LONGEST_FRONT]):
        if element.note is not None:
            continue
        if element.role is BlockRole.HEADING:
            named = part_of(key_of(element.plain))
            if named is SectionRole.FRONT_MATTER:
                return index
            first_heading = index if first_heading is None else first_heading
            if named is not None:
                break
        elif _is_prose(element):
            break
    return first_heading or 0


def _is_prose(element: Element) -> bool:
    text = element.plain
    is_long = len(text) >= PROSE or (len(text) >= _SHORTEST_PROSE and ends_sentence(text))
    return is_long and element.role in PASSAGE_ROLES and element.part in (None, SectionRole.BODY)


@dataclass(slots=True)
class _Script:
    """Spells elements out as lines of a raw text, and notes where in it emphasis, markers and notes stand."""

    numbers: dict[str, int]
    at: int = 0
    emphasis: list[tuple[int, int]] = field(default_factory=list)
    markers: list[tuple[int, int, str]] = field(default_factory=list)
    notes: list[tuple[int, int, str]] = field(default_factory=list)

    def blocks(self, element: Element, part: SectionRole) -> list[StructuredBlock]:
        """Spell an element; a list of works or of front matter gives a block for each item."""
        if element.note is not None:
            return [StructuredBlock(BlockRole.NOTE, [[self._note(element)]])]
        role = _role(element, part)
        parts_items = element.role is BlockRole.LIST and role is not BlockRole.LIST
        if parts_items:
            _cut_bullets(element)
        elif role is BlockRole.HEADING:
            _plain_headings(element)
        items = [[self._line(rich) for rich in row] for row in element.items]
        if role is BlockRole.TABLE:
            for row in items:
                while row and not row[-1][0].strip():
                    row.pop()
        if parts_items:
            return [StructuredBlock(role, [item]) for item in items]
        return [StructuredBlock(role, items, element.level)]

    def _note(self, element: Element) -> Line:
        key = element.note or ""
        digits = to_superscript(self.numbers[key])
        start = self.at
        self.notes.append((start, start + len(digits), key))
        self.at += len(digits) + 1
        text, _ = self._line(element.items[0][0])
        return f"{digits} {text}", start

    def _line(self, rich: RichText) -> Line:
        """Spell a text with its markers as superscript digits; its own spans move along."""
        text = rich.text
        base = self.at
        pieces: list[str] = []
        marks: list[tuple[int, int]] = []  # (offset in the text, characters put in there)
        at = length = 0
        for reference in rich.references:
            number = self.numbers.get(reference.note)
            if number is None:
                continue
            before = text[at : reference.offset]
            # Two markers side by side, or one after an exponent, would read as one number.
            is_next = bool(marks) and not before.strip()
            before = "" if is_next else before
            parted = is_next or before.rstrip().endswith(_RAISED)
            mark = ("," if parted else "") + to_superscript(number)
            at = reference.offset + reference.width
            length += len(before)
            pieces += (before, mark)
            end = base + length + len(mark)
            self.markers.append((end - len(mark.lstrip(",")), end, reference.note))
            marks.append((reference.offset, length + len(mark) - at))
            length += len(mark)
        pieces.append(text[at:])
        line = "".join(pieces)
        self.emphasis += (
            (base + _moved(start, marks, past=True), base + _moved(end, marks, past=False))
            for start, end in rich.emphasis
        )
        self.at += len(line) + 1
        return line, base


def _role(element: Element, part: SectionRole) -> BlockRole:
    """Return an element's role in the part it belongs to."""
    role = element.role
    if role is BlockRole.BODY and element.size <= _LONGEST_CAPTION and CAPTION.match(element.plain):
        return BlockRole.CAPTION
    if role in PASSAGE_ROLES:
        return _ROLE_IN_PART.get(part, role)
    return BlockRole.BODY if role is BlockRole.FRONT_MATTER and part is SectionRole.BODY else role


def _cut_bullets(element: Element) -> None:
    for (rich,) in element.items:
        if rich.pieces and rich.pieces[0] == _BULLET_LABEL:
            _cut(rich, len(_BULLET_LABEL))


def _plain_headings(element: Element) -> None:
    """Drop emphasis that is all of a heading's type, and so sets nothing off."""
    for rich in (rich for row in element.items for rich in row):
        if sum(end - start for start, end in rich.emphasis) >= len(rich.text.strip()):
            rich.emphasis.clear()


def _moved(offset: int, marks: Sequence[tuple[int, int]], *, past: bool) -> int:
    """Move an offset by what was put in before it, and past what was put in there if so wished."""
    shift = 0
    for place, moved in marks:
        if place > offset or (place == offset and not past):
            break
        shift = moved
    return offset + shift


def _annotated(made: Composition, script: _Script, numbers: dict[str, int], progress: Progress) -> Contents:
    """Lead emphasis, markers and notes on from the raw text to the canonical one."""
    contents = made.contents
    finder = SourceIndex(made.origins)
    pace = Pace(progress, len(script.emphasis))
    emphasis: list[TextSpan] = []
    for index, (start, end) in enumerate(script.emphasis):
        emphasis += filter(None, (_trimmed(span, contents.text) for span in finder.spans(start, end)))
        pace.did(index, end - start)
    markers: list[Marker] = []
    first: dict[str, TextSpan] = {}
    for start, end, key in script.markers:
        for span in finder.spans(start, end)[:1]:
            markers.append(Marker(span, numbers[key]))
            first.setdefault(key, span)
    markers.sort(key=lambda marker: marker.span)
    notes: list[Footnote] = []
    for start, end, key in script.notes:
        for span in finder.spans(start, end)[:1]:
            block = contents.block_at(span.start)
            if block is not None:
                notes.append(Footnote(numbers[key], block.span, first.get(key)))
    return replace(contents, emphasis=tuple(merged(sorted(emphasis))), markers=tuple(markers), notes=tuple(notes))


def _trimmed(span: TextSpan, text: str) -> TextSpan | None:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - len(words) + len(words.rstrip())
    return TextSpan(start, end) if start < end else None

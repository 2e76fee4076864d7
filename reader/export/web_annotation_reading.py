"""Read annotations and links back from W3C Web Annotations: our own without loss, others as far as they go."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote

from reader.domain.alignment import Link, LinkId, PairState, Relation
from reader.domain.annotation import Annotation, AnnotationId, HighlightColour, Placement, Target
from reader.domain.document import DocumentId
from reader.domain.page import Box
from reader.domain.selector import FragmentSelector, TextPositionSelector, TextQuoteSelector
from reader.export.web_annotation import OWN_TERMS

_LARGEST_OFFSET = 1 << 53
_MOST_PAGES = 1_000_000
_PAGE = re.compile(r"(?:^|&)page=(\d{1,7})(?:&|$)")
_SLUG = re.compile(r"diptych://([^/?#\s]+)", re.IGNORECASE)


class UnfitError(Exception):
    """What was read is no Web Annotation, or one that says too little; the message is part of a sentence."""


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """What a file of annotations says of a document; "" where it says nothing."""

    title: str
    slug: str
    digest: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ReadAnnotations:
    """What a file of annotations holds.

    Attributes:
        documents: By what targets have in place of a document's id.
    """

    documents: Mapping[DocumentId, DocumentReference]
    annotations: tuple[Annotation, ...]
    links: tuple[Link, ...]


def from_web_annotation(data: bytes, now: datetime) -> ReadAnnotations:
    """Read a collection, a page, a list or a single annotation.

    Args:
        data: JSON.
        now: The date of what has none.

    Raises:
        UnfitError: If it is something else, or damaged.
    """
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnfitError("it is no JSON") from error
    documents: dict[DocumentId, DocumentReference] = {}
    annotations: dict[str, Annotation] = {}
    links: dict[str, Link] = {}
    for number, item in enumerate(_items(value), start=1):
        try:
            entry = _object(item, "an annotation")
            targets = [_target(target, documents) for target in _several(entry.get("target"))]
            if len(targets) == 2 and "linking" in _several(entry.get("motivation")):
                link = _link(entry, targets, now)
                links.setdefault(link.id, link)
            else:
                annotation = _annotation(entry, targets, now)
                annotations.setdefault(annotation.id, annotation)
        except UnfitError as error:
            raise UnfitError(f"in annotation {number}, {error}") from error
    return ReadAnnotations(documents, tuple(annotations.values()), tuple(links.values()))


def _items(value: object) -> Iterator[object]:
    if isinstance(value, list):
        yield from value
        return
    entry = _object(value, "the whole")
    kinds = _several(entry.get("type"))
    if "AnnotationCollection" in kinds:
        yield from _items(entry.get("first"))
    elif "AnnotationPage" in kinds:
        items = entry.get("items")
        if not isinstance(items, list):
            raise UnfitError("its page has no list of annotations")
        yield from items
    elif "Annotation" in kinds:
        yield entry
    else:
        raise UnfitError("it is neither an annotation nor a collection of them")


def _annotation(entry: Mapping[str, object], targets: list[Target], now: datetime) -> Annotation:
    if len(targets) != 1:
        raise UnfitError(f"there are {len(targets)} targets")
    created = _moment(entry.get("created"), now)
    raw = _object(_several(entry["target"])[0], "the target")
    return Annotation(
        id=AnnotationId(_own_id(entry, "annotation")),
        target=targets[0],
        colour=_colour(raw.get("styleClass")),
        note=_note(entry),
        tags=tuple(_values(entry, "tagging")),
        created=created,
        modified=_moment(entry.get("modified"), created),
        placement=_placement(entry.get("diptych:placement")),
        author=_creator(entry.get("creator")),
        fragments=tuple(_fragments(raw.get("selector"))),
    )


def _link(entry: Mapping[str, object], targets: list[Target], now: datetime) -> Link:
    created = _moment(entry.get("created"), now)
    states = {state.value: state for state in PairState if state is not PairState.COMPUTED}
    relations = {relation.value: relation for relation in Relation}
    said = [relations[value] for value in _values(entry, "classifying") if value in relations]
    return Link(
        id=LinkId(_own_id(entry, "link")),
        left=targets[0],
        right=targets[1],
        state=states.get(_text(entry.get("diptych:state")), PairState.MADE),
        relation=said[0] if said else None,
        note=_note(entry),
        created=created,
        modified=_moment(entry.get("modified"), created),
    )


def _own_id(entry: Mapping[str, object], kind: str) -> str:
    """Return our own id of an annotation; of a foreign one always the same."""
    iri = _text(entry.get("id"))
    if not iri:
        raise UnfitError("there is no id")
    prefix = f"{OWN_TERMS}{kind}:"
    if iri.startswith(prefix):
        return unquote(iri.removeprefix(prefix), errors="surrogatepass")
    if iri.startswith("urn:uuid:"):
        try:
            return uuid.UUID(iri).hex
        except ValueError as error:
            raise UnfitError("the id is none") from error
    return uuid.uuid5(uuid.NAMESPACE_URL, iri.encode("utf-8", "replace").decode("utf-8")).hex


def _target(value: object, documents: dict[DocumentId, DocumentReference]) -> Target:
    target = _object(value, "the target")
    source = target.get("source")
    known = source if isinstance(source, dict) else {"id": source}
    iri = _text(known.get("id"))
    if not iri:
        raise UnfitError("the target has no source")
    link = _SLUG.match(iri)
    slug = _text(known.get("diptych:slug")) or (unquote(link[1]) if link else "")
    key = DocumentId(iri)
    documents.setdefault(
        key,
        DocumentReference(
            title=_text(known.get("dcterms:title")) or slug or iri,
            slug=slug,
            digest=_text(known.get("diptych:digest")),
            fingerprint=_text(known.get("diptych:fingerprint")),
        ),
    )
    selectors = _several(target.get("selector"))
    quote = _selector(selectors, "TextQuoteSelector")
    exact = _text(quote.get("exact")) if quote is not None else ""
    if quote is None or not exact.strip():
        raise UnfitError("the target has no quote")
    return Target(
        document_id=key,
        quote=TextQuoteSelector(exact, _text(quote.get("prefix")), _text(quote.get("suffix"))),
        position=_position(_selector(selectors, "TextPositionSelector")),
        fingerprint=_text(target.get("diptych:fingerprint")),
    )


def _position(selector: Mapping[str, object] | None) -> TextPositionSelector:
    """Read a position; where there is none, the quote alone tells the place."""
    if selector is None:
        return TextPositionSelector(0, 0)
    start, end = selector.get("start"), selector.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end <= _LARGEST_OFFSET:
        raise UnfitError("a position is none")
    return TextPositionSelector(int(start), int(end))


def _fragments(value: object) -> Iterator[FragmentSelector]:
    for selector in _several(value):
        if not isinstance(selector, dict) or selector.get("type") != "FragmentSelector":
            continue
        found = _PAGE.search(_text(selector.get("value")))
        if found is None or not 1 <= int(found[1]) <= _MOST_PAGES:
            continue
        label = _text(selector.get("diptych:pageLabel")) or found[1]
        yield FragmentSelector(int(found[1]) - 1, label, tuple(_boxes(selector.get("diptych:boxes"))))


def _boxes(value: object) -> Iterator[Box]:
    for box in value if isinstance(value, list) else ():
        if not isinstance(box, list) or len(box) != 4 or not all(isinstance(part, int | float) for part in box):
            raise UnfitError("a box is none")
        x0, y0, x1, y1 = (float(part) for part in box)
        if not all(abs(part) < _LARGEST_OFFSET for part in (x0, y0, x1, y1)):
            raise UnfitError("a box is none")
        yield x0, y0, x1, y1


def _bodies(entry: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Read the bodies as purposes and texts; one that lies elsewhere is told by its address."""
    if "bodyValue" in entry:
        yield "", _text(entry["bodyValue"])
    for body in _several(entry.get("body")):
        if isinstance(body, str):
            yield "", f"<{body}>"
        elif isinstance(body, dict):
            value = _text(body.get("value")) or (f"<{_text(body.get('id'))}>" if body.get("id") else "")
            yield _text(body.get("purpose")), value


def _values(entry: Mapping[str, object], purpose: str) -> list[str]:
    return [value for own, value in _bodies(entry) if own == purpose and value]


def _note(entry: Mapping[str, object]) -> str:
    return "\n\n".join(value for own, value in _bodies(entry) if own not in {"tagging", "classifying"} and value)


def _colour(value: object) -> HighlightColour:
    named = {colour.value: colour for colour in HighlightColour}
    classes = (_text(each) for each in _several(value))
    return next((named[each] for each in classes if each in named), HighlightColour.YELLOW)


def _placement(value: object) -> Placement:
    return next((placement for placement in Placement if placement.value == value), Placement.EXACT)


def _creator(value: object) -> str:
    """Return the first creator's name; one that is only an address is nobody a reader knows."""
    first = next(iter(_several(value)), None)
    return _text(first.get("name")) if isinstance(first, dict) else ""


def _moment(value: object, otherwise: datetime) -> datetime:
    if value is None:
        return otherwise
    try:
        moment = datetime.fromisoformat(_text(value))
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnfitError("a date is none") from error


def _selector(selectors: list[object], kind: str) -> Mapping[str, object] | None:
    return next((each for each in selectors if isinstance(each, dict) and each.get("type") == kind), None)


def _several(value: object) -> list[object]:
    """Read what may stand alone or in a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _object(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise UnfitError(f"{name} is no JSON object")
    return value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

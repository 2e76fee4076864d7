"""Write annotations and links as a W3C Web Annotation collection in JSON-LD (Web Annotation Data Model, 2017)."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from reader.domain.alignment import Link
from reader.domain.annotation import Annotation, HighlightColour, Placement, Target
from reader.domain.document import Document, DocumentId
from reader.domain.selector import FragmentSelector

# Where the terms of our own are told from those of the standard.
OWN_TERMS = "urn:diptych:"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# RFC 3778 counts pages from 1, and a view rectangle from the top left corner of the page, in points.
PDF_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3778"
_MEDIA_TYPES = {
    "text": "text/plain",
    "markdown": "text/markdown",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
}
_SHADES = {
    HighlightColour.YELLOW: "#ffe673",
    HighlightColour.GREEN: "#9ee69e",
    HighlightColour.BLUE: "#99ccff",
    HighlightColour.PINK: "#ffa8c2",
    HighlightColour.VIOLET: "#ccb3ff",
}
_UUID = re.compile(r"[0-9a-f]{32}")

Json = dict[str, object]
# Each document's page heights in points, by zero-based page.
Heights = Mapping[DocumentId, Mapping[int, float]]


def to_web_annotation(
    documents: Mapping[DocumentId, Document], annotations: Iterable[Annotation], links: Iterable[Link], heights: Heights
) -> str:
    """Write annotations, and links as annotations with two targets, oldest first.

    Nothing in it depends on the library it comes from, so that the same notes give the same text.

    Args:
        documents: Those that the annotations and links are on.
        annotations: The annotations.
        links: The links.
        heights: Of pages that annotations stand on.
    """
    dated = [(a.created, str(a.id), _annotation(a, documents, heights)) for a in annotations]
    dated += [(link.created, str(link.id), _link(link, documents)) for link in links]
    items = [item for _, _, item in sorted(dated, key=lambda entry: entry[:2])]
    collection: Json = {
        "@context": [CONTEXT, {"diptych": OWN_TERMS}],
        "id": f"{OWN_TERMS}annotations",
        "type": "AnnotationCollection",
        "label": "Reading notes",
        "generator": {"id": f"{OWN_TERMS}program", "type": "Software", "name": "Diptych"},
        "total": len(items),
        "first": {"id": f"{OWN_TERMS}annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return json.dumps(collection, ensure_ascii=False, indent=2) + "\n"


def iri_of(own_id: str, kind: str) -> str:
    """Return the IRI of an annotation or link of our own."""
    if _UUID.fullmatch(own_id):
        return uuid.UUID(own_id).urn
    return f"{OWN_TERMS}{kind}:{quote(own_id, safe='', errors='surrogatepass')}"


def source_iri(digest: str) -> str:
    """Return the IRI of a file by its SHA-256 (RFC 6920), so that it is the same in every library."""
    try:
        raw = bytes.fromhex(digest)
    except ValueError:
        return f"{OWN_TERMS}file:{quote(digest, safe='')}"
    return "ni:///sha-256;" + base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _annotation(annotation: Annotation, documents: Mapping[DocumentId, Document], heights: Heights) -> Json:
    colour = annotation.colour
    target = _target(annotation.target, documents)
    target["selector"] = [
        *_text_selectors(annotation.target),
        *(_fragment(part, heights.get(annotation.target.document_id, {})) for part in annotation.fragments),
    ]
    target["styleClass"] = colour.value
    written: Json = {
        "id": iri_of(annotation.id, "annotation"),
        "type": "Annotation",
        "motivation": "commenting" if annotation.note else "highlighting",
        **_dates(annotation.created, annotation.modified),
    }
    if annotation.author:
        written["creator"] = {"type": "Person", "name": annotation.author}
    bodies = [*_note(annotation.note), *(_textual(tag, "tagging") for tag in annotation.tags)]
    if bodies:
        written["body"] = bodies
    written["target"] = target
    style = f".{colour.value} {{ background-color: {_SHADES[colour]}; }}"
    written["stylesheet"] = {"type": "CssStylesheet", "value": style}
    if annotation.placement is not Placement.EXACT:
        written["diptych:placement"] = annotation.placement.value
    return written


def _link(link: Link, documents: Mapping[DocumentId, Document]) -> Json:
    written: Json = {
        "id": iri_of(link.id, "link"),
        "type": "Annotation",
        "motivation": "linking",
        **_dates(link.created, link.modified),
    }
    relation = [_textual(link.relation.value, "classifying")] if link.relation is not None else []
    bodies = [*_note(link.note), *relation]
    if bodies:
        written["body"] = bodies
    sides = (link.left, link.right)
    written["target"] = [_target(side, documents) | {"selector": _text_selectors(side)} for side in sides]
    written["diptych:state"] = link.state.value
    return written


def _target(target: Target, documents: Mapping[DocumentId, Document]) -> Json:
    """Write a target without its selectors; the fingerprint tells the reading that its position counts in."""
    document = documents[target.document_id]
    source: Json = {"id": source_iri(document.digest), "type": "Text"}
    if document.kind in _MEDIA_TYPES:
        source["format"] = _MEDIA_TYPES[document.kind]
    source["dcterms:title"] = document.title
    if document.author:
        source["dcterms:creator"] = document.author
    if document.year is not None:
        source["dcterms:date"] = str(document.year)
    source["diptych:slug"] = document.slug
    source["diptych:digest"] = document.digest
    source["diptych:fingerprint"] = document.fingerprint
    return {"type": "SpecificResource", "source": source, "diptych:fingerprint": target.fingerprint}


def _text_selectors(target: Target) -> list[Json]:
    chosen, position = target.quote, target.position
    return [
        {"type": "TextQuoteSelector", "exact": chosen.exact, "prefix": chosen.prefix, "suffix": chosen.suffix},
        {"type": "TextPositionSelector", "start": position.start, "end": position.end},
    ]


def _fragment(part: FragmentSelector, heights: Mapping[int, float]) -> Json:
    value = f"page={part.page + 1}"
    if part.boxes and part.page in heights:
        left, bottom = min(box[0] for box in part.boxes), min(box[1] for box in part.boxes)
        right, top = max(box[2] for box in part.boxes), max(box[3] for box in part.boxes)
        rectangle = (left, heights[part.page] - top, right - left, top - bottom)
        value += "&viewrect=" + ",".join(f"{round(number, 2):g}" for number in rectangle)
    written: Json = {
        "type": "FragmentSelector",
        "conformsTo": PDF_FRAGMENTS,
        "value": value,
        "diptych:pageLabel": part.label,
    }
    if part.boxes:
        written["diptych:boxes"] = [list(box) for box in part.boxes]
        written["diptych:boxesAre"] = "left, bottom, right, top in points; origin bottom-left"
    return written


def _note(note: str) -> list[Json]:
    return [_textual(note, "commenting") | {"format": "text/markdown"}] if note else []


def _textual(value: str, purpose: str) -> Json:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _dates(created: datetime, modified: datetime) -> Json:
    return {"created": _moment(created), "modified": _moment(modified)}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")

"""Commands on sources: a document's notes, and the works that two documents both cite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from reader.cli.output import format_option, shortened, table, tell, width, write_json, write_line
from reader.cli.program import Invocation, pass_invocation
from reader.cli.shapes import Shape
from reader.domain.note import Apparatus, Certainty, Citation, Occurrence, ResolvedNote, SharedSource, SourceRelation
from reader.services.library import OpenDocument
from reader.services.sources import SourcesService, located, short_title

_INDENT = "    "


@click.command("footnotes")
@click.argument("document", metavar="DOC")
@format_option
@pass_invocation
def footnotes(invocation: Invocation, document: str, form: str) -> None:
    """List a document's notes, each with the works it finally refers to."""
    services = invocation.services
    opened = services.library.open(services.library.resolve(document).id)
    apparatus = services.sources.apparatus(opened.document.id)
    if form == "json":
        write_json([_note_shape(opened, apparatus, note) for note in apparatus.notes])
        return
    if not apparatus.notes:
        tell("This document has no numbered notes.")
        return
    rows = [(str(note.number), _place(opened, note), _refers_to(apparatus, note)) for note in apparatus.notes]
    write_line(table(("NOTE", "MARKER", "REFERS TO"), rows, elastic=2))


@click.command("sources")
@click.argument("left", metavar="LEFT")
@click.argument("right", metavar="RIGHT")
@format_option
@pass_invocation
def sources(invocation: Invocation, left: str, right: str, form: str) -> None:
    """List the works that both documents cite, then volumes of which both cite chapters, and where."""
    services = invocation.services
    sides = [services.library.open(services.library.resolve(name).id) for name in (left, right)]
    concordance = services.sources.concordance(sides[0].document.id, sides[1].document.id)
    if form == "json":
        write_json([_source_shape(services.sources, sides, source) for source in concordance.shared])
        return
    if not concordance.shared:
        tell("These documents cite no work in common.")
        return
    for source in concordance.shared:
        _write_source(sides, source)


def _note_shape(opened: OpenDocument, apparatus: Apparatus, note: ResolvedNote) -> Shape:
    shape: Shape = {
        "number": note.number,
        "series": note.series,
        "marker_start": note.marker.start if note.marker is not None else None,
        "start": note.span.start,
        "end": note.span.end,
        "text": note.span.of(opened.contents.text),
        "works": [_citation_shape(apparatus, citation) for citation in note.citations],
        "resolved_from": note.form.value if note.form is not None else None,
    }
    return shape | {"reason": note.reason} if note.reason else shape


def _citation_shape(apparatus: Apparatus, citation: Citation) -> Shape:
    work = apparatus.works[citation.work]
    shape: Shape = {
        "work": citation.work,
        "author": work.byline,
        "title": work.title,
        "container": work.container or None,
        "year": work.year,
        "kind": work.kind.value,
        "page": citation.page,
        "page_inherited": citation.page_inherited,
        "certainty": citation.certainty.value,
        "chain": list(citation.chain),
    }
    return shape | {"reason": citation.reason} if citation.reason else shape


def _source_shape(service: SourcesService, sides: Iterable[OpenDocument], source: SharedSource) -> Shape:
    left, right = sides
    return {
        "relation": source.relation.value,
        "author": source.work.byline,
        "title": source.work.title,
        "year": source.work.year,
        "left": _numbers(source.left),
        "right": _numbers(source.right),
        "places": [
            *(_place_shape(service, left, place) for place in source.left),
            *(_place_shape(service, right, place) for place in source.right),
        ],
    }


def _place_shape(service: SourcesService, opened: OpenDocument, place: Occurrence) -> Shape:
    """Return one place; start and end are the sentence that the marker stands in, None if the marker is lost."""
    sentence = service.sentence_at(opened.document.id, place.marker) if place.marker is not None else None
    return {
        "document": opened.document.slug,
        "note": place.number,
        "start": sentence.start if sentence is not None else None,
        "end": sentence.end if sentence is not None else None,
        "page": place.page,
        "note_start": place.span.start,
        "note_end": place.span.end,
        "title": service.apparatus(opened.document.id).works[place.work].title,
        "certainty": place.certainty.value,
    }


def _numbers(places: Iterable[Occurrence]) -> list[int]:
    return list(dict.fromkeys(place.number for place in places if place.number is not None))


def _place(opened: OpenDocument, note: ResolvedNote) -> str:
    return opened.locator(note.marker) if note.marker is not None else "lost"


def _refers_to(apparatus: Apparatus, note: ResolvedNote) -> str:
    return "; ".join(_cited(apparatus, note)) or note.reason


def _cited(apparatus: Apparatus, note: ResolvedNote) -> Iterator[str]:
    for citation in note.citations:
        page = f", {located(citation.page)}" if citation.page is not None else ""
        doubt = " (probable)" if citation.certainty is Certainty.PROBABLE else ""
        yield f"{short_title(apparatus.works[citation.work])}{page}{doubt}"


def _write_source(sides: Iterable[OpenDocument], source: SharedSource) -> None:
    work = source.work
    year = "" if work.year is None else f" ({work.year})"
    chapters = "chapters of " if source.relation is SourceRelation.VOLUME else ""
    write_line(shortened(f"{chapters}{work.byline}, {work.title}{year}", width()))
    for opened, places in zip(sides, (source.left, source.right), strict=True):
        numbers = ", ".join(str(number) for number in _numbers(places)) or "bibliography only"
        line = shortened(f"{opened.document.slug}: {numbers}", width() - len(_INDENT))
        write_line(f"{_INDENT}{line}")

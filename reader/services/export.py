"""Use cases of taking work out of the program: Markdown, CSV, Web Annotations, and the quotation on the clipboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from itertools import chain
from pathlib import Path

from reader.domain.alignment import Evidence, Link, PairState
from reader.domain.annotation import Annotation, Placement, Target
from reader.domain.document import Document, DocumentId
from reader.domain.repositories import Library
from reader.domain.text import TextSpan
from reader.export.csv_table import to_csv
from reader.export.excerpts import ExcerptAnnotation, ExcerptDocument, ExcerptPair, Excerpts, ExcerptSide
from reader.export.files import write_text
from reader.export.markdown import to_markdown
from reader.export.web_annotation import to_web_annotation
from reader.services.annotations import AnnotationFilter, AnnotationService
from reader.services.citations import citation_of
from reader.services.comparison import Comparison, ComparisonService
from reader.services.links import linked_ordinals, oriented
from reader.services.open_document import OpenDocument, read_document
from reader.services.place_links import PlaceLink
from reader.services.tags import is_at_or_below, normalise_tag
from reader.services.targets import place_of
from reader.services.topics import TopicService

_STATES = {PairState.CONFIRMED: "Confirmed", PairState.MADE: "By hand"}
_MOST_TERMS = 8


@dataclass(frozen=True, slots=True)
class ExportScope:
    """What to export; every criterion must hold, and without any it is the whole library.

    Attributes:
        document_ids: These documents; a pair is exported if both its sides are among them.
        tag: Annotations with this tag or one below it. Pairs carry no tags: there are none in such an export.
        tags: Several tags, of which one is enough.
        topic: A topic's name or slug; annotations and pairs on it.
    """

    document_ids: tuple[DocumentId, ...] = ()
    tag: str | None = None
    topic: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def wanted_tags(self) -> tuple[str, ...]:
        """The tags asked for, in their normal form."""
        given = self.tags if self.tag is None else (self.tag, *self.tags)
        return tuple(normalise_tag(tag) for tag in given)

    def takes(self, annotation: Annotation) -> bool:
        """Tell whether an annotation is of a wanted document and has a wanted tag."""
        tags = self.wanted_tags
        tagged = not tags or any(is_at_or_below(own, tag) for own in annotation.tags for tag in tags)
        return tagged and self.takes_document(annotation.target.document_id)

    def takes_document(self, document_id: DocumentId) -> bool:
        """Tell whether a document is wanted."""
        return not self.document_ids or document_id in self.document_ids


class ExportService:
    """Writes what the reader marked; dates are those of a time zone, None being the reader's own.

    `sources_of` names the sources that a quoted span rests on.
    """

    def __init__(
        self,
        library: Library,
        annotations: AnnotationService,
        topics: TopicService,
        comparison: ComparisonService,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        timezone: tzinfo | None = None,
        sources_of: Callable[[DocumentId, TextSpan], Sequence[str]] = lambda _document, _span: (),
    ) -> None:
        self._library = library
        self._annotations = annotations
        self._topics = topics
        self._comparison = comparison
        self._clock = clock
        self._timezone = timezone
        self._sources_of = sources_of

    def markdown(self, scope: ExportScope | None = None) -> str:
        """Write annotations by document, and the reader's own and confirmed pairs side by side."""
        return to_markdown(self._excerpts(scope or ExportScope()))

    def csv(self, scope: ExportScope | None = None) -> str:
        """Write the same as one table; its line ends are CR LF."""
        return to_csv(self._excerpts(scope or ExportScope()))

    def web_annotation(self, scope: ExportScope | None = None) -> str:
        """Write annotations and links as W3C Web Annotations, which `AnnotationImportService` reads back without loss.

        Rejected pairs go along, but not under a topic, where only pairs that stand on it are asked for.
        """
        wanted = scope or ExportScope()
        annotations, links, opened, slug = self._in_scope(wanted, frozenset(PairState))
        if slug is not None:
            on_topic = {pair.id for pair in self._pairs([a for a in links if a.state in _STATES], opened, slug)}
            links = [link for link in links if link.id in on_topic]
        documents = {each.document.id: each.document for each in opened.values()}
        heights = {i: {page.index: page.height for page in each.contents.pages} for i, each in opened.items()}
        return to_web_annotation(documents, annotations, links, heights)

    def write(self, text: str, path: str | Path, *, overwrite: bool = False) -> None:
        """Write an export to a file, wholly or not at all.

        Raises:
            ExportError: If it is there and may not be overwritten, or can't be written.
        """
        write_text(text, path, overwrite=overwrite)

    def quotation(self, opened: OpenDocument, span: TextSpan) -> str:
        """Quote a span for the clipboard: without note markers, in quotation marks, with citation and locator."""
        # Plain text has no emphasis.
        citation = re.sub(r"\*+", "", citation_of(opened.document)).rstrip(".")
        return f"“{opened.quote(span).strip()}” ({citation}, {opened.locator(span)})"

    def _excerpts(self, scope: ExportScope) -> Excerpts:
        annotations, links, opened, slug = self._in_scope(scope, frozenset(_STATES))
        annotated = {annotation.target.document_id for annotation in annotations}
        return Excerpts(
            date=self._date(self._clock()),
            scope=self._in_words(scope),
            documents=tuple(self._document(opened[i], annotations) for i in opened if i in annotated),
            pairs=tuple(self._pairs(links, opened, slug)),
        )

    def _in_scope(
        self, scope: ExportScope, states: frozenset[PairState]
    ) -> tuple[list[Annotation], list[Link], dict[DocumentId, OpenDocument], str | None]:
        """Return annotations and links in scope, the documents they are on, oldest first, and the topic's slug."""
        slug = self._topics.resolve(scope.topic).slug if scope.topic is not None else None
        annotations = [a for a in self._annotations.all(AnnotationFilter(topic=slug)) if scope.takes(a)]
        links = [] if scope.wanted_tags else self._links(scope, states)
        annotated = {annotation.target.document_id for annotation in annotations}
        with self._library.unit_of_work() as unit:
            ids = annotated.union(*(_ends(link) for link in links))
            wanted_documents = [document for document in unit.documents.all() if document.id in ids]
            opened = {document.id: read_document(unit, document.id) for document in wanted_documents}
        return annotations, links, opened, slug

    def _links(self, scope: ExportScope, states: frozenset[PairState]) -> list[Link]:
        """Return the links of some states in scope, those of one pair of documents together."""
        with self._library.unit_of_work() as unit:
            known = {document.id: number for number, document in enumerate(unit.documents.all())}
            links = [link for link in unit.links.all() if link.state in states]
        links = [link for link in links if all(end in known and scope.takes_document(end) for end in _ends(link))]
        return sorted(links, key=lambda link: sorted(known[end] for end in _ends(link)))

    def _document(self, opened: OpenDocument, annotations: Sequence[Annotation]) -> ExcerptDocument:
        document = opened.document
        own = [self._annotation(opened, a) for a in annotations if a.target.document_id == document.id]
        return ExcerptDocument(document.slug, document.title, document.byline, citation_of(document), tuple(own))

    def _annotation(self, opened: OpenDocument, annotation: Annotation) -> ExcerptAnnotation:
        place = place_of(annotation.target, opened) if annotation.placement is not Placement.ORPHANED else None
        span = annotation.target.span
        return ExcerptAnnotation(
            id=annotation.id,
            quote=opened.quote(place) if place is not None else annotation.target.quote.exact,
            locator=opened.locator(place) if place is not None else "",
            section=opened.section_title(place) if place is not None else "",
            colour=annotation.colour.label,
            note=annotation.note,
            tags=annotation.tags,
            created=self._date(annotation.created),
            link=str(PlaceLink(opened.document.slug, annotation.id)),
            start=span.start,
            end=span.end,
            sources=tuple(self._sources_of(opened.document.id, place)) if place is not None else (),
        )

    def _pairs(
        self, links: Iterable[Link], opened: dict[DocumentId, OpenDocument], slug: str | None
    ) -> Iterable[ExcerptPair]:
        """Write the pairs of each two documents with the scores and evidence of one comparison."""
        by_documents: dict[frozenset[DocumentId], list[Link]] = {}
        for link in links:
            by_documents.setdefault(_ends(link), []).append(link)
        for ends, group in by_documents.items():
            # Each two documents stand as in the library: the older one left, whichever way the pair was made.
            left, right = [document for document in opened if document in ends] * (3 - len(ends))
            compared = self._comparison.with_sources(self._comparison.compare(left, right))
            listed = compared.pairs(slug, group, limit=len(group))
            on_topic = {pair.link.id for pair in listed if pair.link is not None}
            scored = compared.pairs(None, group, limit=len(group))
            scores = {pair.link.id: pair.score for pair in scored if pair.link is not None}
            for link in group:
                if slug is None or link.id in on_topic:
                    yield self._pair(link, compared, scores.get(link.id))

    def _pair(self, link: Link, compared: Comparison, score: float | None) -> ExcerptPair:
        ordinals = linked_ordinals(link, compared.left, compared.right)
        evidence = compared.evidence(*ordinals) if ordinals is not None else Evidence()
        shared = chain(evidence.terms, evidence.dates, evidence.sources)
        targets = oriented(link, compared.left, compared.right) or (link.left, link.right)
        return ExcerptPair(
            id=link.id,
            left=self._side(targets[0], compared.left),
            right=self._side(targets[1], compared.right),
            state=_STATES[link.state],
            # A pair made by hand may be none of the retained ones.
            score=score or None,
            terms=tuple(dict.fromkeys(term.text for term in shared))[:_MOST_TERMS],
            relation=link.relation.value.capitalize() if link.relation is not None else "",
            note=link.note,
            created=self._date(link.created),
        )

    def _side(self, target: Target, opened: OpenDocument) -> ExcerptSide:
        place = place_of(target, opened)
        return ExcerptSide(
            slug=opened.document.slug,
            byline=opened.document.byline,
            locator=opened.locator(place) if place is not None else "",
            section=opened.section_title(place) if place is not None else "",
            quote=opened.quote(place) if place is not None else target.quote.exact,
            start=target.position.start,
            end=target.position.end,
            sources=tuple(self._sources_of(opened.document.id, place)) if place is not None else (),
        )

    def _in_words(self, scope: ExportScope) -> str:
        parts: list[str] = []
        if scope.document_ids:
            titles = [document.title for document in self._documents() if document.id in scope.document_ids]
            parts.append(" and ".join(titles))
        if scope.topic is not None:
            parts.append(f"topic {self._topics.resolve(scope.topic).name}")
        if scope.wanted_tags:
            parts.append(f"tag {' or '.join(scope.wanted_tags)}")
        return ", ".join(parts)

    def _documents(self) -> list[Document]:
        with self._library.unit_of_work() as unit:
            return unit.documents.all()

    def _date(self, moment: datetime) -> date:
        return moment.astimezone(self._timezone).date()


def _ends(link: Link) -> frozenset[DocumentId]:
    return frozenset({link.left.document_id, link.right.document_id})

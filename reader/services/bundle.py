"""All services together, as the composition root hands them to the window and to the command line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reader.domain.repositories import Library
from reader.services.aligning import PassageAligner
from reader.services.annotations import AnnotationService
from reader.services.comparison import ComparisonService
from reader.services.export import ExportService
from reader.services.library import DocumentLoader, LibraryService, Segmenter
from reader.services.links import LinkService
from reader.services.search import SearchService
from reader.services.seeding import read_topics
from reader.services.suggestions import SuggestionService
from reader.services.topics import TopicService


@dataclass(frozen=True, slots=True)
class Services:
    """One of each service, on one open library."""

    library: LibraryService
    annotations: AnnotationService
    links: LinkService
    topics: TopicService
    comparison: ComparisonService
    search: SearchService
    export: ExportService
    suggestions: SuggestionService


def assemble(library: Library, load: DocumentLoader, segment: Segmenter, topics_file: Path | None = None) -> Services:
    """Make the services of one open library; `topics_file` holds the topics that come with the program."""
    aligner = PassageAligner(library)
    ready = partial(read_topics, topics_file) if topics_file is not None else tuple
    topics = TopicService(library, aligner.score_topics, ready)
    annotations = AnnotationService(library, topics)
    comparison = ComparisonService(library, aligner.align)
    return Services(
        library=LibraryService(library, load, segment),
        annotations=annotations,
        links=LinkService(library),
        topics=topics,
        comparison=comparison,
        search=SearchService(library),
        export=ExportService(library, annotations, topics, comparison),
        suggestions=SuggestionService(aligner.suggester),
    )

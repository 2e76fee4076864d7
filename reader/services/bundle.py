"""All services together, as the composition root hands them to the window and to the command line."""

from __future__ import annotations

from dataclasses import dataclass

from reader.services.annotations import AnnotationService
from reader.services.comparison import ComparisonService
from reader.services.export import ExportService
from reader.services.library import LibraryService
from reader.services.links import LinkService
from reader.services.search import SearchService
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

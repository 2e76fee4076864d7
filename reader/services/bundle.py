"""All services together, as the composition root hands them to the window and to the command line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reader.domain.repositories import FileStore, Library
from reader.services.aligning import PassageAligner
from reader.services.annotation_import import AnnotationImportService
from reader.services.annotations import AnnotationService
from reader.services.comparison import ComparisonService
from reader.services.export import ExportService
from reader.services.fragments import boxes_in_files
from reader.services.library import DocumentLoader, LibraryService, Segmenter
from reader.services.links import LinkService
from reader.services.ocr import OcrService
from reader.services.pages import PageService
from reader.services.pdf_export import PdfExportService
from reader.services.search import SearchService
from reader.services.seeding import read_topics
from reader.services.sources import SourcesService
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
    sources: SourcesService
    suggestions: SuggestionService
    pages: PageService
    pdf_export: PdfExportService
    annotation_import: AnnotationImportService
    ocr: OcrService


def assemble(
    library: Library,
    load: DocumentLoader,
    segment: Segmenter,
    topics_file: Path | None = None,
    files: FileStore | None = None,
) -> Services:
    """Make the services of one open library.

    Args:
        library: The library.
        load: Reads files.
        segment: Cuts their text into passages.
        topics_file: Holds the topics that come with the program.
        files: Keeps copies of imported files; None to keep none.
    """
    aligner = PassageAligner(library)
    ready = partial(read_topics, topics_file) if topics_file is not None else tuple
    topics = TopicService(library, aligner.score_topics, ready)
    documents = LibraryService(library, load, segment, files=files)
    pages = PageService(library, documents.file_of)
    annotations = AnnotationService(library, topics, boxes_of=boxes_in_files(pages))
    sources = SourcesService(library)
    comparison = ComparisonService(library, aligner.align, sources.shared_by_passage)
    return Services(
        library=documents,
        annotations=annotations,
        links=LinkService(library),
        topics=topics,
        comparison=comparison,
        search=SearchService(library),
        export=ExportService(library, annotations, topics, comparison, sources_of=sources.sources_of),
        sources=sources,
        suggestions=SuggestionService(aligner.suggester),
        pages=pages,
        pdf_export=PdfExportService(library, documents.file_of),
        annotation_import=AnnotationImportService(library),
        ocr=OcrService(documents),
    )

"""Where annotated text stands on the pages of its file: by page at once, with boxes when the file has been asked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from reader.domain.annotation import Annotation
from reader.domain.document import Contents, DocumentId, Page
from reader.domain.page import Box, PageBox
from reader.domain.selector import FragmentSelector
from reader.domain.text import TextSpan
from reader.services.pages import PageService

# Finds the boxes of spans of a document's text; raises DocumentError where its file can't be asked.
BoxesOf = Callable[[DocumentId, Sequence[TextSpan]], Sequence[Sequence[PageBox]]]

_DECIMALS = 2  # of a point: a hundredth of the width of a hairline


def fragments_of(contents: Contents, span: TextSpan) -> tuple[FragmentSelector, ...]:
    """Return the pages that a span of the text stands on, in the order of the text; nothing where there are none."""
    pages = {page.index: page for page in _pages_of(contents, span)}
    return tuple(FragmentSelector(page.index, page.label) for page in pages.values())


def with_boxes(fragments: Iterable[FragmentSelector], boxes: Iterable[PageBox]) -> tuple[FragmentSelector, ...]:
    """Add the boxes of a span to its pages."""
    by_page: dict[int, list[Box]] = {}
    for found in boxes:
        by_page.setdefault(found.page, []).append(_rounded(found.box))
    return tuple(replace(each, boxes=tuple(by_page.get(each.page, ()))) for each in fragments)


def carried_over(
    fragments: Iterable[FragmentSelector], before: Iterable[FragmentSelector]
) -> tuple[FragmentSelector, ...]:
    """Take over the boxes that were known of the same pages of the same file."""
    known = {each.page: each.boxes for each in before}
    return tuple(replace(each, boxes=known.get(each.page, ())) for each in fragments)


def wants_boxes(annotation: Annotation) -> bool:
    """Tell whether an annotation stands on pages and not all its boxes are known."""
    return any(not fragment.boxes for fragment in annotation.fragments)


def boxes_in_files(pages: PageService) -> BoxesOf:
    """Let the files of documents be asked for boxes, each in a process that ends with the answer."""

    def boxes_of(document_id: DocumentId, spans: Sequence[TextSpan]) -> list[list[PageBox]]:
        with pages.open(document_id) as opened:
            return [opened.boxes(span) for span in spans]

    return boxes_of


def _pages_of(contents: Contents, span: TextSpan) -> Iterator[Page]:
    runs = contents.page_runs
    at = max(0, bisect_right(runs, span.start, key=lambda run: run.start) - 1)
    while at < len(runs) and (runs[at].start < span.end or runs[at].start <= span.start):
        yield contents.pages[runs[at].page]
        at += 1


def _rounded(box: Box) -> Box:
    x0, y0, x1, y1 = (round(value, _DECIMALS) for value in box)
    return x0, y0, x1, y1

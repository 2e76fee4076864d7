"""True pages of real PDFs: boxes, points and images, and where annotations stand on them."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from pathlib import Path

import pytest

from reader.domain.annotation import Annotation, AnnotationId
from reader.domain.document import DocumentId
from reader.domain.page import PageBox
from reader.domain.text import TextSpan
from reader.errors import DocumentError
from reader.services.bundle import Services
from reader.services.fragments import fragments_of
from reader.services.pages import OpenPages
from tests.documents.pdf_making import Style, Typesetter, thesis
from tests.services.fakes import opened


def words_of(text: str) -> list[TextSpan]:
    return [TextSpan(*match.span()) for match in re.finditer(r"[^\W\d_]{3,}", text)]


def offset_at(pages: OpenPages, index: int, x: float, y: float) -> int | None:
    """The letter at a point in points from a page's lower left corner, as the window finds it."""
    down = pages.pages[index].height - y
    for line in pages.lines(index):
        if line.top <= down < line.bottom and line.edges[0] <= x < line.edges[-1]:
            return line.start + bisect_right(line.edges, x) - 1
    return None


@pytest.mark.parametrize("columns", [1, 2])
def test_a_point_in_the_box_of_a_word_is_in_the_word(real: Services, tmp_path: Path, columns: int) -> None:
    source = opened(
        "a", "# Of gas\n\n" + "\n\n".join(f"Number {n}: pipelines carry natural gas.⁷ " * 9 for n in range(12))
    )
    (tmp_path / "a.pdf").write_bytes(thesis(source.contents, Style(columns=columns, size=10, height=500)))
    document = real.library.import_file(tmp_path / "a.pdf").document
    contents = real.library.open(document.id).contents
    with real.pages.open(document.id) as pages:
        assert len(pages.pages) == document.pages
        words = words_of(contents.text)
        assert len(words) > 300
        for word in words[::9]:
            boxes = pages.boxes(word)
            assert boxes, word.of(contents.text)
            for found in boxes:  # a word cut at a line's end has two
                x0, y0, x1, y1 = found.box
                page = contents.pages[found.page]
                assert 0 <= x0 < x1 <= page.width
                assert 0 <= y0 < y1 <= page.height
                offset = offset_at(pages, found.page, (x0 + x1) / 2, (y0 + y1) / 2)
                assert offset is not None
                assert word.start <= offset < word.end, (word.of(contents.text), contents.text[offset : offset + 9])
                assert found.page == (contents.page_at(word.start) or page).index or len(boxes) > 1
        assert offset_at(pages, 0, 3, 3) is None


@pytest.mark.parametrize("columns", [1, 2])
def test_lines_and_boxes_tell_the_same_places(real: Services, tmp_path: Path, columns: int) -> None:
    source = opened("a", "\n\n".join(f"Number {n}: pipelines carry natural gas. " * 9 for n in range(12)))
    (tmp_path / "a.pdf").write_bytes(thesis(source.contents, Style(columns=columns, size=10, height=500)))
    document = real.library.import_file(tmp_path / "a.pdf").document
    contents = real.library.open(document.id).contents
    with real.pages.open(document.id) as pages:
        lines = [(page.index, line) for page in pages.pages for line in pages.lines(page.index)]
        assert [line.start for _, line in lines] == sorted(line.start for _, line in lines)
        for (_, one), (_, other) in itertools.pairwise(lines):
            assert one.end <= other.start
        compared = 0
        for word in words_of(contents.text)[::5]:
            boxes = pages.boxes(word)
            if len(boxes) != 1:  # it is cut at a line's end
                continue
            [(page, line)] = [(page, line) for page, line in lines if line.start <= word.start < line.end]
            x0, y0, x1, y1 = boxes[0].box
            height = contents.pages[page].height
            assert page == boxes[0].page
            assert line.top - 1 <= height - y1 < height - y0 <= line.bottom + 1
            assert line.edges[word.start - line.start] == pytest.approx(x0, abs=2)
            assert line.edges[word.end - line.start] == pytest.approx(x1, abs=4)  # a space's half may belong to it
            compared += 1
        assert compared > 50


def test_an_image_shows_what_is_printed_where_it_is_printed(real: Services, pdf: Path) -> None:
    document = real.library.import_file(pdf).document
    with real.pages.open(document.id) as pages:
        image = pages.image(0, 2.0)
        assert (image.width, image.height) == (612 * 2, 300 * 2)
        assert len(image.pixels) == image.stride * image.height

        def darkness(x0: float, y0: float, x1: float, y1: float) -> int:
            """Count dark dots inside a box in points from below."""
            rows = range(round((300 - y1) * 2), round((300 - y0) * 2))
            columns = range(round(x0 * 2), round(x1 * 2))
            return sum(image.pixels[y * image.stride + 4 * x] < 128 for y, x in itertools.product(rows, columns))

        [first] = pages.boxes(TextSpan(0, len("Report")))
        assert darkness(*first.box) > 50
        assert darkness(0, 0, 612, 40) == 0  # the margin


def test_pages_of_a_text_are_a_known_error(real: Services, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.", encoding="utf-8")
    document = real.library.import_file(tmp_path / "a.txt").document
    with pytest.raises(DocumentError, match="has no pages"):
        real.pages.open(document.id)


def test_an_annotation_has_its_pages_at_once_and_its_boxes_in_a_second_step(real: Services, pdf: Path) -> None:
    document = real.library.import_file(pdf).document
    contents = real.library.open(document.id).contents
    end_of_first = next(run.start for run in contents.page_runs if run.page == 1)
    made = real.annotations.annotate(document.id, TextSpan(end_of_first - 60, end_of_first + 60))
    assert [(part.page, part.label, part.boxes) for part in made.fragments] == [(0, "iv", ()), (1, "v", ())]
    assert real.annotations.all() == [made]
    [located] = real.annotations.locate([made.id])
    assert real.annotations.all() == [located]
    assert located.modified == made.modified
    with real.pages.open(document.id) as pages:
        for part in located.fragments:
            assert part.boxes
            for x0, y0, x1, y1 in part.boxes:
                offset = offset_at(pages, part.page, (x0 + x1) / 2, (y0 + y1) / 2)
                assert offset is not None
                assert located.target.span.start <= offset < located.target.span.end
    assert real.annotations.locate() == []


def test_boxes_outlive_undoing_an_edit(real: Services, pdf: Path) -> None:
    document = real.library.import_file(pdf).document
    made = real.annotations.annotate(document.id, TextSpan(0, 6))
    [located] = real.annotations.locate([made.id])
    real.annotations.edit(made.id, note="Why?")
    real.annotations.put(made)
    assert real.annotations.all() == [located]


def test_where_the_file_is_gone_an_annotation_stays_without_boxes(real: Services, pdf: Path) -> None:
    document = real.library.import_file(pdf, link_only=True).document
    made = real.annotations.annotate(document.id, TextSpan(0, 6))
    pdf.unlink()
    assert real.annotations.locate([made.id]) == []
    assert real.annotations.all() == [made]


def test_boxes_of_what_was_deleted_meanwhile_are_not_stored(real: Services, pdf: Path) -> None:
    document = real.library.import_file(pdf).document
    made = real.annotations.annotate(document.id, TextSpan(0, 6))

    def slowly(document_id: DocumentId, spans: object) -> list[list[PageBox]]:
        real.annotations.remove(made.id)
        return [[PageBox(0, (1.0, 2.0, 3.0, 4.0))]]

    assert real.annotations.locate([made.id], boxes_of=slowly) == []
    assert real.annotations.all() == []


def test_texts_without_pages_have_no_fragments(real: Services, tmp_path: Path) -> None:
    assert fragments_of(opened("a", "One.\n\nTwo.").contents, TextSpan(0, 3)) == ()
    (tmp_path / "a.txt").write_text("A text of some words.", encoding="utf-8")
    document = real.library.import_file(tmp_path / "a.txt").document
    made: Annotation = real.annotations.annotate(document.id, TextSpan(2, 6))
    assert made.fragments == ()
    assert real.annotations.locate([made.id, AnnotationId("none")]) == []


def test_a_pdf_is_opened_anew_after_it_was_closed(real: Services, pdf: Path) -> None:
    document = real.library.import_file(pdf).document
    pages = real.pages.open(document.id)
    before = pages.boxes(TextSpan(0, 6))
    pages.close()
    assert pages.boxes(TextSpan(0, 6)) == before
    pages.close()


def test_a_linked_file_that_moves_is_told(real: Services, tmp_path: Path) -> None:
    made = Typesetter(Style())
    made.paragraph("A sentence about pipelines. " * 30)
    file = tmp_path / "linked.pdf"
    file.write_bytes(made.finish())
    document = real.library.import_file(file, link_only=True).document
    assert real.library.file_of(document.id) == file
    file.rename(tmp_path / "elsewhere.pdf")
    with pytest.raises(DocumentError, match="is gone or was changed"):
        real.pages.open(document.id)

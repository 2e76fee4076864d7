"""Two workers read a file by turns: every page once and in order, whatever becomes of the second one."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight
from pypdf.generic import ArrayObject, FloatObject

from reader.documents import file_reading
from reader.documents.file_reading import FileReading
from reader.documents.page_record import FileStructure
from reader.documents.pdf_client import PdfClient
from reader.domain.progress import no_progress
from reader.errors import CancelledError, DocumentError
from tests.documents.pdf_making import Style, Typesetter


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = Typesetter(Style(height=220, outline=False), "On Reading Twice", "A. Reader")
    for number in range(40):
        made.paragraph(f"Number {number} begins here and goes on and on until it is over. " * 4)
    path = tmp_path / "file.pdf"
    path.write_bytes(made.finish())
    return path


@pytest.fixture(autouse=True)
def no_process_left() -> Iterator[None]:
    before = set(psutil.Process().children())
    yield
    assert set(psutil.Process().children()) <= before


class BrokenSecond(PdfClient):
    """The first client of a reading works; the second one starts what is no worker."""

    made = 0

    def __init__(self, path: Path, password: str | None = None, *, memory: int) -> None:
        type(self).made += 1
        command = [sys.executable, "-c", "print('nonsense ' * 100)"] if self.made % 2 == 0 else None
        super().__init__(path, password, command, memory)


def test_pages_come_in_order_as_one_worker_reads_them(file: Path) -> None:
    with PdfClient(file) as client:
        alone = list(client.pages())
    assert len(alone) > 20
    told: list[tuple[int, int]] = []
    with FileReading(file, None) as reading:
        assert reading.page_count(no_progress) == len(alone)
        assert list(reading.pages(lambda done, total: told.append((done, total)))) == alone
        assert reading.structure(no_progress) == FileStructure("On Reading Twice", "A. Reader")
    assert {total for _, total in told} == {len(alone)}
    assert max(done for done, _ in told) <= len(alone)


def test_the_first_worker_reads_alone_where_the_second_breaks(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_reading, "PdfClient", BrokenSecond)
    with FileReading(file, None) as reading:
        count = reading.page_count(no_progress)
        assert [page.index for page in reading.pages(no_progress)] == list(range(count))
        assert reading.structure(no_progress) == FileStructure()


def test_a_second_worker_that_ends_half_way_loses_no_page(file: Path) -> None:
    with FileReading(file, None) as reading:
        count = reading.page_count(no_progress)
        pages = reading.pages(no_progress)
        found = [next(pages)]
        for child in psutil.Process().children():
            if child.pid != reading.client.process_id:
                child.kill()
        found += pages
        assert [page.index for page in found] == list(range(count))


def test_reading_ends_when_it_is_cancelled(file: Path) -> None:
    def cancel(done: int, total: int) -> None:
        if done > total // 2:
            raise CancelledError

    with FileReading(file, None) as reading:
        reading.page_count(no_progress)
        with pytest.raises(CancelledError):
            list(reading.pages(cancel))


def test_a_file_that_is_none_ends_both_workers(tmp_path: Path) -> None:
    path = tmp_path / "none.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    with FileReading(path, None) as reading, pytest.raises(DocumentError, match="damaged or no PDF"):
        reading.page_count(no_progress)


@pytest.mark.parametrize("page", [0, 17])
def test_highlights_are_read_where_there_is_nothing_else_to_tell(file: Path, page: int) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(file.read_bytes())))
    points = ArrayObject([FloatObject(v) for v in (80, 100, 200, 100, 80, 90, 200, 90)])
    writer.add_annotation(page, Highlight(rect=(80, 90, 200, 100), quad_points=points))
    writer.write(file)
    with FileReading(file, None) as reading:
        reading.page_count(no_progress)
        marked = [each.index for each in reading.pages(no_progress) if each.marked]
        said = reading.structure(no_progress)
    assert marked == [page]
    assert [mark.page for mark in said.marks] == [page]
    assert said.marks[0].quads == ((80, 90, 200, 100),)

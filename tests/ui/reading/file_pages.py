"""The pages of a file that is in no library, as the library's service gives them."""

from __future__ import annotations

from pathlib import Path

from reader.documents.pdf_client import PdfClient
from reader.domain.document import Contents
from reader.domain.page import PageImage, PageLine
from reader.services.page_lines import lines_of_page, text_area


class FilePages:
    """The pages of a file as the library's service gives them."""

    def __init__(self, path: Path, contents: Contents) -> None:
        self.contents = contents
        self.file = PdfClient(path)
        self.scales: list[tuple[int, float]] = []

    def image(self, index: int, scale: float) -> PageImage:
        self.scales.append((index, scale))
        return self.file.image(index, scale)

    def lines(self, index: int) -> list[PageLine]:
        return lines_of_page(self.contents, index, self.file.glyphs(index))

    def area(self) -> tuple[float, float]:
        return text_area([self.lines(0), self.lines(len(self.contents.pages) // 2)])

    def give_up(self) -> None:
        self.file.give_up()

    def close(self) -> None:
        self.file.close()

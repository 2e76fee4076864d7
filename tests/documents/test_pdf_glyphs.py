"""The boxes of a page's characters, all at once, against those of spans."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from reader.documents.pdf_client import PdfClient
from tests.documents.pdf_making import Style, Typesetter

WORDS = "Pipelines cross several borders, and “transit” is what their owners negotiate; so it goes on and on. "


def turned(data: bytes, angle: int) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        page.rotate(angle)
        page.cropbox.lower_left = (10, 20)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_the_boxes_of_all_characters_are_those_of_spans(tmp_path: Path, angle: int) -> None:
    made = Typesetter(Style(head="A Head", height=500))
    for _ in range(6):
        made.paragraph(WORDS * 3)
    file = tmp_path / "file.pdf"
    file.write_bytes(turned(made.finish(), angle))
    with PdfClient(file) as client:
        page = next(client.pages(end=1))
        text = page.text
        assert len(text) > 1_000
        glyphs = client.glyphs(0)
        assert len(glyphs) == 4 * len(text)
        spans = [(at, at + 1) for at in range(len(text))]
        for (at, _), boxes in zip(spans, client.boxes(0, spans), strict=True):
            x0, y0, x1, y1 = glyphs[4 * at : 4 * at + 4]
            if text[at].isspace():
                assert (x0, y0, x1, y1) == (0, 0, 0, 0)
                assert boxes == []
            else:
                assert (x0, y0, x1, y1) == pytest.approx(boxes[0], abs=0.01)
                assert 0 <= x0 < x1 <= page.width
                assert 0 <= y0 < y1 <= page.height

"""The two bundled theses set as PDFs, imported, and aligned: they align as their texts do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reader.alignment.evaluation import JudgedSet, RetrievalFigures
from reader.documents.loader import load
from reader.domain.document import DocumentId
from reader.segmentation.passages import segment
from reader.services.bundle import Services
from reader.services.seeding import seed
from reader.storage.database import open_library
from tests.documents.pdf_making import Style, thesis
from tests.services.conftest import OpenServices

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("lkhagvasuren-2018", "moore-2012")
# What may differ: some 25 passages a direction, so that one passage cut otherwise moves a figure by a hundredth.
MARGIN = 0.05


def figures(services: Services, ids: tuple[DocumentId, DocumentId], judged: JudgedSet) -> RetrievalFigures:
    compared = services.comparison.compare(*ids)
    sides = (compared.left, compared.right)
    left, right = ([passage.span.of(side.contents.text) for passage in side.passages] for side in sides)
    return judged.retrieval(judged.scores(compared.pairs(limit=0), left, right))


@pytest.fixture
def texts(open_services: OpenServices, tmp_path: Path, corpus_path: Path, resources_path: Path) -> Services:
    """A library with the theses as texts, and the topics that come with the program."""
    file = tmp_path / "library.sqlite"
    library = open_library(str(file))
    seed(library, corpus_path, resources_path / "topics.toml", load, segment)
    library.close()
    return open_services(file)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("columns", [1, 2])
def test_theses_set_as_pdfs_align_as_their_texts_do(texts: Services, tmp_path: Path, columns: int) -> None:
    judged = JudgedSet.load(ROOT / "tests" / "gold")
    sources, copies = [], []
    for name in NAMES:
        source = texts.library.open(texts.library.resolve(name).id)
        document = source.document
        style = Style(head=document.title[:60], columns=columns, size=12 - columns, note_size=8)
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(thesis(source.contents, style, document.title, document.author))
        copy = texts.library.import_file(file).document
        assert (copy.kind, copy.title, copy.author) == ("pdf", document.title, document.author)
        assert copy.pages is not None
        assert copy.pages >= 12
        # A note whose marker the scan lost has no page to stand on.
        set_notes = sum(note.marker is not None for note in source.contents.notes)
        assert abs(copy.notes - set_notes) <= 0.05 * set_notes
        sources.append(document.id)
        copies.append(copy.id)
    before = figures(texts, (sources[0], sources[1]), judged)
    after = figures(texts, (copies[0], copies[1]), judged)
    told = f"{columns} columns: nDCG@10 {after.mean:.3f} of the PDFs, {before.mean:.3f} of the texts"
    assert after.mean >= before.mean - MARGIN, told
    assert after.hits >= before.hits - 2 * MARGIN, told
    sys.stdout.write(f"{told}\n")  # shown with -s

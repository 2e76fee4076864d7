"""The services on a real library with real theses and the real engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.documents.loader import load
from reader.domain.alignment import PairState, Relation
from reader.domain.annotation import HighlightColour
from reader.segmentation.passages import segment
from reader.services.bundle import Services, assemble
from reader.services.export import ExportScope
from reader.services.seeding import seed
from reader.storage.database import open_library


@pytest.fixture
def file(tmp_path: Path, corpus_path: Path, resources_path: Path) -> Path:
    file = tmp_path / "library.sqlite"
    with closing(open_library(str(file))) as library:
        assert seed(library, corpus_path, resources_path / "topics.toml", load, segment)
        assert not library.is_new
    return file


@pytest.fixture
def services(file: Path) -> Iterator[Services]:
    with closing(open_library(str(file))) as library:
        yield assemble(library, load, segment)


def test_a_session_is_there_after_a_restart(file: Path, services: Services) -> None:
    left, right = services.library.documents()
    compared = services.comparison.compare(left.id, right.id)
    best = compared.pairs("georgia")[0]
    places = compared.left.passages[best.left].span, compared.right.passages[best.right].span
    before, made = services.links.mark(
        compared.left, compared.right, *places, PairState.CONFIRMED, relation=Relation.AGREE
    )
    assert before is None
    annotation = services.annotations.annotate(
        right.id, places[1], colour=HighlightColour.BLUE, note="Both say so.", tags=["war/recognition"]
    )
    assert "georgia" in services.topics.of_annotations([annotation])[annotation.id]

    with closing(open_library(str(file))) as library:
        again = assemble(library, load, segment)
        assert again.annotations.all() == [annotation]
        assert again.links.between(right.id, left.id) == [made]
        listed = again.comparison.compare(left.id, right.id).pairs(None, [made])
        assert (listed[0].state, listed[0].link) == (PairState.CONFIRMED, made)
        assert (listed[0].left, listed[0].right) == (best.left, best.right)
        assert again.library.check() == []
        exported = again.export.markdown(ExportScope(topic="Georgia"))
        assert compared.right.quote(places[1]) in exported.replace("\\", "")
        assert "— Confirmed · Agree · score " in exported


def test_comparing_the_other_way_round_transposes_the_pairs(services: Services) -> None:
    left, right = services.library.documents()
    one = {(p.left, p.right): p.score for p in services.comparison.compare(left.id, right.id).pairs(limit=0)}
    other = {(p.right, p.left): p.score for p in services.comparison.compare(right.id, left.id).pairs(limit=0)}
    assert one == other


def test_every_passage_can_be_annotated_and_read_back(services: Services) -> None:
    document = services.library.documents()[1]
    opened = services.library.open(document.id)
    for passage in opened.passages[:12]:
        made = services.annotations.annotate(document.id, passage.span)
        assert opened.contents.text[made.target.span.start : made.target.span.end] == made.target.quote.exact
    exported = services.export.markdown().replace("\\", "")
    for annotation in services.annotations.all():
        assert f"> {opened.quote(annotation.target.span)}" in exported

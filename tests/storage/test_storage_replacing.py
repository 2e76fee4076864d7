"""A document of a library read anew in its place, and one erased: all of it or nothing, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.domain.document import DocumentId, digest_of, fingerprint_of
from reader.domain.passage import Passage
from reader.domain.progress import no_progress
from reader.errors import CancelledError, DocumentError
from reader.storage.database import SqliteLibrary, open_library
from tests.storage.test_storage_library import annotation_of, contents_of, store, target_in

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SqliteLibrary]:
    opened = open_library(str(tmp_path / "library.sqlite"))
    yield opened
    opened.close()


def test_another_reading_takes_the_place_of_the_one_there(library: SqliteLibrary) -> None:
    document, contents = store(library, "one", "Energy flows west.", "It is cheap.")
    other, _ = store(library, "two", "Nothing of the kind.", minutes=1)
    annotation = annotation_of(1, target_in(document, contents, 22, 28), "tag")
    with library.unit_of_work() as uow:
        uow.annotations.add(annotation)
        uow.commit()
    text = contents_of("Rivers flow north.")
    again = replace(
        document,
        fingerprint=fingerprint_of(text.text),
        characters=len(text.text),
        digest=digest_of(b"again"),
        kept=True,
    )
    passages = (Passage(0, text.blocks[1].span, 1, "", 0),)
    with library.unit_of_work() as uow:
        uow.documents.replace(again, text, passages, no_progress)
        uow.commit()
    with library.unit_of_work() as uow:
        assert uow.documents.all() == [again, other]
        assert uow.documents.contents(document.id) == text
        assert uow.documents.passages(document.id) == passages
        assert uow.annotations.all() == [annotation]
        assert uow.search_index.search("energy") == []
        assert [hit.document_id for hit in uow.search_index.search("rivers")] == [document.id]
        assert uow.documents.digests() == {again.digest, other.digest}


def test_a_reading_that_cannot_be_stored_leaves_the_one_there(library: SqliteLibrary) -> None:
    document, contents = store(library, "one", "Energy flows west.")
    other, _ = store(library, "two", "Nothing of the kind.", minutes=1)
    text = contents_of("Rivers flow north.")

    def cancel(done: int, total: int) -> None:
        if done:
            raise CancelledError

    with library.unit_of_work() as uow:
        with pytest.raises(CancelledError):
            uow.documents.replace(document, text, (), cancel)
        with pytest.raises(DocumentError, match="already holds"):
            uow.documents.replace(replace(document, digest=other.digest), text, (), no_progress)
        with pytest.raises(DocumentError, match="no document"):
            uow.documents.replace(replace(document, id=DocumentId("none")), text, (), no_progress)
        uow.commit()
    with library.unit_of_work() as uow:
        assert uow.documents.contents(document.id) == contents
        assert uow.search_index.search("rivers") == []
    assert library.check() == []


def test_a_document_is_erased_with_all_that_is_on_it(library: SqliteLibrary) -> None:
    document, contents = store(library, "one", "Energy flows west.")
    with library.unit_of_work() as uow:
        uow.annotations.add(annotation_of(1, target_in(document, contents, 22, 28), "tag"))
        uow.documents.remove(document.id)
        uow.documents.erase(document.id)
        uow.commit()
    with library.unit_of_work() as uow:
        assert uow.documents.slugs() == frozenset()
        assert uow.documents.digests() == frozenset()
        assert uow.search_index.search("energy") == []
        with pytest.raises(DocumentError):
            uow.documents.erase(document.id)
    assert library.check() == []

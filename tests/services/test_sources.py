from __future__ import annotations

import json

import pytest

from reader.domain.document import DocumentId
from reader.domain.note import Name, Work, WorkKind
from reader.domain.text import TextSpan
from reader.errors import DocumentError
from reader.services.sources import SourcesService, located, short_title
from tests.services.fakes import FakeLibrary, library_of, opened

LEFT = DocumentId("left")
RIGHT = DocumentId("right")
LEFT_TEXT = (
    "Rivers run. They run north.¹ Lakes don't, says Mr. Poe.²\n\n"
    "Nobody knows the sea.³ Or the ice.⁴\n\n"
    "# Notes\n\n"
    "1. Ann Poe, Rivers: A History (Boston: Little, 1999), 12.\n\n"
    "2. Ann Poe, Lakes (Boston: Little, 2004), 7-9; Kim Lee, “Ice,” in Cold, ed. Max Ray (Rome: Cape, 2001), ch. 3.\n\n"
    "3. Poe, A14.\n\n"
    "4. My own words here."
)
RIGHT_TEXT = (
    "Another view.¹ And more.²\n\n"
    "# Notes\n\n"
    "1. A. Poe, Rivers (London: Cape, 2003), 4.\n\n"
    "2. Jo Day, “Snow,” in Cold, ed. Max Ray (London: Cape, 2001), 44."
)


@pytest.fixture
def library() -> FakeLibrary:
    return library_of(opened("left", LEFT_TEXT), opened("right", RIGHT_TEXT))


@pytest.fixture
def sources(library: FakeLibrary) -> SourcesService:
    return SourcesService(library)


def test_notes_are_those_of_the_document(sources: SourcesService) -> None:
    notes = sources.notes(LEFT)
    assert [note.number for note in notes] == [1, 2, 3, 4]
    with pytest.raises(DocumentError):
        sources.notes(DocumentId("none"))


def test_the_note_at_a_marker_or_in_its_own_text(sources: SourcesService) -> None:
    marker = LEFT_TEXT.index("²")
    found = sources.note_at(LEFT, TextSpan(marker, marker))
    assert found is not None
    assert found.number == 2
    own = sources.note_at(LEFT, TextSpan(found.span.start + 5, found.span.start + 6))
    assert own == found
    assert sources.note_at(LEFT, TextSpan(0, 3)) is None


def test_sentences_hold_their_markers(sources: SourcesService, library: FakeLibrary) -> None:
    text = library.state.contents[LEFT].text
    marker = text.index("²")
    assert sources.sentence_at(LEFT, TextSpan(marker, marker + 1)).of(text) == "Lakes don't, says Mr. Poe.²"
    assert sources.sentence_at(LEFT, TextSpan(0, 1)).of(text) == "Rivers run."
    between = TextSpan(text.index("\n"), text.index("\n") + 1)
    assert sources.sentence_at(LEFT, between) == between


def test_a_document_is_read_once_while_its_text_is_the_same(library: FakeLibrary, sources: SourcesService) -> None:
    first = sources.apparatus(LEFT)
    assert sources.apparatus(LEFT) is first
    library.state.documents[LEFT] = opened("left", RIGHT_TEXT).document
    library.state.contents[LEFT] = opened("left", RIGHT_TEXT).contents
    assert len(sources.notes(LEFT)) == 2


def test_few_documents_are_kept() -> None:
    many = [opened(f"d{number}", f"Text {number}.") for number in range(12)]
    sources = SourcesService(library_of(*many))
    first = sources.apparatus(DocumentId("d0"))
    for document in many:
        sources.apparatus(document.document.id)
    assert sources.apparatus(DocumentId("d0")) is not first


def test_what_passages_share(sources: SourcesService) -> None:
    shared = sources.shared_by_passage(LEFT, RIGHT)
    assert shared.labels == ("Poe, Rivers", "Ray, Cold")
    assert shared.of_pair(0, 0) == ("Poe, Rivers", "Ray, Cold")
    # Note 3 fits two works: what is only probable is no evidence.
    assert shared.of_pair(1, 0) == ()
    assert shared.of_pair(7, 7) == ()


def test_the_sources_of_a_quotation(sources: SourcesService) -> None:
    assert sources.sources_of(LEFT, TextSpan(12, 20)) == ["Poe, Rivers, p. 12"]
    assert sources.sources_of(LEFT, TextSpan(0, 5)) == []
    second = LEFT_TEXT.index("Lakes don")
    assert sources.sources_of(LEFT, TextSpan(second, second + 5)) == ["Poe, Lakes, pp. 7–9", "Lee, Ice, ch. 3"]
    third = LEFT_TEXT.index("Nobody")
    assert sources.sources_of(LEFT, TextSpan(third, third + 40)) == [
        "Poe, Lakes, p. A14 (probably)",
        "Poe, Rivers, p. A14 (probably)",
    ]
    assert sources.sources_of(LEFT, TextSpan(0, 0)) == []


def test_citations_are_exported_by_document(sources: SourcesService) -> None:
    items = json.loads(sources.csl_json([LEFT, RIGHT]))
    assert [item["note"] for item in items][:2] == ["Cited in left, nn. 1, 3", "Cited in left, nn. 2, 3"]
    assert len(items) == 5
    assert sources.bibtex([RIGHT]).count("@") == 2


def test_short_titles() -> None:
    one, two, three = Name("Poe", "Ann"), Name("Lee", "Kim"), Name("Ray", "Max")
    assert short_title(Work("Rivers: A History", WorkKind.BOOK, (one, two))) == "Poe and Lee, Rivers"
    assert short_title(Work("Rivers", WorkKind.BOOK, (one, two, three))) == "Poe and Lee et al., Rivers"
    assert short_title(Work("Rivers", WorkKind.CHAPTER, (), (one,))) == "Rivers"
    assert short_title(Work("Rivers", WorkKind.BOOK, (), (one,))) == "Poe, Rivers"


@pytest.mark.parametrize(
    ("page", "written"),
    [("7", "p. 7"), ("7-9", "pp. 7–9"), ("7, 9", "pp. 7, 9"), ("ch. 3", "ch. 3"), ("A14", "p. A14"), ("xii", "xii")],
)
def test_pages_are_written_with_their_sign(page: str, written: str) -> None:
    assert located(page) == written

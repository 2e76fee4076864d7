from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.domain.document import DocumentId
from reader.domain.progress import no_progress
from reader.domain.session import PaneState, ReadingSession
from reader.domain.text import TextSpan
from reader.domain.topic import WeightedTerm
from reader.errors import CancelledError, DocumentError, StorageError
from reader.services.citations import citation_of, cite
from reader.services.library import LibraryService
from reader.services.seeding import read_topics, seed
from tests.services.fakes import NOON, FakeLibrary, library_of, load, opened, segment

TEXT = (
    "Before any heading.\n\n# Part one\n\nThe first, with a note.⁷ ‖ Its second half.\n\nThe second paragraph.\n\n"
    "^ Table 3. Oil⁸\n\n| 2007\t15\n\n# Notes\n\n7. A source.\n\n8. Another."
)


def service(library: FakeLibrary) -> LibraryService:
    return LibraryService(library, load, segment, clock=lambda: NOON)


def place(text: str, part: str) -> TextSpan:
    return TextSpan(text.index(part), text.index(part) + len(part))


def write(folder: Path, name: str, text: str = "One paragraph.\n\nAnother.") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_quote_has_no_markers() -> None:
    document = opened("a", TEXT)
    text = document.contents.text
    assert document.quote(place(text, "a note.⁷ ‖ Its")) == "a note. ‖ Its"
    assert document.quote(place(text, "⁷")) == ""
    assert document.quote(place(text, "Table 3. Oil⁸")) == "Table 3. Oil"
    assert document.quote(TextSpan(0, 6)) == "Before"


@pytest.mark.parametrize(
    ("part", "locator", "section"),
    [
        ("Before", "¶ 1", ""),
        ("first", "¶ 2a", "Part one"),
        ("Its second", "¶ 2b", "Part one"),
        ("note.⁷ ‖ Its", "¶ 2a–b", "Part one"),
        ("half.\n\nThe second", "¶ 2b–3", "Part one"),
        ("15", "Table 3. Oil", "Part one"),
        ("Table 3", "Table 3. Oil", "Part one"),
        ("Part one", "Part one", "Part one"),
        ("A source", "Notes, n. 7", "Notes"),
        ("source.\n\n8. An", "Notes, nn. 7–8", "Notes"),
    ],
)
def test_a_place_is_told_in_words(part: str, locator: str, section: str) -> None:
    document = opened("a", TEXT)
    span = place(document.contents.text, part)
    assert (document.locator(span), document.section_title(span)) == (locator, section)


def test_importing_adds_a_document_once(tmp_path: Path) -> None:
    library = FakeLibrary()
    documents = service(library)
    first = documents.import_file(write(tmp_path, "Some Essay.txt"))
    assert (first.added, first.document.slug, first.message) == (True, "some-essay", "Read as UTF-8: 2 passages.")
    again = documents.import_file(write(tmp_path, "copy.txt"))
    assert (again.added, again.document) == (False, first.document)
    assert "already" in again.message
    other = documents.import_file(write(tmp_path, "some-essay.md", "A single paragraph."))
    assert (other.document.slug, other.message) == ("some-essay-2", "Read as UTF-8: 1 passage.")
    assert documents.documents() == [first.document, other.document]


def test_an_author_and_year_make_the_slug(tmp_path: Path) -> None:
    library = FakeLibrary()
    known = LibraryService(
        library,
        lambda path, progress, *, password=None: replace(load(path, progress), author="Bobo Lo", year=2008),
        segment,
    )
    assert known.import_file(write(tmp_path, "x.txt")).document.slug == "lo-2008"


def test_a_twin_that_another_process_added_meanwhile_is_found(tmp_path: Path) -> None:
    library = FakeLibrary()
    file = write(tmp_path, "x.txt")

    def slowly(path: Path, progress: object) -> object:
        service(library).import_file(file)
        return load(path, no_progress)

    result = LibraryService(library, slowly, segment).import_file(file)  # type: ignore[arg-type] # a spy
    assert not result.added
    assert len(library.state.documents) == 1


def test_what_cannot_be_read_or_is_cancelled_changes_nothing(tmp_path: Path) -> None:
    library = FakeLibrary()
    with pytest.raises(DocumentError, match="no file"):
        service(library).import_file(tmp_path / "missing.txt")
    with pytest.raises(DocumentError):
        service(library).import_file(tmp_path)

    def cancel(contents: object, progress: object) -> object:
        raise CancelledError

    with pytest.raises(CancelledError):
        LibraryService(library, load, cancel).import_file(write(tmp_path, "x.txt"))  # type: ignore[arg-type] # a spy
    assert library.commits == 0


def test_a_removed_document_comes_back_by_restoring_or_by_importing(tmp_path: Path) -> None:
    library = FakeLibrary()
    documents = service(library)
    file = write(tmp_path, "x.txt")
    document = documents.import_file(file).document
    assert documents.remove(document.id) == document
    assert documents.documents() == []
    with pytest.raises(DocumentError, match="no longer"):
        documents.open(document.id)
    assert documents.restore(document.id) == document
    documents.remove(document.id)
    result = documents.import_file(file)
    assert (result.added, result.document) == (False, document)
    assert "back" in result.message
    assert documents.documents() == [document]


def test_a_document_is_found_by_slug_id_and_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = FakeLibrary()
    documents = service(library)
    document = documents.import_file(write(tmp_path, "Essay.txt")).document
    copy = write(tmp_path, "copy.txt")
    monkeypatch.chdir(tmp_path)
    for reference in ("essay", "ESSAY", document.id, str(tmp_path / "Essay.txt"), "Essay.txt", str(copy), " essay "):
        assert documents.resolve(reference) == document
    documents.remove(document.id)
    for reference in ("essay", str(copy), "", "Essay.txt"):
        with pytest.raises(DocumentError, match="empty"):
            documents.resolve(reference)


def test_an_unknown_document_is_told_with_those_there_are() -> None:
    with pytest.raises(DocumentError, match="the library has one, two"):
        service(library_of(opened("one", "x"), opened("two", "y"))).resolve("three")


def test_editing_keeps_the_citation_in_step() -> None:
    citation = "Lo, Bobo. “Axis of Convenience.” Thesis, A College, 2008."
    library = library_of(opened("lo", "x", title="Axis of Convenience", author="Bobo Lo", year=2008, citation=citation))
    documents = service(library)
    edited = documents.edit(DocumentId("lo"), title=" An  Axis ", author="Bobo Q. Lo", year=2009)
    assert (edited.title, edited.author, edited.year, edited.slug) == ("An Axis", "Bobo Q. Lo", 2009, "lo")
    assert edited.citation == "Lo, Bobo Q. “An Axis.” Thesis, A College, 2009."
    assert documents.documents() == [edited]
    assert documents.edit(DocumentId("lo"), title="X", author="", year=None).citation == "“X.”"


@pytest.mark.parametrize(("title", "year"), [("  ", 2000), ("x", 12), ("x", 20_000)])
def test_a_document_needs_a_title_and_a_possible_year(title: str, year: int) -> None:
    library = library_of(opened("a", "x"))
    with pytest.raises(DocumentError):
        service(library).edit(DocumentId("a"), title=title, author="", year=year)
    assert library.commits == 0


def test_a_citation_is_composed_of_what_is_known() -> None:
    assert cite("Russ Moore", "An Analysis", "A College", 2012) == "Moore, Russ. “An Analysis.” A College, 2012."
    assert cite("", "Why?", "", None) == "“Why?”"
    assert cite("Plato", "Laws", "", None) == "Plato. “Laws.”"
    assert citation_of(opened("a", "x", title="T", year=2000).document) == "“T.” 2000."


def test_the_session_is_kept() -> None:
    documents = service(FakeLibrary())
    session = ReadingSession(left=PaneState(DocumentId("a"), 12), topic="energy")
    documents.save_session(session)
    assert documents.session() == session


def test_a_locked_library_says_so_and_keeps_what_it_had() -> None:
    library = library_of(opened("a", "x"))
    library.locked = True
    with pytest.raises(StorageError):
        service(library).remove(DocumentId("a"))
    assert [document.slug for document in service(library).documents()] == ["a"]


def test_backup_and_check_are_the_librarys() -> None:
    library = library_of(opened("a", "x"))
    library.problems = ["page 3 is damaged"]
    documents = service(library)
    documents.backup("copy.sqlite", overwrite=True)
    assert library.backups == [("copy.sqlite", True)]
    assert documents.check() == ["page 3 is damaged"]
    assert documents.path == "memory.sqlite"


def corpus(folder: Path) -> Path:
    (folder / "corpus").mkdir()
    for name in ("one", "two"):
        write(folder / "corpus", f"{name}.txt", f"The text of {name}.")
    entry = '[[document]]\nslug = "{0}"\nfile = "{0}.txt"\ntitle = "T {0}"\nauthor = "A"\nyear = 2000\n'
    entry += 'institution = "I"\ncitation = "C"\n'
    write(folder / "corpus", "catalog.toml", entry.format("one") + entry.format("two"))
    return folder / "corpus"


def topics_file(folder: Path) -> Path:
    topic = 'slug = "s"\nname = "S"\ndescription = "D"\ncolour = "blue"\nglyph = "star"\nterms = ["gas", ["oil", 0.5]]'
    return write(folder, "topics.toml", f"[[topic]]\n{topic}\n")


def test_a_new_library_gets_everything_in_one_transaction(tmp_path: Path) -> None:
    library = FakeLibrary()
    assert seed(library, corpus(tmp_path), topics_file(tmp_path), load, segment, clock=lambda: NOON)
    assert library.commits == 1
    documents = service(library).documents()
    assert [(d.slug, d.title, d.citation) for d in documents] == [("one", "T one", "C"), ("two", "T two", "C")]
    assert [topic.terms for topic in library.state.topics] == [(WeightedTerm("gas"), WeightedTerm("oil", 0.5))]
    session = service(library).session()
    assert session.left is not None
    assert session.right is not None
    assert (session.left.document_id, session.right.document_id) == (documents[0].id, documents[1].id)
    assert session.topic == "s"
    assert not seed(library, None, topics_file(tmp_path), load, segment)


def test_of_two_processes_one_seeds(tmp_path: Path) -> None:
    library = FakeLibrary()
    folder, topics = corpus(tmp_path), topics_file(tmp_path)

    def slowly(path: Path, progress: object) -> object:
        seed(library, None, topics, load, segment)
        return load(path, no_progress)

    assert not seed(library, folder, topics, slowly, segment)  # type: ignore[arg-type] # a spy
    assert library.state.documents == {}
    assert library.commits == 1


def test_without_the_corpus_the_library_is_empty_but_for_topics(tmp_path: Path) -> None:
    library = FakeLibrary()
    assert seed(library, None, topics_file(tmp_path), load, segment)
    assert (library.state.documents, len(library.state.topics)) == ({}, 1)
    assert library.state.session == ReadingSession()


def test_the_bundled_topics_are_sound(resources_path: Path) -> None:
    topics = read_topics(resources_path / "topics.toml")
    assert [topic.name for topic in topics[:3]] == ["Georgia", "SCO", "Energy"]
    assert len({topic.slug for topic in topics}) == len(topics) == len({(t.colour, t.glyph) for t in topics})
    assert all(0 < term.weight <= 1 for topic in topics for term in topic.terms)

"""The repositories of a library file: what is put in comes out, in order, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.domain.alignment import Link, LinkId, PairState, Relation
from reader.domain.annotation import Annotation, AnnotationId, HighlightColour, Placement, Target
from reader.domain.document import (
    Block,
    BlockRole,
    Contents,
    Document,
    DocumentId,
    Section,
    SectionRole,
    digest_of,
    fingerprint_of,
)
from reader.domain.note import Footnote, Marker
from reader.domain.passage import Passage
from reader.domain.progress import no_progress
from reader.domain.selector import TextPositionSelector, TextQuoteSelector
from reader.domain.session import PaneState, ReadingSession
from reader.domain.text import TextSpan
from reader.domain.topic import Topic, WeightedTerm
from reader.domain.verdict import TopicVerdict
from reader.errors import CancelledError, DocumentError, StorageError
from reader.storage.database import SqliteLibrary, open_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.domain.repositories import Library

NOON = datetime(2024, 5, 17, 12, 0, 0, 1, tzinfo=UTC)


def contents_of(*paragraphs: str) -> Contents:
    """A heading, body paragraphs and one note whose marker ends the first paragraph."""
    pieces = ["CHAPTER 1\nBackground", f"{paragraphs[0]}¹", *paragraphs[1:], "1. A note."]
    spans, at = [], 0
    for piece in pieces:
        spans.append(TextSpan(at, at + len(piece)))
        at += len(piece) + 2
    text = "\n\n".join(pieces)
    body = tuple(Block(BlockRole.BODY, span, number) for number, span in enumerate(spans[1:-1], start=1))
    marker = TextSpan(spans[1].end - 1, spans[1].end)
    return Contents(
        text=text,
        blocks=(Block(BlockRole.HEADING, spans[0], level=1), *body, Block(BlockRole.NOTE, spans[-1])),
        sections=(
            Section(0, "CHAPTER 1 Background", 1, SectionRole.BODY, TextSpan(0, spans[-1].start)),
            Section(1, "", 2, SectionRole.NOTES, TextSpan(spans[-1].start, len(text)), parent=0),
        ),
        emphasis=(TextSpan(0, 7),),
        markers=(Marker(marker, 1),),
        notes=(Footnote(1, spans[-1], marker), Footnote(2, spans[-1], None)),
    )


def passages_of(contents: Contents) -> tuple[Passage, ...]:
    body = [block for block in contents.blocks if block.role is BlockRole.BODY]
    return tuple(Passage(n, block.span, block.paragraph or 0, "a" if n else "", 0) for n, block in enumerate(body))


def document_of(name: str, contents: Contents, *, minutes: int = 0) -> Document:
    return Document(
        id=DocumentId(f"id-{name}"),
        slug=name,
        title=f"The {name}",
        author="Ada Example",
        year=2012,
        kind="text",
        digest=digest_of(name.encode()),
        fingerprint=fingerprint_of(contents.text),
        source_path=f"/papers/{name}.txt",
        characters=len(contents.text),
        passages=len(passages_of(contents)),
        added=NOON + timedelta(minutes=minutes),
        pages=None,
        words=12,
        notes=2,
        institution="An institute",
        citation="Example, Ada. *A title*. 2012.",
    )


def store(library: Library, name: str, *paragraphs: str, minutes: int = 0) -> tuple[Document, Contents]:
    contents = contents_of(*(paragraphs or ("Energy flows west.", "Pipelines run 😀 through Georgia.")))
    document = document_of(name, contents, minutes=minutes)
    with library.unit_of_work() as uow:
        uow.documents.add(document, contents, passages_of(contents), no_progress)
        uow.commit()
    return document, contents


def target_in(document: Document, contents: Contents, start: int, end: int) -> Target:
    quote = TextQuoteSelector(contents.text[start:end], contents.text[max(0, start - 32) : start], "")
    return Target(document.id, quote, TextPositionSelector(start, end), document.fingerprint)


def annotation_of(number: int, target: Target, *tags: str) -> Annotation:
    return Annotation(
        AnnotationId(f"a{number}"), target, HighlightColour.GREEN, "A *note*", tags, NOON, NOON + timedelta(seconds=1)
    )


def link_of(number: int, left: Target, right: Target) -> Link:
    created = NOON + timedelta(seconds=number)
    return Link(LinkId(f"l{number}"), left, right, PairState.CONFIRMED, Relation.AGREE, "why", created, created)


def topic_of(slug: str, *terms: str) -> Topic:
    return Topic(slug, slug.title(), "about", tuple(WeightedTerm(term, 0.5) for term in terms), "blue", "star")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SqliteLibrary]:
    opened = open_library(str(tmp_path / "new folder" / "library.sqlite"))
    yield opened
    opened.close()


def test_a_document_comes_back_whole(library: Library) -> None:
    document, contents = store(library, "moore-2012")
    reopened = open_library(library.path)
    with reopened.unit_of_work() as uow:
        assert uow.documents.all() == [document]
        assert uow.documents.get(document.id) == document
        assert uow.documents.by_slug("moore-2012") == document
        assert uow.documents.by_digest(document.digest) == document
        assert uow.documents.by_source_path("/papers/moore-2012.txt") == document
        assert uow.documents.contents(document.id) == contents
        assert uow.documents.passages(document.id) == passages_of(contents)
        assert uow.documents.slugs() == {"moore-2012"}
    reopened.close()


def test_documents_stand_oldest_first_and_the_last_import_of_a_path_wins(library: Library) -> None:
    younger, contents = store(library, "younger", minutes=5)
    older = replace(document_of("older", contents), source_path=younger.source_path)
    with library.unit_of_work() as uow:
        uow.documents.add(older, contents, (), no_progress)
        assert uow.documents.all() == [older, younger]
        assert uow.documents.by_source_path(younger.source_path) == younger


def test_metadata_changes_and_nothing_else(library: Library) -> None:
    document, contents = store(library, "moore-2012")
    changed = replace(document, title="Ö", author="", year=None, institution="x", citation="y", source_path="/z")
    with library.unit_of_work() as uow:
        uow.documents.update(replace(changed, slug="ignored", words=0))
        uow.commit()
        assert uow.documents.all() == [changed]
        assert uow.documents.contents(document.id) == contents


def test_an_unknown_document_is_a_known_error(library: Library) -> None:
    document = document_of("ghost", contents_of("x"))
    target = target_in(document, contents_of("x"), 0, 3)
    with library.unit_of_work() as uow:
        assert uow.documents.get(document.id) is None
        with pytest.raises(DocumentError, match="no document id-ghost"):
            uow.documents.contents(document.id)
        with pytest.raises(DocumentError):
            uow.documents.passages(document.id)
        with pytest.raises(DocumentError):
            uow.documents.update(document)
        with pytest.raises(DocumentError):
            uow.documents.remove(document.id)
        with pytest.raises(DocumentError):
            uow.documents.restore(document.id)
        with pytest.raises(DocumentError):
            uow.annotations.add(annotation_of(1, target))
        with pytest.raises(DocumentError):
            uow.links.put(link_of(1, target, target))


@pytest.mark.parametrize("same", ["id", "slug", "digest"])
def test_a_document_is_stored_once_even_when_removed(library: Library, same: str) -> None:
    document, contents = store(library, "first")
    twin = replace(document_of("second", contents), **{same: getattr(document, same)})
    with library.unit_of_work() as uow:
        uow.documents.remove(document.id)
        with pytest.raises(DocumentError, match="already holds"):
            uow.documents.add(twin, contents, (), no_progress)
        # What was done before the refusal stands, what was refused left nothing.
        uow.commit()
        assert uow.documents.all() == []
        assert uow.documents.is_removed(document.id)
    assert library.check() == []


def test_a_cancelled_import_leaves_nothing_even_if_the_rest_is_committed(library: Library) -> None:
    contents = contents_of(*(f"Paragraph {number}" for number in range(2500)))
    seen: list[tuple[int, int]] = []

    def cancel_halfway(done: int, total: int) -> None:
        seen.append((done, total))
        if done > total / 2:
            raise CancelledError

    with library.unit_of_work() as uow:
        uow.topics.put(topic_of("kept"))
        with pytest.raises(CancelledError):
            uow.documents.add(document_of("long", contents), contents, passages_of(contents), cancel_halfway)
        uow.commit()
    with library.unit_of_work() as uow:
        assert uow.documents.all() == []
        assert uow.documents.slugs() == frozenset()
        assert [topic.slug for topic in uow.topics.all()] == ["kept"]
        assert uow.search_index.search("paragraph") == []
    assert library.check() == []
    assert len(seen) > 2


def test_progress_rises_to_its_total(library: Library) -> None:
    contents = contents_of(*(f"Paragraph {number}" for number in range(2500)))
    seen: list[tuple[int, int]] = []
    with library.unit_of_work() as uow:
        uow.documents.add(
            document_of("long", contents),
            contents,
            passages_of(contents),
            lambda done, total: seen.append((done, total)),
        )
    assert len({total for _, total in seen}) == 1
    assert seen == sorted(seen)
    assert seen[0][0] == 0
    assert seen[-1][0] == seen[-1][1]


def test_a_removed_document_takes_its_marks_along_and_brings_them_back(library: Library) -> None:
    left, contents = store(library, "left")
    right, _ = store(library, "right", minutes=1)
    mark, other_mark = (
        annotation_of(1, target_in(left, contents, 0, 7)),
        annotation_of(2, target_in(right, contents, 0, 7)),
    )
    link = link_of(1, target_in(left, contents, 0, 7), target_in(right, contents, 2, 9))
    word = TopicVerdict("energy", target_in(left, contents, 0, 7), treats=True, created=mark.created)
    with library.unit_of_work() as uow:
        uow.annotations.add(mark)
        uow.annotations.add(other_mark)
        uow.links.put(link)
        uow.verdicts.put(word)
        uow.documents.remove(left.id)
        uow.commit()
    with library.unit_of_work() as uow:
        assert uow.documents.all() == [right]
        assert uow.verdicts.all() == uow.verdicts.all(left.id) == []
        assert uow.documents.get(left.id) is None
        assert uow.documents.by_slug("left") is None
        assert uow.documents.by_source_path(left.source_path) is None
        assert uow.documents.by_digest(left.digest) == left
        assert uow.documents.is_removed(left.id)
        assert not uow.documents.is_removed(right.id)
        assert uow.documents.slugs() == {"left", "right"}
        assert uow.annotations.all() == [other_mark]
        assert uow.annotations.all(left.id) == []
        assert uow.annotations.get(mark.id) is None
        assert uow.links.all() == []
        assert uow.links.get(link.id) is None
        assert uow.links.between(left.id, right.id) == []
        assert [hit.document_id for hit in uow.search_index.search("pipelines")] == [right.id]
        assert uow.search_index.search("pipelines", left.id) == []
        with pytest.raises(DocumentError):
            uow.documents.contents(left.id)
        uow.documents.restore(left.id)
        uow.commit()
        assert uow.documents.all() == [left, right]
        assert uow.annotations.all() == [mark, other_mark]
        assert uow.links.all() == [link]
        assert uow.verdicts.all() == uow.verdicts.all(left.id) == [word]
        assert uow.verdicts.all(right.id) == []
        assert len(uow.search_index.search("pipelines")) == 2


def test_purging_deletes_for_good_what_was_removed_before(library: Library) -> None:
    gone, contents = store(library, "gone")
    kept, _ = store(library, "kept", minutes=1)
    with library.unit_of_work() as uow:
        uow.annotations.add(annotation_of(1, target_in(gone, contents, 0, 7), "a", "b"))
        uow.links.put(link_of(1, target_in(kept, contents, 0, 7), target_in(gone, contents, 2, 9)))
        uow.verdicts.put(TopicVerdict("energy", target_in(gone, contents, 0, 7), treats=False, created=gone.added))
        uow.documents.remove(gone.id)
        assert uow.documents.purge(datetime.now(UTC) - timedelta(hours=1)) == 0
        assert uow.documents.is_removed(gone.id)
        # A second removal does not lengthen the wait.
        uow.commit()
        later = datetime.now(UTC)
        uow.documents.remove(gone.id)
        assert uow.documents.purge(later) == 1
        uow.commit()
        assert not uow.documents.is_removed(gone.id)
        assert uow.documents.by_digest(gone.digest) is None
        assert uow.documents.slugs() == {"kept"}
        assert uow.links.all() == []
        uow.documents.add(gone, contents, passages_of(contents), no_progress)
        assert uow.annotations.all() == []
        assert uow.verdicts.all() == []
        uow.commit()
    assert library.check() == []


def test_annotations_stand_by_document_and_position(library: Library) -> None:
    old, contents = store(library, "old")
    young, _ = store(library, "young", minutes=1)
    marks = [
        annotation_of(4, target_in(old, contents, 3, 5), "energy/pipelines", "b", "a"),
        annotation_of(3, target_in(old, contents, 7, 9)),
        annotation_of(2, target_in(young, contents, 0, 2), "b"),
        annotation_of(1, target_in(young, contents, 0, 9)),
    ]
    with library.unit_of_work() as uow:
        for mark in reversed(marks):
            uow.annotations.add(mark)
        uow.commit()
        assert uow.annotations.all() == marks
        assert uow.annotations.all(young.id) == marks[2:]
        assert uow.annotations.all(DocumentId("unknown")) == []
        assert uow.annotations.get(marks[0].id) == marks[0]
        changed = replace(marks[0], tags=("c", "a"), note="", colour=HighlightColour.PINK, placement=Placement.ORPHANED)
        uow.annotations.update(changed)
        assert uow.annotations.all(old.id) == [changed, marks[1]]
        uow.annotations.remove(marks[1].id)
        uow.annotations.remove(marks[1].id)
        assert uow.annotations.all(old.id) == [changed]
        # Undo: the same id again.
        uow.annotations.add(marks[1])
        assert uow.annotations.all(old.id) == [changed, marks[1]]
        with pytest.raises(StorageError, match="already holds"):
            uow.annotations.add(marks[1])


def test_changing_an_annotation_that_is_gone_is_a_known_error(library: Library) -> None:
    document, contents = store(library, "one")
    with library.unit_of_work() as uow, pytest.raises(StorageError, match="no longer in the library"):
        uow.annotations.update(annotation_of(1, target_in(document, contents, 0, 3)))


def test_links_are_found_whichever_side_a_document_is_on(library: Library) -> None:
    (one, contents), (two, _), (three, _) = (store(library, name) for name in ("one", "two", "three"))
    first, second, third = (target_in(document, contents, 0, 5) for document in (one, two, three))
    links = [link_of(1, first, second), link_of(2, second, first), link_of(3, first, third)]
    with library.unit_of_work() as uow:
        for link in reversed(links):
            uow.links.put(link)
        assert uow.links.all() == links
        assert uow.links.between(one.id, two.id) == uow.links.between(two.id, one.id) == links[:2]
        changed = replace(links[0], state=PairState.REJECTED, relation=None, note="", left=third)
        uow.links.put(changed)
        assert uow.links.get(changed.id) == changed
        uow.links.remove(changed.id)
        uow.links.remove(changed.id)
        assert uow.links.all() == links[1:]


def test_topics_keep_the_readers_order(library: Library) -> None:
    def order() -> list[str]:
        return [topic.slug for topic in uow.topics.all()]

    with library.unit_of_work() as uow:
        for slug in ("georgia", "sco", "energy"):
            uow.topics.put(topic_of(slug, "a", "b"))
        uow.topics.put(topic_of("first"), 0)
        uow.topics.put(topic_of("far"), 99)
        assert order() == ["first", "georgia", "sco", "energy", "far"]
        changed = replace(topic_of("sco", "z", "a"), name="Shanghai")
        uow.topics.put(changed, 0)
        assert order() == ["first", "georgia", "sco", "energy", "far"]
        assert uow.topics.all()[2] == changed
        uow.topics.remove("georgia")
        uow.topics.remove("unknown")
        assert order() == ["first", "sco", "energy", "far"]
        uow.topics.put(topic_of("georgia", "a"), 1)
        assert order() == ["first", "georgia", "sco", "energy", "far"]


def test_the_session_is_fresh_until_saved_and_then_the_last_one(library: Library) -> None:
    one, two = DocumentId("one"), DocumentId("two")
    session = ReadingSession(
        PaneState(one, 7), PaneState(two), "georgia", "offset", ((one, two), (two, one)), 17, {"geometry": "AQ=="}
    )
    with library.unit_of_work() as uow:
        assert uow.session.load() == ReadingSession()
        uow.session.save(session)
        uow.commit()
        assert uow.session.load() == session
        uow.session.save(ReadingSession())
        assert uow.session.load() == ReadingSession()


def test_embeddings_are_kept_by_model_and_text(library: Library) -> None:
    vectors = {f"hash {number}": bytes([number % 256, 0, 255]) for number in range(1200)}
    with library.unit_of_work() as uow:
        uow.embeddings.put("small", vectors)
        uow.embeddings.put("small", {"hash 0": b"new"})
        uow.embeddings.put("small", {})
        uow.commit()
        assert uow.embeddings.get("small", [*vectors, "unknown"]) == {**vectors, "hash 0": b"new"}
        assert uow.embeddings.get("large", list(vectors)) == {}


def test_a_unit_of_work_without_a_commit_changes_nothing(library: Library) -> None:
    with library.unit_of_work() as uow:
        uow.topics.put(topic_of("kept"))
        uow.commit()
        uow.topics.put(topic_of("lost"))
    with library.unit_of_work() as uow:
        assert [topic.slug for topic in uow.topics.all()] == ["kept"]
    with pytest.raises(RuntimeError, match="inside `with`"):
        _ = uow.topics


def test_seeding_is_wanted_until_its_transaction_commits(library: Library) -> None:
    assert library.is_new
    with library.unit_of_work() as uow:
        assert uow.mark_seeded()
        uow.topics.put(topic_of("georgia"))
    assert library.is_new
    with library.unit_of_work() as uow:
        assert uow.mark_seeded()
        uow.commit()
    reopened = open_library(library.path)
    assert (library.is_new, reopened.is_new) == (False, False)
    with reopened.unit_of_work() as uow:
        assert not uow.mark_seeded()
    reopened.close()


def test_moments_are_kept_to_the_microsecond_and_need_a_zone(library: Library) -> None:
    document, contents = store(library, "one")
    elsewhere = NOON.astimezone(timezone(timedelta(hours=-7)))
    mark = replace(annotation_of(1, target_in(document, contents, 0, 3)), created=elsewhere)
    with library.unit_of_work() as uow:
        uow.annotations.add(mark)
        (found,) = uow.annotations.all()
        assert found.created == NOON
        assert found.created.utcoffset() == timedelta(0)
        with pytest.raises(Exception, match="time zone"):
            uow.annotations.add(replace(mark, id=AnnotationId("naive"), created=NOON.replace(tzinfo=None)))

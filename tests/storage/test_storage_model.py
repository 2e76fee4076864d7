"""A library file against a plain model that Hypothesis drives: any text, any order of changes, across reopening."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

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
    fingerprint_of,
)
from reader.domain.passage import Passage
from reader.domain.progress import no_progress
from reader.domain.selector import FragmentSelector, TextPositionSelector, TextQuoteSelector
from reader.domain.session import PaneState, ReadingSession
from reader.domain.text import TextSpan
from reader.domain.topic import TOPIC_COLOURS, TOPIC_GLYPHS, Topic, WeightedTerm
from reader.domain.verdict import TopicVerdict
from reader.storage.database import SqliteLibrary, open_library

NOON = datetime(2024, 5, 17, 12, tzinfo=UTC)


def store(
    library: SqliteLibrary, name: str, text: str, *, title: str = "", path: str = ""
) -> tuple[Document, Contents]:
    """Store a document of one block and one passage."""
    span = TextSpan(0, len(text))
    contents = Contents(text, (Block(BlockRole.BODY, span, 1),), (Section(0, title, 0, SectionRole.BODY, span),))
    document = Document(
        DocumentId(f"id-{name}"), name, title, "", None, "text", name, fingerprint_of(text), path, len(text), 1, NOON
    )
    with library.unit_of_work() as uow:
        uow.documents.add(document, contents, (Passage(0, span, 1, "", 0),), no_progress)
        uow.commit()
    return document, contents


# Any text Python can hold, NUL and lone surrogates (from file names that are not UTF-8) among it.
anything = st.text(st.characters(), max_size=12) | st.sampled_from(["a\0b", "caf\udce9", "😀", "ﬁ\u0301", "'; DROP"])
targets = st.builds(
    Target,
    st.sampled_from([DocumentId("id-one"), DocumentId("id-two")]),
    st.builds(TextQuoteSelector, anything, anything, anything),
    st.builds(TextPositionSelector, st.integers(0, 9), st.integers(9, 10**9)),
    st.just("some fingerprint"),
)
moments = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
boxes = st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 4)
fragments = st.builds(FragmentSelector, st.integers(0, 9999), anything, st.lists(boxes, max_size=3).map(tuple))
any_annotation = st.builds(
    Annotation,
    st.sampled_from([AnnotationId("x"), AnnotationId("y"), AnnotationId("z")]),
    targets,
    st.sampled_from(HighlightColour),
    anything,
    st.lists(anything, max_size=3).map(tuple),
    moments,
    moments,
    st.sampled_from(Placement),
    anything,
    st.lists(fragments, max_size=2).map(tuple),
)
links = st.builds(
    Link,
    st.sampled_from([LinkId("x"), LinkId("y")]),
    targets,
    targets,
    st.sampled_from(PairState),
    st.none() | st.sampled_from(Relation),
    anything,
    moments,
    moments,
)
topics = st.builds(
    Topic,
    st.sampled_from(["x", "y", "z", "\udce9"]),
    anything,
    anything,
    st.lists(st.builds(WeightedTerm, anything, st.floats(0.0, 1.0)), max_size=3).map(tuple),
    st.sampled_from(TOPIC_COLOURS),
    st.sampled_from(TOPIC_GLYPHS),
)
verdicts = st.builds(TopicVerdict, st.sampled_from(["x", "\udce9"]), targets, st.booleans(), moments)
VerdictKey = tuple[str, DocumentId, int, int]


def verdict_key(verdict: TopicVerdict) -> VerdictKey:
    position = verdict.target.position
    return verdict.topic, verdict.target.document_id, position.start, position.end


panes = st.none() | st.builds(PaneState, st.just(DocumentId("id-one")), st.integers(0, 10**9))
sessions = st.builds(
    ReadingSession,
    panes,
    panes,
    st.none() | anything,
    st.sampled_from(["follow", "offset", "off"]),
    st.just(((DocumentId("id-one"), DocumentId("id-two")),)),
    st.integers(8, 40),
    st.dictionaries(anything, anything, max_size=3),
)


class LibraryMachine(RuleBasedStateMachine):
    """Whatever is done, the library holds what a plain model holds, across reopening and abandoned work too."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.library = open_library(str(Path(self.folder.name) / "library.sqlite"))
        self.documents = {name: store(self.library, name, f"Text {name}.")[0] for name in ("one", "two")}
        self.removed: set[DocumentId] = set()
        self.annotations: dict[AnnotationId, Annotation] = {}
        self.links: dict[LinkId, Link] = {}
        self.topics: list[Topic] = []
        self.verdicts: dict[VerdictKey, TopicVerdict] = {}
        self.session = ReadingSession()

    def teardown(self) -> None:
        self.library.close()
        self.folder.cleanup()

    @rule(annotation=any_annotation)
    def annotate(self, annotation: Annotation) -> None:
        with self.library.unit_of_work() as uow:
            if annotation.id in self.annotations:
                uow.annotations.update(annotation)
            else:
                uow.annotations.add(annotation)
            uow.commit()
        self.annotations[annotation.id] = annotation

    @precondition(lambda self: self.annotations)
    @rule(data=st.data())
    def delete_annotation(self, data: st.DataObject) -> None:
        annotation_id = data.draw(st.sampled_from(sorted(self.annotations)))
        with self.library.unit_of_work() as uow:
            uow.annotations.remove(annotation_id)
            uow.commit()
        del self.annotations[annotation_id]

    @rule(link=links)
    def link(self, link: Link) -> None:
        with self.library.unit_of_work() as uow:
            uow.links.put(link)
            uow.commit()
        self.links[link.id] = link

    @rule(topic=topics, position=st.none() | st.integers(0, 5))
    def put_topic(self, topic: Topic, position: int | None) -> None:
        with self.library.unit_of_work() as uow:
            uow.topics.put(topic, position)
            uow.commit()
        known = [index for index, other in enumerate(self.topics) if other.slug == topic.slug]
        if known:
            self.topics[known[0]] = topic
        else:
            self.topics.insert(len(self.topics) if position is None else position, topic)

    @precondition(lambda self: self.topics)
    @rule(data=st.data())
    def remove_topic(self, data: st.DataObject) -> None:
        topic = data.draw(st.sampled_from(self.topics))
        with self.library.unit_of_work() as uow:
            uow.topics.remove(topic.slug)
            uow.commit()
        self.topics.remove(topic)

    @rule(verdict=verdicts)
    def judge(self, verdict: TopicVerdict) -> None:
        with self.library.unit_of_work() as uow:
            uow.verdicts.put(verdict)
            uow.commit()
        self.verdicts[verdict_key(verdict)] = verdict

    @precondition(lambda self: self.verdicts)
    @rule(data=st.data(), whole_topic=st.booleans())
    def take_verdicts_back(self, data: st.DataObject, *, whole_topic: bool) -> None:
        verdict = data.draw(st.sampled_from(sorted(self.verdicts.values(), key=repr)))
        with self.library.unit_of_work() as uow:
            if whole_topic:
                uow.verdicts.remove_topic(verdict.topic)
            else:
                uow.verdicts.remove(verdict.topic, verdict.target)
            uow.commit()
        gone = [
            key for key in self.verdicts if (key[0] == verdict.topic if whole_topic else key == verdict_key(verdict))
        ]
        for key in gone:
            del self.verdicts[key]

    @rule(session=sessions)
    def save_session(self, session: ReadingSession) -> None:
        with self.library.unit_of_work() as uow:
            uow.session.save(session)
            uow.commit()
        self.session = session

    @rule(name=st.sampled_from(["one", "two"]))
    def remove_or_restore(self, name: str) -> None:
        document = self.documents[name]
        with self.library.unit_of_work() as uow:
            if document.id in self.removed:
                uow.documents.restore(document.id)
            else:
                uow.documents.remove(document.id)
            uow.commit()
        self.removed ^= {document.id}

    @rule(annotation=any_annotation, topic=topics)
    def abandon(self, annotation: Annotation, topic: Topic) -> None:
        with self.library.unit_of_work() as uow:
            uow.annotations.remove(annotation.id)
            uow.annotations.add(annotation)
            uow.topics.remove(topic.slug)

    @rule()
    def reopen(self) -> None:
        self.library.close()
        self.library = open_library(self.library.path)

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        visible = [a for a in self.annotations.values() if a.target.document_id not in self.removed]
        linked = [
            link for link in self.links.values() if not {link.left.document_id, link.right.document_id} & self.removed
        ]
        with self.library.unit_of_work() as uow:
            assert {a.id: a for a in uow.annotations.all()} == {a.id: a for a in visible}
            assert uow.links.all() == sorted(linked, key=lambda link: (link.created, link.id))
            assert uow.topics.all() == self.topics
            judged = [v for v in self.verdicts.values() if v.target.document_id not in self.removed]
            assert {verdict_key(v): v for v in uow.verdicts.all()} == {verdict_key(v): v for v in judged}
            assert [v.created for v in uow.verdicts.all()] == sorted(v.created for v in judged)
            assert uow.session.load() == self.session
            assert {document.id for document in uow.documents.all()} == {"id-one", "id-two"} - self.removed


LibraryMachine.TestCase.settings = settings(max_examples=20, stateful_step_count=15)
test_the_library_agrees_with_a_model = LibraryMachine.TestCase


@settings(max_examples=40)
@given(title=anything, path=anything, text=st.text(st.characters(), min_size=1, max_size=40))
def test_any_text_is_stored_as_it_is(title: str, path: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(str(Path(folder) / "library.sqlite"))
        document, contents = store(library, "any", text, title=title, path=path)
        with library.unit_of_work() as uow:
            assert uow.documents.by_source_path(path) == document
            assert uow.documents.contents(document.id) == contents
        assert library.check() == []
        library.close()

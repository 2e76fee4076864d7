"""Web Annotations written and read: whatever is in an annotation comes back, and the form is the standard's."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.alignment import Link, LinkId, PairState, Relation
from reader.domain.annotation import Annotation, AnnotationId, HighlightColour, Placement, Target
from reader.domain.document import Document, DocumentId, digest_of, fingerprint_of
from reader.domain.selector import FragmentSelector, TextPositionSelector, TextQuoteSelector
from reader.export.web_annotation import iri_of, source_iri, to_web_annotation
from reader.export.web_annotation_reading import ReadAnnotations, UnfitError, from_web_annotation

GOLDEN = Path(__file__).parent / "golden" / "notes.json"
NOON = datetime(2026, 3, 4, 12, 0, 0, 17, tzinfo=UTC)


def document(name: str, kind: str = "text") -> Document:
    return Document(
        DocumentId(name), name, f"The Title of {name}", "Ann Author", 2012, kind, digest_of(name.encode()),
        fingerprint_of(name), f"/texts/{name}", 100, 3, NOON, pages=9,
    )  # fmt: skip


DOCUMENTS = {DocumentId(name): document(name, kind) for name, kind in (("one", "text"), ("two", "pdf"))}
TARGET = Target(DocumentId("one"), TextQuoteSelector("Energy", "\n\n", " flows"), TextPositionSelector(11, 17), "f")
ANNOTATION = Annotation(
    AnnotationId("0" * 32), TARGET, HighlightColour.GREEN, "Why *this*?", ("energy/oil", "Far East"), NOON, NOON,
)  # fmt: skip
ON_PAGES = replace(
    ANNOTATION,
    id=AnnotationId("a1"),
    target=replace(TARGET, document_id=DocumentId("two")),
    note="",
    tags=(),
    placement=Placement.MOVED,
    author="A colleague",
    created=NOON.replace(hour=13),
    fragments=(FragmentSelector(36, "iv", ((72.0, 700.25, 140.5, 712.0),)), FragmentSelector(37, "v")),
)
LINK = Link(
    LinkId("f" * 32), TARGET, ON_PAGES.target, PairState.REJECTED, Relation.DIFFER, "A note", NOON, NOON
)  # fmt: skip
HEIGHTS = {DocumentId("two"): {36: 792.0, 37: 792.0}}


def read(text: str) -> ReadAnnotations:
    return from_web_annotation(text.encode("utf-8", "surrogatepass"), NOON)


def test_a_collection_is_its_golden_file() -> None:
    written = to_web_annotation(DOCUMENTS, [ANNOTATION, ON_PAGES], [LINK], HEIGHTS)
    if os.environ.get("DIPTYCH_WRITE_GOLDEN"):
        GOLDEN.write_text(written, encoding="utf-8", newline="")
    assert written == GOLDEN.read_text(encoding="utf-8")


def test_an_empty_collection_is_one() -> None:
    written = json.loads(to_web_annotation({}, [], [], {}))
    assert (written["type"], written["total"], written["first"]["items"]) == ("AnnotationCollection", 0, [])
    assert read(json.dumps(written)) == ReadAnnotations({}, (), ())


anything = st.text(st.characters(), max_size=12) | st.sampled_from(["a\0b", "caf\udce9", "😀", '"\\', "</script>"])
quotes = anything.filter(lambda text: bool(text.strip()))
places = st.tuples(st.integers(0, 10**9), st.integers(0, 99)).map(lambda at: TextPositionSelector(at[0], sum(at)))
targets = st.builds(
    Target,
    st.sampled_from(sorted(DOCUMENTS)),
    st.builds(TextQuoteSelector, quotes, anything, anything),
    places,
    anything,
)
boxes = st.tuples(*[st.floats(-1e6, 1e6)] * 4)
fragments = st.builds(
    FragmentSelector, st.integers(0, 9999), quotes, st.lists(boxes, max_size=3).map(tuple)
)  # fmt: skip
moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ids = st.uuids().map(lambda value: value.hex) | quotes
any_annotation = st.builds(
    Annotation,
    ids.map(AnnotationId),
    targets,
    st.sampled_from(HighlightColour),
    anything,
    st.lists(quotes, max_size=3).map(tuple),
    moments,
    moments,
    st.sampled_from(Placement),
    anything,
    st.lists(fragments, max_size=2).map(tuple),
)
links = st.builds(
    Link,
    ids.map(LinkId),
    targets,
    targets,
    st.sampled_from([state for state in PairState if state is not PairState.COMPUTED]),
    st.none() | st.sampled_from(Relation),
    anything,
    moments,
    moments,
)


@settings(max_examples=200)
@given(
    st.lists(any_annotation, max_size=4, unique_by=lambda a: a.id),
    st.lists(links, max_size=3, unique_by=lambda a: a.id),
)
def test_all_that_was_written_is_read(made: list[Annotation], linked: list[Link]) -> None:
    found = read(to_web_annotation(DOCUMENTS, made, linked, HEIGHTS))
    names = {key: DocumentId(said.slug) for key, said in found.documents.items()}

    def own(target: Target) -> Target:
        return replace(target, document_id=names[target.document_id])

    assert {a.id: replace(a, target=own(a.target)) for a in found.annotations} == {a.id: a for a in made}
    assert {a.id: replace(a, left=own(a.left), right=own(a.right)) for a in found.links} == {a.id: a for a in linked}
    for said in found.documents.values():
        written = DOCUMENTS[DocumentId(said.slug)]
        assert (said.title, said.digest, said.fingerprint) == (written.title, written.digest, written.fingerprint)


def test_iris_are_uuids_where_they_can_be() -> None:
    assert iri_of("0123456789abcdef0123456789abcdef", "link") == "urn:uuid:01234567-89ab-cdef-0123-456789abcdef"
    assert iri_of("a b/ü", "annotation") == "urn:diptych:annotation:a%20b%2F%C3%BC"
    assert source_iri("00" * 32) == "ni:///sha-256;" + "A" * 43
    assert source_iri("no digest") == "urn:diptych:file:no%20digest"


def foreign(**changed: object) -> str:
    entry: dict[str, object] = {
        "id": "https://example.org/1",
        "type": "Annotation",
        "target": {"source": "https://example.org/text", "selector": {"type": "TextQuoteSelector", "exact": "words"}},
    }
    return json.dumps(entry | changed)


def test_a_bare_foreign_annotation_is_a_highlight() -> None:
    [found] = read(foreign()).annotations
    assert (found.note, found.tags, found.colour, found.author) == ("", (), HighlightColour.YELLOW, "")
    assert (found.created, found.modified) == (NOON, NOON)
    assert found.target.position == TextPositionSelector(0, 0)
    assert read(foreign(id="https://example.org/2")).annotations[0].id != found.id


def test_notes_may_come_in_several_forms() -> None:
    assert read(foreign(bodyValue="Short.")).annotations[0].note == "Short."
    assert read(foreign(body={"id": "https://example.org/film", "type": "Video"})).annotations[0].note == (
        "<https://example.org/film>"
    )
    assert read(foreign(creator="https://example.org/somebody")).annotations[0].author == ""
    assert read(foreign(created="2015-10-13T13:00:00")).annotations[0].created.tzinfo is UTC


def test_of_two_with_one_id_the_first_counts() -> None:
    two = json.dumps([json.loads(foreign()), json.loads(foreign(bodyValue="Later."))])
    assert [annotation.note for annotation in read(two).annotations] == [""]


@pytest.mark.parametrize(
    "changed",
    [
        {"id": ""}, {"id": 3}, {"id": "urn:uuid:none"}, {"type": "Person"}, {"target": []}, {"target": [{}, {}]},
        {"target": "https://example.org"}, {"created": "yesterday"}, {"created": 5},
        {"created": "0001-01-01T00:00:00+14:00"},
    ],
)  # fmt: skip
def test_what_says_too_little_is_unfit(changed: dict[str, object]) -> None:
    with pytest.raises(UnfitError):
        read(foreign(**changed))


@pytest.mark.parametrize("boxes", [3, [3], [[1, 2, 3]], [[1, 2, 3, "4"]], [[1, 2, 3, 1e300]]])
def test_boxes_are_four_numbers_each(boxes: object) -> None:
    written = json.loads(to_web_annotation(DOCUMENTS, [ON_PAGES], [], HEIGHTS))
    written["first"]["items"][0]["target"]["selector"][2]["diptych:boxes"] = boxes
    if boxes == 3:
        assert read(json.dumps(written)).annotations[0].fragments[0].boxes == ()
        return
    with pytest.raises(UnfitError, match="box"):
        read(json.dumps(written))


@settings(max_examples=200)
@given(st.data())
def test_damage_anywhere_is_unfit_or_readable_and_never_a_bug(data: st.DataObject) -> None:
    text = to_web_annotation(DOCUMENTS, [ANNOTATION, ON_PAGES], [LINK], HEIGHTS)
    at = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(at, min(len(text), at + 40)))
    put = data.draw(st.sampled_from(["", "null", "3", "-1", "[]", "{}", '""', '"x"', "1e999", "NaN", "\ud800"]))
    with suppress(UnfitError):
        read(text[:at] + put + text[end:])


def _values(value: object) -> list[tuple[object, object]]:
    """Find every place in JSON that holds a value, as its container and key."""
    if isinstance(value, dict):
        return [(value, key) for key in value] + [found for each in value.values() for found in _values(each)]
    if isinstance(value, list):
        return [(value, at) for at in range(len(value))] + [found for each in value for found in _values(each)]
    return []


@settings(max_examples=200)
@given(st.data())
def test_any_value_may_be_of_another_kind(data: st.DataObject) -> None:
    whole = json.loads(to_web_annotation(DOCUMENTS, [ANNOTATION, ON_PAGES], [LINK], HEIGHTS))
    container, key = data.draw(st.sampled_from(_values(whole)))
    container[key] = data.draw(  # type: ignore[index] # a dict or a list, by its own key
        st.sampled_from([None, True, 3, -1, 1e308, 10**40, "", "x", [], {}, [None], [{}], {"type": []}])
    )
    with suppress(UnfitError):
        read(json.dumps(whole))

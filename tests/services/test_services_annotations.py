from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Annotation, AnnotationId, HighlightColour, Placement, TagCount
from reader.domain.document import DocumentId
from reader.domain.text import TextSpan
from reader.domain.topic import Topic, WeightedTerm
from reader.errors import AnchorError, AnnotationError, DocumentError, TopicError
from reader.services.annotations import AnnotationFilter, AnnotationService
from reader.services.open_document import OpenDocument
from reader.services.tags import is_at_or_below, normalise_tag, normalise_tags
from reader.services.targets import anchor_problems, place_of
from reader.services.topics import TopicService
from tests.services.fakes import NOON, FakeLibrary, library_of, opened

ONE = opened("one", "The pipeline to Daqing.⁷ It cost much.\n\nNothing of the kind here. It cost much.")
TWO = opened("two", "Of the pipeline they said little.")
ENERGY = Topic("energy", "Energy", "", (WeightedTerm("pipeline"),), "blue", "star")


def naming(document: OpenDocument, topics: Sequence[Topic]) -> dict[str, list[float]]:
    """Score 1 for passages that say "pipeline"."""
    texts = [passage.span.of(document.contents.text) for passage in document.passages]
    return {"energy": [float("pipeline" in text) for text in texts]}


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def library() -> FakeLibrary:
    library = library_of(ONE, TWO)
    library.state.topics.append(ENERGY)
    return library


@pytest.fixture
def service(library: FakeLibrary) -> AnnotationService:
    return AnnotationService(library, TopicService(library, naming), Clock())


def test_an_annotation_is_stored_with_all_that_finds_it_again(library: FakeLibrary, service: AnnotationService) -> None:
    made = service.annotate(ONE.document.id, TextSpan(3, 13), note="N", tags=["#energy / pipelines", " "])
    assert made.target.quote.exact == "pipeline"
    assert made.target.span == TextSpan(4, 12)
    assert made.target.fingerprint == ONE.document.fingerprint
    assert (made.tags, made.colour, made.placement) == (("energy/pipelines",), HighlightColour.YELLOW, Placement.EXACT)
    assert (made.created, made.modified) == (NOON + timedelta(minutes=1),) * 2
    assert service.all() == [made]
    assert library.commits == 1


def test_there_must_be_text_and_a_document(library: FakeLibrary, service: AnnotationService) -> None:
    with pytest.raises(AnchorError, match="no text"):
        service.annotate(ONE.document.id, TextSpan(3, 4))
    with pytest.raises(AnchorError, match="no text"):
        service.annotate_quote(ONE.document.id, " \n")
    with pytest.raises(DocumentError):
        service.annotate(DocumentId("three"), TextSpan(0, 3))
    assert library.commits == 0


def test_a_quote_is_found_without_its_markers(service: AnnotationService) -> None:
    made = service.annotate_quote(ONE.document.id, "to Daqing. It", colour=HighlightColour.PINK)
    assert (made.target.quote.exact, made.colour) == ("to Daqing.⁷ It", HighlightColour.PINK)


def test_a_quote_at_several_places_is_told_with_the_places(library: FakeLibrary, service: AnnotationService) -> None:
    with pytest.raises(AnchorError, match=r"stands 2 times in “one”: ¶ 1 \(after “.*”, before.*; ¶ 2") as error:
        service.annotate_quote(ONE.document.id, "It cost much.")
    assert "before" in error.value.remedy
    second = service.annotate_quote(ONE.document.id, "It cost much", prefix="here.")
    assert ONE.locator(second.target.span) == "¶ 2"
    with pytest.raises(AnchorError, match="with this text before and after"):
        service.annotate_quote(ONE.document.id, "It cost much", suffix="nowhere")
    with pytest.raises(AnchorError, match="is not in “one”"):
        service.annotate_quote(ONE.document.id, "Daching")
    assert library.commits == 1


def test_long_lists_of_places_are_cut_short(service: AnnotationService) -> None:
    with pytest.raises(AnchorError, match=r"and \d+ more"):
        service.annotate_quote(ONE.document.id, "e")


def test_editing_changes_what_is_given(library: FakeLibrary, service: AnnotationService) -> None:
    made = service.annotate_quote(ONE.document.id, "Daqing", note="old", tags=["a"])
    assert service.edit(made.id) == made
    assert library.commits == 1
    edited = service.edit(made.id, note="new")
    assert (edited.note, edited.tags, edited.created) == ("new", ("a",), made.created)
    assert edited.modified > made.modified
    assert service.edit(made.id, colour=HighlightColour.BLUE, tags=[]).tags == ()
    with pytest.raises(AnnotationError):
        service.edit(AnnotationId("none"), note="x")


def test_removing_and_putting_back_keeps_everything(library: FakeLibrary, service: AnnotationService) -> None:
    made = service.annotate_quote(ONE.document.id, "Daqing", note="n", tags=["a"])
    before = library.state.annotations.copy()
    assert service.remove(made.id) == made
    assert service.all() == []
    with pytest.raises(AnnotationError):
        service.remove(made.id)
    assert service.put(made) == made
    assert library.state.annotations == before
    service.put(replace(made, note="x"))
    assert service.all() == [replace(made, note="x")]


def test_filters_are_combined(service: AnnotationService) -> None:
    pipeline = service.annotate_quote(ONE.document.id, "pipeline", note="Dear!", tags=["Energy/Oil", "x"])
    nothing = service.annotate_quote(ONE.document.id, "Nothing", colour=HighlightColour.GREEN)
    other = service.annotate_quote(TWO.document.id, "said little", tags=["energy"])

    def found(**criteria: object) -> list[Annotation]:
        return service.all(AnnotationFilter(**criteria))  # type: ignore[arg-type] # each test names its own

    assert found() == [pipeline, nothing, other]
    assert found(document_id=ONE.document.id) == [pipeline, nothing]
    assert found(tag="#ENERGY") == [pipeline, other]
    assert found(tag="energy/oil") == [pipeline]
    assert found(tag="ener") == []
    assert found(colour=HighlightColour.GREEN) == [nothing]
    assert found(text="dear PIPE") == [pipeline]
    assert found(text="dear nothing") == []
    assert found(topic="Energy") == [pipeline, other]
    assert found(topic="energy", document_id=TWO.document.id) == [other]
    with pytest.raises(TopicError):
        found(topic="none")


def test_tags_are_counted_as_a_tree(service: AnnotationService) -> None:
    service.annotate_quote(ONE.document.id, "pipeline", tags=["energy/oil", "energy/gas"])
    service.annotate_quote(ONE.document.id, "Nothing", tags=["Energy/oil/price"])
    service.annotate_quote(TWO.document.id, "little", tags=["war"])
    assert service.tags() == [
        TagCount("energy", 2),
        TagCount("energy/gas", 1),
        TagCount("energy/oil", 2),
        TagCount("energy/oil/price", 1),
        TagCount("war", 1),
    ]


def test_renaming_a_tag_takes_those_below_along_and_merges(library: FakeLibrary, service: AnnotationService) -> None:
    first = service.annotate_quote(ONE.document.id, "pipeline", tags=["Oil/price", "war", "energy/OIL/price"])
    second = service.annotate_quote(ONE.document.id, "Nothing", tags=["oils"])
    before = service.all()
    assert service.rename_tag("#oil", "energy/oil") == [first]
    assert [a.tags for a in service.all()] == [("energy/oil/price", "war"), ("oils",)]
    for annotation in [first]:
        service.put(annotation)
    assert service.all() == before == [first, second]
    assert service.rename_tag("nothing", "x") == []
    with pytest.raises(AnnotationError):
        service.rename_tag("oils", " # ")


@given(st.text(alphabet="#/ abÄ", max_size=20))
def test_a_normal_tag_stays_as_it_is(tag: str) -> None:
    normal = normalise_tag(tag)
    assert normalise_tag(normal) == normal
    assert "#" not in normal
    assert all(part == part.strip() != "" for part in normal.split("/")) or normal == ""


def test_tags_keep_their_case_and_are_equal_without_it() -> None:
    assert normalise_tags(["Energy", "energy", "#ENERGY/oil"]) == ("Energy", "ENERGY/oil")
    assert normalise_tags(["energy/Gas", "OIL"], ["Energy/gas", "oil"]) == ("Energy/gas", "oil")
    assert is_at_or_below("A/b", "a")
    assert not is_at_or_below("ab", "a")


def test_a_text_read_again_moves_what_is_certain(library: FakeLibrary, service: AnnotationService) -> None:
    made = service.annotate_quote(ONE.document.id, "Nothing of the kind here")
    text = "A new preface.\n\n" + ONE.contents.text
    again = opened("one", text)
    assert place_of(made.target, again) == TextSpan(made.target.position.start + 16, made.target.position.end + 16)
    assert place_of(made.target, opened("one", "Quite another text.")) is None


def test_anchors_are_checked(library: FakeLibrary, service: AnnotationService) -> None:
    made = service.annotate_quote(ONE.document.id, "Daqing")
    assert anchor_problems(library.unit_of_work()) == []
    service.put(replace(made, target=replace(made.target, quote=replace(made.target.quote, exact="Daching"))))
    [problem] = anchor_problems(library.unit_of_work())
    assert "Daching" in problem
    service.put(replace(made, target=replace(made.target, fingerprint="other")))
    assert "another reading" in anchor_problems(library.unit_of_work())[0]
    service.put(replace(made, placement=Placement.ORPHANED))
    assert anchor_problems(library.unit_of_work()) == []


def test_annotations_outside_of_passages_or_lost_are_on_no_topic(library: FakeLibrary) -> None:
    noted = opened("noted", "A pipeline.¹\n\n# Notes\n\n1. pipeline source")
    library = library_of(noted)
    library.state.topics.append(ENERGY)
    topics = TopicService(library, naming)
    service = AnnotationService(library, topics)
    inside = service.annotate_quote(noted.document.id, "A pipeline")
    outside = service.annotate_quote(noted.document.id, "pipeline source")
    lost = replace(inside, id=AnnotationId("lost"), target=replace(outside.target, fingerprint="x"))
    lost = replace(lost, target=replace(lost.target, quote=replace(lost.target.quote, exact="gone")))
    assert topics.of_annotations([inside, outside, lost]) == {inside.id: ("energy",), outside.id: (), "lost": ()}
    assert inside.created.tzinfo is UTC

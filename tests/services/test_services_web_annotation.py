"""Annotations and pairs as Web Annotations: out of one library and into another without loss."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.domain.alignment import PairState, Relation
from reader.domain.annotation import HighlightColour, Placement
from reader.domain.text import TextSpan
from reader.errors import AnnotationError, CancelledError
from reader.services.bundle import Services
from reader.services.export import ExportScope
from reader.services.library import OpenDocument
from tests.services.conftest import OpenServices
from tests.strategies import AWKWARD

LEFT = "Pipelines carry gas across borders.\n\nA summit at the port 😀 brought ministers together.\n\nPrices rose."
RIGHT = "The summit was about grain.\n\nWagons are lifted from their wheels at the frontier."


def two_texts(services: Services, folder: Path) -> tuple[OpenDocument, OpenDocument]:
    ids = []
    for name, text in (("left", LEFT), ("right", RIGHT)):
        file = folder / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        ids.append(services.library.import_file(file).document.id)
    return services.library.open(ids[0]), services.library.open(ids[1])


def write(services: Services, file: Path, scope: ExportScope | None = None) -> Path:
    services.export.write(services.export.web_annotation(scope), file, overwrite=True)
    return file


notes = st.text(st.characters(), max_size=30) | st.text(st.sampled_from(AWKWARD), max_size=12)
tags = st.lists(st.sampled_from(["energy/pipelines", "war", "#Far East", "énergie", "a b"]), max_size=3)
spans = st.tuples(st.floats(0, 0.999), st.floats(0, 1))
marks = st.tuples(st.booleans(), spans, st.sampled_from(HighlightColour), notes, tags, st.text(max_size=5))
pairs = st.tuples(
    spans,
    spans,
    st.sampled_from([state for state in PairState if state is not PairState.COMPUTED]),
    st.none() | st.sampled_from(Relation),
    notes,
    st.booleans(),
)


def drawn(opened: OpenDocument, where: tuple[float, float]) -> TextSpan:
    """Make a span with text in it of two shares of the length."""
    text = opened.contents.text
    start = int(where[0] * len(text))
    while text[start].isspace():
        start += 1
    return TextSpan(start, start + 1 + int(where[1] * (len(text) - start - 1)))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(marks, max_size=5), st.lists(pairs, max_size=3))
def test_out_and_in_and_out_again_is_the_same(
    open_services: OpenServices,
    tmp_path_factory: pytest.TempPathFactory,
    made: list[tuple[bool, tuple[float, float], HighlightColour, str, list[str], str]],
    linked: list[tuple[tuple[float, float], tuple[float, float], PairState, Relation | None, str, bool]],
) -> None:
    folder = tmp_path_factory.mktemp("exchange")
    first = open_services(folder / "first.sqlite")
    left, right = two_texts(first, folder)
    for on_left, where, colour, note, own_tags, author in made:
        opened = left if on_left else right
        annotation = first.annotations.annotate(
            opened.document.id, drawn(opened, where), colour=colour, note=note, tags=own_tags
        )
        first.annotations.put(replace(annotation, author=author))
    for one, other, state, relation, note, turned in linked:
        sides = (right, left) if turned else (left, right)
        first.links.mark(*sides, drawn(sides[0], one), drawn(sides[1], other), state, relation=relation, note=note)
    file = write(first, folder / "notes.json")

    second = open_services(folder / "second.sqlite")
    two_texts(second, folder)
    read = second.annotation_import.import_file(file)
    links = first.links.between(left.document.id, right.document.id)
    assert (len(read.annotations), len(read.links), read.present, read.missing) == (len(made), len(links), 0, ())
    assert write(second, folder / "again.json").read_bytes() == file.read_bytes()
    assert second.library.check() == []
    assert second.annotation_import.import_file(file).present == len(made) + len(links)
    assert write(second, folder / "again.json").read_bytes() == file.read_bytes()
    assert first.annotation_import.import_file(file).annotations == ()


def test_places_on_pages_go_along(open_services: OpenServices, pdf: Path, tmp_path: Path) -> None:
    first = open_services(tmp_path / "first.sqlite")
    document = first.library.import_file(pdf).document
    made = first.annotations.annotate(document.id, TextSpan(0, 40))
    first.annotations.locate()
    file = write(first, tmp_path / "notes.json")
    [item] = json.loads(file.read_bytes())["first"]["items"]
    fragment = item["target"]["selector"][2]
    assert (fragment["type"], fragment["conformsTo"]) == ("FragmentSelector", "http://tools.ietf.org/rfc/rfc3778")
    assert fragment["diptych:pageLabel"] == "iv"
    assert "bottom-left" in fragment["diptych:boxesAre"]
    [box] = fragment["diptych:boxes"]
    page, rectangle = fragment["value"].split("&viewrect=")
    left, top, width, height = (float(part) for part in rectangle.split(","))
    assert page == "page=1"
    assert (left, left + width) == pytest.approx((box[0], box[2]), abs=0.02)
    assert (300 - top, 300 - top - height) == pytest.approx((box[3], box[1]), abs=0.02)  # the page is 300 points high
    second = open_services(tmp_path / "second.sqlite")
    second.library.import_file(pdf)
    second.annotation_import.import_file(file)
    assert write(second, tmp_path / "again.json").read_bytes() == file.read_bytes()
    [back] = second.annotations.all()
    assert back.id == made.id
    assert back.fragments[0].boxes


def test_what_waits_and_what_is_lost_goes_along(open_services: OpenServices, tmp_path: Path) -> None:
    first = open_services(tmp_path / "first.sqlite")
    left, _ = two_texts(first, tmp_path)
    first.annotations.annotate_quote(left.document.id, "summit at the port 😀 brought ministers together")
    first.annotations.annotate_quote(left.document.id, "Prices rose")
    changed = "Pipelines carry gas across borders.\n\nA summit at the harbour brought ministers together."
    (tmp_path / "left.txt").write_text(changed, encoding="utf-8")
    first.library.refresh(left.document.id)
    assert {a.placement for a in first.annotations.all()} == {Placement.REVIEW, Placement.ORPHANED}
    file = write(first, tmp_path / "notes.json")
    second = open_services(tmp_path / "second.sqlite")
    second.library.import_file(tmp_path / "left.txt")
    read = second.annotation_import.import_file(file)
    assert dict(read.placements) == {Placement.REVIEW: 1, Placement.ORPHANED: 1}
    assert write(second, tmp_path / "again.json").read_bytes() == file.read_bytes()


@pytest.mark.parametrize("how", ["bytes", "text", "name"])
def test_documents_are_found_by_bytes_then_text_then_name(
    open_services: OpenServices, tmp_path: Path, how: str
) -> None:
    first = open_services(tmp_path / "first.sqlite")
    left, right = two_texts(first, tmp_path)
    first.annotations.annotate_quote(left.document.id, "Pipelines carry gas across borders")
    first.links.mark(left, right, left.passages[0].span, right.passages[0].span, PairState.CONFIRMED)
    file = write(first, tmp_path / "notes.json")
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / ("left.txt" if how == "name" else "another name.txt")
    ending = {"bytes": "", "text": "\n\n\n", "name": "\n\nA paragraph more."}[how]
    other.write_text(f"{LEFT}{ending}", encoding="utf-8")
    second = open_services(tmp_path / "second.sqlite")
    here = second.library.import_file(other).document
    if how != "name":
        second.library.edit(here.id, title="Another title", author="", year=None)
    second.library.import_file(tmp_path / "right.txt")
    read = second.annotation_import.import_file(file)
    assert (len(read.annotations), len(read.links), read.missing) == (1, 1, ())
    [back] = second.annotations.all()
    assert back.target.document_id == here.id
    assert back.target.fingerprint == here.fingerprint
    assert second.library.check() == []


def test_documents_that_are_not_there_are_named_and_come_later(open_services: OpenServices, tmp_path: Path) -> None:
    first = open_services(tmp_path / "first.sqlite")
    left, right = two_texts(first, tmp_path)
    first.annotations.annotate_quote(left.document.id, "Prices rose")
    first.annotations.annotate_quote(right.document.id, "about grain")
    first.links.mark(left, right, left.passages[0].span, right.passages[0].span, PairState.MADE)
    file = write(first, tmp_path / "notes.json")
    second = open_services(tmp_path / "second.sqlite")
    second.library.import_file(tmp_path / "left.txt")
    read = second.annotation_import.import_file(file)
    assert (len(read.annotations), len(read.links)) == (1, 0)
    assert [(missing.slug, missing.waiting) for missing in read.missing] == [("right", 2)]
    second.library.import_file(tmp_path / "right.txt")
    before = second.export.web_annotation()
    read = second.annotation_import.import_file(file)
    assert (len(read.annotations), len(read.links), read.present, read.missing) == (1, 1, 1, ())
    assert write(second, tmp_path / "again.json").read_bytes() == file.read_bytes()
    second.annotation_import.take_back(read)
    assert second.export.web_annotation() == before
    second.annotation_import.put_back(read)
    assert write(second, tmp_path / "again.json").read_bytes() == file.read_bytes()


def test_a_scope_limits_what_goes_out(real: Services, tmp_path: Path) -> None:
    left, right = two_texts(real, tmp_path)
    real.annotations.annotate_quote(left.document.id, "Prices rose", tags=["war"])
    real.annotations.annotate_quote(right.document.id, "about grain")
    real.links.mark(left, right, left.passages[0].span, right.passages[0].span, PairState.REJECTED)

    def motivations(**scope: tuple[str, ...]) -> list[str]:
        text = real.export.web_annotation(ExportScope(**scope))  # type: ignore[arg-type] # each of its own type
        return [item["motivation"] for item in json.loads(text)["first"]["items"]]

    assert motivations() == ["highlighting", "highlighting", "linking"]
    assert motivations(document_ids=(left.document.id,)) == ["highlighting"]
    assert motivations(tags=("war",)) == ["highlighting"]


def test_annotations_of_other_programs_are_read_as_far_as_they_go(real: Services, tmp_path: Path) -> None:
    left, _ = two_texts(real, tmp_path)
    file = tmp_path / "foreign.json"
    foreign = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://example.org/annotations/1",
        "type": "Annotation",
        "created": "2015-10-13T13:00:00Z",
        "creator": [{"id": "https://example.org/user", "type": "Person", "name": "A colleague"}],
        "body": [
            "https://example.org/picture",
            {"type": "TextualBody", "value": "A note", "format": "text/plain"},
            {"type": "TextualBody", "value": "#war", "purpose": "tagging"},
        ],
        "target": {
            "source": "diptych://left",
            "selector": {"type": "TextQuoteSelector", "exact": "ministers together", "prefix": "brought "},
        },
    }
    file.write_text(json.dumps([foreign]), encoding="utf-8")
    assert len(real.annotation_import.import_file(file).annotations) == 1
    [read] = real.annotations.all()
    assert read.target.span.of(left.contents.text) == "ministers together"
    assert (read.note, read.tags, read.author) == ("<https://example.org/picture>\n\nA note", ("war",), "A colleague")
    assert (read.created, read.modified) == (datetime(2015, 10, 13, 13, tzinfo=UTC),) * 2
    assert real.annotation_import.import_file(file).present == 1
    again = write(real, tmp_path / "again.json")
    assert real.annotation_import.import_file(again).present == 1


def test_a_damaged_file_is_one_sentence_and_changes_nothing(real: Services, tmp_path: Path) -> None:
    left, _ = two_texts(real, tmp_path)
    made = real.annotations.annotate_quote(left.document.id, "Prices rose")
    whole = write(real, tmp_path / "notes.json").read_text(encoding="utf-8")
    real.annotations.remove(made.id)
    file = tmp_path / "damaged.json"
    damaged = [
        "", "no JSON", whole[:-9], "[" * 100_000, "3", "{}", '{"type": "AnnotationCollection"}',
        '{"type": "AnnotationPage", "items": 3}', "[null]", whole.replace('"exact"', '"inexact"'),
        whole.replace("Prices rose", "  "), whole.replace('"source"', '"sauce"'), whole.replace('"end":', '"end": -'),
        whole.replace('"end": ', '"end": 9' + "9" * 30), whole.replace('"created": "', '"created": "x'),
        whole.replace('"id": "urn:uuid:', '"id": "urn:uuid:x'), whole.replace('"target": {', '"target": 3, "t": {'),
    ]  # fmt: skip
    for text in damaged:
        file.write_text(text, encoding="utf-8")
        with pytest.raises(AnnotationError, match=r"damaged.json.*Web Annotations: ") as told:
            real.annotation_import.import_file(file)
        assert told.value.message.count(".") == 2  # of the file's name, and at the end
        assert real.annotations.all() == []
    for wrong in (tmp_path, tmp_path / "nowhere.json", Path("a\0b")):
        with pytest.raises(AnnotationError):
            real.annotation_import.import_file(wrong)


def test_cancelling_changes_nothing(open_services: OpenServices, tmp_path: Path) -> None:
    first = open_services(tmp_path / "first.sqlite")
    left, right = two_texts(first, tmp_path)
    first.annotations.annotate_quote(left.document.id, "Prices rose")
    first.links.mark(left, right, left.passages[0].span, right.passages[0].span, PairState.MADE)
    file = write(first, tmp_path / "notes.json")
    second = open_services(tmp_path / "second.sqlite")
    two_texts(second, tmp_path)

    def cancel(done: int, total: int) -> None:
        if done == total == 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        second.annotation_import.import_file(file, cancel)
    assert second.annotations.all() == []


def test_one_annotation_that_cannot_be_stored_keeps_all_others_out(open_services: OpenServices, tmp_path: Path) -> None:
    first = open_services(tmp_path / "first.sqlite")
    left, _ = two_texts(first, tmp_path)
    for quote in ("Pipelines carry", "Prices rose"):
        first.annotations.annotate_quote(left.document.id, quote)
    file = write(first, tmp_path / "notes.json")
    data = json.loads(file.read_bytes())
    data["first"]["items"][1]["target"]["selector"][0]["exact"] = ""
    file.write_text(json.dumps(data), encoding="utf-8")
    second = open_services(tmp_path / "second.sqlite")
    two_texts(second, tmp_path)
    with pytest.raises(AnnotationError, match="in annotation 2, the target has no quote"):
        second.annotation_import.import_file(file)
    assert second.annotations.all() == []


def test_dates_keep_their_moment_in_any_time_zone(real: Services, tmp_path: Path) -> None:
    left, _ = two_texts(real, tmp_path)
    made = real.annotations.annotate_quote(left.document.id, "Prices rose")
    file = write(real, tmp_path / "notes.json")
    text = file.read_text(encoding="utf-8")
    moment = made.created.isoformat(timespec="microseconds").replace("+00:00", "Z")
    assert moment in text
    later = (made.created + timedelta(hours=5)).replace(tzinfo=None).isoformat(timespec="microseconds")
    file.write_text(text.replace(moment, f"{later}+05:00"), encoding="utf-8")
    real.annotations.remove(made.id)
    real.annotation_import.import_file(file)
    assert real.annotations.all() == [made]


def test_a_library_moved_elsewhere_with_its_notes_is_the_same(open_services: OpenServices, tmp_path: Path) -> None:
    first = open_services(tmp_path / "first.sqlite")
    left, _ = two_texts(first, tmp_path)
    first.annotations.annotate_quote(left.document.id, "Prices rose")
    text = first.export.web_annotation()
    first.library.backup(tmp_path / "copy.sqlite")
    shutil.move(tmp_path / "copy.sqlite", tmp_path / "moved.sqlite")
    assert open_services(tmp_path / "moved.sqlite").export.web_annotation() == text

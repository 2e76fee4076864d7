from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC

import pytest

from reader.domain.alignment import LinkId, PairState, Relation
from reader.domain.document import DocumentId
from reader.domain.text import TextSpan
from reader.domain.topic import TOPIC_COLOURS, TOPIC_GLYPHS, Topic, WeightedTerm
from reader.errors import AnchorError, AnnotationError, DocumentError, StorageError, TopicError
from reader.services.aligning import LibraryEmbeddings
from reader.services.annotations import AnnotationService
from reader.services.comparison import LISTED_PAIRS, Comparison, ComparisonService
from reader.services.export import ExportScope, ExportService
from reader.services.links import LinkService, linked_ordinals
from reader.services.open_document import OpenDocument
from reader.services.place_links import PlaceLink, is_place_link
from reader.services.search import SearchService
from reader.services.topics import TopicService
from tests.services.fakes import NOON, FakeAlignment, FakeLibrary, library_of, opened

LEFT = opened(
    "lo-2008", "Oil one.¹\n\nWar two.\n\nOil three.\n\n^ Table 1\n\n| 7", author="Bobo Lo", year=2008, title="Axis"
)
RIGHT = opened("moore-2012", "Oil uno.\n\nOil dos.\n\nWar tres.", author="Russ Moore", year=2012, title="Analysis")
OIL = Topic("oil", "Oil", "", (WeightedTerm("oil"),), "blue", "star")
WAR = Topic("war", "War", "", (WeightedTerm("war"),), "green", "cross")
ALIGNMENT = FakeAlignment(
    [(0, 0, 0.9), (0, 1, 0.7), (1, 2, 0.6), (2, 1, 0.3), (2, 0, 0.2)],
    {"oil": ([0.9, 0.1, 0.5], [0.8, 0.6, 0.0]), "war": ([0.0, 0.9, 0.0], [0.0, 0.0, 0.9])},
)


def span(document: OpenDocument, ordinal: int) -> TextSpan:
    return document.passages[ordinal].span


def scores(document: OpenDocument, topics: Sequence[Topic]) -> dict[str, Sequence[float]]:
    side = 0 if document.document.id == LEFT.document.id else 1
    return {topic.slug: ALIGNMENT.topic_scores(topic.slug)[side] for topic in topics}


@pytest.fixture
def library() -> FakeLibrary:
    library = library_of(LEFT, RIGHT)
    library.state.topics += [OIL, WAR]
    return library


@pytest.fixture
def links(library: FakeLibrary) -> LinkService:
    return LinkService(library, clock=lambda: NOON)


@pytest.fixture
def compared() -> Comparison:
    return Comparison(LEFT, RIGHT, (OIL, WAR), ALIGNMENT)


def listed(compared: Comparison, *arguments: object, **named: object) -> list[tuple[int, int, str]]:
    pairs = compared.pairs(*arguments, **named)  # type: ignore[arg-type] # each test names its own
    return [(pair.left, pair.right, pair.state.value) for pair in pairs]


def test_a_word_on_a_pair_is_stored_once(library: FakeLibrary, links: LinkService) -> None:
    before, made = links.mark(LEFT, RIGHT, span(LEFT, 0), span(RIGHT, 1), PairState.CONFIRMED, note="so")
    assert before is None
    assert (made.left.quote.exact, made.right.quote.exact) == ("Oil one.¹", "Oil dos.")
    part = TextSpan(0, 3)
    again = links.mark(LEFT, RIGHT, part, span(RIGHT, 1), PairState.REJECTED, relation=Relation.DIFFER)
    assert again == (made, replace(made, state=PairState.REJECTED, relation=Relation.DIFFER))
    swapped = links.mark(RIGHT, LEFT, span(RIGHT, 1), span(LEFT, 0), PairState.MADE)
    assert swapped[1].id == made.id
    assert swapped[1].relation is Relation.DIFFER
    assert links.between(RIGHT.document.id, LEFT.document.id) == [swapped[1]]
    links.mark(LEFT, RIGHT, span(LEFT, 2), span(RIGHT, 1), PairState.MADE)
    assert len(library.state.links) == 2


def test_text_outside_of_passages_can_be_paired(links: LinkService) -> None:
    table = TextSpan(LEFT.contents.text.index("Table"), len(LEFT.contents.text))
    _, made = links.mark(LEFT, RIGHT, table, span(RIGHT, 0), PairState.MADE)
    assert links.mark(LEFT, RIGHT, table, span(RIGHT, 0), PairState.REJECTED)[1].id == made.id
    assert links.mark(LEFT, RIGHT, span(LEFT, 0), span(RIGHT, 0), PairState.MADE)[0] is None
    assert linked_ordinals(made, LEFT, RIGHT) is None


def test_only_the_readers_own_word_is_a_mark(links: LinkService) -> None:
    with pytest.raises(AnnotationError):
        links.mark(LEFT, RIGHT, span(LEFT, 0), span(RIGHT, 0), PairState.COMPUTED)
    with pytest.raises(AnchorError):
        links.mark(LEFT, RIGHT, TextSpan(0, 0), span(RIGHT, 0), PairState.MADE)


def test_undo_removes_and_puts_back_the_same_link(library: FakeLibrary, links: LinkService) -> None:
    _, made = links.mark(LEFT, RIGHT, span(LEFT, 0), span(RIGHT, 1), PairState.MADE)
    before = library.state.links.copy()
    assert links.remove(made.id) == made
    with pytest.raises(AnnotationError):
        links.remove(made.id)
    assert links.put(made) == made
    assert library.state.links == before


def test_a_link_finds_its_passages_again_after_another_segmentation(links: LinkService) -> None:
    _, made = links.mark(LEFT, RIGHT, span(LEFT, 2), span(RIGHT, 0), PairState.MADE)
    assert linked_ordinals(made, RIGHT, LEFT) == (0, 2)
    fewer = replace(LEFT, passages=(replace(LEFT.passages[0]), replace(LEFT.passages[2], ordinal=1)))
    assert linked_ordinals(made, fewer, RIGHT) == (1, 0)
    assert linked_ordinals(made, opened("third", "x"), RIGHT) is None
    rewritten = opened("lo-2008", "Something else altogether.")
    assert linked_ordinals(made, rewritten, RIGHT) is None


def test_the_readers_own_pairs_come_first_and_rejected_ones_last(links: LinkService, compared: Comparison) -> None:
    links.mark(LEFT, RIGHT, span(LEFT, 0), span(RIGHT, 0), PairState.REJECTED)
    links.mark(LEFT, RIGHT, span(LEFT, 2), span(RIGHT, 2), PairState.MADE)
    links.mark(LEFT, RIGHT, span(LEFT, 2), span(RIGHT, 1), PairState.CONFIRMED)
    words = links.between(LEFT.document.id, RIGHT.document.id)
    assert listed(compared, None, words) == [
        (2, 1, "confirmed"), (2, 2, "made"), (0, 1, "computed"), (1, 2, "computed"), (2, 0, "computed"),
        (0, 0, "rejected"),
    ]  # fmt: skip
    assert listed(compared, None, words, limit=3) == [
        (2, 1, "confirmed"), (2, 2, "made"), (0, 1, "computed"), (0, 0, "rejected"),
    ]  # fmt: skip
    assert listed(compared, None, words, limit=1) == [(2, 1, "confirmed"), (0, 0, "rejected")]
    confirmed, made = compared.pairs(None, words)[:2]
    assert (confirmed.score, made.score) == (0.3, 0.0)
    assert confirmed.link is not None


def test_under_a_topic_only_its_pairs_are_listed(links: LinkService, compared: Comparison) -> None:
    links.mark(LEFT, RIGHT, span(LEFT, 1), span(RIGHT, 2), PairState.CONFIRMED)
    links.mark(LEFT, RIGHT, span(LEFT, 2), span(RIGHT, 2), PairState.MADE)
    words = links.between(LEFT.document.id, RIGHT.document.id)
    assert listed(compared, "oil", words) == [
        (2, 2, "made"), (0, 0, "computed"), (0, 1, "computed"), (2, 1, "computed"), (2, 0, "computed"),
    ]  # fmt: skip
    assert listed(compared, "war", words) == [(1, 2, "confirmed"), (2, 2, "made")]


def test_the_list_is_the_best_fifty_or_all_that_are_likely() -> None:
    columns = {"oil": ([1.0] * 10, [1.0] * 10)}
    likely = FakeAlignment([(n // 10, n % 10, 0.9) for n in range(70)] + [(9, 9, 0.4)], columns)
    unlikely = FakeAlignment([(n // 10, n % 10, 0.1) for n in range(70)], columns)
    for alignment, count in ((likely, 70), (unlikely, LISTED_PAIRS)):
        document = opened("long", "\n\n".join("x" * 3 for _ in range(10)))
        compared = Comparison(document, document, (OIL,), alignment)
        assert len(compared.pairs()) == count
        assert len(compared.pairs(limit=0)) == len(alignment.pairs)


def test_a_comparison_knows_its_topics(compared: Comparison) -> None:
    assert compared.counts("oil") == (2, 2)
    assert compared.on_topic("oil") == ((0, 2), (0, 1))
    assert compared.topic_score("war", "left", 1) == 0.9
    assert compared.topic_score("war", "right", 0) == 0.0
    assert [compared.topics_of(pair) for pair in compared.pairs()[:3]] == [("oil",), ("oil",), ("war",)]
    assert compared.evidence(0, 0).terms[0].text == "pipeline"


def test_comparing_opens_both_documents_and_takes_the_readers_topics(library: FakeLibrary) -> None:
    service = ComparisonService(library, lambda left, right, topics, progress: ALIGNMENT)
    compared = service.compare(LEFT.document.id, RIGHT.document.id)
    assert (compared.left, compared.right, compared.topics) == (LEFT, RIGHT, (OIL, WAR))
    assert compared.seconds >= 0
    with pytest.raises(DocumentError):
        service.compare(LEFT.document.id, DocumentId("none"))


def test_topics_are_added_replaced_removed_and_put_back(library: FakeLibrary) -> None:
    service = TopicService(library, scores)
    gas = service.add(" Natural  Gas ", ["gas", " Gas ", "", WeightedTerm("LNG", 0.5)], "Of gas")
    assert (gas.slug, gas.name) == ("natural-gas", "Natural Gas")
    assert gas.terms == (WeightedTerm("gas"), WeightedTerm("LNG", 0.5))
    assert (gas.colour, gas.glyph) == (TOPIC_COLOURS[0], TOPIC_GLYPHS[0])
    with pytest.raises(TopicError, match="already"):
        service.add("natural gas", ["x"])
    replaced = service.add("NATURAL GAS", ["methane"], replace=True)
    assert (replaced.slug, replaced.colour, replaced.terms) == ("natural-gas", gas.colour, (WeightedTerm("methane"),))
    assert service.remove("oil") == OIL
    assert service.put(OIL, 0) == OIL
    assert [topic.slug for topic in service.topics()] == ["oil", "war", "natural-gas"]
    assert service.resolve("WAR") == WAR
    for call in (service.resolve, service.remove):
        with pytest.raises(TopicError, match="Name one of Oil, War, NATURAL GAS"):
            call("none")


def test_a_topic_needs_a_name_and_terms() -> None:
    service = TopicService(FakeLibrary(), scores)
    with pytest.raises(TopicError, match="name"):
        service.add(" ", ["x"])
    with pytest.raises(TopicError, match="terms"):
        service.add("X", [" "])
    with pytest.raises(TopicError, match="no topics yet"):
        service.resolve("X")


def test_every_topic_looks_different_until_all_looks_are_taken() -> None:
    library = FakeLibrary()
    service = TopicService(library, scores)
    made = [service.add(f"Topic {number}", ["x"]) for number in range(65)]
    assert len({(topic.colour, topic.glyph) for topic in made[:64]}) == 64
    assert made[64].colour in TOPIC_COLOURS


def test_topic_scores_are_kept_until_topics_change(library: FakeLibrary) -> None:
    asked: list[str] = []

    def counting(document: OpenDocument, topics: Sequence[Topic]) -> dict[str, Sequence[float]]:
        asked.append(document.document.slug)
        return scores(document, topics)

    service = TopicService(library, counting)
    assert service.at(LEFT, span(LEFT, 0)) == ("oil",)
    assert service.at(LEFT, span(LEFT, 1)) == ("war",)
    assert asked == ["lo-2008"]
    for number in range(4):
        service.scores(opened(f"other {number}", "x" * (number + 1)))
    service.scores(LEFT)
    assert asked.count("lo-2008") == 2
    service.remove("war")
    assert set(service.scores(LEFT)) == {"oil"}


def test_searching_needs_words(library: FakeLibrary) -> None:
    service = SearchService(library)
    assert service.search("  ") == []
    assert [hit.document_id for hit in service.search("Oil")] == [LEFT.document.id, RIGHT.document.id]
    assert [hit.span for hit in service.search("dos", RIGHT.document.id, limit=1)] == [TextSpan(14, 17)]


@pytest.mark.parametrize("link", [PlaceLink("moore-2012"), PlaceLink("a b/ü", None), PlaceLink("x", None)])
def test_a_link_to_a_place_reads_back(link: PlaceLink) -> None:
    assert PlaceLink.parse(f" {link} ") == link
    assert is_place_link(str(link).upper())


@pytest.mark.parametrize("text", ["diptych://", "diptych:///x", "https://moore-2012", "diptych://a/b/c"])
def test_other_links_are_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="no link"):
        PlaceLink.parse(text)


def test_embeddings_are_kept_in_the_library_where_it_can_be_written(library: FakeLibrary) -> None:
    cache = LibraryEmbeddings(library)
    cache.put("m", {"a": b"1"})
    library.locked = True
    cache.put("m", {"b": b"2"})
    assert cache.get("m", ["a", "b", "c"]) == {"a": b"1"}
    with pytest.raises(StorageError):
        library.unit_of_work().commit()


@pytest.fixture
def export(library: FakeLibrary) -> ExportService:
    topics = TopicService(library, scores)
    annotations = AnnotationService(library, topics, clock=lambda: NOON)
    annotations.annotate(LEFT.document.id, span(LEFT, 0), note="A note", tags=["energy/oil"])
    annotations.annotate(RIGHT.document.id, span(RIGHT, 2), tags=["war"])
    comparison = ComparisonService(library, lambda left, right, topics, progress: ALIGNMENT)
    return ExportService(library, annotations, topics, comparison, clock=lambda: NOON, timezone=UTC)


def test_an_export_holds_annotations_and_the_readers_pairs(export: ExportService, links: LinkService) -> None:
    links.mark(RIGHT, LEFT, span(RIGHT, 0), span(LEFT, 0), PairState.CONFIRMED, relation=Relation.AGREE, note="Same.")
    links.mark(LEFT, RIGHT, span(LEFT, 1), span(RIGHT, 0), PairState.MADE)
    links.mark(LEFT, RIGHT, span(LEFT, 2), span(RIGHT, 1), PairState.REJECTED)
    text = export.markdown()
    assert text.startswith(
        "# Reading notes\n\n2026-03-04 · 2 annotations · 2 pairs\n\n## Axis\n\nLo, Bobo. “Axis.” 2008."
    )
    link = "[Open in Diptych](diptych://lo-2008/"
    assert f"> Oil one.\n\nA note\n\n— ¶ 1 · Claim · #energy/oil · 2026-03-04 · {link}" in text
    assert "| Lo 2008, ¶ 1 | Moore 2012, ¶ 1 |\n| --- | --- |\n| Oil one. | Oil uno. |\n\nSame.\n\n" in text
    assert "— Confirmed · Agree · score 90 · 2026-03-04" in text
    assert "Both name: pipeline." in text
    assert "— By hand · 2026-03-04" in text
    assert "Oil three" not in text


@pytest.mark.parametrize(
    ("scope", "annotations", "pairs"),
    [
        (ExportScope(), 2, 2),
        (ExportScope(document_ids=(LEFT.document.id,)), 1, 0),
        (ExportScope(document_ids=(LEFT.document.id, RIGHT.document.id)), 2, 2),
        (ExportScope(tag="ENERGY"), 1, 0),
        (ExportScope(tags=("energy", "#war")), 2, 0),
        (ExportScope(topic="Oil"), 1, 1),
        (ExportScope(topic="war"), 1, 1),
    ],
)
def test_an_export_can_be_limited(
    export: ExportService, links: LinkService, scope: ExportScope, annotations: int, pairs: int
) -> None:
    links.mark(LEFT, RIGHT, span(LEFT, 0), span(RIGHT, 0), PairState.CONFIRMED)
    links.mark(LEFT, RIGHT, span(LEFT, 1), span(RIGHT, 2), PairState.MADE)
    rows = export.csv(scope).splitlines()[1:]
    assert sum(row.startswith("annotation,") for row in rows) == annotations
    assert sum(row.startswith("pair,") for row in rows) == pairs
    assert export.markdown(scope).count("\n> ") == annotations


def test_a_link_of_a_removed_document_is_not_exported(
    library: FakeLibrary, export: ExportService, links: LinkService
) -> None:
    links.mark(LEFT, RIGHT, span(LEFT, 0), span(RIGHT, 0), PairState.CONFIRMED)
    library.state.removed.add(RIGHT.document.id)
    assert "0 pairs" in export.markdown()


def test_lost_places_are_exported_with_their_quotes(
    library: FakeLibrary, export: ExportService, links: LinkService
) -> None:
    _, made = links.mark(LEFT, RIGHT, span(LEFT, 0), span(RIGHT, 0), PairState.CONFIRMED)
    quote = replace(made.left.quote, exact="Words that are gone.")
    links.put(replace(made, id=LinkId("lost"), left=replace(made.left, quote=quote, fingerprint="x")))
    assert "| Words that are gone. | Oil uno. |" in export.markdown()


def test_a_document_can_be_paired_with_itself(library: FakeLibrary, export: ExportService, links: LinkService) -> None:
    links.mark(LEFT, LEFT, span(LEFT, 0), span(LEFT, 2), PairState.MADE)
    assert "| Oil one. | Oil three. |" in export.markdown()


def test_a_quotation_carries_locator_and_citation(export: ExportService) -> None:
    assert export.quotation(LEFT, span(LEFT, 0)) == "“Oil one.” (Lo, Bobo. “Axis.” 2008, ¶ 1)"

"""Full-text search: which text is found, where it stands, and that no query is an error."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from reader.domain.note import Marker
from reader.domain.passage import Passage
from reader.domain.progress import no_progress
from reader.domain.text import SUPERSCRIPT_DIGITS, TextSpan, fold
from reader.storage.database import open_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.domain.repositories import Library, SearchHit

PARAGRAPHS = {
    BlockRole.HEADING: "CHAPTER 2\nThe roots of distrust",
    BlockRole.BODY: (
        "Georgia fought a war in August 2008.¹² The SCO withheld its support¹³, and South Ossetia stood alone. "
        "Much later, south of the pass, nothing was heard of Ossetia. An area of 3,900 km² is meant. 😀 Ulaanbaatar’s "
        "naïve façade; Путин; the U.S. view."
    ),
    BlockRole.TABLE: "Year\tExports\n2007\t12 bcm",
    BlockRole.NOTE: "12. Turner, “What Is Driving India”, 7.",
}


def contents_of(paragraphs: dict[BlockRole, str]) -> Contents:
    blocks, at = [], 0
    for role, paragraph in paragraphs.items():
        blocks.append(Block(role, TextSpan(at, at + len(paragraph)), 1 if role is BlockRole.BODY else None))
        at += len(paragraph) + 2
    text = "\n\n".join(paragraphs.values())
    found = re.finditer(rf"(?<=8\.)[{SUPERSCRIPT_DIGITS}]+|(?<=support)[{SUPERSCRIPT_DIGITS}]+", text)
    return Contents(
        text,
        tuple(blocks),
        (Section(0, "", 0, SectionRole.BODY, TextSpan(0, len(text))),),
        markers=tuple(Marker(TextSpan(*match.span()), 1) for match in found),
    )


def store(library: Library, name: str, contents: Contents) -> None:
    """Store a document with a passage for each half of its body."""
    halves = []
    for block in contents.blocks:
        if block.role is BlockRole.BODY:
            middle = contents.text.index("Much later") if "Much later" in contents.text else block.span.end
            halves = [TextSpan(block.span.start, middle), TextSpan(middle, block.span.end)]
    passages = [Passage(n, span, 1, "", 0) for n, span in enumerate(halves) if span]
    document = Document(
        DocumentId(name),
        name,
        name,
        "",
        None,
        "text",
        name,
        fingerprint_of(contents.text),
        name,
        len(contents.text),
        len(passages),
        datetime.now(UTC),
    )
    with library.unit_of_work() as uow:
        uow.documents.add(document, contents, passages, no_progress)
        uow.commit()


@pytest.fixture(scope="module")
def text() -> str:
    return contents_of(PARAGRAPHS).text


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = open_library(str(tmp_path_factory.mktemp("search") / "library.sqlite"))
    store(opened, "thesis", contents_of(PARAGRAPHS))
    store(opened, "other", contents_of({BlockRole.BODY: "Nothing but Georgia: Georgia, Georgia."}))
    yield opened
    opened.close()


def search(library: Library, query: str, document: str | None = "thesis", limit: int = 100) -> list[SearchHit]:
    with library.unit_of_work() as uow:
        return uow.search_index.search(query, None if document is None else DocumentId(document), limit)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("georgia", "Georgia"),
        ("ROOTS distr", "roots of distrust"),
        # Markers part no words, are no part of a word, and may be copied along.
        ("2008 the sco", "2008.¹² The SCO"),
        ("its support", "its support"),
        ("support¹³", "support"),
        ("support and", "support¹³, and"),
        # The closest pair of words, not the first of each.
        ("south ossetia stood", "South Ossetia stood"),
        ("ossetia south", "South Ossetia"),
        # Superscripts that are no markers.
        ("km²", "km²"),
        # The last word may be a beginning, the others not.
        ("war Augu", "war in August"),
        # Neither case nor diacritics nor the kind of apostrophe count.
        ("NAIVE facade", "naïve façade"),
        ("naïve", "naïve"),
        ("ulaanbaatar's", "Ulaanbaatar’s"),
        ("путин", "Путин"),
        ("u.s. view", "U.S. view"),
        # Headings, tables and notes are found like the rest.
        ("2007 bcm", "2007\t12 bcm"),
        ("turner", "Turner"),
        ("  exports  ", "Exports"),
    ],
)
def test_a_hit_is_the_exact_place(library: Library, text: str, query: str, found: str) -> None:
    assert search(library, query)[0].span.of(text) == found


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "*",
        '"',
        '""',
        "—",
        "😀",
        "\0",
        "( )",
        "Augu war",
        "georgia kremlin",
        "NEAR(georgia war, 2)",
        "georgia AND NOT war",
        "text:georgia",
        "^georgia ^x",
        "¹²",
        "support 13",
        "geo*rgia",
        "rgia",
    ],
)
def test_what_is_not_there_has_no_hit(library: Library, query: str) -> None:
    assert search(library, query) == []


def test_operators_are_plain_words_and_quotes_part_them(library: Library, text: str) -> None:
    assert search(library, '"Georgia" *war*')[0].span.of(text) == "Georgia fought a war"
    assert search(library, "south or") == []
    assert search(library, "war\0august")[0].span.of(text) == "war in August"


def test_all_documents_or_one_are_searched_best_first(library: Library) -> None:
    assert [hit.document_id for hit in search(library, "georgia", None)] == ["other", "thesis"]
    assert [hit.document_id for hit in search(library, "georgia", None, limit=1)] == ["other"]
    assert [hit.document_id for hit in search(library, "georgia", "other")] == ["other"]
    assert search(library, "georgia", "unknown") == []


def test_each_passage_is_a_hit_of_its_own(library: Library, text: str) -> None:
    assert sorted(hit.span for hit in search(library, "ossetia")) == [
        TextSpan(*match.span()) for match in re.finditer("Ossetia", text)
    ]


def test_a_snippet_is_plain_text_on_one_line_with_whole_words(library: Library) -> None:
    (hit,) = search(library, "withheld")
    assert hit.snippet == (
        "Georgia fought a war in August 2008. The SCO withheld its support, and South Ossetia stood alone."
    )
    (hit,) = search(library, "alone")
    assert hit.snippet == "…The SCO withheld its support, and South Ossetia stood alone."
    (hit,) = search(library, "2007")
    assert hit.snippet == "Year Exports 2007 12 bcm"


OPERATORS = ["AND", "OR", "NOT", "NEAR", '"', "*", "(", ")", "^", ":", "-", "{a}", "a", "¹"]


@settings(max_examples=200)
@given(query=st.text(max_size=20) | st.lists(st.sampled_from(OPERATORS)).map(" ".join))
def test_any_text_is_a_query(library: Library, query: str) -> None:
    for hit in search(library, query, None):
        assert hit.span
        assert hit.snippet


@settings(max_examples=100)
@given(data=st.data())
def test_neighbouring_words_are_found_at_their_place(library: Library, text: str, data: st.DataObject) -> None:
    words = list(re.finditer(r"[A-Za-zÀ-ÿ]{2,}", PARAGRAPHS[BlockRole.BODY].split("Much later")[0]))
    first = data.draw(st.integers(0, len(words) - 2))
    query = f"{words[first][0]} {words[first + 1][0]}"
    (hit, *_) = [hit for hit in search(library, query) if hit.span.start > text.index("Georgia") - 1]
    assert hit.span.of(text).startswith(words[first][0])
    assert hit.span.of(text).endswith(words[first + 1][0])


words = st.text("abcXYZ", min_size=1, max_size=4)


@settings(max_examples=40)
@given(pieces=st.lists(words | st.text(max_size=6), min_size=1, max_size=8), word=words)
def test_every_word_is_found_among_any_text(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], word: str
) -> None:
    body = " ".join([*pieces, word, *pieces])
    library = open_library(str(tmp_path_factory.mktemp("any") / "library.sqlite"))
    store(library, "any", contents_of({BlockRole.BODY: body}))
    assert library.check() == []
    (hit,) = search(library, word, "any")
    assert fold(hit.span.of(body))[0].startswith(word.casefold())
    library.close()

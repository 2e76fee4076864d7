"""A document read again: what was made on it is found again, waits, or is kept as lost; a failure changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from reader.domain.alignment import PairState
from reader.domain.annotation import Annotation, Placement
from reader.domain.document import Document
from reader.domain.text import TextSpan
from reader.domain.topic import Topic, WeightedTerm
from reader.errors import AnchorError, AnnotationError, CancelledError, DocumentError, PasswordError
from reader.services.bundle import Services
from reader.services.library import RefreshResult

OPENS_WITH = "secret"
FIRST = "Pipelines carry natural gas across several borders before it reaches the towns."
SECOND = "A summit at the northern port brought ministers together over grain, timber and fish."
THIRD = "The embargo of that winter left warehouses empty and raised the price of bread."
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"


def imported(services: Services, file: Path, text: str = TEXT) -> Document:
    file.write_text(text, encoding="utf-8")
    return services.library.import_file(file).document


def marked(services: Services, document: Document, quote: str) -> Annotation:
    return services.annotations.annotate_quote(document.id, quote, note="Why?", tags=["a/b"])


def counts(result: RefreshResult) -> dict[str, int]:
    return {placement.value: count for placement, count in result.annotations.items()}


def stands_at(services: Services, annotation: Annotation) -> str:
    return annotation.target.span.of(services.library.open(annotation.target.document_id).contents.text)


def test_the_same_file_leaves_everything_in_place(real: Services, tmp_path: Path) -> None:
    document = imported(real, tmp_path / "a.txt")
    made = marked(real, document, "ministers together")
    edited = real.library.edit(document.id, title="My own title", author="A Reader", year=1999)
    result = real.library.refresh(document.id)
    assert (result.document, result.changed, counts(result)) == (edited, False, {"exact": 1})
    assert real.annotations.all() == [made]
    assert real.library.check() == []


def test_a_changed_text_moves_what_is_sure_and_keeps_what_is_not(real: Services, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    document = imported(real, file)
    first = marked(real, document, "carry natural gas across several borders")
    second = marked(real, document, "ministers together over grain, timber and fish")
    third = marked(real, document, "raised the price of bread")
    file.write_text(f"New.\n\n{FIRST}\n\n{SECOND.replace('timber and fish', 'timbers, fish')}\n", encoding="utf-8")
    result = real.library.refresh(document.id)
    assert (result.changed, counts(result)) == (True, {"moved": 1, "review": 1, "orphaned": 1})
    after = {annotation.id: annotation for annotation in real.annotations.all()}
    assert set(after) == {first.id, second.id, third.id}
    moved, review, lost = after[first.id], after[second.id], after[third.id]
    assert stands_at(real, moved) == moved.target.quote.exact == first.target.quote.exact
    assert moved.target.fingerprint == result.document.fingerprint
    # What waits is proposed where it may be, with its old words.
    assert review.placement is Placement.REVIEW
    assert review.target.quote == second.target.quote
    assert stands_at(real, review).startswith("ministers together over grain")
    assert lost == replace(third, placement=Placement.ORPHANED)
    assert {annotation.modified for annotation in after.values()} == {first.modified, second.modified, third.modified}
    assert real.library.check() == []
    assert [hit.span for hit in real.search.search("timbers")]
    assert real.search.search("embargo") == []


def test_what_was_lost_is_found_when_its_text_is_back(real: Services, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    document = imported(real, file)
    made = marked(real, document, "raised the price of bread")
    file.write_text(f"{FIRST}\n", encoding="utf-8")
    assert counts(real.library.refresh(document.id)) == {"orphaned": 1}
    file.write_text(TEXT, encoding="utf-8")
    assert counts(real.library.refresh(document.id)) == {"exact": 1}
    assert real.annotations.all() == [made]


def test_the_reader_settles_what_waits(real: Services, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    document = imported(real, file)
    made = marked(real, document, "ministers together over grain, timber and fish")
    file.write_text(TEXT.replace("timber and fish", "timbers, fish"), encoding="utf-8")
    real.library.refresh(document.id)
    [waiting] = real.annotations.all()
    [proposed, *_] = real.annotations.proposals(made.id)
    assert proposed == waiting.target.span
    settled = real.annotations.settle(made.id, proposed)
    assert (settled.placement, settled.id, settled.note) == (Placement.EXACT, made.id, made.note)
    assert stands_at(real, settled) == settled.target.quote.exact
    assert real.library.check() == []
    real.annotations.put(waiting)
    assert real.annotations.all() == [waiting]
    with pytest.raises(AnchorError):
        real.annotations.settle(made.id, TextSpan(0, 0))
    real.annotations.remove(made.id)
    with pytest.raises(AnnotationError):
        real.annotations.proposals(made.id)


def test_links_and_words_on_topics_go_along(real: Services, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    left, right = imported(real, file), imported(real, tmp_path / "b.txt", f"{THIRD}\n\n{FIRST}\n")
    sides = real.library.open(left.id), real.library.open(right.id)
    _, link = real.links.mark(
        *sides, sides[0].passages[1].span, sides[1].passages[0].span, PairState.CONFIRMED, note="n"
    )
    real.topics.put(Topic("trade", "Trade", "", (WeightedTerm("grain"),), "blue", "star"))
    real.topics.judge(sides[0], sides[0].passages[1].span, "trade", treats=True)
    real.topics.judge(sides[0], sides[0].passages[2].span, "trade", treats=False)
    file.write_text(f"New.\n\n{SECOND}\n", encoding="utf-8")
    result = real.library.refresh(left.id)
    assert dict(result.links) == {Placement.MOVED: 1}
    assert dict(result.verdicts) == {Placement.MOVED: 1, Placement.ORPHANED: 1}
    [after] = real.links.between(left.id, right.id)
    assert (after.id, after.right, after.note) == (link.id, link.right, "n")
    assert after.left.span.of(real.library.open(left.id).contents.text) == SECOND
    compared = real.comparison.compare(left.id, right.id)
    judged = {
        compared.left.quote(compared.left.passages[at].span): word for at, word in compared.judged("trade")[0].items()
    }
    assert judged == {SECOND: True}
    assert real.library.check() == []
    file.write_text(TEXT, encoding="utf-8")
    real.library.refresh(left.id)
    assert real.comparison.compare(left.id, right.id).judged("trade")[0] == {1: True, 2: False}


def contents_of_file(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def cancelled_at(services: Services, document: Document, moment: int) -> bool:
    """Read a document again and cancel when progress is told for the n-th time; tell whether that moment came."""
    calls = 0

    def cancel(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == moment:
            raise CancelledError

    try:
        services.library.refresh(document.id, cancel)
    except CancelledError:
        return True
    return False


def test_a_failure_at_any_moment_changes_nothing(real: Services, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    document = imported(real, file)
    marked(real, document, "raised the price of bread")
    before = contents_of_file(tmp_path / "library.sqlite")
    file.write_text("Another text altogether. " * 200, encoding="utf-8")
    cancelled = 0
    while cancelled_at(real, document, cancelled + 1):
        cancelled += 1
        assert contents_of_file(tmp_path / "library.sqlite") == before
    assert cancelled >= 10
    before = contents_of_file(tmp_path / "library.sqlite")
    file.unlink()
    with pytest.raises(DocumentError, match="is gone"):
        real.library.refresh(document.id)
    file.write_bytes(b"\0\1\2\3" * 100)
    with pytest.raises(DocumentError):
        real.library.refresh(document.id)
    assert contents_of_file(tmp_path / "library.sqlite") == before


def test_a_file_that_became_another_documents_is_refused(real: Services, tmp_path: Path) -> None:
    document = imported(real, tmp_path / "a.txt")
    imported(real, tmp_path / "b.txt", f"{FIRST}\n")
    (tmp_path / "a.txt").write_text(f"{FIRST}\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="is now the same as that of"):
        real.library.refresh(document.id)
    assert real.library.open(document.id).contents.text == TEXT.strip()


def test_a_pdf_is_read_from_its_kept_copy_and_keeps_its_boxes(real: Services, pdf: Path) -> None:
    document = real.library.import_file(pdf).document
    made = real.annotations.annotate(document.id, TextSpan(0, 6))
    [located] = real.annotations.locate([made.id])
    pdf.unlink()
    result = real.library.refresh(document.id)
    assert (result.document, result.changed, counts(result)) == (document, False, {"exact": 1})
    assert real.annotations.all() == [located]


def test_a_protected_pdf_asks_for_its_password_again(real: Services, pdf: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(pdf))
    writer.encrypt(OPENS_WITH, algorithm="RC4-128")
    file = tmp_path / "protected.pdf"
    writer.write(file)
    document = real.library.import_file(file, password=OPENS_WITH).document
    for password in (None, "wrong"):
        with pytest.raises(PasswordError):
            real.library.refresh(document.id, password=password)
    assert not real.library.refresh(document.id, password=OPENS_WITH).changed
    # Its annotations can be placed on pages by whoever has it open.
    made = real.annotations.annotate(document.id, TextSpan(0, 6))
    assert real.annotations.locate([made.id]) == []
    with real.pages.open(document.id, OPENS_WITH) as pages:
        [located] = real.annotations.locate([made.id], lambda _document, spans: [pages.boxes(span) for span in spans])
    assert all(part.boxes for part in located.fragments)


words = st.lists(st.sampled_from((TEXT * 2).split()), min_size=1, max_size=60).map(" ".join)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(words, min_size=2, max_size=4), data=st.data())
def test_nothing_is_lost_and_nothing_stands_wrongly(
    real: Services, tmp_path: Path, texts: list[str], data: st.DataObject
) -> None:
    for document in real.library.documents():
        real.library.erase(document.id)
    file = tmp_path / "a.txt"
    document = imported(real, file, texts[0])
    text = real.library.open(document.id).contents.text
    start = data.draw(st.integers(0, len(text) - 1).filter(lambda at: not text[at].isspace()))
    span = TextSpan(start, data.draw(st.integers(start + 1, len(text))))
    made = real.annotations.annotate(document.id, span, note="kept")
    for other in (*texts[1:], texts[0]):
        file.write_text(other, encoding="utf-8")
        result = real.library.refresh(document.id)
        now = real.library.open(document.id)
        [after] = real.annotations.all()
        assert sum(result.annotations.values()) == 1
        assert (after.id, after.note, after.created) == (made.id, made.note, made.created)
        assert now.document == result.document
        if after.placement in {Placement.EXACT, Placement.MOVED}:
            assert after.target.span.of(now.contents.text) == after.target.quote.exact == made.target.quote.exact
        else:
            assert after.target.quote.exact == made.target.quote.exact
        if after.placement is Placement.REVIEW:
            assert after.target.span.end <= len(now.contents.text)
        assert real.library.check() == []

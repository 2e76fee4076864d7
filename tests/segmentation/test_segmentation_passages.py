"""Sentences and passages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.documents.loader import read_plain_text
from reader.domain.document import PASSAGE_ROLES, Block, BlockRole, Contents, Section, SectionRole
from reader.domain.progress import no_progress
from reader.domain.text import TextSpan
from reader.errors import CancelledError, DocumentError
from reader.segmentation.passages import LONGEST, part_name, segment
from reader.segmentation.sentences import sentence_ends
from tests.strategies import AWKWARD, texts


def sentences(text: str) -> list[str]:
    ends = list(sentence_ends(text))
    return [text[a:b].strip() for a, b in zip([0, *ends], ends, strict=False)]


def one_paragraph(text: str) -> Contents:
    span = TextSpan(0, len(text))
    section = Section(0, "", 0, SectionRole.BODY, span)
    return Contents(text, (Block(BlockRole.BODY, span, 1),), (section,))


@pytest.mark.parametrize(
    "wanted",
    [
        ["It ends.¹", "It goes on."],
        ["He said “no.”²", "She left."],
        ["Dr. J. R. Smith of the U.S. Army came.", "He sat."],
        ["It was the policy of the U.S.", "The rest followed."],
        ["See pg. 12 and vol. 3, no. 4 for it.", "Then go."],
        ["Is it so?", "It is!", "Good."],
        ["It grew by 3.5 percent.", "“Enough,” they said."],
        ["e.g. this one and i.e. That one.", "End."],
        ["第一句。", "第二句！", "第三"],
        ["1. An item\n", "2. Another item"],
        ["He asked . . . and waited."],
    ],
)
def test_sentence_ends(wanted: list[str]) -> None:
    joiner = "" if wanted[0].endswith(("。", "\n")) else " "
    assert sentences(joiner.join(wanted)) == [sentence.strip() for sentence in wanted]


def test_short_paragraph_is_one_passage() -> None:
    (passage,) = segment(one_paragraph("Short. And sweet."))
    assert (passage.label, passage.part, passage.ordinal) == ("¶ 1", "", 0)


def test_long_paragraph_is_parted_at_sentence_ends() -> None:
    text = " ".join(f"This is sentence number {n} of a long paragraph, with its marker.¹" for n in range(60))
    passages = segment(one_paragraph(text))
    parts = [p.span.of(text) for p in passages]
    assert all(part.endswith(".¹") and part.startswith("This") for part in parts)
    assert all(400 <= len(part) <= LONGEST for part in parts)
    assert [p.part for p in passages] == list("abcde")[: len(passages)]
    assert {p.paragraph for p in passages} == {1}


def test_text_without_sentence_ends_is_still_parted() -> None:
    for text in ("word " * 2000, "字" * 5000, "👩‍👧" * 2000):
        parts = [p.span.of(text) for p in segment(one_paragraph(text.strip()))]
        assert max(map(len, parts)) <= 1_500
        assert "".join(parts).replace(" ", "") == text.replace(" ", "")
        assert not any(part.startswith("\u200d") or part.endswith("\u200d") for part in parts)


def test_part_names() -> None:
    assert [part_name(n) for n in (0, 25, 26, 27, 51, 52, 701, 702)] == ["a", "z", "aa", "ab", "az", "ba", "zz", "aaa"]


def test_cancel_reaches_the_caller() -> None:
    def cancel(done: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        segment(one_paragraph("A sentence. " * 5_000), cancel)


@settings(max_examples=200, deadline=None)
@given(texts())
def test_passages_cover_their_blocks_once_and_in_order(text: str) -> None:
    try:
        contents = read_plain_text(text.encode("utf-8", "surrogatepass"), "t", no_progress).composition.contents
    except DocumentError:
        return
    _check_cover(contents)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(AWKWARD.replace("\r", "")), min_size=1).map(lambda s: (s * 300).strip()))
def test_passages_cover_any_long_paragraph(text: str) -> None:
    if text:
        _check_cover(one_paragraph(text))


def _check_cover(contents: Contents) -> None:
    passages = segment(contents)
    blocks = {b.paragraph: b for b in contents.blocks if b.paragraph is not None}
    assert sorted(blocks) == list(range(1, len(blocks) + 1))
    assert all(b.role in PASSAGE_ROLES for b in blocks.values())
    assert [p.ordinal for p in passages] == list(range(len(passages)))
    at = 0
    covered: dict[int, list[str]] = {}
    for passage in passages:
        assert passage.span
        assert passage.span.start >= at
        assert not contents.text[at : passage.span.start].strip() or passage.part in ("", "a")
        assert blocks[passage.paragraph].span.contains(passage.span)
        assert contents.section_at(passage.span.start).ordinal == passage.section
        covered.setdefault(passage.paragraph, []).append(passage.span.of(contents.text))
        at = passage.span.end
    for number, block in blocks.items():
        wanted = "".join(block.span.of(contents.text).split())
        assert "".join("".join(covered.get(number, [])).split()) == wanted

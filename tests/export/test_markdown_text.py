from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export.markdown_text import block_quote, inline, paragraph_line, reader_markdown, table_cell, tag

# Everything that Markdown or HTML could take for its own, and what it must not join or cut.
HOSTILE = st.text(
    alphabet=st.one_of(st.sampled_from("#>*_-+=`~[]()<>|\\!&;$:.1\n\t \u00a0ab"), st.characters(codec="utf-8")),
    max_size=60,
)


def unescaped(markdown: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# not a heading", r"\# not a heading"),
        ("1. not a list", r"1\. not a list"),
        ("2012) not a list", r"2012\) not a list"),
        ("2012 was", "2012 was"),
        ("> not a quote", r"\> not a quote"),
        ("- not a list", r"\- not a list"),
        ("-5 degrees", "-5 degrees"),
        ("+ not a list", r"\+ not a list"),
        ("---", r"\---"),
        ("===", r"\=\=\="),
        ("* * *", r"\* \* \*"),
        ("snake_case stays, _this_ not", r"snake_case stays, \_this\_ not"),
        ("AT&T, &amp; and &#35;", r"AT&T, \&amp; and \&\#35;"),
        ("a <b>bold</b> claim", r"a \<b>bold\</b> claim"),
        ("see [12] and `x`", r"see \[12\] and \`x\`"),
        ("the ~~old~~ | new", r"the \~\~old\~\~ \| new"),
        ("$30 to $40", r"\$30 to \$40"),
        ("#tag", r"\#tag"),
        ("C# and F#", "C# and F#"),
        ("    indented", "indented"),
    ],
)
def test_text_never_turns_into_markup(text: str, written: str) -> None:
    assert paragraph_line(text) == written


def test_emphasis_can_be_kept() -> None:
    assert inline("Lo, *Axis of Convenience* <i>", emphasised=True) == r"Lo, *Axis of Convenience* \<i>"


def test_a_block_quote_keeps_paragraphs_lines_and_cells_apart() -> None:
    quote = "First paragraph.\n\n- one\n- two\n \nYear\tBarrels\n2007\t15"
    assert block_quote(quote).splitlines() == [
        "> First paragraph.",
        ">",
        r"> \- one" + "\\",
        r"> \- two",
        ">",
        r"> Year \| Barrels" + "\\",
        r"> 2007 \| 15",
    ]


def test_a_table_cell_holds_one_line() -> None:
    assert table_cell("One | two\nthree\n\nFour") == r"One \| two / three ¶ Four"


@given(HOSTILE)
def test_every_line_of_a_block_quote_is_marked_and_no_html_is_left(text: str) -> None:
    quoted = block_quote(text)
    assert all(line.startswith(">") for line in quoted.split("\n")) or not words(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*<", quoted)


@given(HOSTILE)
def test_a_block_quote_reads_back_word_by_word(text: str) -> None:
    lines = [line.removeprefix(">").removesuffix("\\") for line in block_quote(text).split("\n")]
    expected = [word for word in words(text.replace("\t", " | ")) if word != "|"]
    assert [word for word in words(unescaped(" ".join(lines))) if word != "|"] == expected


@given(HOSTILE)
def test_a_table_cell_reads_back_word_by_word(text: str) -> None:
    written = table_cell(text)
    assert "\n" not in written
    assert not re.search(r"(?<!\\)(?:\\\\)*\|", written)
    parting = {"|", "/", "¶"}
    expected = [word for word in words(text.replace("\t", " | ")) if word not in parting]
    assert [word for word in words(unescaped(written)) if word not in parting] == expected


@pytest.mark.parametrize(
    ("name", "written"),
    [("energy/pipelines", "#energy/pipelines"), ("Far East", "#Far-East"), ("what?", "#what"), ("能源", "#能源")],
)
def test_a_tag_is_one_word(name: str, written: str) -> None:
    assert tag(name) == written


def test_a_note_that_leaves_a_code_block_open_does_not_swallow_the_rest() -> None:
    assert reader_markdown("So:\n```\ncode\n") == "So:\n```\ncode\n```"
    assert reader_markdown("~~~~ py\n```\n~~~~") == "~~~~ py\n```\n~~~~"
    assert reader_markdown("~~~~\n```\n~~~") == "~~~~\n```\n~~~\n~~~~"


def test_a_note_keeps_its_markdown_and_loses_its_html() -> None:
    note = "**Compare** <script>x</script> with <https://example.org/a> and 3 < 4 \\<b>"
    assert reader_markdown(note) == "**Compare** \\<script>x\\</script> with <https://example.org/a> and 3 < 4 \\<b>"

"""What each format states (sections, lists, quotations, tables, emphasis, notes, metadata) is what is read."""

# ruff: noqa: E501 # mark-up is easier to read unbroken
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import docx as word
import pytest

from reader.documents.loader import load
from reader.domain.document import BlockRole, Contents, LoadedFile, SectionRole
from tests.documents.format_making import (
    DOCX_STYLES,
    chapter,
    check_soundness,
    docx,
    docx_paragraph,
    docx_run,
    docx_style,
    epub,
    odt,
)

PROSE = "This sentence is long enough to be taken for prose by anything that counts its letters, and it goes on. "
Blocks = list[tuple[BlockRole, str]]


def read(folder: Path, name: str, data: str | bytes) -> LoadedFile:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    file = load(path)
    check_soundness(file.contents)
    return file


def blocks(contents: Contents) -> Blocks:
    return [(block.role, block.span.of(contents.text)) for block in contents.blocks]


def emphasis(contents: Contents) -> list[str]:
    return [span.of(contents.text) for span in contents.emphasis]


def notes(contents: Contents) -> list[tuple[str, str | None]]:
    """Return each note with the word its marker stands at."""
    text = contents.text
    return [
        (note.span.of(text), text[: note.marker.end].split()[-1] if note.marker is not None else None)
        for note in contents.notes
    ]


# HTML


def html(folder: Path, body: str, head: str = "") -> Contents:
    return read(folder, "made.html", f"<!doctype html><html><head>{head}</head><body>{body}</body></html>").contents


def test_html_blocks(tmp_path: Path) -> None:
    made = html(
        tmp_path,
        "<h1>Title<br>in two lines</h1>loose <em>words</em><p>A para&shy;graph &amp; more\n  of it."
        "<ul><li>one<li>two<ol start=3><li><p>inner</p><p>goes on</p></ol></ul>"
        "<blockquote><p>First.</p><p>Second.</p></blockquote>"
        "<table><caption>Table 1. Prices</caption><tr><th>a<th>b<tr><td>1<p>2</p><td><i>c</i></table>"
        "<table role=presentation><tr><td>left<td>right</table><figure><img alt=no><figcaption>A map</figcaption></figure>"
        "<dl><dt>term<dd>meaning</dl><p>said <q>so</q>, 10<sup>6</sup> m<sup>2</sup>, the 5<sup>th</sup>.",
    )
    assert blocks(made) == [
        (BlockRole.HEADING, "Title\nin two lines"),
        (BlockRole.BODY, "loose words"),
        (BlockRole.BODY, "A paragraph & more of it."),
        (BlockRole.LIST, "• one\n• two\n3. inner goes on"),
        (BlockRole.BLOCK_QUOTATION, "First."),
        (BlockRole.BLOCK_QUOTATION, "Second."),
        (BlockRole.CAPTION, "Table 1. Prices"),
        (BlockRole.TABLE, "a\tb\n1 2\tc"),
        (BlockRole.BODY, "left"),
        (BlockRole.BODY, "right"),
        (BlockRole.CAPTION, "A map"),
        (BlockRole.LIST, "term\nmeaning"),
        (BlockRole.BODY, "said “so”, 10⁶ m², the 5th."),
    ]
    assert emphasis(made) == ["words", "c"]
    assert made.markers == ()
    assert [s.title for s in made.sections] == ["Title in two lines"]


def test_html_drops_what_is_no_text(tmp_path: Path) -> None:
    made = html(
        tmp_path,
        "<nav>Home</nav><script>var a = '<p>no</p>'</script><style>p{}</style><noscript>no</noscript>"
        "<div hidden>no</div><p aria-hidden=true>no</p><p style='display: none'>no</p><svg><text>no</text></svg>"
        "<div role=navigation>no</div><template><p>no</p></template><!-- no --><p>Yes<span hidden>no</span>, this.</p>"
        "<button>no</button><footer role=contentinfo>no</footer>",
    )
    assert made.text == "Yes, this."


@pytest.mark.parametrize(
    ("reference", "note"),
    [
        ('<sup><a href="#n1" id="r1">1</a></sup>', '<li id="n1">Lo, <i>Axis</i>, 3. <a href="#r1">↩</a></li>'),
        ('<a href="#n1" epub:type="noteref">*</a>', '<aside epub:type="footnote" id="n1"><p>* Lo, <i>Axis</i>, 3.</p></aside>'),
        ('<a href="#n1" role="doc-noteref">1</a>', '<p id="n1" role="doc-footnote">Lo, <i>Axis</i>, 3.</p>'),
        ('<a href="#_ftn1" name="_ftnref1">[1]</a>', '<p><a href="#_ftnref1" name="_ftn1">[1]</a> Lo, <i>Axis</i>, 3.</p>'),
        ('<a class="footnote-ref" href="#n1"><sup>1</sup></a>', '<li id="n1"><p>Lo, <i>Axis</i>,</p><p>3.</p></li>'),
        ('<sup>[<a href="#n1">1</a>]</sup>', '<p><sup><a id="n1" href="#x">1</a></sup> Lo, <i>Axis</i>, 3.</p>'),
        ('<sup><a href="#n1">1</a></sup>', '<table><tr><td id="n1">1.</td><td>Lo, <i>Axis</i>, 3.</td></tr></table>'),
        ('<sup><a href="#n1">1</a></sup>', '<div hidden epub:type="footnotes"><p id="n1">1 Lo, <i>Axis</i>, 3.</p></div>'),
    ],
)  # fmt: skip
def test_html_notes(tmp_path: Path, reference: str, note: str) -> None:
    made = html(tmp_path, f"<h1>One</h1><p>A word {reference} and more.</p>{note}<h1>Two</h1><p>The end.</p>")
    if "hidden" in note:
        assert made.notes == ()  # the file says that nobody is to see it
        return
    assert notes(made) == [("¹ Lo, Axis, 3.", "word¹")]
    assert emphasis(made) == ["Axis"]
    assert [s.title for s in made.sections] == ["One", "Two", "Notes"]
    assert blocks(made)[1] == (BlockRole.BODY, "A word¹ and more.")


def test_a_link_to_a_section_is_no_note(tmp_path: Path) -> None:
    made = html(
        tmp_path, '<p>See <a href="#s2">section 2</a> and <sup><a href="#s2">2</a></sup>.</p><h2 id="s2">Two</h2><p>x'
    )
    assert made.notes == ()
    assert made.text.startswith("See section 2 and².")


def test_html_numbers_are_kept_and_repeated_markers_share_a_note(tmp_path: Path) -> None:
    ref = '<sup><a href="#n{0}">{0}</a></sup>'
    made = html(
        tmp_path,
        f"<p>One{ref.format(7)}{ref.format(8)} two{ref.format(7)}.</p><ol start=7><li id=n7>Seven<li id=n8>Eight<li>Nine</ol>",
    )
    assert blocks(made)[0][1] == "One⁷,⁸ two⁷."
    assert [m.number for m in made.markers] == [7, 8, 7]
    assert notes(made) == [("⁷ Seven", "One⁷"), ("⁸ Eight", "One⁷,⁸"), ("⁹ Nine", None)]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<html><head><meta charset=iso-8859-1><title>x</title><body>caf\u00e9 – so".encode("cp1252"), "Windows-1252"),
        ("<html><meta http-equiv=c content='text/html; charset=koi8-r'><body>caf\u00e9".encode(), None),
        ("<?xml version='1.0' encoding='utf-16'?><html><body>café – so".encode("utf-16"), "UTF-16"),
        (b"\xef\xbb\xbf<html><meta charset=latin1><body>" + "café – so".encode(), "UTF-8"),
        ("<html><meta charset=utf-8><body>café – so".encode("cp1252"), "Windows-1252"),
        ("<html><meta charset=nonsense><body>café – so".encode(), "UTF-8"),
    ],
)
def test_html_encodings(tmp_path: Path, data: bytes, encoding: str | None) -> None:
    file = read(tmp_path, "made.html", data)
    if encoding is None:
        assert file.encoding == "HTML, KOI8-R"
        return
    assert file.contents.text == "café – so"
    assert file.encoding == f"HTML, {encoding}"


def test_html_metadata(tmp_path: Path) -> None:
    head = (
        "<title>Short</title><meta name='citation_title' content='The  Whole Title'><meta name=author content='Ann Author'>"
        "<meta property='article:published_time' content='2011-05-01T00:00'>"
    )
    file = read(tmp_path, "made.htm", f"<html><head>{head}</head><body><p>{PROSE}</body></html>")
    assert (file.kind, file.title, file.author, file.year) == ("html", "The Whole Title", "Ann Author", 2011)


def test_parts_are_told_by_names_of_headings_or_as_stated(tmp_path: Path) -> None:
    made = html(
        tmp_path,
        f"<h1>A Book</h1><p>by Somebody</p><h2>Contents</h2><ul><li>One<li>Two</ul><h1>One</h1><p>{PROSE}</p><h2>Deeper</h2>"
        f"<p>{PROSE}</p><h1>References</h1><h2>Books</h2><ul><li>Lo. <i>Axis</i>.</ul><h1>Appendix A</h1><p>{PROSE}</p>"
        f"<section epub:type='bibliography'><h1>More to read</h1><p>Moe. Work.</p></section>",
    )
    assert [(s.title, s.role) for s in made.sections] == [
        ("A Book", SectionRole.FRONT_MATTER),
        ("Contents", SectionRole.FRONT_MATTER),
        ("One", SectionRole.BODY),
        ("Deeper", SectionRole.BODY),
        ("Appendix A", SectionRole.BODY),
        ("References", SectionRole.BIBLIOGRAPHY),
        ("Books", SectionRole.BIBLIOGRAPHY),
        ("More to read", SectionRole.BIBLIOGRAPHY),
    ]
    assert (BlockRole.BIBLIOGRAPHY, "Lo. Axis.") in blocks(made)
    assert made.paragraphs == 3


# Markdown


def test_markdown(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        "made.md",
        f"---\ntitle: 'On Salt'\nauthor:\n  - Jane Doe\n  - Richard Roe\ndate: 3 May 1998\n---\n# Introduction\n\n{PROSE}*So*[^a].\n"
        "It goes\non.^[Inline *note*.]\n\n1. one\n2. two\n   - inner\n\n> quoted\n> words\n\n| a | b |\n|---|---|\n| 1 | *2* |\n\n"
        "Setext\n------\n\n<b>Raw</b> &amp; 5 \\* 3 * 2 `code`\n\n[^a]: The *note*,\n    wrapped.\n\n    Its second paragraph.\n",
    )
    assert (file.kind, file.title, file.author, file.year) == ("markdown", "On Salt", "Jane Doe, Richard Roe", 1998)
    made = file.contents
    assert blocks(made) == [
        (BlockRole.HEADING, "Introduction"),
        (BlockRole.BODY, f"{PROSE}So¹. It goes on.²"),
        (BlockRole.LIST, "1. one\n2. two\n• inner"),
        (BlockRole.BLOCK_QUOTATION, "quoted words"),
        (BlockRole.TABLE, "a\tb\n1\t2"),
        (BlockRole.HEADING, "Setext"),
        (BlockRole.BODY, "Raw & 5 * 3 * 2 code"),
        (BlockRole.HEADING, "Notes"),
        (BlockRole.NOTE, "¹ The note, wrapped. Its second paragraph."),
        (BlockRole.NOTE, "² Inline note."),
    ]
    assert emphasis(made) == ["So", "2", "note", "note"]
    assert notes(made) == [("¹ The note, wrapped. Its second paragraph.", "So¹"), ("² Inline note.", "on.²")]
    assert [(s.title, s.level) for s in made.sections] == [("Introduction", 1), ("Setext", 2), ("Notes", 1)]


def test_notes_that_a_converter_left_as_raised_digits(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        "made.md",
        "# One\n\nIt *began*.<sup>1</sup> It covers 30 km<sup>2</sup>. It *went* on,<sup>2</sup> and\nended. <sup>3</sup>\n\n"
        "<sup>1</sup> Lo, *Axis*, 3.\n\n<sup>2</sup> Ibid.\n\n<sup>3</sup> Moe.\n\n# Two\n\nMore *text*.\n",
    ).contents
    assert blocks(made)[1] == (BlockRole.BODY, "It began.¹ It covers 30 km². It went on,² and ended.³")
    assert notes(made) == [("¹ Lo, Axis, 3.", "began.¹"), ("² Ibid.", "on,²"), ("³ Moe.", "ended.³")]
    assert emphasis(made) == ["began", "went", "text", "Axis"]
    assert [m.number for m in made.markers] == [1, 2, 3]


def test_exponents_alone_make_no_notes(tmp_path: Path) -> None:
    text = "Take x<sup>2</sup> and y<sup>3</sup>.\n\n<sup>14</sup>C is carbon.\n"
    assert read(tmp_path, "made.md", text).contents.notes == ()


# DOCX


def test_docx(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
        '</w:abstractNum><w:abstractNum w:abstractNumId="6"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="6"/>'
        "</w:num>"
    )

    def item(text: str, list_id: int, level: int = 0) -> str:
        numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
        return docx_paragraph(docx_run(text), properties=numbered)

    styles = (
        DOCX_STYLES
        + docx_style("Mine", "My own", based_on="Heading2")
        + docx_style("Berschrift", "heading 3")
        + docx_style("Kursiv", "Slanted", runs="<w:i/>")
    )
    body = (
        docx_paragraph(docx_run("The Title"), "Title")
        + docx_paragraph(docx_run("One"), "Heading1")
        + docx_paragraph(
            docx_run("Plain ")
            + docx_run("slanted", "<w:i/>")
            + docx_run(" not", '<w:i w:val="0"/>')
            + '<w:r><w:footnoteReference w:id="2"/></w:r>'
            + '<w:ins><w:r><w:t xml:space="preserve"> inserted</w:t></w:r></w:ins><w:del><w:r><w:delText>no</w:delText></w:r></w:del>'
            + "<w:hyperlink><w:r><w:t> linked</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r>"
            + '<w:r><w:tab/><w:t>tab</w:t><w:br/><w:t>line</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r>'
            + docx_run("2", '<w:vertAlign w:val="superscript"/>')
            + '<w:r><w:endnoteReference w:id="1"/></w:r>'
        )
        + docx_paragraph(docx_run("Two"), "Mine")
        + docx_paragraph(docx_run("Drei"), "Berschrift")
        + docx_paragraph(docx_run("outlined"), properties='<w:outlineLvl w:val="3"/>')
        + item("two", 1) + item("two a", 1, 1) + item("two b", 1, 1) + item("three", 1) + item("three a", 1, 1) + item("dot", 2)
        + docx_paragraph(docx_run("Quoted."), "Quote")
        + docx_paragraph(docx_run("all slanted"), "Kursiv")
        + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>d</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )  # fmt: skip
    made_notes = {
        "footnotes": '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2">{docx_paragraph("<w:r><w:footnoteRef/></w:r>" + docx_run(" Lo, ") + docx_run("Axis", "<w:i/>"))}'
        f"{docx_paragraph(docx_run('More.'))}</w:footnote>",
        "endnotes": f'<w:endnote w:id="1">{docx_paragraph(docx_run("End."))}</w:endnote>',
    }
    core = "<dc:title>Stated</dc:title><dc:creator>Ann Author</dc:creator><dcterms:created>2016-02-01</dcterms:created>"
    file = read(tmp_path, "made.docx", docx(body, styles=styles, numbering=numbering, notes=made_notes, core=core))
    assert (file.kind, file.title, file.author, file.year) == ("docx", "Stated", "Ann Author", 2016)
    made = file.contents
    assert blocks(made) == [
        (BlockRole.FRONT_MATTER, "The Title"),
        (BlockRole.HEADING, "One"),
        (BlockRole.BODY, "Plain slanted not¹ inserted linked tab line²,²"),
        (BlockRole.HEADING, "Two"),
        (BlockRole.HEADING, "Drei"),
        (BlockRole.HEADING, "outlined"),
        (BlockRole.LIST, "2. two\n2.a) two a\n2.b) two b\n3. three\n3.a) three a\n• dot"),
        (BlockRole.BLOCK_QUOTATION, "Quoted."),
        (BlockRole.BODY, "all slanted"),
        (BlockRole.TABLE, "a b\nc\td"),
        (BlockRole.BODY, "in a control"),
        (BlockRole.HEADING, "Notes"),
        (BlockRole.NOTE, "¹ Lo, Axis More."),
        (BlockRole.NOTE, "² End."),
    ]
    assert emphasis(made) == ["slanted", "Axis"]
    assert [n.number for n in made.notes] == [1, 2]
    assert all(n.marker is not None for n in made.notes)
    assert [(s.title, s.level) for s in made.sections][1:5] == [("One", 1), ("Two", 2), ("Drei", 3), ("outlined", 4)]


def test_docx_by_another_program(tmp_path: Path) -> None:
    document = word.Document()
    document.core_properties.author = "Jane Doe"
    document.add_heading("A Title", 0)
    document.add_heading("One", 1)
    document.add_paragraph("Plain, ").add_run("slanted").italic = True
    document.add_paragraph("first", "List Number")
    document.add_paragraph("second", "List Number")
    document.add_paragraph("dot", "List Bullet")
    document.add_paragraph("Said so.", "Intense Quote")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "a", "d"
    document.add_heading("Deeper", 2)
    document.add_paragraph("Text.")
    path = tmp_path / "made.docx"
    document.save(str(path))
    file = load(path)
    assert file.author == "Jane Doe"
    assert blocks(file.contents) == [
        (BlockRole.FRONT_MATTER, "A Title"),
        (BlockRole.HEADING, "One"),
        (BlockRole.BODY, "Plain, slanted"),
        (BlockRole.LIST, "1. first\n2. second\n• dot"),
        (BlockRole.BLOCK_QUOTATION, "Said so."),
        (BlockRole.TABLE, "a\n\td"),
        (BlockRole.HEADING, "Deeper"),
        (BlockRole.BODY, "Text."),
    ]
    assert emphasis(file.contents) == ["slanted"]


# EPUB


def test_epub(tmp_path: Path) -> None:
    data = epub(
        {
            "text/c1.xhtml": chapter(
                "<h1>One</h1><p>Text&nbsp;one.<a epub:type='noteref' href='../end.xhtml#n1'>1</a> More."
                "<a epub:type='noteref' href='#a2'>*</a></p><aside epub:type='footnote' id='a2'><p>* Aside.</p></aside>"
                "<a id='empty'/><script/><p>After it.<span epub:type='pagebreak' title='12'>12</span></p>"
            ),
            "text/c%202.xhtml": chapter("<h1>Two</h1><p>With <i>italics</i>."),  # not well formed
            "end.xhtml": chapter(
                "<section epub:type='endnotes'><h1>Notes</h1><p id='n1'><a href='text/c1.xhtml#r'>1</a>. The note.</p></section>"
            ),
        },
        metadata="<dc:title>Book</dc:title><dc:creator>Ann Author</dc:creator><dc:creator opf:role='edt'>Ed</dc:creator>"
        "<dc:date>2003-01-01</dc:date>",
        manifest="<item id='nav' properties='nav' href='nav.xhtml' media-type='application/xhtml+xml'/>",
        others={"OPS/text/c 2.xhtml": chapter("<h1>Two</h1><p>With <i>italics</i>."), "OPS/nav.xhtml": chapter("no")},
    )
    file = read(tmp_path, "made.epub", data)
    assert (file.kind, file.title, file.author, file.year) == ("epub", "Book", "Ann Author", 2003)
    made = file.contents
    assert blocks(made) == [
        (BlockRole.HEADING, "One"),
        (BlockRole.BODY, "Text one.¹ More.²"),
        (BlockRole.BODY, "After it."),
        (BlockRole.HEADING, "Two"),
        (BlockRole.BODY, "With italics."),
        (BlockRole.HEADING, "Notes"),
        (BlockRole.NOTE, "² Aside."),
        (BlockRole.NOTE, "¹ The note."),
    ]
    assert emphasis(made) == ["italics"]
    assert dict(notes(made)) == {"¹ The note.": "one.¹", "² Aside.": "More.²"}


# ODT


def test_odt(tmp_path: Path) -> None:
    note = (
        "<text:note text:note-class='footnote'><text:note-citation>{0}</text:note-citation><text:note-body><text:p>{1}</text:p>"
        "</text:note-body></text:note>"
    )
    body = (
        "<text:tracked-changes><text:p>no</text:p></text:tracked-changes><text:p text:style-name='Title'>The Title</text:p>"
        "<text:table-of-content><text:index-body><text:p>One 1</text:p></text:index-body></text:table-of-content>"
        "<text:h text:outline-level='1'>One</text:h><text:p>Some <text:span text:style-name='T1'>slanted</text:span>"
        f" words{note.format(1, 'Lo.')} and<text:s text:c='3'/>more<text:line-break/>of it"
        f"<office:annotation><text:p>no</text:p></office:annotation>{note.format(2, 'Ibid.')}.</text:p>"
        "<text:list text:style-name='L1'><text:list-item><text:p>first</text:p></text:list-item><text:list-item>"
        "<text:p>second</text:p><text:list><text:list-item><text:p>inner</text:p></text:list-item></text:list></text:list-item>"
        "</text:list><text:p>Between.</text:p><text:list text:style-name='L1' text:continue-numbering='true'><text:list-item>"
        "<text:p>third</text:p></text:list-item></text:list><text:p text:style-name='P9'>Quoted.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p>"
        "</table:table-cell></table:table-row></table:table><text:h text:outline-level='2'>Deeper</text:h>"
        "<text:p>In a <draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>frame.</text:p>"
    )
    automatic = (
        "<style:style style:name='T1'><style:text-properties fo:font-style='italic'/></style:style>"
        "<style:style style:name='P9' style:parent-style-name='Quotations'/>"
        "<text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-suffix=')'/>"
        "<text:list-level-style-bullet text:level='2'/></text:list-style>"
    )
    styles = "<style:style style:name='Title'/><style:style style:name='Quotations'/>"
    meta = "<dc:title>Stated</dc:title><meta:initial-creator>Ann Author</meta:initial-creator><meta:creation-date>2016-01-01"
    file = read(
        tmp_path, "made.odt", odt(body, automatic=automatic, styles=styles, meta=f"{meta}</meta:creation-date>")
    )
    assert (file.kind, file.title, file.author, file.year) == ("odt", "Stated", "Ann Author", 2016)
    made = file.contents
    assert blocks(made) == [
        (BlockRole.FRONT_MATTER, "The Title"),
        (BlockRole.FRONT_MATTER, "One 1"),
        (BlockRole.HEADING, "One"),
        (BlockRole.BODY, "Some slanted words¹ and more of it²."),
        (BlockRole.LIST, "1) first\n2) second\n• inner"),
        (BlockRole.BODY, "Between."),
        (BlockRole.LIST, "3) third"),
        (BlockRole.BLOCK_QUOTATION, "Quoted."),
        (BlockRole.TABLE, "a\tb"),
        (BlockRole.HEADING, "Deeper"),
        (BlockRole.BODY, "In a frame."),
        (BlockRole.BODY, "box"),
        (BlockRole.HEADING, "Notes"),
        (BlockRole.NOTE, "¹ Lo."),
        (BlockRole.NOTE, "² Ibid."),
    ]
    assert emphasis(made) == ["slanted"]
    assert notes(made) == [("¹ Lo.", "words¹"), ("² Ibid.", "it²")]


def test_content_tells_the_kind_before_the_name(tmp_path: Path) -> None:
    assert read(tmp_path, "page.txt", "<!DOCTYPE html><html><body><p>words").kind == "html"
    assert read(tmp_path, "word.epub", docx(docx_paragraph(docx_run("words")))).kind == "docx"
    assert read(tmp_path, "book.docx", epub({"c.xhtml": chapter("<p>words</p>")})).kind == "epub"
    assert read(tmp_path, "text.html", "a < b and words").kind == "html"
    assert read(tmp_path, "text.txt", "Some <p>words</p> of a text.").kind == "text"


def test_the_parsers_are_not_loaded_before_they_are_needed() -> None:
    script = (
        "import sys, reader.documents.loader, reader.services.bundle\n"
        "print(*[name for name in ('lxml', 'markdown_it', 'mdit_py_plugins') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.split() == []

"""Write excerpts as Markdown that a colleague can use as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.export.excerpts import ExcerptAnnotation, ExcerptDocument, ExcerptPair, Excerpts, ExcerptSide
from reader.export.markdown_text import block_quote, inline, paragraph_line, reader_markdown, table_cell, tag


def to_markdown(excerpts: Excerpts) -> str:
    """Write excerpts as CommonMark with pipe tables: annotations by document, then pairs side by side."""
    blocks = ["# Reading notes", _summary(excerpts)]
    for document in excerpts.documents:
        blocks += _document(document)
    if excerpts.pairs:
        blocks.append("## Passages side by side")
        for pair in excerpts.pairs:
            blocks += _pair(pair)
    return "\n\n".join(blocks) + "\n"


def _summary(excerpts: Excerpts) -> str:
    annotations = sum(len(document.annotations) for document in excerpts.documents)
    parts = [excerpts.date.isoformat(), _counted(annotations, "annotation"), _counted(len(excerpts.pairs), "pair")]
    if excerpts.scope:
        parts.append(inline(excerpts.scope))
    return " · ".join(parts)


def _document(document: ExcerptDocument) -> Iterator[str]:
    yield f"## {inline(document.title)}"
    yield paragraph_line(document.citation, emphasised=True)
    section: str | None = None
    for annotation in document.annotations:
        if annotation.section != section:
            section = annotation.section
            if section:
                yield f"### {inline(section)}"
        yield from _annotation(annotation)


def _annotation(annotation: ExcerptAnnotation) -> Iterator[str]:
    yield block_quote(annotation.quote)
    if annotation.sources:
        yield _sources("Rests on", annotation.sources)
    if annotation.note.strip():
        yield reader_markdown(annotation.note)
    tags = " ".join(tag(name) for name in annotation.tags)
    parts = (
        inline(annotation.locator),
        annotation.colour,
        tags,
        annotation.created.isoformat(),
        f"[Open in Diptych]({annotation.link})",
    )
    yield "— " + " · ".join(part for part in parts if part)


def _pair(pair: ExcerptPair) -> Iterator[str]:
    yield f"### {inline(_place(pair.left))} and {inline(_place(pair.right))}"
    yield "\n".join(
        (
            f"| {_heading(pair.left)} | {_heading(pair.right)} |",
            "| --- | --- |",
            f"| {table_cell(pair.left.quote)} | {table_cell(pair.right.quote)} |",
        )
    )
    for side in (pair.left, pair.right):
        if side.sources:
            yield _sources(f"{inline(_place(side))} rests on", side.sources)
    if pair.note.strip():
        yield reader_markdown(pair.note)
    facts = [pair.state]
    if pair.relation:
        facts.append(pair.relation)
    if pair.score is not None:
        facts.append(f"score {round(100 * pair.score)}")
    facts.append(pair.created.isoformat())
    yield "— " + " · ".join(facts)
    if pair.terms:
        yield f"Both name: {', '.join(inline(term) for term in pair.terms)}."


def _sources(verb: str, sources: Iterable[str]) -> str:
    return f"{verb}: {'; '.join(inline(source) for source in sources)}."


def _place(side: ExcerptSide) -> str:
    return f"{side.byline}, {side.locator}" if side.locator else side.byline


def _heading(side: ExcerptSide) -> str:
    return table_cell(f"{_place(side)} · {side.section}" if side.section else _place(side))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

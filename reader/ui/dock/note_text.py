"""Notes as lines of a card: Markdown's bold, italics and lists, nothing heavier."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QTextBlock, QTextDocument, QTextListFormat

from reader.ui.dock.excerpt import Run

_MARKUP = re.compile(r"[*_`#>\[\]<\\&~|]|\n|^\s*(?:[-+]|\d+[.)])\s")
_LINE_BREAK = "\u2028"


def note_runs(markdown: str) -> tuple[Run, ...]:
    """Turn a note into runs; paragraphs and list items begin on a new line."""
    if not _MARKUP.search(markdown):
        return (Run(markdown),)
    document = QTextDocument()
    document.setMarkdown(markdown, QTextDocument.MarkdownFeature.MarkdownNoHTML)
    runs: list[Run] = []
    block = document.begin()
    while block.isValid():
        if runs:
            runs.append(Run(_LINE_BREAK))
        runs += _block_runs(block)
        block = block.next()
    return tuple(run for run in runs if run.text)


def _block_runs(block: QTextBlock) -> list[Run]:
    runs: list[Run] = []
    items = block.textList()
    if items is not None:
        numbered = items.format().style() == QTextListFormat.Style.ListDecimal
        runs.append(Run(f"{items.itemText(block)} " if numbered else "• "))
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        face = fragment.charFormat()
        bold = face.fontWeight() >= QFont.Weight.Bold or bool(block.blockFormat().headingLevel())
        runs.append(Run(fragment.text(), bold, face.fontItalic()))
        iterator += 1
    return runs

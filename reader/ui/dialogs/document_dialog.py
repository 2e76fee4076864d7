"""The dialog for a document's title, author and year."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from reader.domain.document import Document
from reader.ui.appearance import Appearance

LAST_YEAR = 9999


@dataclass(frozen=True, slots=True)
class DocumentValues:
    """What the reader wrote; `year` is None where it is unknown."""

    title: str
    author: str
    year: int | None


def read_year(text: str) -> int | None:
    """Read a year; empty is unknown.

    Raises:
        ValueError: If it is not a whole number from 1 to LAST_YEAR.
    """
    if not text.strip():
        return None
    year = int(text) if text.strip().isdecimal() else 0
    if not 1 <= year <= LAST_YEAR:
        raise ValueError(text)
    return year


class DocumentDialog(QDialog):
    """Edits what the library says of a document; OK waits, and says for what, until it is valid."""

    def __init__(self, appearance: Appearance, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setWindowTitle("Edit document")
        self.title = QLineEdit(document.title, self)
        self.author = QLineEdit(document.author, self)
        self.year = QLineEdit("" if document.year is None else str(document.year), self)
        self.year.setPlaceholderText("Unknown")
        self.year.setMaxLength(12)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (("&Title", self.title), ("&Author", self.author), ("&Year", self.year)):
            field.setAccessibleName(words.replace("&", ""))
            form.addRow(words, field)
            field.textChanged.connect(self._check)
        source = QLabel(f"From {document.source_path}", self)
        source.setWordWrap(True)
        self._source = source
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText("Save")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(source)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(buttons)
        self.resize(480, self.sizeHint().height())
        appearance.recoloured.connect(self._restyle)
        self._restyle()
        self._check()

    def _restyle(self) -> None:
        theme = self._appearance.theme
        for label, ink in ((self.problem, theme.failure), (self._source, theme.ink3)):
            label.setFont(self._appearance.interface_font(12))
            label.setStyleSheet(f"color: {ink};")

    def _problem(self) -> str:
        if not self.title.text().strip():
            return "A document needs a title."
        try:
            read_year(self.year.text())
        except ValueError:
            return f"A year is a number from 1 to {LAST_YEAR}; leave it empty if it is unknown."
        return ""

    def _check(self) -> None:
        problem = self._problem()
        self.problem.setText(problem)
        self.ok.setEnabled(not problem)
        self.ok.setToolTip(problem)

    def values(self) -> DocumentValues:
        """Return what was written; call it once the dialog was accepted."""
        author = " ".join(self.author.text().split())
        return DocumentValues(" ".join(self.title.text().split()), author, read_year(self.year.text()))

"""The dialog that asks for a page, by its printed label or by its number in the file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from reader.domain.document import Page
from reader.ui.appearance import Appearance
from reader.ui.palette import IN_SHEETS


def page_named(pages: Sequence[Page], words: str) -> Page | None:
    """Return the page with a printed label, else that with a number counted from the file's first page; or None."""
    wanted = words.strip().removeprefix("p.").strip().casefold()
    labelled = next((page for page in pages if page.label.casefold() == wanted), None)
    if labelled is not None:
        return labelled
    number = int(wanted) if wanted.isdecimal() else 0
    return pages[number - 1] if 1 <= number <= len(pages) else None


class PageDialog(QDialog):
    """Takes a page only if the document has it.

    Args:
        appearance: Colours and faces.
        pages: The document's.
        current: The page at hand.
    """

    def __init__(
        self, appearance: Appearance, pages: Sequence[Page], current: Page, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        self.setWindowTitle("Go to a page")
        self.field = QLineEdit(current.label, self)
        self.field.setAccessibleName("Page")
        self.field.selectAll()
        span = f"Labels run from {pages[0].label} to {pages[-1].label}; the file has {len(pages)} pages."
        remark = QLabel(span, self)
        remark.setFont(appearance.interface_font(12))
        remark.setStyleSheet(f"color: {IN_SHEETS.ink2};")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText("Go")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.field.textChanged.connect(lambda _text: self.ok.setEnabled(self.page() is not None))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        for part in (QLabel("Printed label, or number in the file:", self), self.field, remark, buttons):
            column.addWidget(part)
        self.setMinimumWidth(360)

    def page(self) -> Page | None:
        """Return the page that the field names, or None."""
        return page_named(self._pages, self.field.text())

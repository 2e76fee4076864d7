"""The fields of the topic editor and how they are laid out: the topic on the left, its terms on the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from reader.domain.topic import WeightedTerm
from reader.ui.appearance import Appearance
from reader.ui.popups.controls import RING, Button
from reader.ui.popups.note_editor import NoteText
from reader.ui.status.text_label import TextLabel, ink2
from reader.ui.theme import Theme
from reader.ui.topics.learning_panel import LearningPanel
from reader.ui.topics.look_picker import LookPicker
from reader.ui.topics.proposals import ProposalChips
from reader.ui.topics.term_list import TermList
from reader.ui.topics.term_model import split_terms
from reader.ui.topics.topic_views import TopicDraft

_LEFT = 300


def failure_ink(theme: Theme) -> str:
    """Return the colour of problems."""
    return theme.failure


class DescriptionText(NoteText):
    """A field of three lines; Ctrl+Enter is left to the dialog."""

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        return QSize(_LEFT, 3 * self.fontMetrics().lineSpacing() + 18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the dialog."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class TopicForm:
    """Builds the fields into a dialog; fills and reads them."""

    def __init__(self, appearance: Appearance, dialog: QWidget) -> None:
        self._appearance = appearance
        self.name = QLineEdit(dialog)
        self.name.setAccessibleName("Name")
        self.name.setPlaceholderText("Two or three words, such as Arms sales")
        self.name_problem = TextLabel(appearance, size=12, colour=failure_ink, parent=dialog)
        self.description: QPlainTextEdit = DescriptionText(dialog)
        self.description.setAccessibleName("Description")
        self.description.setPlaceholderText("What a passage on it speaks of")
        self.look = LookPicker(appearance, dialog)
        self.learning = LearningPanel(appearance, dialog)
        self.counts = TextLabel(appearance, size=12.5, weight=500, colour=ink2, wrap=False, parent=dialog)
        self.counts.setAccessibleName("Passages with these terms")
        self.entry = QLineEdit(dialog)
        self.entry.setAccessibleName("Add terms")
        self.entry.setPlaceholderText("Add words or phrases, parted by commas")
        self.add = Button(appearance, "Add", name="Add these terms", keys="Enter", height=30, parent=dialog)
        self.terms = TermList(appearance, dialog)
        self.terms_problem = TextLabel(appearance, size=12, colour=failure_ink, parent=dialog)
        self.proposals = ProposalChips(appearance, dialog)
        self.proposals.tab_after = self.terms
        self.hint = TextLabel(appearance, size=12, colour=ink2, parent=dialog)
        self.cancel = Button(appearance, "Cancel", keys="Esc", height=32, padding=14, parent=dialog)
        self.save = Button(
            appearance, "Save", kind="primary", name="Save", keys="Ctrl+Enter", height=32, padding=16, parent=dialog
        )
        self._lay_out(dialog)
        appearance.recoloured.connect(self._restyle)
        self._restyle()

    def _label(self, text: str, dialog: QWidget) -> TextLabel:
        return TextLabel(self._appearance, text, size=12, weight=500, wrap=False, parent=dialog)

    def _lay_out(self, dialog: QWidget) -> None:
        outer, columns, buttons = QVBoxLayout(dialog), QHBoxLayout(), QHBoxLayout()
        outer.setContentsMargins(24, 20, 24 - RING, 16 - RING)
        outer.setSpacing(12)
        columns.setSpacing(24)
        columns.addLayout(self._left(dialog))
        columns.addLayout(self._right(dialog), 1)
        outer.addLayout(columns, 1)
        buttons.setSpacing(8 - 2 * RING)
        buttons.addWidget(self.hint, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        outer.addLayout(buttons)

    def _left(self, dialog: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._label("Name", dialog))
        column.addWidget(self.name)
        column.addWidget(self.name_problem)
        column.addSpacing(6)
        column.addWidget(self._label("Description", dialog))
        column.addWidget(self.description)
        column.addSpacing(4)
        column.addWidget(self.look)
        column.addSpacing(6)
        column.addWidget(self.learning, 1)
        column.addStretch(0)
        for field in (self.name, self.description, self.learning, self.look):
            field.setFixedWidth(_LEFT)
        self.name_problem.setFixedWidth(_LEFT)
        return column

    def _right(self, dialog: QWidget) -> QVBoxLayout:
        column, title, entry = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        column.setSpacing(4)
        title.addWidget(self._label("Terms and their weights", dialog))
        title.addStretch(1)
        title.addWidget(self.counts)
        title.setContentsMargins(0, 0, RING, 0)
        entry.setSpacing(8 - RING)
        entry.addWidget(self.entry, 1)
        entry.addWidget(self.add)
        column.addLayout(title)
        column.addLayout(entry)
        terms = QVBoxLayout()
        terms.setContentsMargins(0, 0, RING, 0)
        terms.addWidget(self.terms)
        terms.addWidget(self.terms_problem)
        column.addLayout(terms, 1)
        column.addSpacing(6)
        column.addWidget(self._label("Found in the texts: one press adds a term", dialog))
        column.addWidget(self.proposals)
        self.proposals.setFixedHeight(124)
        return column

    def _restyle(self) -> None:
        font = self._appearance.interface_font(13)
        for field in (self.name, self.entry, self.description):
            field.setFont(font)
        for line in (self.name, self.entry):
            line.setMinimumHeight(30)
        self.description.setFixedHeight(3 * self.description.fontMetrics().lineSpacing() + 27)

    # -- contents ------------------------------------------------------------------------------------------------

    def fill(self, draft: TopicDraft) -> None:
        """Show a topic."""
        self.name.setText(draft.name)
        self.description.setPlainText(draft.description)
        self.look.set_look(draft.colour, draft.glyph)
        self.terms.terms.set_terms(draft.terms)
        self.terms.set_colour(draft.colour)
        self.entry.clear()
        self.hint.setText("")
        self.proposals.set_proposals(())

    def draft(self, slug: str | None) -> TopicDraft:
        """Read the fields; what is still being typed as a term comes first."""
        model = self.terms.terms
        typed = tuple(WeightedTerm(term) for term in split_terms(self.entry.text()) if model.row_of(term) < 0)
        return TopicDraft(
            slug,
            " ".join(self.name.text().split()),
            self.description.toPlainText().strip(),
            typed + model.terms,
            self.look.colour,
            self.look.glyph,
        )

    def show_problems(self, name: str, terms: str) -> None:
        """Say below the fields what is wrong with them."""
        for label, text in ((self.name_problem, name), (self.terms_problem, terms)):
            label.setText(text)
            label.setVisible(bool(text))

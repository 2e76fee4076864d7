"""The dialog in which a topic is made or changed: name, description, look, and weighted terms with live counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from reader.domain.topic import TOPIC_COLOURS, TOPIC_GLYPHS, ProposedTerm, Topic, WeightedTerm, slug_of
from reader.ui.appearance import Appearance
from reader.ui.tasks import TaskLane
from reader.ui.topics.latest_answer import LatestAnswer
from reader.ui.topics.term_model import split_terms
from reader.ui.topics.topic_form import TopicForm
from reader.ui.topics.topic_views import Counts, Learning, LearntTerm, TopicDraft, TopicSources, counts_words

NAME_WORDS = 6  # a selection longer than that describes a topic, it does not name one
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TopicEditor(QDialog):
    """Makes a topic from two or three words, or changes one.

    While the reader types, the terms' counts and further terms are asked for off the GUI thread. Until the terms of a
    new topic are touched they follow its name. Ctrl+Enter saves; Esc closes, and asks for a second press where that
    would lose something.

    Signals:
        saved: The TopicDraft to store.

    Args:
        appearance: Colours, faces and icons.
        sources: Whom to ask for counts and proposals; None where no documents are open.
        lane: Where they are asked.
    """

    saved = Signal(object)

    def __init__(
        self, appearance: Appearance, sources: TopicSources | None, lane: TaskLane, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sources = sources
        self._others: Sequence[Topic] = ()
        self._slug: str | None = None
        self._opened_with: TopicDraft | None = None
        self._follows_name = False
        self._name_touched = False
        self._warned = False
        self.form = TopicForm(appearance, self)
        self._counting = LatestAnswer[Counts](lane, "Counting passages", self._show_counts, self._no_counts, self)
        self._proposing = LatestAnswer[Sequence[ProposedTerm]](
            lane, "Looking for terms", self._show_proposals, self._no_proposals, self
        )
        form = self.form
        form.name.textEdited.connect(self._name_edited)
        form.name.returnPressed.connect(self.save)
        form.description.textChanged.connect(self._changed)
        form.entry.returnPressed.connect(self._add_typed)
        form.entry.textEdited.connect(self._typed)
        form.add.clicked.connect(self._add_typed)
        form.look.look_changed.connect(self._look_changed)
        form.terms.terms.terms_changed.connect(self._terms_changed)
        form.proposals.chosen.connect(self._take)
        form.learning.taken.connect(self._take_learnt)
        form.save.clicked.connect(self.save)
        form.cancel.clicked.connect(self.reject)
        self.resize(800, 540)

    # -- opening -------------------------------------------------------------------------------------------------

    def start_new(
        self,
        others: Sequence[Topic],
        words: str = "",
        *,
        look: tuple[str, str] = (TOPIC_COLOURS[0], TOPIC_GLYPHS[0]),
        terms: Sequence[WeightedTerm] = (),
        description: str = "",
    ) -> None:
        """Make a new topic.

        Args:
            others: The topics there are, whose names are taken.
            words: Its name to begin with, such as what is selected; long ones become its description.
            look: A colour and a shape that no other topic has.
            terms: Where they are known, as for a suggested topic; else they follow the name.
            description: What a passage on it speaks of.
        """
        words = " ".join(words.split())
        long = len(words.split()) > NAME_WORDS
        name = "" if long else words
        first = tuple(terms) or tuple(WeightedTerm(term) for term in split_terms(name))
        draft = TopicDraft(None, name, description or (words if long else ""), first, *look)
        self._open(draft, others, None, follows_name=not terms)
        self.setWindowTitle("New topic")

    def edit(self, topic: Topic, others: Sequence[Topic], learning: Learning | None = None) -> None:
        """Change a topic; `others` may hold it too."""
        draft = TopicDraft(topic.slug, topic.name, topic.description, topic.terms, topic.colour, topic.glyph)
        self._open(draft, [other for other in others if other.slug != topic.slug], learning, follows_name=False)
        self.setWindowTitle(f"Edit topic “{topic.name}”")

    def _open(
        self, draft: TopicDraft, others: Sequence[Topic], learning: Learning | None, *, follows_name: bool
    ) -> None:
        self._slug, self._others, self._follows_name = draft.slug, others, follows_name
        self._name_touched = self._warned = False
        self.form.fill(draft)
        self.form.look.set_taken({(other.colour, other.glyph): other.name for other in others})
        self.form.learning.set_learning(learning)
        self._opened_with = self.draft()
        self._ask()
        self._check()
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.name.selectAll()

    # -- what it holds -------------------------------------------------------------------------------------------

    def draft(self) -> TopicDraft:
        """Return what the editor holds; what is still being typed as a term is part of it."""
        return self.form.draft(self._slug)

    def has_changes(self) -> bool:
        """Tell whether closing would lose something."""
        return self._opened_with is not None and self.draft() != self._opened_with

    def name_problem(self) -> str:
        """Say what is wrong with the name; nothing if it is good."""
        name = self.draft().name
        if not name:
            return "A topic needs a name, such as Energy."
        for other in self._others:
            if other.name.casefold() == name.casefold() or (self._slug is None and other.slug == slug_of(name)):
                return f"There is a topic “{other.name}” already. Choose another name."
        return ""

    def terms_problem(self) -> str:
        """Say what is wrong with the terms; nothing if they are good."""
        return "" if self.draft().terms else "Give at least one word or phrase that speaks for the topic."

    def _check(self) -> None:
        name, terms = self.name_problem(), self.terms_problem()
        show_name = bool(name) and (self._name_touched or bool(self.draft().name))
        self.form.show_problems(name if show_name else "", terms if self._name_touched else "")
        problem = name or terms
        self.form.save.setEnabled(not problem)
        self.form.save.setToolTip(problem or "Save (Ctrl+Enter)")

    # -- what the reader does ------------------------------------------------------------------------------------

    def _name_edited(self, text: str) -> None:
        self._name_touched = True
        if self._follows_name:
            self.form.terms.terms.set_terms(WeightedTerm(term) for term in split_terms(text))
            self._ask()
        self._changed()

    def _look_changed(self, colour: str, _glyph: str) -> None:
        self.form.terms.set_colour(colour)
        self._changed()

    def _terms_changed(self) -> None:
        self._follows_name = False
        self._changed()
        self._ask()

    def _changed(self) -> None:
        self._warned = False
        self.form.hint.setText("")
        self._check()

    def _typed(self, text: str) -> None:
        if text.endswith((",", ";")):
            self._add_typed()
        else:
            self._changed()

    def _add_typed(self) -> None:
        typed = [WeightedTerm(term) for term in split_terms(self.form.entry.text())]
        self.form.entry.clear()
        if typed and not self.form.terms.terms.add(typed):
            self.form.hint.setText(f"“{typed[0].term}” is there already.")
        if typed:
            self.form.terms.reveal(self.form.terms.terms.row_of(typed[0].term))

    def _take(self, proposal: ProposedTerm) -> None:
        self.form.terms.terms.add([proposal.term])
        self.form.terms.reveal(self.form.terms.terms.row_of(proposal.term.term))

    def _take_learnt(self, learnt: Sequence[LearntTerm]) -> None:
        """Give terms the weights that the reader's word on passages speaks for."""
        model = self.form.terms.terms
        weights = {term.term.casefold(): term.after for term in learnt}
        kept = [WeightedTerm(term.term, weights.get(term.term.casefold(), term.weight)) for term in model.terms]
        known = {term.term.casefold() for term in kept}
        new = [WeightedTerm(term.term, term.after) for term in learnt if term.term.casefold() not in known]
        model.set_terms(term for term in (*new, *kept) if term.weight > 0)
        self._terms_changed()

    def save(self) -> None:
        """Hand the topic on and close, if it is valid."""
        self._name_touched = True
        self._check()
        if self.name_problem():
            self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.terms_problem():
            self.form.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            draft = self.draft()
            self.accept()
            self.saved.emit(draft)

    # -- counts and proposals ------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask for the counts of the terms there are, and for further ones."""
        sources, draft = self._sources, self.draft()
        if sources is None:
            self.form.counts.setText("")
            self.form.proposals.say("Open two documents to have terms proposed.")
            return
        if not draft.terms and not draft.description and not draft.name:
            self._counting.stop()
            self._proposing.stop()
            self.form.counts.setText("")
            self.form.proposals.say("Write two or three words: terms found in both texts are proposed here.")
            return
        count, propose = sources.count, sources.propose
        self.form.counts.setText("Counting…")
        self._counting.ask(lambda: count(draft))
        self._proposing.ask(lambda: propose(draft))
        if not self.form.proposals.chips:
            self.form.proposals.say("Looking for terms…")

    def _show_counts(self, counts: Counts) -> None:
        left, right = counts
        self.form.counts.setText(f"{left} left · {right} right")
        self.form.counts.setToolTip(f"With these terms: {counts_words(counts)}")

    def _no_counts(self) -> None:
        self.form.counts.setText("Counts not known")

    def _show_proposals(self, proposals: Sequence[ProposedTerm]) -> None:
        known = {term.term.casefold() for term in self.draft().terms}
        self.form.proposals.set_proposals([each for each in proposals if each.term.term.casefold() not in known])

    def _no_proposals(self) -> None:
        self.form.proposals.say("No terms could be proposed.")

    # -- Qt ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save on Ctrl+Enter; ask for a second Esc where the first would lose something."""
        if event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
        elif event.key() == Qt.Key.Key_Escape and self.has_changes() and not self._warned:
            self._warned = True
            self.form.hint.setText("Not saved yet. Press Esc again to discard what you wrote.")
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Close, and want no answers any more."""
        self._counting.stop()
        self._proposing.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for no more where the window system closes it."""
        self._counting.stop()
        self._proposing.stop()
        super().closeEvent(event)

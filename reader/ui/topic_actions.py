"""What the reader does with topics: make, edit, order, merge, remove and restore them, and take up suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QDialog, QWidget

from reader.domain.progress import Progress
from reader.domain.topic import TOPIC_COLOURS, TOPIC_GLYPHS, SuggestedTopic, Topic, slug_of
from reader.services.suggestions import judged_passages
from reader.ui.appearance import Appearance
from reader.ui.comparing import Comparing
from reader.ui.journal import Change
from reader.ui.toolbar.topic_chip import TopicItem
from reader.ui.topics.topic_editor import TopicEditor
from reader.ui.topics.topic_menu import TopicMenus
from reader.ui.topics.topic_model import TopicRow
from reader.ui.topics.topic_views import Counts, Learning, TopicDraft, TopicSources, learning_of
from reader.ui.topics.topics_dialog import TopicsDialog
from reader.ui.workbench import Workbench


class TopicActions(QObject):
    """Every change to the list of topics is one undoable change of the whole list.

    Args:
        window: Parent of the dialogs.
        appearance: Colours, faces and icons.
        bench: Services, lanes and journal.
        comparing: The open pair, whose alignment follows the topics.
    """

    def __init__(self, window: QWidget, appearance: Appearance, bench: Workbench, comparing: Comparing) -> None:
        super().__init__(window)
        self._window = window
        self._appearance = appearance
        self._bench = bench
        self._comparing = comparing
        self._dialog: TopicsDialog | None = None
        self.menus = TopicMenus(appearance, self)
        self.menus.edit_requested.connect(self.edit)
        self.menus.remove_requested.connect(self.remove)
        self.menus.move_requested.connect(self.move)
        self.menus.new_requested.connect(self.new)
        self.menus.manage_requested.connect(self.manage)
        self.menus.suggestions_requested.connect(self.suggest)
        comparing.refreshed.connect(lambda _pair: self._show_rows())
        comparing.aligned.connect(lambda _comparison: self._show_rows())
        comparing.recounted.connect(lambda _comparison: self._show_rows())

    # -- the list ------------------------------------------------------------------------------------------------

    @property
    def topics(self) -> list[Topic]:
        """The topics as last read."""
        return list(self._comparing.pair.topics) if self._comparing.pair is not None else []

    def _change(self, words: str, topics: Sequence[Topic]) -> None:
        service, wanted = self._bench.services.topics, list(topics)
        self._bench.journal.record(
            Change(
                self._bench.journal,
                words,
                lambda: service.arrange(wanted),
                service.arrange,
                lambda _before: service.arrange(wanted),
            )
        )

    def _known(self, slug: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.slug == slug), None)

    def remove(self, slug: str) -> None:
        """Take a topic out of the list."""
        topic = self._known(slug)
        if topic is not None:
            self._change("Remove topic", [each for each in self.topics if each.slug != slug])
            self._notice(f"Topic “{topic.name}” removed")

    def move(self, slug: str, position: int) -> None:
        """Put a topic at a position of the list, from 0."""
        topic = self._known(slug)
        if topic is not None:
            others = [each for each in self.topics if each.slug != slug]
            self._change("Move topic", [*others[:position], topic, *others[position:]])

    def merge(self, slug: str, into: str) -> None:
        """Give a topic's terms to another one, and remove it."""
        source, target = self._known(slug), self._known(into)
        if source is None or target is None or source is target:
            return
        known = {term.term.casefold() for term in target.terms}
        terms = (*target.terms, *(term for term in source.terms if term.term.casefold() not in known))
        merged = replace(target, terms=terms)
        self._change("Merge topics", [merged if each is target else each for each in self.topics if each is not source])
        self._notice(f"“{source.name}” merged into “{target.name}”")

    def duplicate(self, slug: str) -> None:
        """Copy a topic, to be changed."""
        topic = self._known(slug)
        if topic is not None:
            name = f"{topic.name} (copy)"
            copy = replace(topic, slug=self._free_slug(name), name=name)
            at = [each.slug for each in self.topics].index(slug) + 1
            self._change("Duplicate topic", [*self.topics[:at], copy, *self.topics[at:]])

    def restore_ready(self) -> None:
        """Bring back the topics that come with the program and are not in the list."""
        service, topics = self._bench.services.topics, self.topics
        taken = {topic.slug for topic in topics} | {topic.name.casefold() for topic in topics}

        def add(ready: Sequence[Topic]) -> None:
            missing = [topic for topic in ready if not {topic.slug, topic.name.casefold()} & taken]
            if missing:
                self._change("Restore ready topics", [*topics, *missing])
            else:
                self._bench.announced.emit("All ready topics are in the list")

        self._bench.read("Reading topics", service.ready, add)

    def _free_slug(self, name: str) -> str:
        taken = {topic.slug for topic in self.topics}
        slug, number = slug_of(name), 2
        while slug in taken:
            slug, number = f"{slug_of(name)}-{number}", number + 1
        return slug

    # -- the editor ----------------------------------------------------------------------------------------------

    def new(self, words: str = "") -> None:
        """Make a topic, from a few words if there are any."""
        if self._comparing.pair is not None:
            editor = self._editor()
            editor.start_new(self.topics, words, look=self._free_look())
            self._run(editor)

    def edit(self, slug: str) -> None:
        """Change a topic."""
        topic = self._known(slug)
        if topic is None:
            return

        def open_editor(learning: Learning | None) -> None:
            editor = self._editor()
            editor.edit(topic, self.topics, learning)
            self._run(editor)

        comparison, pair = self._comparing.comparison, self._comparing.pair
        if comparison is None or pair is None or topic not in comparison.topics:
            open_editor(None)
            return
        service, links = self._bench.services.suggestions, pair.links

        def learn(progress: Progress) -> Learning | None:
            confirmed, rejected = judged_passages(comparison, slug, links)
            if not confirmed and not rejected:
                return None
            learned = service.learn_terms(comparison, slug, links, progress)
            return learning_of(topic, learned, len(confirmed), len(rejected - confirmed))

        self._bench.compute_lane.submit("Learning from your word", learn, open_editor, self._bench.failed.emit)

    def edit_suggestion(self, suggested: SuggestedTopic) -> None:
        """Open a suggested topic in the editor."""
        editor = self._editor()
        terms = [term.term for term in suggested.terms]
        editor.start_new(self.topics, suggested.name, look=self._free_look(), terms=terms)
        self._run(editor)

    def add_suggestion(self, suggested: SuggestedTopic) -> None:
        """Add a suggested topic as it is."""
        colour, glyph = self._free_look()
        terms = tuple(term.term for term in suggested.terms)
        topic = Topic(self._free_slug(suggested.name), suggested.name, "", terms, colour, glyph)
        self._change("Add topic", [*self.topics, topic])

    def _editor(self) -> TopicEditor:
        editor = TopicEditor(self._appearance, self._sources(), self._bench.compute_lane, self._dialog or self._window)
        editor.saved.connect(self._save)
        return editor

    @staticmethod
    def _run(editor: QDialog) -> None:
        editor.exec()
        editor.deleteLater()

    def _save(self, draft: TopicDraft) -> None:
        slug = draft.slug or self._free_slug(draft.name)
        topic = Topic(slug, draft.name, draft.description, draft.terms, draft.colour, draft.glyph)
        if draft.slug is None:
            self._change("Add topic", [*self.topics, topic])
            self._comparing.choose_topic_when_there(slug)
        else:
            self._change("Edit topic", [topic if each.slug == slug else each for each in self.topics])

    def _sources(self) -> TopicSources | None:
        pair = self._comparing.pair
        if pair is None:
            return None
        topics, suggestions = self._bench.services.topics, self._bench.services.suggestions

        def count(draft: TopicDraft) -> Counts:
            topic = Topic("draft", draft.name or "draft", draft.description, draft.terms, draft.colour, draft.glyph)
            return topics.count(topic, pair.left), topics.count(topic, pair.right)

        return TopicSources(
            count,
            lambda draft: suggestions.propose_terms(
                [term.term for term in draft.terms] or [draft.name], pair.left, pair.right, draft.name
            ),
        )

    def _free_look(self) -> tuple[str, str]:
        taken = {(topic.colour, topic.glyph) for topic in self.topics}
        size = len(TOPIC_COLOURS)
        looks = [(TOPIC_COLOURS[n % size], TOPIC_GLYPHS[(n + n // size) % size]) for n in range(size * size)]
        return next((look for look in looks if look not in taken), looks[0])

    # -- the dialog ----------------------------------------------------------------------------------------------

    def chip_menu(self, slug: str, place: QPoint) -> None:
        """Open the menu of a topic's chip; with "" that of the row itself."""
        self.menus.chip_menu(self._items(), slug, self._window).popup(place)

    def suggest(self) -> None:
        """Show the topics, the suggested ones first of all."""
        self.manage(suggestions=True)

    def manage(self, *, suggestions: bool = False) -> None:
        """Show the list of topics."""
        if self._comparing.pair is None:
            self._bench.announced.emit("Open two documents first: topics are counted in both")
            return
        dialog = self._dialog = TopicsDialog(self._appearance, self._window)
        dialog.new_requested.connect(self.new)
        dialog.edit_requested.connect(self.edit)
        dialog.duplicate_requested.connect(self.duplicate)
        dialog.remove_requested.connect(self.remove)
        dialog.move_requested.connect(self.move)
        dialog.merge_requested.connect(self.merge)
        dialog.restore_requested.connect(self.restore_ready)
        dialog.suggestion_chosen.connect(self.add_suggestion)
        dialog.suggestion_edit_requested.connect(self.edit_suggestion)
        dialog.undo_requested.connect(self._bench.journal.undo_stack.undo)
        self._show_rows()
        if suggestions:
            dialog.show_suggestions()
        dialog.exec()
        self._dialog = None
        dialog.deleteLater()

    def _items(self) -> list[TopicItem]:
        comparison = self._comparing.comparison
        known = {topic.slug for topic in comparison.topics} if comparison is not None else set()
        items = []
        for topic in self.topics:
            counted = comparison is not None and topic.slug in known
            counts = comparison.counts(topic.slug) if comparison is not None and counted else (None, None)
            items.append(TopicItem(topic.slug, topic.name, topic.colour, topic.glyph, *counts))
        return items

    def _show_rows(self) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        rows = zip(self._items(), self.topics, strict=True)
        dialog.set_topics([TopicRow(item, topic.description, len(topic.terms)) for item, topic in rows])
        comparison = self._comparing.comparison
        if comparison is None or list(comparison.topics) != self.topics:
            dialog.set_looking()  # the alignment under the new list is on its way
            return
        service = self._bench.services.suggestions
        dialog.set_looking()

        def show(suggested: tuple[SuggestedTopic, ...]) -> None:
            if self._dialog is dialog:
                dialog.set_suggestions(suggested)

        self._bench.compute_lane.submit(
            "Looking for topics",
            lambda progress: service.suggest_topics(comparison, progress),
            show,
            self._bench.failed.emit,
        )

    def _notice(self, text: str) -> None:
        if self._dialog is not None:
            self._dialog.show_notice(text)
        else:
            self._bench.noticed.emit(text)

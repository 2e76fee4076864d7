"""The menus on topics: of a chip in the toolbar, and of a passage that treats one or does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QWidget

from reader.ui.appearance import Appearance
from reader.ui.toolbar.topic_chip import TopicItem, glyph_icon


@dataclass(frozen=True, slots=True)
class PassageTopic:
    """A topic as the menu of a passage shows it.

    Attributes:
        verdict: True where the reader said that the passage treats it, False where not, None for no word yet.
        computed: Whether the program takes the passage to be on it.
    """

    item: TopicItem
    verdict: bool | None = None
    computed: bool = False


class TopicMenus(QObject):
    """Builds menus and says what was chosen in them; a menu deletes itself when it closes.

    Signals:
        edit_requested, remove_requested: The topic's slug.
        move_requested: The slug, and the position it goes to.
        new_requested, suggestions_requested, manage_requested: No arguments.
        verdict_given: The slug, and True (treats it), False (does not) or None (word taken back).
    """

    edit_requested = Signal(str)
    remove_requested = Signal(str)
    move_requested = Signal(str, int)
    new_requested = Signal()
    suggestions_requested = Signal()
    manage_requested = Signal()
    verdict_given = Signal(str, object)

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def chip_menu(self, items: Sequence[TopicItem], slug: str, parent: QWidget) -> QMenu:
        """Make the menu of a topic's chip, or of the row of chips.

        Args:
            items: All topics in order.
            slug: The topic the menu is for; "" for none, where it holds only what is about no one topic.
            parent: Its Qt owner.
        """
        menu = _menu(parent)
        at = next((number for number, item in enumerate(items) if item.slug == slug), None)
        if at is not None:
            self._add_chip(menu, items, at)
            menu.addSeparator()
        self.add_common(menu)
        return menu

    def _add_chip(self, menu: QMenu, items: Sequence[TopicItem], at: int) -> None:
        slug = items[at].slug
        name = items[at].name.replace("&", "&&")
        menu.addAction(glyph_icon(self._appearance, items[at]), f"Edit {name}…", lambda: self.edit_requested.emit(slug))
        left = menu.addAction("Move left", lambda: self.move_requested.emit(slug, at - 1))
        left.setIcon(self._icon("arrow-left"))
        left.setEnabled(at > 0)
        right = menu.addAction("Move right", lambda: self.move_requested.emit(slug, at + 1))
        right.setIcon(self._icon("arrow-right"))
        right.setEnabled(at < len(items) - 1)
        menu.addAction(self._icon("trash-2"), f"Remove {name}", lambda: self.remove_requested.emit(slug))

    def add_common(self, menu: QMenu) -> None:
        """Add what is not about one topic: New, Suggested, Manage."""
        menu.addAction(self._icon("plus"), "New topic…", self.new_requested.emit)
        menu.addAction("Suggested topics…", self.suggestions_requested.emit)
        menu.addAction("Manage topics…", self.manage_requested.emit)

    def add_verdicts(self, menu: QMenu, active: PassageTopic | None, others: Sequence[PassageTopic] = ()) -> None:
        """Add to a passage's menu whether it treats the active topic, and a submenu with the other topics."""
        if active is not None:
            self._add_pair(menu, active)
        if others:
            more = menu.addMenu("Treats another topic")
            more.setToolTipsVisible(True)
            for topic in others:
                action = more.addAction(glyph_icon(self._appearance, topic.item), topic.item.name.replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(topic.verdict if topic.verdict is not None else topic.computed)
                action.setToolTip(_verdict_words(topic))
                action.triggered.connect(
                    lambda checked, slug=topic.item.slug: self.verdict_given.emit(slug, bool(checked))
                )

    def _add_pair(self, menu: QMenu, topic: PassageTopic) -> None:
        name = topic.item.name.replace("&", "&&")
        for words, verdict in ((f"Treats {name}", True), (f"Does not treat {name}", False)):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(topic.verdict is verdict)
            action.setToolTip(_verdict_words(topic))
            # Pressing what is checked already takes the word back.
            given = None if topic.verdict is verdict else verdict
            action.triggered.connect(
                lambda _=False, slug=topic.item.slug, given=given: self.verdict_given.emit(slug, given)
            )

    def _icon(self, name: str) -> QIcon:
        return self._appearance.icon(name, self._appearance.theme.ink2)


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _verdict_words(topic: PassageTopic) -> str:
    if topic.verdict is not None:
        return "You said that it does" if topic.verdict else "You said that it does not"
    return "The program takes it to be on the topic" if topic.computed else "The program does not count it"

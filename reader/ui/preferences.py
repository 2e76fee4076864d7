"""The reader's settings, as the View menu offers them: light or dark, single keys, motion, and the Library menu's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from reader.ui.appearance import Appearance
from reader.ui.commands import Commands
from reader.ui.desk import Desk
from reader.ui.library_actions import LibraryActions
from reader.ui.menus import Menus
from reader.ui.window_session import WindowSession


class Preferences(QObject):
    """Applies settings and keeps them in the session.

    Signals:
        changed: Something is to be stored.

    Args:
        appearance: The theme.
        commands: The single keys.
        desk: The panes, which glide or jump.
        menus: Where settings are chosen.
        session: Where they are kept.
        library: Imports.
    """

    changed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        commands: Commands,
        desk: Desk,
        menus: Menus,
        session: WindowSession,
        library: LibraryActions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._commands = commands
        self._desk = desk
        self._menus = menus
        self._session = session
        self._library = library
        menus.scheme_chosen.connect(self._use_scheme)
        menus.single_keys.toggled.connect(self._use_single_keys)
        menus.reduced_motion.toggled.connect(self._reduce_motion)
        menus.link_only.toggled.connect(self._link_only)

    def show(self) -> None:
        """Show the session's settings in the menu, which applies them."""
        self._menus.show_scheme(self._session.scheme)
        self._menus.single_keys.setChecked(self._session.single_keys)
        self._menus.reduced_motion.setChecked(self._session.reduced_motion)
        self._menus.link_only.setChecked(self._session.link_only)

    def _use_scheme(self, dark: bool | None) -> None:
        self._session.scheme = dark
        self._appearance.use_scheme(dark)
        self.changed.emit()

    def _use_single_keys(self, used: bool) -> None:
        self._session.single_keys = self._commands.characters_enabled = used
        self.changed.emit()

    def _link_only(self, linked: bool) -> None:
        self._session.link_only = self._library.importing.link_only = linked
        self.changed.emit()

    def _reduce_motion(self, reduced: bool) -> None:
        self._session.reduced_motion = reduced
        for pane in self._desk.panes.values():
            pane.view.reduced_motion = reduced
        self.changed.emit()

"""A pool of the gutter's buttons, so that scrolling moves buttons instead of making them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QAbstractButton, QWidget

B = TypeVar("B", bound=QAbstractButton)


class RibbonButtonPool(Generic[B]):
    """Lends one button for each key and takes back those whose key is gone.

    Args:
        home: Takes the keyboard focus when a focused button goes, so that it stays in the gutter.
        make: Makes a button, a hidden child of the gutter.
    """

    def __init__(self, home: QWidget, make: Callable[[], B]) -> None:
        self._home = home
        self._make = make
        self._lent: dict[Hashable, B] = {}
        self._spare: list[B] = []

    def keep(self, keys: Collection[Hashable]) -> None:
        """Take back the buttons of all other keys."""
        for key in [key for key in self._lent if key not in keys]:
            button = self._lent.pop(key)
            if button.hasFocus():
                self._home.setFocus()
            button.hide()
            self._spare.append(button)

    def take(self, key: Hashable) -> B:
        """Return the button of a key, shown."""
        button = self._lent.get(key)
        if button is None:
            button = self._spare.pop() if self._spare else self._make()
            self._lent[key] = button
            button.show()
        return button

    def key_of(self, button: B) -> Hashable | None:
        """Return the key a button is lent for."""
        return next((key for key, lent in self._lent.items() if lent is button), None)

    def shown(self) -> list[B]:
        """Return the buttons lent out."""
        return list(self._lent.values())

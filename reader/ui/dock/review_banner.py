"""The banner of the Annotations tab: how many annotations have no sure place, and a way to see only those."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reader.ui.appearance import Appearance
from reader.ui.status.banner import Banner, Severity


class ReviewBanner(Banner):
    """Shown while annotations wait to be reviewed, or while only those without a sure place are listed.

    Signals:
        review_chosen: Whether only those are to be listed.
    """

    review_chosen = Signal(bool)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, Severity.CAUTION, "", " ", closable=False, parent=parent)
        self._reviewing = False
        self.button = self.add_action("Review")
        self.button.clicked.connect(lambda: self.review_chosen.emit(not self._reviewing))
        self.hide()

    def show_counts(self, unsure: int, lost: int, *, reviewing: bool) -> None:
        """Say how many wait.

        Args:
            unsure: How many need review.
            lost: How many have lost their place.
            reviewing: Whether only these are listed.
        """
        self._reviewing = reviewing
        title = f"{_counted(unsure)} to review" if unsure or not lost else f"{_counted(lost)} without a place"
        lines = ["Their text reads otherwise now." if unsure > 1 else "Its text reads otherwise now."] if unsure else []
        lines += [f"{lost} more without a place."] if unsure and lost else []
        lines += ["Quote and note are kept."] if lost and not unsure else []
        words = "" if reviewing else " ".join(lines)  # the list says it then, and needs the room
        self.title.setText(title)
        self.text.setText(words)
        self.text.setVisible(bool(words))
        self.setAccessibleName(f"{title}. {words}".strip())
        self.button.set_words("Show all annotations" if reviewing else "Review")
        self.button.describe(self.button.text())
        was_hidden = self.isHidden()
        self.setVisible(bool(unsure) or reviewing)
        if was_hidden and not self.isHidden():
            self.announce()


def _counted(count: int) -> str:
    return "1 annotation" if count == 1 else f"{count} annotations"

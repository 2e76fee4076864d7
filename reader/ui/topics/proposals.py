"""Terms that the program proposes, as chips: one press adds one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStackedLayout, QWidget

from reader.domain.topic import ProposedTerm
from reader.ui.appearance import Appearance
from reader.ui.popups.controls import RING, PaintedButton, paint_focus_ring
from reader.ui.popups.flow_layout import FlowLayout
from reader.ui.status.text_label import TextLabel, ink2
from reader.ui.topics.topic_views import counts_words

_HEIGHT = 26
_PAD = 9.0
_PLUS = 12
_BAR = 4.0
_WIDEST = 230.0  # of a term; longer ones are elided, the tool tip has them whole
MOST = 16  # more chips than that are no longer a quick choice


class ProposalChip(PaintedButton):
    """A plus, the term, and in how many passages it is on either side."""

    def __init__(self, appearance: Appearance, proposal: ProposedTerm, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.proposal = proposal
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Add {proposal.term.term}, {counts_words((proposal.left, proposal.right))}")
        lines = [f"{proposal.term.term}: {counts_words((proposal.left, proposal.right))}"]
        self.setToolTip("\n".join([*lines, proposal.why] if proposal.why else lines))
        self.setAccessibleDescription(proposal.why)

    def _term(self, room: float = _WIDEST) -> str:
        metrics = QFontMetricsF(self._appearance.interface_font(12.5, 500))
        return metrics.elidedText(self.proposal.term.term, Qt.TextElideMode.ElideRight, min(room, _WIDEST))

    def _width_of(self, text: str, *, term: bool) -> float:
        font = self._appearance.interface_font(12.5 if term else 11.5, 500)
        return QFontMetricsF(font).horizontalAdvance(text)

    def _beside_term(self) -> float:
        counts = self._width_of(f"{self.proposal.left}{self.proposal.right}", term=False) + 2 * _BAR + 1
        return 2 * _PAD + _PLUS + 4 + 7 + counts

    def minimumSizeHint(self) -> QSize:
        """Return the least size it can be drawn in."""
        return QSize(min(120, self.sizeHint().width()), self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Return the size its contents need."""
        width = self._beside_term() + self._width_of(self._term(), term=True)
        height = max(_HEIGHT, QFontMetricsF(self._appearance.interface_font(12.5, 500)).height() + 8)
        return QSize(round(width + 1) + 2 * RING, round(height) + 2 * RING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        pen = QPen(QColor(theme.input_border), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        fill = theme.pressed if self.isDown() else theme.hover if self.under_pointer else theme.card
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), body.height() / 2, body.height() / 2)
        plus = QRect(round(body.left() + _PAD), round(body.center().y() - _PLUS / 2), _PLUS, _PLUS)
        painter.drawPixmap(plus, self._appearance.pixmap("plus", theme.ink2, _PLUS, self.devicePixelRatioF()))
        place = QRectF(body)
        place.setLeft(plus.right() + 5)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._appearance.interface_font(12.5, 500))
        painter.setPen(QColor(theme.ink))
        term = self._term(body.width() - self._beside_term() + 1)
        painter.drawText(place, flags, term)
        place.setLeft(place.left() + self._width_of(term, term=True) + 7)
        painter.setFont(self._appearance.interface_font(11.5, 500))
        painter.setPen(QColor(theme.ink2))
        painter.drawText(place, flags, str(self.proposal.left))
        bar = place.left() + self._width_of(str(self.proposal.left), term=False) + _BAR
        painter.fillRect(QRectF(bar, body.center().y() - 5, 1, 10), QColor(theme.border))
        place.setLeft(bar + 1 + _BAR)
        painter.drawText(place, flags, str(self.proposal.right))
        if self.hasFocus() and self.shows_focus:
            paint_focus_ring(painter, body, body.height() / 2, theme.head)


class ProposalChips(QWidget):
    """Rows of chips that scroll where there are many, or a sentence where there are none.

    Attributes:
        tab_after: The widget from which Tab leads to the first chip.

    Signals:
        chosen: The ProposedTerm that was pressed; its chip goes.
    """

    chosen = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.chips: list[ProposalChip] = []
        self.tab_after: QWidget | None = None
        self._stack = QStackedLayout(self)
        self.message = TextLabel(appearance, size=12.5, colour=ink2, parent=self)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.message.setContentsMargins(RING, 4, RING, 0)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ground = QWidget()
        self._ground.setObjectName("ground")
        self._area.setStyleSheet("QScrollArea, QWidget#ground { background: transparent; border: 0; }")
        self._flow = FlowLayout(self._ground, spacing=6 - 2 * RING)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._area.setWidget(self._ground)
        self._stack.addWidget(self._area)
        self._stack.addWidget(self.message)
        self.say("")

    def say(self, text: str) -> None:
        """Show a sentence instead of chips."""
        self.message.setText(text)
        self._stack.setCurrentWidget(self.message)

    def set_proposals(self, proposals: Sequence[ProposedTerm]) -> None:
        """Show proposals, the best first."""
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for number, proposal in enumerate(proposals[:MOST]):
            chip = ProposalChip(self._appearance, proposal, self._ground)
            chip.clicked.connect(lambda _=False, chip=chip: self._take(chip))
            self._flow.insert_widget(number, chip)
            chip.show()
            self.chips.append(chip)
        if self.tab_after is not None:  # Qt would put what is made last behind the dialog's buttons
            for first, second in itertools.pairwise([self.tab_after, *self.chips]):
                QWidget.setTabOrder(first, second)
        if self.chips:
            self._stack.setCurrentWidget(self._area)
        else:
            self.say("No further terms found in the two texts.")

    def _take(self, chip: ProposalChip) -> None:
        number = self.chips.index(chip)
        had_focus = chip.hasFocus()
        self.chips.remove(chip)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        if self.chips and had_focus:
            self.chips[min(number, len(self.chips) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(chip.proposal)

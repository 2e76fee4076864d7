"""Shows the comparison: chips with counts, tinted passages, strips, ribbons, the list of pairs and the current one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QPointF

from reader.domain.alignment import PairState, PassagePair
from reader.domain.topic import Topic
from reader.services.comparison import Comparison
from reader.ui.comparing import Comparing
from reader.ui.dock.alignments_tab import AlignmentsTab
from reader.ui.dock.pair_card import PairCard
from reader.ui.gutter.gutter import Gutter
from reader.ui.gutter.ribbon_layout import Extent
from reader.ui.gutter.ribbon_layout import Side as GutterSide
from reader.ui.gutter.ribbon_pair import RibbonPair
from reader.ui.pair_browser import PairKey, Side, end_of, key_of
from reader.ui.pair_evidence import PairEvidence
from reader.ui.reading.marks import Band, StripTopic
from reader.ui.reading.reading_pane import ReadingPane
from reader.ui.toolbar.topic_chip import TopicItem
from reader.ui.workbench import SIDES, OpenPair

# The strip has four lanes for topics besides the active one.
_STRIP_LANES = 4
_PANES: dict[GutterSide, Side] = {GutterSide.LEFT: "left", GutterSide.RIGHT: "right"}


class PaneGeometry:
    """Answers where passages are, in the coordinates of the drawing between the panes."""

    def __init__(self, comparing: Comparing, panes: dict[Side, ReadingPane], gutter: Gutter) -> None:
        self._comparing = comparing
        self._panes = panes
        self._gutter = gutter

    @property
    def viewport_height(self) -> float:
        """The height of the reading viewports."""
        return float(self._gutter.canvas.height())

    def left_extent(self, ordinal: int) -> Extent | None:
        """Return top and bottom of a left passage."""
        return self._extent("left", ordinal)

    def right_extent(self, ordinal: int) -> Extent | None:
        """Return top and bottom of a right passage."""
        return self._extent("right", ordinal)

    def _extent(self, side: Side, ordinal: int) -> Extent | None:
        pair = self._comparing.pair
        if pair is None or ordinal >= len(pair.side(side).passages):
            return None
        below = self._below(side)
        top, bottom = self._panes[side].view.extent(pair.side(side).passages[ordinal].span)
        return float(top + below), float(bottom + below)

    def _below(self, side: Side) -> int:
        """Return how far down a pane's text is: a banner or the find bar moves it, and the gutter stays."""
        # By way of the window, not of the screen: asked for each passage, and the screen is slow to answer.
        viewport, canvas = self._panes[side].view.viewport(), self._gutter.canvas
        window = canvas.window()
        return viewport.mapTo(window, QPoint(0, 0)).y() - canvas.mapTo(window, QPoint(0, 0)).y()

    def ordinal_at(self, side: GutterSide, y: float) -> int | None:
        """Return the passage that touches the gutter's edge at a height, or None between passages."""
        pair, which = self._comparing.pair, _PANES[side]
        if pair is None or not 0 <= y < self.viewport_height:
            return None
        view, passages = self._panes[which].view, pair.side(which).passages
        # A line's end touches the gutter on the left, its beginning on the right.
        x = view.text_edges()[1 if which == "left" else 0]
        offset = view.offset_at(QPointF(x, y - self._below(which)))
        near = bisect_right(passages, offset, key=lambda passage: passage.span.start) - 1
        for ordinal in (near, near - 1, near + 1):
            extent = self._extent(which, ordinal) if 0 <= ordinal < len(passages) else None
            if extent is not None and extent[0] <= y < extent[1]:
                return ordinal
        return None


class PairPresenter(QObject):
    """Keeps what is shown of the comparison in step with it."""

    def __init__(
        self,
        comparing: Comparing,
        evidence: PairEvidence,
        panes: dict[Side, ReadingPane],
        gutter: Gutter,
        tab: AlignmentsTab,
        show_topics: Callable[[list[TopicItem], str | None], None],
        parent: QObject | None = None,
    ) -> None:
        """Take up the widgets to keep in step.

        Args:
            comparing: The open pair.
            evidence: What pairs share.
            panes: Both reading panes.
            gutter: The ribbons.
            tab: The list of pairs.
            show_topics: Shows the topics as chips, with the slug of the active one.
            parent: Its Qt owner.
        """
        super().__init__(parent)
        self._comparing = comparing
        self._evidence = evidence
        self._panes = panes
        self._gutter = gutter
        self._tab = tab
        self._show_topics = show_topics
        gutter.set_geometry(PaneGeometry(comparing, panes, gutter))
        comparing.opened.connect(self._opened)
        comparing.aligned.connect(self._aligned)
        comparing.recounted.connect(self._aligned)
        comparing.topic_changed.connect(lambda _slug: self._show_chips())
        comparing.ranked.connect(self._ranked)
        comparing.current_changed.connect(lambda _pair: self._show_current())
        comparing.closed.connect(self._closed)
        evidence.found.connect(self._found)

    # -- what happened -------------------------------------------------------------------------------------------

    def _opened(self, _pair: OpenPair) -> None:
        self._gutter.set_pairs(())
        self._gutter.set_current(None)
        self._evidence.use(None)
        self._tab.set_details(None)
        self._tab.set_pairs((), self.topic, 0, 0)
        self._tab.set_aligning(True)
        for side in SIDES:
            self._panes[side].view.set_topic_bands((), "slate")
            self._panes[side].view.set_evidence((), "slate")
            self._panes[side].strip.set_topics(None)
        self._show_chips()

    def _aligned(self, comparison: Comparison) -> None:
        self._tab.set_aligning(False)
        self._evidence.use(comparison)
        self._tab.set_details(self._evidence.details)
        self._show_chips()

    def _closed(self) -> None:
        self._show_topics([], None)

    def _ranked(self) -> None:
        browser, comparison, pair = self._comparing.browser, self._comparing.comparison, self._comparing.pair
        if browser is None or comparison is None or pair is None:
            return
        topic = self.topic
        self._gutter.set_colour(topic.colour if topic is not None else None)
        self._gutter.set_pairs([_ribbon(pair, shown) for shown in (*browser.pairs, *browser.rejected)])
        counts = comparison.counts(topic.slug) if topic is not None else (0, 0)
        cards = [_card(pair, shown) for shown in (*browser.pairs, *browser.rejected)]
        self._tab.set_pairs(cards, topic, *counts)
        for side in SIDES:
            active, others = self._strip_topics(side, comparison)
            self._panes[side].strip.set_topics(active, others)
        self._show_current()

    def _show_current(self) -> None:
        browser, comparison, pair = self._comparing.browser, self._comparing.comparison, self._comparing.pair
        if browser is None or comparison is None or pair is None:
            return
        current, topic = browser.current, self.topic
        colour = topic.colour if topic is not None else "slate"
        key = key_of(current) if current is not None else None
        self._gutter.set_current(key)
        self._tab.set_current(key)
        for side in SIDES:
            passages, chosen = pair.side(side).passages, end_of(current, side) if current is not None else None
            ordinals = set(browser.on_topic(side)) | ({chosen} if chosen is not None else set())
            bands = [Band(passages[ordinal].span, ordinal == chosen, ordinal) for ordinal in sorted(ordinals)]
            self._panes[side].view.set_topic_bands(bands, colour)
        self._show_evidence(key, colour)

    def _show_evidence(self, key: PairKey | None, colour: str) -> None:
        evidence = self._evidence.evidence(key) if key is not None else None
        shared = (*evidence.terms, *evidence.dates, *evidence.sources) if evidence is not None else ()
        for side in SIDES:
            spans = [span for term in shared for span in (term.left if side == "left" else term.right)]
            self._panes[side].view.set_evidence(sorted(spans), colour)

    def _found(self, keys: Sequence[PairKey]) -> None:
        self._tab.details_found(keys)
        current, topic = self._comparing.current, self.topic
        if current is not None and key_of(current) in keys:
            self._show_evidence(key_of(current), topic.colour if topic is not None else "slate")

    # -- parts ---------------------------------------------------------------------------------------------------

    @property
    def topic(self) -> Topic | None:
        """The active topic."""
        pair, slug = self._comparing.pair, self._comparing.topic
        return next((topic for topic in pair.topics if topic.slug == slug), None) if pair is not None else None

    def _show_chips(self) -> None:
        pair, comparison = self._comparing.pair, self._comparing.comparison
        if pair is None:
            return
        known = {topic.slug for topic in comparison.topics} if comparison is not None else set()
        items = []
        for topic in pair.topics:
            counts = comparison.counts(topic.slug) if comparison is not None and topic.slug in known else (0, 0)
            items.append(TopicItem(topic.slug, topic.name, topic.colour, topic.glyph, *counts))
        self._show_topics(items, self._comparing.topic)

    def _strip_topics(self, side: Side, comparison: Comparison) -> tuple[StripTopic | None, list[StripTopic]]:
        passages = (comparison.left if side == "left" else comparison.right).passages
        strips = {}
        for topic in comparison.topics:
            left, right = comparison.on_topic(topic.slug)
            spans = [passages[ordinal].span for ordinal in (left if side == "left" else right)]
            strips[topic.slug] = StripTopic(topic.colour, topic.name, spans)
        active = strips.pop(self._comparing.topic, None) if self._comparing.topic is not None else None
        return active, list(strips.values())[:_STRIP_LANES]


def _ribbon(pair: OpenPair, shown: PassagePair) -> RibbonPair:
    left, right = pair.left.passages[shown.left].label, pair.right.passages[shown.right].label
    return RibbonPair(key_of(shown), left, right, shown.score, shown.state)


def _card(pair: OpenPair, shown: PassagePair) -> PairCard:
    link = shown.link
    return PairCard(
        key_of(shown),
        shown.score if shown.score or shown.state is not PairState.MADE else None,
        shown.state,
        pair.left.passages[shown.left].label,
        pair.right.passages[shown.right].label,
        link.relation if link is not None else None,
        link.note if link is not None else "",
    )

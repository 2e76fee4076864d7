"""Ribbon geometry: where the bands, cords, stubs, badges and edge chips of the gutter lie, without any drawing.

Coordinates are logical pixels: x from the gutter's left edge, y from the top of the reading viewports, downwards.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reader.domain.alignment import PairState

PairKey = tuple[int, int]  # the ordinals of the left and the right passage
Extent = tuple[float, float]  # top and bottom of a passage

# More cords than this on one screen are a tangle: the strongest are drawn in full, the others as threads.
MAX_FULL_CORDS = 12
MAX_CHIPS = 3  # at the top, and again at the bottom; the last becomes "+n" where more are wanted
CHIP_PITCH = 25.0
CHIP_MARGIN = 8.0
BADGE_RADIUS = 11.5
CURRENT_BADGE_RADIUS = 15.0
BADGE_GAP = 2.0
STUB_WIDTH = 2.2
THREAD_WIDTH = 1.0
_T_STEP = 0.05
_T_REACH = 6  # steps to either side of the middle: t from 0.2 to 0.8
_REJECTED_WIDTH = 1.5
_HIT_SLACK = 4.0


class Side(StrEnum):
    """One of the two documents."""

    LEFT = "left"
    RIGHT = "right"


class Edge(StrEnum):
    """Where a chip stands: at the gutter's top or its bottom."""

    TOP = "top"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One pair with the places of both its passages, on screen or off it."""

    key: PairKey
    left: Extent
    right: Extent
    score: float
    state: PairState = PairState.COMPUTED


@dataclass(frozen=True, slots=True)
class Band:
    """The current pair: filled between two edge curves."""

    key: PairKey
    left: Extent
    right: Extent


@dataclass(frozen=True, slots=True)
class Cord:
    """A pair with both passages on screen: one stroked curve; `full` is False for the threads of a crowded screen."""

    key: PairKey
    y_left: float
    y_right: float
    width: float
    state: PairState
    full: bool = True


@dataclass(frozen=True, slots=True)
class Stub:
    """A pair with one passage off screen: a thin curve from the visible passage (`y`) to its chip (`chip_y`)."""

    key: PairKey
    far: Side
    y: float
    chip_y: float
    state: PairState

    @property
    def ends(self) -> tuple[float, float]:
        """Where the curve meets the left and the right edge."""
        return (self.chip_y, self.y) if self.far is Side.LEFT else (self.y, self.chip_y)


@dataclass(frozen=True, slots=True)
class Badge:
    """The disc with a pair's score."""

    key: PairKey
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Chip:
    """A chip that names a passage off screen, or is the "+n" of its edge.

    Attributes:
        keys: The pairs it stands for, the strongest first.
        more: Whether it is the "+n" for all pairs without a chip of their own.
    """

    keys: tuple[PairKey, ...]
    edge: Edge
    side: Side
    y: float
    more: bool = False


@dataclass(frozen=True, slots=True)
class RibbonLayout:
    """Everything that is drawn in the gutter at one scroll position."""

    band: Band | None = None
    cords: tuple[Cord, ...] = ()
    stubs: tuple[Stub, ...] = ()
    badges: tuple[Badge, ...] = ()
    chips: tuple[Chip, ...] = ()


def curve_x(t: float, width: float) -> float:
    """Return x of the edge curve `M 0,a C W/2,a W/2,b W,b` at parameter t in [0, 1]."""
    return width * (1.5 * t * (1 - t) + t**3)


def curve_y(t: float, y_left: float, y_right: float) -> float:
    """Return y of the edge curve at parameter t in [0, 1]."""
    weight = t * t * (3 - 2 * t)
    return y_left + (y_right - y_left) * weight


def curve_parameter(x: float, width: float) -> float:
    """Return the t in [0, 1] where the edge curve has this x; the curve never turns back, so there is one."""
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        if curve_x(middle, width) < x:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def lay_out(ribbons: Sequence[Ribbon], width: float, height: float, current: PairKey | None = None) -> RibbonLayout:
    """Place every pair that has a passage on screen.

    Args:
        ribbons: The pairs to show; keys are unique.
        width: Width of the gutter.
        height: Height of the reading viewports.
        current: The current pair, drawn as a band when both its passages are on screen.
    """
    band: Band | None = None
    cords: list[Ribbon] = []
    stubs: list[Ribbon] = []
    for ribbon in ribbons:
        left, right = _visible(ribbon.left, height), _visible(ribbon.right, height)
        if left and right:
            if ribbon.key == current:
                band = Band(ribbon.key, ribbon.left, ribbon.right)
            else:
                cords.append(ribbon)
        elif left or right:
            stubs.append(ribbon)
    chosen, chips = _chips(stubs, height, current)
    attached = cords + [ribbon for ribbon in stubs if ribbon.key in chosen]
    places, slots = _spread(attached, height)
    drawn_cords = _cords(cords, places, slots)
    drawn_stubs = tuple(_stub(ribbon, places, chosen[ribbon.key], height) for ribbon in attached[len(cords) :])
    zone = _badge_zone(chips, height)
    scores = {ribbon.key: ribbon.score for ribbon in cords}
    badges = _badges(band, drawn_cords, scores, width, zone)
    return RibbonLayout(band, drawn_cords, drawn_stubs, badges, chips)


def pair_at(layout: RibbonLayout, x: float, y: float, width: float) -> PairKey | None:
    """Return the pair whose badge or ribbon lies under a point: badges first, then cords and stubs, then the band."""
    for badge in layout.badges:
        if math.hypot(x - badge.x, y - badge.y) <= badge.radius:
            return badge.key
    t = curve_parameter(x, width)
    best: tuple[float, PairKey] | None = None
    lines = [(cord.key, cord.y_left, cord.y_right, cord.width) for cord in layout.cords]
    lines += [(stub.key, *stub.ends, STUB_WIDTH) for stub in layout.stubs]
    for key, y_left, y_right, thickness in lines:
        distance = abs(y - curve_y(t, y_left, y_right))
        if distance <= max(thickness / 2, _HIT_SLACK) and (best is None or distance < best[0]):
            best = (distance, key)
    if best is not None:
        return best[1]
    band = layout.band
    if band is not None:
        top, bottom = curve_y(t, band.left[0], band.right[0]), curve_y(t, band.left[1], band.right[1])
        if top <= y <= bottom:
            return band.key
    return None


def _visible(extent: Extent, height: float) -> bool:
    # A pixel or less of a passage is not something one can read, nor aim at.
    return extent[1] > 1 and extent[0] < height - 1


def _strength(ribbon: Ribbon) -> tuple[bool, bool, float, PairKey]:
    """Sort key, strongest first: what the reader marked, then the score; rejected pairs last."""
    marked = ribbon.state in (PairState.CONFIRMED, PairState.MADE)
    return (ribbon.state is PairState.REJECTED, not marked, -ribbon.score, ribbon.key)


def _spread(ribbons: Sequence[Ribbon], height: float) -> tuple[dict[tuple[Side, PairKey], float], dict[PairKey, float]]:
    """Spread the ends at each visible passage over its visible edge, in the order of their targets.

    Returns:
        The y of each visible end, and the height each pair has at the narrower of its ends.
    """
    at: defaultdict[tuple[Side, int], list[Ribbon]] = defaultdict(list)
    for ribbon in ribbons:
        if _visible(ribbon.left, height):
            at[Side.LEFT, ribbon.key[0]].append(ribbon)
        if _visible(ribbon.right, height):
            at[Side.RIGHT, ribbon.key[1]].append(ribbon)
    places: dict[tuple[Side, PairKey], float] = {}
    slots: dict[PairKey, float] = {}
    for (side, _), sharing in at.items():
        if side is Side.LEFT:
            sharing.sort(key=lambda ribbon: (ribbon.right, ribbon.key[1]))
            extent = sharing[0].left
        else:
            sharing.sort(key=lambda ribbon: (ribbon.left, ribbon.key[0]))
            extent = sharing[0].right
        top, bottom = max(0.0, extent[0]), min(height, extent[1])
        slot = (bottom - top) / len(sharing)
        for index, ribbon in enumerate(sharing):
            places[side, ribbon.key] = top + slot * (index + 0.5)
            slots[ribbon.key] = min(slot, slots.get(ribbon.key, slot))
    return places, slots


def _cords(
    ribbons: Sequence[Ribbon], places: Mapping[tuple[Side, PairKey], float], slots: Mapping[PairKey, float]
) -> tuple[Cord, ...]:
    """Make the cords, weakest first, so that painting in this order leaves the strongest on top."""
    ranked = sorted(ribbons, key=_strength)
    cords = []
    for rank, ribbon in enumerate(ranked):
        full = rank < MAX_FULL_CORDS
        if ribbon.state is PairState.REJECTED:
            width = _REJECTED_WIDTH
        elif full:
            width = min(3 + 10 * ribbon.score, max(STUB_WIDTH, 0.9 * slots[ribbon.key]))
        else:
            width = THREAD_WIDTH
        ends = places[Side.LEFT, ribbon.key], places[Side.RIGHT, ribbon.key]
        cords.append(Cord(ribbon.key, *ends, width, ribbon.state, full))
    return tuple(reversed(cords))


def _chips(
    stubs: Sequence[Ribbon], height: float, current: PairKey | None
) -> tuple[dict[PairKey, float], tuple[Chip, ...]]:
    """Choose the passages off screen that get a chip of their own and stack the chips.

    Returns:
        The y of the chip of each chosen pair, and all chips from top to bottom.
    """
    room = min(MAX_CHIPS, int((height / 2 - CHIP_MARGIN) // CHIP_PITCH))
    at: dict[Edge, list[Ribbon]] = {Edge.TOP: [], Edge.BOTTOM: []}
    for ribbon in stubs:
        at[_edge_of(ribbon, height)].append(ribbon)
    chosen: dict[PairKey, float] = {}
    chips: list[Chip] = []
    for edge, waiting in at.items():
        if room < 1 or not waiting:
            continue
        waiting.sort(key=lambda ribbon: (ribbon.key != current, _strength(ribbon)))
        groups = _by_far_passage(waiting, height)
        own = groups if len(groups) <= room else groups[: room - 1]
        rest = [ribbon for group in groups[len(own) :] for ribbon in group]
        # Counted from the edge inwards, so that the stack reads in document order.
        own = sorted(own, key=lambda group: _far_place(group[0], height), reverse=edge is Edge.BOTTOM)
        stack = [(group, False) for group in own]
        if rest:
            stack.insert(0, (rest, True))
        for index, (group, more) in enumerate(stack):
            inset = CHIP_MARGIN + CHIP_PITCH * (index + 0.5)
            y = inset if edge is Edge.TOP else height - inset
            keys = tuple(ribbon.key for ribbon in group)
            chips.append(Chip(keys, edge, _far_side(group[0], height), y, more))
            if not more:
                chosen.update(dict.fromkeys(keys, y))
    chips.sort(key=lambda chip: chip.y)
    return chosen, tuple(chips)


def _far_side(ribbon: Ribbon, height: float) -> Side:
    return Side.RIGHT if _visible(ribbon.left, height) else Side.LEFT


def _edge_of(ribbon: Ribbon, height: float) -> Edge:
    far = ribbon.right if _far_side(ribbon, height) is Side.RIGHT else ribbon.left
    return Edge.TOP if far[1] <= height / 2 else Edge.BOTTOM


def _far_place(ribbon: Ribbon, height: float) -> tuple[Extent, PairKey]:
    return (ribbon.left if _far_side(ribbon, height) is Side.LEFT else ribbon.right), ribbon.key


def _by_far_passage(ribbons: Sequence[Ribbon], height: float) -> list[list[Ribbon]]:
    """Group pairs whose passage off screen is the same, keeping their order."""
    groups: dict[tuple[Side, int], list[Ribbon]] = {}
    for ribbon in ribbons:
        side = _far_side(ribbon, height)
        groups.setdefault((side, ribbon.key[0 if side is Side.LEFT else 1]), []).append(ribbon)
    return list(groups.values())


def _stub(ribbon: Ribbon, places: Mapping[tuple[Side, PairKey], float], chip_y: float, height: float) -> Stub:
    far = _far_side(ribbon, height)
    near = Side.LEFT if far is Side.RIGHT else Side.RIGHT
    return Stub(ribbon.key, far, places[near, ribbon.key], chip_y, ribbon.state)


def _badge_zone(chips: Sequence[Chip], height: float) -> Extent:
    """Return the part of the height that the chips leave free."""
    tops = [chip.y for chip in chips if chip.edge is Edge.TOP]
    bottoms = [chip.y for chip in chips if chip.edge is Edge.BOTTOM]
    return (max(tops) + CHIP_PITCH / 2 if tops else 0.0), (min(bottoms) - CHIP_PITCH / 2 if bottoms else height)


def _badges(
    band: Band | None, cords: Sequence[Cord], scores: Mapping[PairKey, float], width: float, zone: Extent
) -> tuple[Badge, ...]:
    """Place the badges, the current one first, then the strongest; one that finds no free place is left out."""
    placed: list[Badge] = []
    if band is not None and zone[1] - zone[0] >= 2 * CURRENT_BADGE_RADIUS:
        # Where part of the band is out of sight its badge stays in the part that is not.
        low, high = zone[0] + CURRENT_BADGE_RADIUS, zone[1] - CURRENT_BADGE_RADIUS
        top, bottom = (band.left[0] + band.right[0]) / 2, (band.left[1] + band.right[1]) / 2
        middle = (max(top, zone[0]) + min(bottom, zone[1])) / 2
        placed.append(Badge(band.key, width / 2, min(max(middle, low), high), CURRENT_BADGE_RADIUS))
    for cord in sorted((c for c in cords if c.full), key=lambda c: (-scores[c.key], c.key)):
        badge = _free_place(cord, placed, width, zone)
        if badge is not None:
            placed.append(badge)
    return tuple(sorted(placed, key=lambda badge: (badge.y, badge.x)))


def _free_place(cord: Cord, placed: Sequence[Badge], width: float, zone: Extent) -> Badge | None:
    for step in range(2 * _T_REACH + 1):
        # 0, +1, -1, +2, -2 …: as near to the middle as the others allow.
        t = 0.5 + _T_STEP * ((step + 1) // 2) * (1 if step % 2 else -1)
        x, y = curve_x(t, width), curve_y(t, cord.y_left, cord.y_right)
        inside = zone[0] <= y - BADGE_RADIUS and y + BADGE_RADIUS <= zone[1]
        if inside and all(
            math.hypot(x - other.x, y - other.y) >= BADGE_RADIUS + other.radius + BADGE_GAP for other in placed
        ):
            return Badge(cord.key, x, y, BADGE_RADIUS)
    return None

"""Ribbon geometry: nothing overlaps, nothing leaves its place, and the two sides mirror each other."""

from __future__ import annotations

import dataclasses
import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.alignment import PairState
from reader.ui.gutter.ribbon_layout import (
    CHIP_PITCH,
    MAX_CHIPS,
    MAX_FULL_CORDS,
    STUB_WIDTH,
    Edge,
    Extent,
    PairKey,
    Ribbon,
    Side,
    curve_parameter,
    curve_x,
    curve_y,
    lay_out,
    pair_at,
)

WIDTH, HEIGHT = 64.0, 750.0


def columns(start: float, heights: list[float]) -> dict[int, Extent]:
    extents, top = {}, start
    for ordinal, height in enumerate(heights):
        extents[ordinal] = (top, top + height)
        top += height + 11
    return extents


@st.composite
def screens(draw: st.DrawFn) -> tuple[list[Ribbon], PairKey | None]:
    """Two columns of passages, some pairs between them, perhaps a current one."""
    heights = st.lists(st.floats(20, 400), min_size=1, max_size=12)
    starts = st.floats(-2000, 700)
    left, right = columns(draw(starts), draw(heights)), columns(draw(starts), draw(heights))
    keys = draw(
        st.lists(st.tuples(st.sampled_from(sorted(left)), st.sampled_from(sorted(right))), unique=True, max_size=40)
    )
    ribbons = [
        Ribbon(key, left[key[0]], right[key[1]], draw(st.floats(0, 1)), draw(st.sampled_from(PairState)))
        for key in keys
    ]
    return ribbons, draw(st.sampled_from([None, *keys]))


@given(screens())
def test_badges_never_overlap_and_stay_in_the_gutter(screen: tuple[list[Ribbon], PairKey | None]) -> None:
    ribbons, current = screen
    layout = lay_out(ribbons, WIDTH, HEIGHT, current)
    for one, other in itertools.combinations(layout.badges, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius
    for badge in layout.badges:
        assert badge.radius <= badge.x <= WIDTH - badge.radius
        assert badge.radius <= badge.y <= HEIGHT - badge.radius
        assert all(abs(badge.y - chip.y) >= badge.radius + CHIP_PITCH / 2 - 0.01 for chip in layout.chips)


@given(screens())
def test_badges_lie_on_their_cords(screen: tuple[list[Ribbon], PairKey | None]) -> None:
    ribbons, current = screen
    layout = lay_out(ribbons, WIDTH, HEIGHT, current)
    cords = {cord.key: cord for cord in layout.cords}
    for badge in layout.badges:
        if badge.key in cords:
            cord, t = cords[badge.key], curve_parameter(badge.x, WIDTH)
            assert 0.19 <= t <= 0.81
            assert math.isclose(curve_y(t, cord.y_left, cord.y_right), badge.y, abs_tol=0.5)


@given(screens())
def test_cords_end_on_the_visible_edge_of_their_passages(screen: tuple[list[Ribbon], PairKey | None]) -> None:
    ribbons, current = screen
    by_key = {ribbon.key: ribbon for ribbon in ribbons}
    for cord in lay_out(ribbons, WIDTH, HEIGHT, current).cords:
        ribbon = by_key[cord.key]
        for y, (top, bottom) in ((cord.y_left, ribbon.left), (cord.y_right, ribbon.right)):
            assert max(0, top) <= y <= min(HEIGHT, bottom)
        assert cord.width <= 3 + 10 * ribbon.score


@given(screens())
def test_ends_at_one_passage_are_in_the_order_of_their_targets(screen: tuple[list[Ribbon], PairKey | None]) -> None:
    ribbons, current = screen
    layout = lay_out(ribbons, WIDTH, HEIGHT, current)
    by_key = {ribbon.key: ribbon for ribbon in ribbons}
    ends = [(cord.key, cord.y_left, cord.y_right) for cord in layout.cords]
    for one, other in itertools.permutations(ends, 2):
        if one[0][0] == other[0][0] and by_key[one[0]].right < by_key[other[0]].right:
            assert one[1] < other[1]
        if one[0][1] == other[0][1] and by_key[one[0]].left < by_key[other[0]].left:
            assert one[2] < other[2]


@given(screens())
def test_every_pair_with_one_end_on_screen_is_in_exactly_one_place(screen: tuple[list[Ribbon], PairKey | None]) -> None:
    ribbons, current = screen
    layout = lay_out(ribbons, WIDTH, HEIGHT, current)

    def on_screen(extent: Extent) -> bool:
        return extent[1] > 1 and extent[0] < HEIGHT - 1

    expected = [ribbon.key for ribbon in ribbons if on_screen(ribbon.left) or on_screen(ribbon.right)]
    found = [cord.key for cord in layout.cords] + [key for chip in layout.chips for key in chip.keys]
    if layout.band is not None:
        found.append(layout.band.key)
    assert sorted(found) == sorted(expected)
    own = {key for chip in layout.chips if not chip.more for key in chip.keys}
    assert {stub.key for stub in layout.stubs} == own


@given(screens())
def test_chips_are_few_and_stacked_apart(screen: tuple[list[Ribbon], PairKey | None]) -> None:
    ribbons, current = screen
    layout = lay_out(ribbons, WIDTH, HEIGHT, current)
    for edge in Edge:
        ys = sorted(chip.y for chip in layout.chips if chip.edge is edge)
        assert len(ys) <= MAX_CHIPS
        assert all(math.isclose(b - a, CHIP_PITCH) for a, b in itertools.pairwise(ys))
        half = HEIGHT / 2
        assert all((y < half) == (edge is Edge.TOP) for y in ys)
    assert sum(cord.full for cord in layout.cords) <= MAX_FULL_CORDS


@given(screens())
def test_swapping_the_documents_mirrors_the_cords(screen: tuple[list[Ribbon], PairKey | None]) -> None:
    ribbons, current = screen
    # Between two equal scores the keys decide, which have sides; so there are none.
    ribbons = [dataclasses.replace(ribbon, score=place / 50) for place, ribbon in enumerate(ribbons)]
    mirrored = [Ribbon((r.key[1], r.key[0]), r.right, r.left, r.score, r.state) for r in ribbons]
    there = lay_out(ribbons, WIDTH, HEIGHT, current)
    back = lay_out(mirrored, WIDTH, HEIGHT, (current[1], current[0]) if current else None)
    assert sorted((c.key, c.y_left, c.y_right) for c in there.cords) == sorted(
        ((c.key[1], c.key[0]), c.y_right, c.y_left) for c in back.cords
    )


@given(screens())
def test_a_press_on_a_badge_finds_its_pair(screen: tuple[list[Ribbon], PairKey | None]) -> None:
    ribbons, current = screen
    layout = lay_out(ribbons, WIDTH, HEIGHT, current)
    for badge in layout.badges:
        assert pair_at(layout, badge.x, badge.y, WIDTH) == badge.key


@given(st.floats(0, 1), st.floats(40, 80))
def test_curve_parameter_inverts_the_curve(t: float, width: float) -> None:
    assert math.isclose(curve_parameter(curve_x(t, width), width), t, abs_tol=1e-4)


def test_the_current_pair_is_a_band_and_its_badge_stays_in_sight() -> None:
    ribbon = Ribbon((0, 0), (-400, 60), (-300, 120), 0.86)
    layout = lay_out([ribbon], WIDTH, HEIGHT, (0, 0))
    assert layout.band is not None
    assert not layout.cords
    (badge,) = layout.badges
    assert badge.radius == 15
    assert 15 <= badge.y <= 60


def test_a_counterpart_off_screen_leads_to_a_chip_on_its_side() -> None:
    above = Ribbon((0, 0), (100, 200), (-500, -300), 0.5)
    below = Ribbon((5, 1), (2000, 2100), (300, 400), 0.5)
    layout = lay_out([above, below], WIDTH, HEIGHT, None)
    top, bottom = layout.chips
    assert [(chip.edge, chip.side, chip.keys) for chip in layout.chips] == [
        (Edge.TOP, Side.RIGHT, ((0, 0),)),
        (Edge.BOTTOM, Side.LEFT, ((5, 1),)),
    ]
    ends = {stub.key: stub.ends for stub in layout.stubs}
    assert ends == {(0, 0): (150, top.y), (5, 1): (bottom.y, 350)}


def test_pairs_with_the_same_passage_off_screen_share_its_chip() -> None:
    ribbons = [Ribbon((i, 7), (100.0 * i, 90 + 100.0 * i), (-500, -300), 0.5 + i / 10) for i in range(3)]
    layout = lay_out(ribbons, WIDTH, HEIGHT, None)
    (chip,) = layout.chips
    assert (chip.keys, chip.more) == (((2, 7), (1, 7), (0, 7)), False)
    assert {stub.chip_y for stub in layout.stubs} == {chip.y}
    assert len(layout.stubs) == 3


def test_many_pairs_at_one_passage_become_thinner_and_the_weakest_threads() -> None:
    left = columns(10, [20.0] * 20)
    ribbons = [Ribbon((i, 0), left[i], (100, 200), i / 20) for i in range(20)]
    layout = lay_out(ribbons, WIDTH, HEIGHT, None)
    full = {cord.key[0] for cord in layout.cords if cord.full}
    assert full == set(range(8, 20))
    assert all(cord.width <= max(STUB_WIDTH, 0.9 * 100 / 20) for cord in layout.cords)
    assert layout.cords[-1].key == (19, 0), "the strongest is painted last"


def test_what_the_reader_marked_is_never_a_thread() -> None:
    left = columns(10, [20.0] * 20)
    ribbons = [Ribbon((i, 0), left[i], (100, 200), 0.9) for i in range(19)]
    ribbons.append(Ribbon((19, 0), left[19], (100, 200), 0.05, PairState.MADE))
    (made,) = [cord for cord in lay_out(ribbons, WIDTH, HEIGHT, None).cords if cord.state is PairState.MADE]
    assert made.full


def test_a_press_beside_all_ribbons_finds_nothing() -> None:
    layout = lay_out([Ribbon((0, 0), (100, 200), (100, 200), 0.5)], WIDTH, HEIGHT, None)
    assert pair_at(layout, 10, 150, WIDTH) == (0, 0)
    assert pair_at(layout, 10, 300, WIDTH) is None


def test_a_viewport_too_low_for_chips_has_none() -> None:
    layout = lay_out([Ribbon((0, 0), (5, 40), (-500, -300), 0.5)], WIDTH, 50, None)
    assert (layout.chips, layout.stubs) == ((), ())

"""The reading view: laying out, scrolling, places and painting."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.domain.annotation import AnnotationId, HighlightColour
from reader.domain.document import Block, BlockRole, Contents, Section, SectionRole
from reader.domain.text import TextSpan
from reader.services.library import OpenDocument
from reader.ui.appearance import Appearance
from reader.ui.reading.document_layout import DocumentLayout
from reader.ui.reading.marks import Band, HighlightMark, Side
from reader.ui.reading.reading_view import ReadingView

Composer = Callable[..., Contents]
Settle = Callable[[ReadingView], None]


def span_of(contents: Contents, text: str) -> TextSpan:
    start = contents.text.index(text)
    return TextSpan(start, start + len(text))


def huge(blocks: int, length: int) -> Contents:
    """A text of many like paragraphs."""
    paragraph = ("word " * (length // 5))[: length - 1] + "."
    spans = [TextSpan(i * (length + 2), i * (length + 2) + length) for i in range(blocks)]
    text = "\n\n".join([paragraph] * blocks)
    return Contents(
        text,
        tuple(Block(BlockRole.BODY, span, i + 1) for i, span in enumerate(spans)),
        (Section(0, "", 0, SectionRole.BODY, TextSpan(0, len(text))),),
    )


# -- laying out ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("blocks", "length"), [(20_000, 2_500), (1, 50_000_000)])
def test_of_a_huge_text_only_the_screen_is_laid_out(view: ReadingView, blocks: int, length: int) -> None:
    contents = huge(blocks, length)
    view.set_contents(contents)
    layout = view.document_layout
    assert isinstance(layout, DocumentLayout)
    assert not view.is_laying_out
    assert layout.laid_out_count < 10
    assert layout.listed_chunks <= 2
    middle = len(contents.text) // 2
    view.scroll_to(TextSpan(middle, middle + 1), 0.5)
    assert view.visible_span().start < middle < view.visible_span().end
    view.resize(480, 600)
    assert view.visible_span().start < middle < view.visible_span().end
    view.scroll_by(10**9)
    assert view.visible_span().end == len(contents.text)
    assert layout.laid_out_count < 30


def test_a_lazy_text_keeps_only_some_fragments(view: ReadingView) -> None:
    view.set_contents(huge(3_000, 200))
    layout = view.document_layout
    assert isinstance(layout, DocumentLayout)
    assert layout.is_lazy
    for _ in range(150):
        view.scroll_by(600)
    assert layout.laid_out_count == 600


def test_a_thesis_is_laid_out_whole(view: ReadingView, moore: OpenDocument, settle: Settle) -> None:
    view.set_contents(moore.contents)
    assert view.is_laying_out
    settle(view)
    layout = view.document_layout
    assert isinstance(layout, DocumentLayout)
    assert layout.laid_out_count == len(moore.contents.blocks)
    last = layout.line_of(len(moore.contents.text) - 1)
    assert last.bottom <= layout.height < last.bottom + 40


def test_the_text_stays_put_while_the_rest_is_laid_out(view: ReadingView, moore: OpenDocument, settle: Settle) -> None:
    view.set_contents(moore.contents)
    place = span_of(moore.contents, "realpolitik approaches of its members")
    view.scroll_to(place, 0.4)
    layout = view.document_layout
    assert layout is not None
    height, before = layout.height, view.line_rects(place)
    settle(view)
    assert layout.height != height
    assert view.line_rects(place) == before


def test_resizing_keeps_the_reader_place_and_does_not_drift(
    view: ReadingView, moore: OpenDocument, settle: Settle
) -> None:
    view.set_contents(moore.contents)
    place = span_of(moore.contents, "realpolitik approaches")
    view.scroll_to(place, 0.5)
    settle(view)
    before = view.line_rects(place)[0].top()
    for width in (420, 700, 380, 560):
        view.resize(width, 600)
        settle(view)
        assert view.line_rects(place)[0].top() == before


def test_a_larger_face_keeps_the_reader_place(
    view: ReadingView, moore: OpenDocument, settle: Settle, appearance: Appearance
) -> None:
    view.set_contents(moore.contents)
    place = span_of(moore.contents, "realpolitik approaches")
    view.scroll_to(place, 0.5)
    before = view.line_rects(place)[0]
    appearance.text_size = 20
    settle(view)
    after = view.line_rects(place)[0]
    assert after.top() == before.top()
    assert after.height() > before.height()


def test_the_column_holds_its_measure_and_its_side(qtbot: QtBot, appearance: Appearance, moore: OpenDocument) -> None:
    for side, left in (("left", 1000 - 18 - 495), ("right", 20)):
        view = ReadingView("left" if side == "left" else "right", appearance)
        qtbot.addWidget(view)
        view.resize(1000, 400)
        view.show()
        view.set_contents(moore.contents)
        assert view.column_width() == 495
        assert view.column_left() == left


def test_without_a_document_nothing_breaks(view: ReadingView) -> None:
    view.set_contents(Contents("", (), ()))
    assert view.visible_span() == TextSpan(0, 0)
    assert view.extent(TextSpan(0, 0)) == (0, 0)
    view.scroll_by(50)
    view.resize(400, 300)
    view.grab()
    assert view.value == 0


@pytest.mark.parametrize("width", [90, 300, 1600])
def test_any_width_can_be_painted(view: ReadingView, lkhagvasuren: OpenDocument, width: int) -> None:
    view.set_contents(lkhagvasuren.contents)
    view.resize(width, 500)
    for fraction in (0.0, 0.3, 0.62, 1.0):
        offset = int(fraction * (len(lkhagvasuren.contents.text) - 1))
        view.scroll_to(TextSpan(offset, offset + 1), 0.3)
        assert not view.grab().isNull()


# -- places ----------------------------------------------------------------------------------------------------------


def test_every_character_is_found_where_it_is_drawn(view: ReadingView, compose: Composer, settle: Settle) -> None:
    contents = compose(
        [
            (BlockRole.HEADING, "CHAPTER 1\nA LONG 😀 NAME"),
            (BlockRole.BODY, "An emoji 😀 and 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 letters, e\u0301 with an accent. " * 6),
            (BlockRole.LIST, "1. the first item\n2. the 😀 second item " + "goes on " * 20),
            (BlockRole.TABLE, "Name\tPlace\nOne 😀\tHere\nTwo\tThere, in a cell with many words " + "and more " * 9),
            (BlockRole.NOTE, "¹ A note with a number. " * 5),
        ]
    )
    view.set_contents(contents)
    view.resize(420, 1500)
    settle(view)
    layout = view.document_layout
    assert layout is not None
    for offset in range(len(contents.text)):
        if contents.text[offset] in "\n\t\u0301" or contents.text[offset - 1 : offset] in ("\n", "\t"):
            continue
        placed = layout.line_of(offset)
        if offset in (placed.line.start, placed.line.end - 1):
            continue
        point = QPointF(
            view.column_left() + placed.line.x_of(offset) + 0.01, placed.top - view.page_top + placed.line.height / 2
        )
        assert view.offset_at(point) == offset, contents.text[offset - 5 : offset + 5]


def test_right_to_left_text_is_selected_where_it_stands(view: ReadingView, compose: Composer) -> None:
    contents = compose([(BlockRole.BODY, "שלום עולם זה טקסט בעברית " * 8)])
    view.set_contents(contents)
    first, second = view.line_rects(TextSpan(0, 4))[0], view.line_rects(TextSpan(5, 9))[0]
    assert second.right() < first.left()
    whole = view.line_rects(contents.blocks[0].span)[0]
    assert first.right() == pytest.approx(whole.right(), abs=1)
    assert whole.right() == pytest.approx(view.column_left() + view.column_width(), abs=8)
    assert view.offset_at(QPointF(view.column_left() + view.column_width() + 4, first.center().y())) == 0


def test_a_table_is_a_grid(view: ReadingView, compose: Composer, settle: Settle) -> None:
    contents = compose([(BlockRole.TABLE, "Name\tPlace\nOne\tHere\nTwo\tThere")])
    view.set_contents(contents)
    settle(view)
    (name,), (place,), (two,), (there,) = (
        view.line_rects(span_of(contents, word)) for word in ("Name", "Place", "Two", "There")
    )
    assert name.top() == place.top() < two.top() == there.top()
    assert name.left() == two.left() < place.left() == there.left()


def test_a_heading_joins_its_lines(view: ReadingView, compose: Composer) -> None:
    contents = compose([(BlockRole.HEADING, "CHAPTER 1\nINTRODUCTION"), (BlockRole.BODY, "Text.")])
    view.set_contents(contents)
    (whole,) = view.line_rects(TextSpan(0, 22))
    (name,) = view.line_rects(span_of(contents, "INTRODUCTION"))
    assert whole.top() == name.top()
    assert name.right() == whole.right()


def test_hanging_indents(view: ReadingView, compose: Composer) -> None:
    contents = compose(
        [
            (BlockRole.LIST, "1. " + "item words " * 20),
            (BlockRole.BIBLIOGRAPHY, "Author. " * 20),
            (BlockRole.NOTE, "¹² " + "Note words. " * 20),
        ]
    )
    view.set_contents(contents)
    item, entry, note = (view.line_rects(block.span) for block in contents.blocks)
    assert item[1].left() > item[0].left()
    assert entry[1].left() > entry[0].left()
    text = view.line_rects(span_of(contents, "Note"))[0]
    assert abs(text.left() - note[1].left()) < 1.5


def test_the_sync_point_slides_at_both_ends(view: ReadingView, moore: OpenDocument, settle: Settle) -> None:
    view.set_contents(moore.contents)
    settle(view)
    assert view.sync_y() == 0
    assert view.offset_at_sync_point() == 0
    view.scroll_by(100)
    assert view.sync_y() == 100
    view.scroll_by(5_000)
    assert view.sync_y() == 300
    view.scroll_by(10**9)
    assert view.sync_y() == 600
    assert view.contents.text[view.offset_at_sync_point() :].count("\n\n") == 0


def test_scroll_to_puts_the_place_where_it_is_wanted(view: ReadingView, moore: OpenDocument) -> None:
    view.set_contents(moore.contents)
    place = span_of(moore.contents, "realpolitik approaches")
    assert not view.is_visible(place)
    view.scroll_to(place, 0.25)
    assert view.is_visible(place)
    assert view.line_rects(place)[0].top() == 150


def test_text_laid_out_meanwhile_does_not_cut_a_glide_short(view: ReadingView, lkhagvasuren: OpenDocument) -> None:
    view.set_contents(lkhagvasuren.contents)
    view.reduced_motion = False
    place = lkhagvasuren.passages[50].span
    view.scroll_to(place, 0.5)
    assert not view.is_visible(TextSpan(place.start, place.start + 1))
    view.resize(560, 610)  # brings the anchor to its place again, as every idle slice does
    assert not view.is_visible(TextSpan(place.start, place.start + 1))


def test_a_glide_ends_at_its_place(view: ReadingView, moore: OpenDocument, qtbot: QtBot) -> None:
    view.set_contents(moore.contents)
    view.reduced_motion = False
    place = span_of(moore.contents, "realpolitik approaches")
    view.scroll_to(place, 0.5)
    qtbot.waitUntil(lambda: [r.top() for r in view.line_rects(place)[:1]] == [300])


PASSAGES = (
    "The first passage begins here, needs one line and a half, and is followed by another one. "
    "The second passage begins inside a line " + ("and goes on and on " * 12)
)


@pytest.mark.parametrize("side", ["left", "right"])
def test_extents_follow_the_edge_they_touch(
    qtbot: QtBot, appearance: Appearance, compose: Composer, side: Side
) -> None:
    view = ReadingView(side, appearance)
    qtbot.addWidget(view)
    view.resize(560, 600)
    view.show()
    contents = compose([(BlockRole.BODY, PASSAGES.strip())])
    view.set_contents(contents)
    cut = contents.text.index("The second")
    first, second = view.extent(TextSpan(0, cut)), view.extent(TextSpan(cut, len(contents.text)))
    lines = view.line_rects(TextSpan(0, len(contents.text)))
    shared = view.line_rects(TextSpan(cut, cut + 3))[0]
    top, bottom = lines[0].top() - 2, lines[-1].bottom() + 2
    assert shared.top() == lines[1].top()
    if side == "left":  # the right edge: the shared line belongs to the second passage
        assert [*first, *second] == [top, shared.top(), shared.top(), bottom]
    else:
        assert [*first, *second] == [top, shared.bottom(), shared.bottom(), bottom]


def test_extents_off_the_screen_are_estimates_at_first(
    view: ReadingView, moore: OpenDocument, settle: Settle, qtbot: QtBot
) -> None:
    view.set_contents(moore.contents)
    last = moore.passages[-1].span
    top, bottom = view.extent(last)
    assert bottom > top > 600
    with qtbot.waitSignal(view.layout_changed):
        settle(view)
    exact = view.extent(last)
    view.scroll_to(last, 0.0)
    assert exact[1] - exact[0] == view.extent(last)[1] - view.extent(last)[0]


# -- scrolling -------------------------------------------------------------------------------------------------------


def wheel(view: ReadingView, *, pixels: int = 0, angle: int = 0, control: bool = False) -> None:
    point = QPointF(100, 100)
    modifiers = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        point,
        view.viewport().mapToGlobal(point),
        QPoint(0, pixels),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's own signature
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_scrolls_by_lines_and_the_touchpad_by_pixels(
    view: ReadingView, moore: OpenDocument, settle: Settle, appearance: Appearance
) -> None:
    view.set_contents(moore.contents)
    settle(view)
    heard: list[bool] = []
    view.scrolled.connect(heard.append)
    wheel(view, angle=-120)
    assert view.value == 3 * appearance.line_height
    wheel(view, pixels=-7, angle=-20)
    assert view.value == 3 * appearance.line_height + 7
    assert heard == [True] * 2
    heard.clear()
    view.scroll_to(moore.passages[9].span)
    assert heard == [False]


def test_fine_wheel_steps_add_up(view: ReadingView, moore: OpenDocument, appearance: Appearance) -> None:
    view.set_contents(moore.contents)
    for _ in range(24):
        wheel(view, angle=-5)
    assert abs(view.value - 3 * appearance.line_height) <= 1


def test_control_and_wheel_ask_for_another_size(view: ReadingView, moore: OpenDocument, qtbot: QtBot) -> None:
    view.set_contents(moore.contents)
    with qtbot.waitSignal(view.zoom_requested) as blocker:
        wheel(view, angle=120, control=True)
    assert blocker.args == [1]
    assert view.value == 0


# -- painting --------------------------------------------------------------------------------------------------------


def _over(paper: QColor, tint: QColor) -> QColor:
    alpha = tint.alphaF()

    def mix(below: float, above: float) -> float:
        return below + (above - below) * alpha

    return QColor.fromRgbF(
        mix(paper.redF(), tint.redF()), mix(paper.greenF(), tint.greenF()), mix(paper.blueF(), tint.blueF())
    )


def _is(image: QImage, x: float, y: float, colour: QColor) -> bool:
    got = image.pixelColor(round(x), round(y))
    return max(abs(got.red() - colour.red()), abs(got.green() - colour.green()), abs(got.blue() - colour.blue())) <= 2


@pytest.mark.parametrize("dark", [False, True])
def test_bands_highlights_and_selection_have_their_colours(
    view: ReadingView, moore: OpenDocument, appearance: Appearance, dark: bool
) -> None:
    appearance.use_scheme(dark)
    theme = appearance.theme
    view.set_contents(moore.contents)
    paragraph = next(b.span for b in moore.contents.blocks if b.paragraph == 5)
    words = TextSpan(paragraph.start + 200, paragraph.start + 230)
    chosen = TextSpan(paragraph.start + 400, paragraph.start + 420)
    view.set_topic_bands([Band(paragraph, current=True, key=4)], "vermilion")
    view.set_highlights([HighlightMark(AnnotationId("a"), words, HighlightColour.YELLOW)])
    view.set_selection(chosen)
    view.scroll_to(paragraph, 0.1)
    image = view.viewport().grab().toImage()
    lines = view.line_rects(paragraph)
    edge = view.viewport().width() - 2
    paper, tint = QColor(theme.paper), theme.topic_tint("vermilion", current=True)
    assert _is(image, edge, lines[1].center().y(), _over(paper, tint))
    assert _is(image, edge, lines[0].top() - 6, paper)
    assert _is(image, view.column_left() - 12, lines[2].center().y(), theme.topic("vermilion"))
    mark = view.line_rects(words)[0]
    assert _is(image, mark.left() + 1, mark.top() + 4, theme.highlight_fill(HighlightColour.YELLOW))
    assert _is(image, mark.left() + 3, mark.top() + 22, theme.highlight_line(HighlightColour.YELLOW))
    selected = view.line_rects(chosen)[0]
    assert _is(image, selected.left() + 3, selected.top() + 1, QColor(theme.selection))


def test_a_band_begun_inside_a_line_leaves_the_line_before_it_free(
    view: ReadingView, compose: Composer, appearance: Appearance
) -> None:
    contents = compose([(BlockRole.BODY, PASSAGES.strip())])
    view.set_contents(contents)
    cut = contents.text.index("The second")
    view.set_topic_bands([Band(TextSpan(cut, len(contents.text)), current=False, key=1)], "blue")
    image = view.viewport().grab().toImage()
    shared = view.line_rects(TextSpan(cut, cut + 3))[0]
    paper = QColor(appearance.theme.paper)
    tinted = _over(paper, appearance.theme.topic_tint("blue", current=False))
    y = shared.top() + 1
    assert _is(image, shared.left() - 6, y, paper)
    assert _is(image, view.viewport().width() - 3, y, tinted)

"""Hypothesis strategies that several test folders share."""

from __future__ import annotations

from hypothesis import strategies as st

# Letters, marks that combine, emoji with joiners, jamo, invisible characters, mark-up and every kind of line end.
AWKWARD = (
    "aAbé e\u0301\u0327 👩‍👧🏽 ᄀ\u1161\u11a8 ½ ﬁ \u00a0\u00ad\u200b\ufeff\u2028\u2029"
    "\u0085\f\v\t\r\n|*_\\<>&#-—.:;!?¹²³⁴0123456789[]()“”\"'`"
)

words = st.text(alphabet=st.sampled_from(AWKWARD), min_size=1, max_size=12)

fragments = st.sampled_from(
    [
        "Chapter 1",
        "INTRODUCTION",
        "ABSTRACT",
        "TABLE OF CONTENTS",
        "Background\t3",
        "NOTES",
        "BIBLIOGRAPHY",
        "1. First item",
        "- a point",
        "¹ Ibid., 3.",
        "² Lo, *Axis*, 4.",
        "Text that goes on.¹ And on. 2 And so",
        "lower case that follows",
        "| a | b |",
        "|--|--|",
        "Figure 1. A caption",
        "Source: somebody.",
        "> quoted",
        "# Title",
        "—Somebody, *Work*",
        "A line that ends in a hy-",
        "phen and more words to fill it up until it is as long as a printed line.",
        "*** START OF THE PROJECT GUTENBERG EBOOK X ***",
        "```",
        "<sup>3</sup> x &amp; y <i>z</i>",
    ]
)

line_ends = st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\f", " "])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a text such as a scanner, a converter or a prankster might make."""
    parts = draw(st.lists(st.tuples(st.one_of(fragments, words, st.text(max_size=20)), line_ends), max_size=25))
    return "".join(part + end for part, end in parts)

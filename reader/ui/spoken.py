"""Positions in words, for assistive technology."""

from __future__ import annotations

# The longer sign first: "pp." holds "p.".
_SIGNS = (("¶", "paragraph "), ("pp.", "pages "), ("p.", "page "))


def spoken_place(label: str) -> str:
    """Return a position such as "¶ 61a" or "pp. 37–38" in words."""
    for sign, words in _SIGNS:
        label = label.replace(sign, words)
    return " ".join(label.split())

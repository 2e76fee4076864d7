"""Every icon the window names is bundled: a missing one would only be noticed when it is painted."""

import ast
import re
from pathlib import Path

from pytestqt.qtbot import QtBot

from reader.ui.appearance import Appearance

ICON_ARGUMENTS = {"icon", "icon_name"}


def named_icons(source: str) -> set[str]:
    """Return the literal icon names in a module: arguments called icon, and those of pixmap() and icon()."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        for keyword in node.keywords:
            if keyword.arg in ICON_ARGUMENTS and isinstance(keyword.value, ast.Constant):
                names.add(str(keyword.value.value))
        function = node.func
        called = function.attr if isinstance(function, ast.Attribute) else ""
        if called in {"pixmap", "set_symbol", "add_tab"}:
            at = 2 if called == "add_tab" else 0
            if len(node.args) > at and isinstance(node.args[at], ast.Constant):
                names.add(str(node.args[at].value))  # type: ignore[attr-defined] # narrowed in the line before
    return {name for name in names if re.fullmatch(r"[a-z0-9-]+", name)}


def test_every_icon_named_in_the_window_is_there(qtbot: QtBot, resources_path: Path) -> None:
    appearance = Appearance(resources_path)
    names: set[str] = set()
    for module in (resources_path.parent / "reader" / "ui").rglob("*.py"):
        names |= named_icons(module.read_text(encoding="utf-8"))
    assert len(names) > 20
    for name in sorted(names):
        assert not appearance.pixmap(name, "#000000").isNull()

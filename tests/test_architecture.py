from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "reader"

# Top-level libraries that may not come along with a service: importing one would delay the window.
HEAVY = ("PySide6", "sqlalchemy", "alembic")


def modules_of(folder: str) -> list[str]:
    names = []
    for path in sorted((PACKAGE / folder).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def imported_libraries(path: Path) -> set[str]:
    """The top-level names a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            found.add((node.module or "").partition(".")[0])
    return found


def test_imports_keep_to_their_directions() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("folder", ["domain", "services"])
def test_importing_every_module_loads_neither_qt_nor_sql(folder: str) -> None:
    names = modules_of(folder)
    assert names, f"reader/{folder} holds no module"
    script = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == []


def test_domain_and_errors_need_the_standard_library_only() -> None:
    for path in [*sorted((PACKAGE / "domain").rglob("*.py")), PACKAGE / "errors.py"]:
        foreign = imported_libraries(path) - sys.stdlib_module_names - {"reader"}
        assert not foreign, f"{path} imports {foreign}"


def test_every_library_used_is_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    # Names under which a distribution is imported, where they differ from its own.
    imported_as = {
        "pyside6-essentials": "PySide6",
        "pystemmer": "Stemmer",
        "markdown-it-py": "markdown_it",
        "mdit-py-plugins": "mdit_py_plugins",
    }
    names = {line.replace("<", ">").partition(">")[0].strip().lower() for line in declared}
    allowed = {imported_as.get(name, name) for name in names}
    for path in sorted(PACKAGE.rglob("*.py")):
        libraries = imported_libraries(path) - sys.stdlib_module_names - {"reader"}
        undeclared = {name for name in libraries if name not in allowed}
        assert not undeclared, f"{path} imports {undeclared}"


def test_main_only_calls_the_program_under_its_guard() -> None:
    tree = ast.parse((ROOT / "main.py").read_text(encoding="utf-8"))
    docstring, import_line, guard = tree.body
    assert isinstance(docstring, ast.Expr)
    assert ast.unparse(import_line) == "from reader.app import main"
    assert ast.unparse(guard) == "if __name__ == '__main__':\n    raise SystemExit(main())"


def test_no_module_is_a_catch_all() -> None:
    banned = {"utils", "util", "misc", "helpers", "helper", "common", "core"}
    for path in PACKAGE.rglob("*"):
        assert path.stem not in banned, f"{path} names no subject"


def test_files_stay_readable_in_one_sitting() -> None:
    # "About 400 lines": what outgrows that by a quarter is two things.
    sizes = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in PACKAGE.rglob("*.py")}
    assert {name: size for name, size in sizes.items() if size > 500} == {}


def test_every_module_says_its_role() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path} has no docstring"

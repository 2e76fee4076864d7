from __future__ import annotations

import os
import subprocess
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtSvg import QSvgRenderer

from reader.domain.text import SUPERSCRIPT_DIGITS
from reader.ui.appearance import Appearance

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ROOT = Path(__file__).resolve().parent.parent
SVG = "{http://www.w3.org/2000/svg}"


def project() -> dict[str, Any]:
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return settings


def build_wheel(folder: Path, **environment: str) -> set[str]:
    """Build a wheel and return the names of its files."""
    command = ["uv", "build", "--quiet", "--wheel", "--out-dir", str(folder), str(ROOT)]
    result = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.slow
def test_wheel_carries_every_resource_and_the_corpus(tmp_path: Path) -> None:
    names = build_wheel(tmp_path, DIPTYCH_WITHOUT_CORPUS="")
    for folder in ("resources", "corpus"):
        for path in (ROOT / folder).rglob("*"):
            inside = f"reader/_data/{path.relative_to(ROOT).as_posix()}"
            assert path.is_dir() or "screenshots" in path.parts or inside in names, inside
    assert not [name for name in names if "screenshots" in name]
    assert "reader/py.typed" in names


@pytest.mark.slow
def test_wheel_can_be_built_without_the_theses(tmp_path: Path) -> None:
    names = build_wheel(tmp_path, DIPTYCH_WITHOUT_CORPUS="1")
    assert not [name for name in names if "corpus" in name or "lkhagvasuren" in name]
    assert "reader/_data/resources/topics.toml" in names


def test_every_licence_that_the_wheel_names_is_there() -> None:
    for pattern in project()["license-files"]:
        files = list(ROOT.glob(pattern))
        assert files, pattern
        assert all(path.stat().st_size > 0 for path in files)
    for folder in (ROOT / "resources" / "fonts").iterdir():
        assert "OPEN FONT LICENSE" in (folder / "LICENSE.txt").read_text(encoding="utf-8"), folder


def test_changelog_has_this_version() -> None:
    assert f"## [{project()['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    start, tests = readme.index("pip install uv && uv run main.py"), readme.index("pip install uv && uv run pytest")
    assert start < tests < readme.index("](")


def test_readme_names_the_system_libraries_that_ci_installs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    listed = script[script.index("packages=(") + len("packages=(") :]
    packages = set(listed[: listed.index(")")].split()) - {"xvfb", "xauth"}
    (line,) = (x for x in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if x.startswith("apt-get"))
    assert set(line.split()[2:]) == packages


def test_files_that_documents_link_to_exist() -> None:
    for document in ROOT.glob("*.md"):
        for part in document.read_text(encoding="utf-8").split("](")[1:]:
            target = part.partition(")")[0].partition("#")[0]
            if target and "://" not in target:
                assert (ROOT / target).exists(), f"{document.name} links to {target}"


def test_notice_names_everything_bundled_and_every_library() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    for folder in (ROOT / "resources" / "fonts").iterdir():
        assert f"resources/fonts/{folder.name}" in notice
    for line in project()["dependencies"]:
        assert line.replace("<", ">").partition(">")[0].lower() in notice, line


@pytest.mark.parametrize("path", sorted((ROOT / "resources" / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_icon_renders(path: Path) -> None:
    data = path.read_bytes()
    root = ET.fromstring(data)  # noqa: S314 # our own file
    assert root.tag == f"{SVG}svg"
    # The window tints icons by replacing this word; the program's own icon has its own colours.
    assert (b"currentColor" in data) == (path.stem != "diptych")
    assert QSvgRenderer(QByteArray(data)).isValid()


@pytest.mark.parametrize(
    ("folder", "family", "styles"),
    [
        ("charis-sil", "Charis SIL", {"Regular", "Italic", "Bold", "Bold Italic"}),
        ("inter", "Inter", {"Regular", "Italic", "Medium", "Semi Bold", "Bold"}),
    ],
)
def test_face_loads_and_can_write_the_theses(
    qtbot: QtBot, resources_path: Path, corpus_path: Path, folder: str, family: str, styles: set[str]
) -> None:
    faces = [path for path in sorted((resources_path / "fonts" / folder).iterdir()) if path.suffix in {".otf", ".ttf"}]
    assert len(faces) == len(styles)
    for face in faces:
        number = QFontDatabase.addApplicationFont(str(face))
        assert family in QFontDatabase.applicationFontFamilies(number)
    assert styles <= set(QFontDatabase.styles(family))
    text = "".join(path.read_text(encoding="utf-8") for path in corpus_path.glob("*.txt"))
    cyrillic = "".join(map(chr, range(0x0410, 0x0450)))
    needed = {char for char in text + SUPERSCRIPT_DIGITS + cyrillic + "¶→←" if not char.isspace()}
    for face in faces:
        raw = QRawFont(str(face), 15.0)
        missing = {char for char in needed if not raw.supportsCharacter(ord(char))}
        assert missing == set(), face.name


def test_window_finds_every_bundled_family(qtbot: QtBot, resources_path: Path) -> None:
    QFontDatabase.removeAllApplicationFonts()
    Appearance(resources_path)
    assert {"Charis SIL", "Inter"} <= set(QFontDatabase.families())

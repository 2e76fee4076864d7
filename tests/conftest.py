"""What every test runs under: no screen, an empty user folder, and repeatable random tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt: the tests need no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_ROOT = Path(__file__).resolve().parent.parent
_USER_FOLDERS = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA")

# Deadlines would time the machine; CI must not fail today on an example it did not try yesterday.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(autouse=True)
def user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the reader's own library, settings and logs out of the tests' way, in child processes too."""
    home = tmp_path / "user"
    for name in _USER_FOLDERS:
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("DIPTYCH_LIBRARY", str(home / "library.sqlite"))
    return home


@pytest.fixture(scope="session")
def corpus_path() -> Path:
    """The folder of the two theses and their catalogue."""
    return _ROOT / "corpus"


@pytest.fixture(scope="session")
def resources_path() -> Path:
    """The folder of icons, fonts, topics and templates."""
    return _ROOT / "resources"

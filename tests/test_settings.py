from __future__ import annotations

import dataclasses
import hashlib
import tomllib
from typing import TYPE_CHECKING

import platformdirs
import pytest

from reader.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A source checkout: the package with resources/ and corpus/ beside it."""
    root = tmp_path / "checkout"
    for folder in ("reader", "resources", "corpus"):
        (root / folder).mkdir(parents=True)
    (root / "corpus" / "catalog.toml").touch()
    return root


def test_source_checkout_has_data_beside_the_package(checkout: Path) -> None:
    settings = Settings.locate(package=checkout / "reader")
    assert settings.resources == checkout / "resources"
    assert settings.corpus == checkout / "corpus"


def test_wheel_has_data_inside_the_package(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "reader"
    (package / "_data" / "resources").mkdir(parents=True)
    (package / "_data" / "corpus").mkdir()
    (package / "_data" / "corpus" / "catalog.toml").touch()
    # Another package's folder of the same name, where a checkout would have its own.
    (tmp_path / "site-packages" / "resources").mkdir()
    settings = Settings.locate(package=package)
    assert settings.resources == package / "_data" / "resources"
    assert settings.corpus == package / "_data" / "corpus"


def test_corpus_may_be_absent(checkout: Path) -> None:
    (checkout / "corpus" / "catalog.toml").unlink()
    (checkout / "corpus").rmdir()
    assert Settings.locate(package=checkout / "reader").corpus is None


def test_missing_resources_are_told_with_the_places_looked_at(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="_data"):
        Settings.locate(package=tmp_path / "reader")


def test_default_library_lies_in_the_users_data_folder(checkout: Path) -> None:
    settings = Settings.locate(package=checkout / "reader", environment={})
    assert settings.library == str(platformdirs.user_data_path("Diptych", appauthor=False) / "library.sqlite")


@pytest.mark.parametrize(
    ("argument", "variable", "expected"),
    [
        (None, "env.sqlite", "env.sqlite"),
        ("arg.sqlite", "env.sqlite", "arg.sqlite"),
        ("sqlite:///arg.sqlite", None, "sqlite:///arg.sqlite"),
    ],
)
def test_argument_goes_before_variable(
    checkout: Path, argument: str | None, variable: str | None, expected: str
) -> None:
    environment = {} if variable is None else {"DIPTYCH_LIBRARY": variable}
    assert Settings.locate(argument, package=checkout / "reader", environment=environment).library == expected


def test_empty_variable_counts_as_unset(checkout: Path) -> None:
    settings = Settings.locate(package=checkout / "reader", environment={"DIPTYCH_LIBRARY": ""})
    assert settings.library.endswith("library.sqlite")


def test_locating_creates_nothing(checkout: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    settings = Settings.locate(package=checkout / "reader", environment={})
    assert sorted(tmp_path.rglob("*")) == before
    assert settings.log_file.name == "diptych.log"


def test_settings_are_frozen() -> None:
    settings = Settings.locate()
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.library = "other"  # type: ignore[misc] # that it fails is the point


def test_this_checkout_has_its_resources_and_corpus(resources_path: Path, corpus_path: Path) -> None:
    settings = Settings.locate()
    assert settings.resources == resources_path
    assert settings.corpus == corpus_path


def test_catalogue_describes_the_theses_word_for_word(corpus_path: Path) -> None:
    catalogue = tomllib.loads((corpus_path / "catalog.toml").read_text(encoding="utf-8"))
    documents = catalogue["document"]
    assert [d["slug"] for d in documents] == ["lkhagvasuren-2018", "moore-2012"]
    for document in documents:
        data = (corpus_path / document["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == document["sha256"]
        assert document["statements"]
        # Cells of the report form are parted by bars in the text; the statements hold none.
        for statement in document["statements"]:
            assert statement in data.decode("utf-8")
        assert document["title"] in document["citation"]
        assert str(document["year"]) in document["citation"]

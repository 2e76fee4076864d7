"""Where things are: the files that come with the program and the reader's own, as one frozen value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import platformdirs

APPLICATION = "Diptych"
LIBRARY_VARIABLE = "DIPTYCH_LIBRARY"
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Settings:
    """The paths that the composition root hands down.

    Attributes:
        resources: The folder of icons, fonts, topics and templates.
        corpus: The folder of the bundled theses and their catalogue, or None where the program was built without them.
        library: The library as the reader gave it, a path or a URL; by default a file in the user's data folder.
        log_file: Where bugs are written down. Its folder may not exist yet.
    """

    resources: Path
    corpus: Path | None
    library: str
    log_file: Path

    @classmethod
    def locate(
        cls, library: str | None = None, *, environment: Mapping[str, str] = os.environ, package: Path = _PACKAGE
    ) -> Self:
        """Find every path, creating nothing.

        Args:
            library: Goes before the environment's DIPTYCH_LIBRARY, which goes before the user's data folder.
            environment: The environment's variables.
            package: The folder of the installed package or of the one in a source checkout.

        Raises:
            FileNotFoundError: If the resources are nowhere: the installation is broken.
        """
        root = _root_of_data(package)
        corpus = root / "corpus"
        return cls(
            resources=root / "resources",
            corpus=corpus if (corpus / "catalog.toml").is_file() else None,
            library=library or environment.get(LIBRARY_VARIABLE) or str(_default_library()),
            log_file=platformdirs.user_log_path(APPLICATION, appauthor=False) / "diptych.log",
        )


def _default_library() -> Path:
    return platformdirs.user_data_path(APPLICATION, appauthor=False) / "library.sqlite"


def _root_of_data(package: Path) -> Path:
    """Return the folder that holds `resources`: inside the package in a wheel, beside it in a source checkout."""
    candidates = (package / "_data", package.parent)
    for candidate in candidates:
        if (candidate / "resources").is_dir():
            return candidate
    places = " or ".join(str(candidate) for candidate in candidates)
    msg = f"No resources folder in {places}: the installation is incomplete."
    raise FileNotFoundError(msg)

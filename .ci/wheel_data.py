"""Build hook: put resources/ and corpus/, which lie beside the package, inside it; the corpus can stay out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WITHOUT_CORPUS = "DIPTYCH_WITHOUT_CORPUS"
README_ONLY = {"screenshots"}  # folders that the program does not use


class WheelData(BuildHookInterface[Any]):
    """Adds to the wheel what reader.settings looks for in reader/_data."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Map the folders in; an editable build finds them where they lie."""
        if version == "editable":
            return
        included = [path for path in Path(self.root, "resources").iterdir() if path.name not in README_ONLY]
        if os.environ.get(WITHOUT_CORPUS, "") in {"", "0"}:
            included.append(Path(self.root, "corpus"))
        for path in sorted(included):
            build_data["force_include"][str(path)] = f"reader/_data/{path.relative_to(self.root).as_posix()}"

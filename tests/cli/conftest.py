"""The command line on a copy of one prepared library: in this process, or as one of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader.app import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outcome:
    """How a process ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 # whatever the command prints
        """Standard output as one JSON value."""
        return json.loads(self.out)

    def failed(self) -> str:
        """Check that it failed as a known error does, and return the one line that says so."""
        assert self.status == 1, self
        [line] = self.err.splitlines()
        assert line.startswith("diptych: ")
        assert line.endswith(".")
        return line


class CommandLine:
    """Runs the program's main function on a library, in this process: a process of its own takes a second to start."""

    def __init__(self, library: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.library = library
        self._capture = capture

    def __call__(self, *arguments: str | Path, **environment: str) -> Outcome:
        return self.without_library("--library", self.library, *arguments, **environment)

    def without_library(self, *arguments: str | Path, **environment: str) -> Outcome:
        """Run it on the library that the environment names."""
        self._capture.readouterr()
        with pytest.MonkeyPatch.context() as patched:
            for name, value in environment.items():
                patched.setenv(name, value)
            status = main([str(argument) for argument in arguments])
        captured = self._capture.readouterr()
        return Outcome(status, captured.out, captured.err)

    def on(self, library: Path) -> CommandLine:
        """Use another library."""
        return CommandLine(library, self._capture)


class Process:
    """Runs `main.py` on a library, as a process of its own."""

    def __init__(self, library: Path) -> None:
        self.library = library

    def __call__(self, *arguments: str | Path, **environment: str) -> Outcome:
        return run("--library", self.library, *arguments, **environment)


def run(*arguments: str | Path, **environment: str) -> Outcome:
    """Run `main.py` without a library of its own."""
    command = [sys.executable, ROOT / "main.py", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh library, seeded by the program itself, with the embeddings of one alignment."""
    folder = tmp_path_factory.mktemp("prepared")
    library = folder / "library.sqlite"
    # It is made before any test has an empty user folder.
    outcome = run("--library", library, "align", "lkhagvasuren-2018", "moore-2012", XDG_STATE_HOME=str(folder))
    assert outcome.status == 0, outcome.err
    return library


@pytest.fixture
def diptych(prepared: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> CommandLine:
    """The command line on a copy of the prepared library."""
    library = tmp_path / "library.sqlite"
    shutil.copyfile(prepared, library)
    return CommandLine(library, capfd)


@pytest.fixture
def shared(prepared: Path, capfd: pytest.CaptureFixture[str]) -> CommandLine:
    """The command line on the prepared library itself, for commands that only read."""
    return CommandLine(prepared, capfd)


@pytest.fixture
def process(prepared: Path, tmp_path: Path) -> Process:
    """The program as a process, on a copy of the prepared library."""
    library = tmp_path / "library.sqlite"
    shutil.copyfile(prepared, library)
    return Process(library)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Write a file to import."""

    def write_file(name: str, data: bytes) -> Path:
        file = tmp_path / name
        file.write_bytes(data)
        return file

    return write_file

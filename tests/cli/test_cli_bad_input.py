from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click
import pytest

from reader.cli.command_line import run as run_command_line
from reader.cli.program import Program, WindowRequest
from reader.errors import DocumentError
from tests.cli.conftest import CommandLine, Process

LEFT, RIGHT = "lkhagvasuren-2018", "moore-2012"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["text", "nosuch"], "lkhagvasuren-2018, moore-2012"),
        (["passages", "/no/such/file.txt"], "no document"),
        (["passages", RIGHT, "--topic", "Astrology"], "Georgia"),
        (["align", LEFT, "nosuch"], "nosuch"),
        (["align", LEFT, RIGHT, "--topic", "Astrology"], "Georgia"),
        (["annotate", RIGHT, "--quote", "These words are in no thesis"], "is not in"),
        (["annotate", RIGHT, "--quote", "Shanghai"], "times"),
        (["annotate", RIGHT, "--quote", " "], "no text"),
        (["annotate", "nosuch", "--quote", "x"], "nosuch"),
        (["annotations", "--topic", "Astrology"], "Georgia"),
        (["annotations", "--document", "nosuch"], "nosuch"),
        (["topics", "add", "Georgia", "--terms", "x"], "already"),
        (["topics", "add", "Empty", "--terms", " , "], "no terms"),
        (["topics", "remove", "Astrology"], "Georgia"),
        (["search", "x", "--document", "nosuch"], "nosuch"),
        (["export", "--topic", "Astrology"], "Georgia"),
        (["export", "--output", "/no/such/folder/notes.md"], "no folder"),
        (["export", "--output", "/"], "folder"),
        (["backup", "/no/such/folder/copy.sqlite"], "folder"),
        (["import", "/no/such/file.txt"], "file"),
        (["import", "/"], "folder"),
        (["remove", "nosuch"], "nosuch"),
        (["refresh", "nosuch"], "nosuch"),
        (["import-annotations", "/no/such/file.json"], "no file"),
        (["import-annotations", "main.py"], "Web Annotations"),
    ],
)
def test_each_gets_one_line_with_what_to_do(diptych: CommandLine, arguments: list[str], said: str) -> None:
    before = diptych.library.read_bytes()
    done = diptych(*arguments)
    assert said in done.failed()
    assert done.out == ""
    assert diptych.library.read_bytes() == before


@pytest.mark.parametrize("data", [b"", bytes([0, 1, 2, 3]) * 100, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b" \n\n \t"])
def test_a_file_that_is_no_text_is_refused(
    diptych: CommandLine, write: Callable[[str, bytes], Path], data: bytes
) -> None:
    bad, good = write("bad.txt", data), write("good.txt", b"A good paragraph.")
    assert "bad.txt" in diptych("import", bad).failed()
    both = diptych("import", bad, good, "--format", "json")
    assert "bad.txt" in both.failed()
    assert [(entry["status"], entry["slug"]) for entry in both.json] == [("failed", None), ("added", "good")]


def test_of_several_bad_files_each_is_told(diptych: CommandLine, tmp_path: Path) -> None:
    done = diptych("import", tmp_path / "a", tmp_path / "b")
    assert done.status == 1
    assert len(done.err.splitlines()) == 3
    assert done.err.splitlines()[-1].startswith("diptych: 2 of 2 files")


def damaged(library: Path) -> None:
    data = bytearray(library.read_bytes())
    data[4096:40_960] = os.urandom(36_864)
    library.write_bytes(data)


def no_database(library: Path) -> None:
    library.write_text("These are notes, not a library.\n" * 100)


def newer(library: Path) -> None:
    with closing(sqlite3.connect(library)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


@pytest.mark.parametrize("spoil", [damaged, no_database, newer])
def test_a_spoilt_library_is_told_and_left_alone(diptych: CommandLine, spoil: Callable[[Path], None]) -> None:
    spoil(diptych.library)
    before = diptych.library.read_bytes()
    diptych("documents").failed()
    diptych("annotate", RIGHT, "--quote", "realpolitik").failed()
    assert diptych.library.read_bytes() == before


def test_a_locked_library_is_told_on_writing_and_can_be_read(
    diptych: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.storage.connection.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(diptych.library, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert diptych("topics", "--format", "json").status == 0
        assert "library" in diptych("topics", "remove", "Georgia").failed()
        other.execute("ROLLBACK")
    assert diptych("topics", "remove", "Georgia").status == 0


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_library_can_be_read_and_is_told_on_writing(diptych: CommandLine) -> None:
    diptych.library.chmod(0o444)
    diptych.library.parent.chmod(0o555)
    try:
        assert diptych("align", LEFT, RIGHT, "--limit", "1").status == 0
        diptych("topics", "remove", "Georgia").failed()
    finally:
        diptych.library.parent.chmod(0o755)


def test_the_library_must_be_a_sqlite_file(diptych: CommandLine, tmp_path: Path) -> None:
    assert "sqlite" in diptych.without_library("--library", "postgresql://host/db", "documents").failed()
    diptych.on(tmp_path)("documents").failed()
    (tmp_path / "file").write_text("x")
    diptych.on(tmp_path / "file" / "library.sqlite")("documents").failed()


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuchcommand"],
        ["one", "two", "three"],
        ["--nosuchoption"],
        ["align", LEFT],
        ["align", LEFT, RIGHT, "--limit", "-1"],
        ["align", LEFT, RIGHT, "--format", "xml"],
        ["annotate", RIGHT],
        ["annotate", RIGHT, "--quote", "x", "--colour", "beige"],
        ["import"],
        ["export", "--format", "docx"],
        ["import-annotations"],
        ["refresh"],
    ],
)
def test_wrong_usage_is_2(diptych: CommandLine, arguments: list[str]) -> None:
    done = diptych(*arguments)
    assert (done.status, done.out) == (2, "")
    assert "Error: " in done.err
    assert "Traceback" not in done.err


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there is always a display")
@pytest.mark.parametrize("arguments", [[], ["--startup-report"], [LEFT, RIGHT], [f"diptych://{RIGHT}"]])
def test_without_a_display_the_window_is_one_line(
    shared: CommandLine, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "display" in shared(*arguments).failed()
    assert "display" in shared(*arguments, QT_QPA_PLATFORM="xcb").failed()


def windows_of(*arguments: str) -> tuple[int, list[WindowRequest]]:
    """Run the command line with a window that only notes what it was asked for."""
    asked: list[WindowRequest] = []

    def open_window(request: WindowRequest) -> int:
        asked.append(request)
        return 7

    def no_library(library: str | None) -> object:
        raise DocumentError(f"The library {library} was opened.", "It need not be.")

    status = run_command_line(arguments, Program(no_library, open_window))  # type: ignore[arg-type] # a spy
    return status, asked


@pytest.mark.parametrize(
    ("arguments", "request_made"),
    [
        ([], WindowRequest()),
        (["--startup-report"], WindowRequest(startup_report=True)),
        (["--library", "x", "a", "b"], WindowRequest("x", "a", "b")),
        (["./align", "b", "--startup-report"], WindowRequest(None, "./align", "b", startup_report=True)),
        (["diptych://moore-2012/1"], WindowRequest(link="diptych://moore-2012/1")),
    ],
)
def test_the_window_gets_what_was_asked_for(arguments: list[str], request_made: WindowRequest) -> None:
    assert windows_of(*arguments) == (7, [request_made])


def test_a_command_goes_before_a_file_of_its_name(capfd: pytest.CaptureFixture[str]) -> None:
    status, asked = windows_of("align", "documents")
    assert (status, asked) == (2, [])
    assert "RIGHT" in capfd.readouterr().err
    status, asked = windows_of("--library", "x", "text", "documents")
    assert (status, asked) == (1, [])
    assert capfd.readouterr().err == "diptych: The library x was opened. It need not be.\n"


def test_other_errors_of_the_parser_are_told_in_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    def fail(request: WindowRequest) -> int:
        raise click.FileError("x", "it is odd")

    def no_library(library: str | None) -> object:
        raise AssertionError

    assert run_command_line([], Program(no_library, fail)) == 1  # type: ignore[arg-type] # a spy
    assert capfd.readouterr().err.startswith("diptych: ")


def test_a_bug_is_written_down_and_told_in_one_line(shared: CommandLine, user_folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "broken.py"
    script.write_text(
        "from reader.services.library import LibraryService\n"
        "def broken(self): raise ZeroDivisionError('a test')\n"
        "LibraryService.documents = broken\n"
        "from reader.app import main\nraise SystemExit(main())\n"
    )
    command = [sys.executable, str(script), "--library", str(shared.library), "documents"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 70
    [line] = done.stderr.splitlines()
    assert line.startswith("diptych: This is a bug")
    [log] = user_folder.rglob("diptych.log")
    assert str(log) in line
    assert "ZeroDivisionError: a test" in log.read_text()


def test_commands_work_where_there_can_be_no_log(
    shared: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "file"))
    assert shared("topics").status == 0


@pytest.mark.slow
def test_two_first_starts_at_once_seed_one_library(tmp_path: Path) -> None:
    command = [sys.executable, "main.py", "--library", str(tmp_path / "new.sqlite"), "documents", "--format", "json"]
    root = Path(__file__).parents[2]
    both = [subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    for process in both:
        _, err = process.communicate()
        assert (process.returncode, err) == (0, b"")
    assert len(Process(tmp_path / "new.sqlite")("documents", "--format", "json").json) == 2

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from reader.errors import ExportError
from reader.export.files import write_text


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    write_text("é\r\n“x”\n", file, overwrite=False)
    assert file.read_bytes() == "é\r\n“x”\n".encode()
    assert listing(tmp_path) == ["notes.md"]


def test_a_file_is_overwritten_only_if_allowed(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("mine")
    with pytest.raises(ExportError, match="already"):
        write_text("new", file, overwrite=False)
    assert file.read_text() == "mine"
    write_text("new", file, overwrite=True)
    assert file.read_text() == "new"
    assert listing(tmp_path) == ["notes.md"]


def test_through_a_link_the_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "link.md").symlink_to("real.md")
    write_text("new", tmp_path / "link.md", overwrite=True)
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text() == "new"


@pytest.mark.parametrize("name", ["missing/notes.md", "n" * 300 + ".md", ".", "nul\0.md"])
def test_where_nothing_can_be_written_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError):
        write_text("x", f"{tmp_path}/{name}", overwrite=True)
    assert listing(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "another folder"),
        (errno.EIO, "another place"),
    ],
)
def test_a_failing_disk_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, remedy: str
) -> None:
    file = tmp_path / "notes.md"
    file.write_text("old")

    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(ExportError, match=remedy):
        write_text("new", file, overwrite=True)
    assert file.read_text() == "old"
    assert listing(tmp_path) == ["notes.md"]


def test_a_file_that_appears_meanwhile_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "notes.md"
    monkeypatch.setattr("os.fsync", lambda descriptor: file.write_text("theirs"))
    with pytest.raises(ExportError, match="already"):
        write_text("mine", file, overwrite=False)
    assert file.read_text() == "theirs"
    assert listing(tmp_path) == ["notes.md"]


@pytest.mark.parametrize("meanwhile", [False, True])
def test_without_hard_links_it_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, meanwhile: bool) -> None:
    file = tmp_path / "notes.md"

    def no_links(target: Path, source: Path) -> None:
        if meanwhile:
            file.write_text("theirs")
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    if meanwhile:
        with pytest.raises(ExportError, match="already"):
            write_text("mine", file, overwrite=False)
    else:
        write_text("mine", file, overwrite=False)
    assert file.read_text() == ("theirs" if meanwhile else "mine")
    assert listing(tmp_path) == ["notes.md"]

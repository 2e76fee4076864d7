"""Copies of files beside a library: whole or not there, never overwritten while sound, and taken along in a backup."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.domain.document import digest_of
from reader.errors import StorageError
from reader.storage.kept_files import KeptFiles


@pytest.fixture
def files(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path / "library.sqlite")


def written(folder: Path, name: str, data: bytes) -> tuple[Path, str]:
    file = folder / name
    file.write_bytes(data)
    return file, digest_of(data)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_is_named_by_its_digest_and_made_once(files: KeptFiles, tmp_path: Path) -> None:
    source, digest = written(tmp_path, "A Thesis.PDF", b"%PDF-" + bytes(3_000_000))
    assert (files.path_of(digest), files.is_whole(digest)) == (None, False)
    assert files.keep(source, digest)
    assert not files.keep(source, digest)
    assert names(tmp_path / "library.files") == [f"{digest}.pdf"]
    assert files.is_whole(digest)
    copy = files.path_of(digest)
    assert copy is not None
    assert copy.read_bytes() == source.read_bytes()
    files.discard(digest)
    files.discard(digest)
    assert not (tmp_path / "library.files").exists()


def test_a_sound_copy_is_never_written_over_and_a_changed_one_is(files: KeptFiles, tmp_path: Path) -> None:
    source, digest = written(tmp_path, "a.pdf", b"sound")
    files.keep(source, digest)
    copy = files.path_of(digest)
    assert copy is not None
    before = copy.stat().st_ino
    source.write_bytes(b"other")
    assert not files.keep(source, digest)
    assert copy.stat().st_ino == before
    copy.write_bytes(b"changed")
    assert not files.is_whole(digest)
    with pytest.raises(StorageError, match="changed while it was read"):
        files.keep(source, digest)
    assert copy.read_bytes() == b"changed"
    source.write_bytes(b"sound")
    assert files.keep(source, digest)
    assert names(tmp_path / "library.files") == [copy.name]
    assert files.is_whole(digest)


def test_a_file_that_is_gone_or_a_folder_that_is_none_is_told(files: KeptFiles, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"can't keep a copy of “gone.pdf”"):
        files.keep(tmp_path / "gone.pdf", "0" * 64)
    assert list(tmp_path.iterdir()) == [tmp_path / "library.files"]
    (tmp_path / "library.files").rmdir()
    (tmp_path / "library.files").write_bytes(b"")
    source, digest = written(tmp_path, "a.pdf", b"data")
    with pytest.raises(StorageError, match="--link-only"):
        files.keep(source, digest)


def test_copies_go_to_another_folder_all_or_none(
    files: KeptFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = []
    for number in range(3):
        source, digest = written(tmp_path, f"{number}.pdf", b"%d" % number)
        files.keep(source, digest)
        digests.append(digest)
    other = KeptFiles(tmp_path / "copy.sqlite")
    synchronised = 0

    def full(descriptor: int) -> None:
        nonlocal synchronised
        synchronised += 1
        if synchronised == 3:
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            files.copy_to(other, digests)
    assert not (tmp_path / "copy.files").exists()
    assert files.copy_to(other, [digests[0], "0" * 64]) == digests[:1]
    assert files.copy_to(other, digests) == digests[1:]
    assert all(other.is_whole(digest) for digest in digests)
    assert files.copy_to(other, digests) == []

"""What can go wrong with a library file: each time one clear sentence with a remedy, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from reader.domain.topic import Topic
from reader.errors import StorageError
from reader.storage import connection as connection_module
from reader.storage.database import SqliteLibrary, library_path, open_library
from reader.storage.schema import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Iterator


def topic_of(slug: str, description: str = "") -> Topic:
    return Topic(slug, slug, description, (), "blue", "star")


def put(library: SqliteLibrary, slug: str, description: str = "") -> None:
    with library.unit_of_work() as uow:
        uow.topics.put(topic_of(slug, description))
        uow.commit()


def slugs(library: SqliteLibrary) -> list[str]:
    with library.unit_of_work() as uow:
        return [topic.slug for topic in uow.topics.all()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


@pytest.fixture
def library(path: Path) -> Iterator[SqliteLibrary]:
    opened = open_library(str(path))
    put(opened, "kept")
    yield opened
    opened.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no lock."""
    monkeypatch.setattr(connection_module, "BUSY_SECONDS", 0.0)


def test_paths_and_sqlite_urls_name_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    expected = {
        "notes.sqlite": tmp_path / "notes.sqlite",
        "~/notes.sqlite": tmp_path / "home" / "notes.sqlite",
        "sqlite:///notes.sqlite": tmp_path / "notes.sqlite",
        f"sqlite:///{tmp_path}/my%20notes #1.sqlite": tmp_path / "my notes #1.sqlite",
        f"SQLITE:///{tmp_path}/a.sqlite": tmp_path / "a.sqlite",
        "sqlite:notes.sqlite": tmp_path / "notes.sqlite",
        "C:notes": tmp_path / "C:notes",
    }
    assert {name: library_path(name) for name in expected} == expected


@pytest.mark.parametrize("url", ["postgresql://host/name", "mysql+pymysql://x/y", "http://example.org/x.sqlite"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(StorageError, match="Only sqlite works"):
        open_library(url)


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "sqlite:", "sqlite://host/x", "sqlite:///x?mode=ro"]
)
def test_a_url_must_name_a_file(url: str) -> None:
    with pytest.raises(StorageError, match="names no file"):
        open_library(url)


def test_an_odd_name_is_a_name_like_any_other(tmp_path: Path) -> None:
    odd = tmp_path / "a ?mode=ro#%41 “ü”" / "li%20b?.sqlite"
    library = open_library(str(odd))
    put(library, "kept")
    library.close()
    assert odd.exists()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is a folder"):
        open_library(str(tmp_path))


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageError, match="can't be"):
        open_library(str(tmp_path / "file" / "library.sqlite"))
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


@pytest.mark.parametrize("content", [b"To whom it may concern\n" * 300, b"SQLite format 3\x00", b"\x00"])
def test_a_file_of_another_kind_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StorageError) as caught:
        open_library(str(path))
    assert "--library" in caught.value.remedy
    assert path.read_bytes() == content
    assert list(path.parent.glob("library*")) == [path]


def test_another_programs_database_is_refused_and_left_as_it_is(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE alembic_version (version_num TEXT)")
        other.execute("INSERT INTO alembic_version VALUES ('0001')")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="another program"):
        open_library(str(path))
    assert path.read_bytes() == before
    assert list(path.parent.glob("library*")) == [path]


def test_an_empty_file_becomes_a_library(path: Path) -> None:
    path.touch()
    library = open_library(str(path))
    assert library.is_new
    library.close()


def test_a_file_abandoned_before_its_tables_were_made_becomes_a_library(path: Path) -> None:
    with closing(sqlite3.connect(path)) as unfinished:
        unfinished.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    library = open_library(str(path))
    assert library.is_new
    assert library.check() == []
    library.close()


def test_a_damaged_library_is_refused_with_what_to_do(library: SqliteLibrary, path: Path) -> None:
    library.close()
    # Past the header every page is overwritten.
    damaged = path.read_bytes()[:100] + b"\xff" * 4000 + b"\x55" * (path.stat().st_size - 4100)
    path.write_bytes(damaged)
    with pytest.raises(StorageError, match="damaged") as caught:
        open_library(str(path))
    assert "backup" in caught.value.remedy
    assert path.read_bytes() == damaged


def test_damage_found_later_is_a_known_error_and_a_line_of_the_check(library: SqliteLibrary, path: Path) -> None:
    put(library, "long", "word " * 20000)
    library.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size - 60000)
        file.write(b"\x55" * 60000)
    damaged = open_library(str(path))
    assert any("file:" in problem or "damaged" in problem for problem in damaged.check())
    with pytest.raises(StorageError, match="damaged"):
        slugs(damaged)
    damaged.close()


def test_a_damaged_library_without_its_tables_is_refused_read_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(path)) as unfinished:
        unfinished.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(StorageError, match="not a Diptych library"):
        open_library(str(path))


def test_a_newer_library_is_refused_and_left_as_it_is(library: SqliteLibrary, path: Path) -> None:
    library.close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="newer Diptych") as caught:
        open_library(str(path))
    assert caught.value.remedy.startswith("Update Diptych")
    assert path.read_bytes() == before


@pytest.mark.usefixtures("impatient")
def test_a_locked_library_can_be_read_and_says_so_when_written(library: SqliteLibrary, path: Path) -> None:
    other = open_library(str(path))
    with other.unit_of_work() as writing:
        writing.topics.put(topic_of("theirs"))
        with pytest.raises(StorageError, match="in use by another program") as caught:
            put(library, "mine")
        assert "try again" in caught.value.remedy
        assert slugs(library) == ["kept"]
        writing.commit()
    put(library, "mine")
    assert slugs(other) == ["kept", "theirs", "mine"]
    other.close()


@pytest.mark.usefixtures("impatient")
def test_a_library_locked_for_everyone_says_so_when_opened(library: SqliteLibrary, path: Path) -> None:
    library.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE library_state SET seeded = 1")
        with pytest.raises(StorageError, match="in use by another program"):
            open_library(str(path))


def test_what_was_read_is_not_written_over_when_another_changed_it(library: SqliteLibrary, path: Path) -> None:
    other = open_library(str(path))
    with library.unit_of_work() as uow:
        assert [topic.slug for topic in uow.topics.all()] == ["kept"]
        put(other, "theirs")
        # Still the moment at which reading began.
        assert [topic.slug for topic in uow.topics.all()] == ["kept"]
        with pytest.raises(StorageError, match="changed elsewhere"):
            uow.topics.put(topic_of("mine"))
        # A cache entry depends on nothing that was read.
        assert [topic.slug for topic in uow.topics.all()] == ["kept", "theirs"]
        put(other, "again")
        uow.embeddings.put("model", {"hash": b"vector"})
        uow.commit()
    assert slugs(library) == ["kept", "theirs", "again"]
    other.close()


def test_a_full_disk_changes_nothing(library: SqliteLibrary) -> None:
    with library.unit_of_work() as uow:
        connection = uow._transaction.reading()
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    event.listen(library._engine, "checkout", lambda bare, *_: bare.execute(f"PRAGMA max_page_count = {pages + 2}"))
    with library.unit_of_work() as uow:
        uow.topics.put(topic_of("small"))
        with pytest.raises(StorageError, match="no room left"):
            uow.topics.put(topic_of("large", "word " * 100_000))
        # SQLite undid everything; going on would store the rest alone.
        with pytest.raises(StorageError, match="failed before"):
            uow.topics.put(topic_of("next"))
        with pytest.raises(StorageError, match="failed before"):
            uow.commit()
    assert slugs(library) == ["kept"]
    assert library.check() == []


WRITE_TOO_MUCH = """
import resource, sys
from reader.domain.topic import Topic
from reader.errors import StorageError
from reader.storage.database import open_library

library = open_library(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
try:
    with library.unit_of_work() as uow:
        uow.topics.put(Topic("large", "large", "word " * 100_000, (), "blue", "star"))
        uow.commit()
except StorageError as error:
    print(error)
try:
    library.backup(sys.argv[1] + ".copy", overwrite=False)
    library.backup(sys.argv[1] + ".copy2", overwrite=False)
except StorageError as error:
    print(error)
library.close()
"""


def test_a_disk_that_fails_changes_nothing(library: SqliteLibrary, path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", WRITE_TOO_MUCH, str(path)], capture_output=True, text=True, check=True
    )
    assert "Nothing was changed" in result.stdout
    assert slugs(library) == ["kept"]
    assert library.check() == []


USE_READ_ONLY = """
import sys
from reader.domain.topic import Topic
from reader.errors import StorageError
from reader.storage.database import open_library

try:
    library = open_library(sys.argv[1])
    with library.unit_of_work() as uow:
        print([topic.slug for topic in uow.topics.all()], library.is_new, library.check())
    with library.unit_of_work() as uow:
        uow.topics.put(Topic("new", "new", "", (), "blue", "star"))
        uow.commit()
except StorageError as error:
    print(error.message)
"""


def run_without_privileges(script: str, *arguments: str) -> list[str]:
    """Run a script as one whom file permissions bind (root passes them by); return its lines."""
    command = [sys.executable, "-c", script, *arguments]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root passes permissions by, and setpriv is not there")
        bound = ["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
        command = ["setpriv", *bound, *command]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


@pytest.fixture
def sealed(library: SqliteLibrary, path: Path) -> Iterator[Path]:
    """A folder that can't be written, with a library in it."""
    library.close()
    path.parent.chmod(0o555)
    yield path
    path.parent.chmod(0o755)


def test_a_read_only_library_can_be_read(library: SqliteLibrary, path: Path) -> None:
    library.close()
    path.chmod(0o444)
    lines = run_without_privileges(USE_READ_ONLY, str(path))
    assert lines == ["['kept'] False []", f"The library {path} is read-only."]


def test_a_library_in_a_read_only_folder_can_be_read(sealed: Path) -> None:
    lines = run_without_privileges(USE_READ_ONLY, str(sealed))
    assert lines == ["['kept'] False []", f"The library {sealed} is read-only."]


@pytest.mark.parametrize("in_use", [False, True])
def test_a_read_only_library_shows_what_its_log_holds(
    library: SqliteLibrary, path: Path, monkeypatch: pytest.MonkeyPatch, *, in_use: bool
) -> None:
    if not in_use:
        library.close()
    monkeypatch.setattr("os.access", lambda *_: False)
    reading = open_library(str(path))
    assert slugs(reading) == ["kept"]
    assert reading.check() == []
    with pytest.raises(StorageError, match="read-only"):
        put(reading, "new")
    reading.backup(str(path.with_name("backup.sqlite")), overwrite=False)
    reading.close()


def test_no_library_is_made_in_a_read_only_folder(sealed: Path) -> None:
    other = sealed.with_name("other.sqlite")
    assert run_without_privileges(USE_READ_ONLY, str(other)) == [f"The library {other} is read-only."]
    inside = sealed.with_name("folder") / "other.sqlite"
    (line,) = run_without_privileges(USE_READ_ONLY, str(inside))
    assert line == f"The folder {inside.parent} can't be created (Permission denied)."


def test_a_library_that_may_not_be_read_is_a_known_error(library: SqliteLibrary, path: Path) -> None:
    library.close()
    path.chmod(0)
    assert run_without_privileges(USE_READ_ONLY, str(path)) == [
        f"The library {path} can't be read (Permission denied)."
    ]


def test_a_backup_is_a_library_of_its_own(library: SqliteLibrary, tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    with library.unit_of_work() as uow:
        uow.topics.put(topic_of("not yet"))
        library.backup(str(target), overwrite=False)
        uow.commit()
    assert sorted(tmp_path.glob("*backup*")) == [target]
    copy = open_library(str(target))
    assert slugs(copy) == ["kept"]
    assert copy.check() == []
    copy.close()
    library.backup(str(target), overwrite=True)
    copy = open_library(str(target))
    assert slugs(copy) == ["kept", "not yet"]
    copy.close()


def test_a_backup_writes_over_nothing_unasked(library: SqliteLibrary, tmp_path: Path) -> None:
    target = tmp_path / "precious.txt"
    target.write_text("precious", encoding="utf-8")
    with pytest.raises(StorageError, match="exists"):
        library.backup(str(target), overwrite=False)
    with pytest.raises(StorageError, match="is a folder"):
        library.backup(str(tmp_path), overwrite=True)
    with pytest.raises(StorageError, match="is the library itself"):
        library.backup(library.path, overwrite=True)
    with pytest.raises(StorageError, match="can't be written"):
        library.backup(str(tmp_path / "nowhere" / "backup.sqlite"), overwrite=True)
    other = open_library(str(tmp_path / "other.sqlite"))
    put(other, "theirs")
    with pytest.raises(StorageError, match="library in use"):
        library.backup(other.path, overwrite=True)
    other.close()
    assert target.read_text(encoding="utf-8") == "precious"
    assert not list(tmp_path.glob(".*.part*"))


def test_bugs_stay_bugs(library: SqliteLibrary) -> None:
    with library.unit_of_work() as uow, pytest.raises(Exception, match="no such table") as caught:
        uow._transaction.reading().exec_driver_sql("SELECT * FROM nowhere")
    assert not isinstance(caught.value, StorageError)
    with library.unit_of_work() as outer:
        outer.topics.put(topic_of("one"))
        with library.unit_of_work() as inner, pytest.raises(RuntimeError, match="both write"):
            inner.topics.put(topic_of("two"))
        outer.commit()
    assert slugs(library) == ["kept", "one"]

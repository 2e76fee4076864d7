"""What stays when a process is killed, and how threads and processes share one library file."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from reader.domain.topic import Topic
from reader.storage.database import SqliteLibrary, open_library

if TYPE_CHECKING:
    from pathlib import Path

ACT_AND_WAIT = """
import sys
from reader.domain.topic import Topic
from reader.storage.database import open_library

library = open_library(sys.argv[1])
with library.unit_of_work() as uow:
    for number in range(200):
        uow.topics.put(Topic(f"topic {number}", "name", "word " * 5000, (), "blue", "star"))
    if sys.argv[2] == "commit":
        uow.commit()
    print("ready", flush=True)
    sys.stdin.read()
"""

SEED = """
import sys
from reader.storage.database import open_library

library = open_library(sys.argv[1])
if library.is_new:
    with library.unit_of_work() as uow:
        if uow.mark_seeded():
            print("seeded")
        uow.commit()
library.close()
"""


def topic_of(slug: str) -> Topic:
    return Topic(slug, slug, "", (), "blue", "star")


def slugs(library: SqliteLibrary) -> list[str]:
    with library.unit_of_work() as uow:
        return [topic.slug for topic in uow.topics.all()]


def act_and_be_killed(path: Path, act: str) -> None:
    """Let a process write 5 MB, more than SQLite keeps in memory, and kill it where it stands."""
    command = [sys.executable, "-c", ACT_AND_WAIT, str(path), act]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.kill()


def test_what_was_committed_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    act_and_be_killed(path, "commit")
    library = open_library(str(path))
    assert len(slugs(library)) == 200
    assert library.check() == []
    library.close()


def test_of_what_was_not_committed_nothing_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    act_and_be_killed(path, "leave")
    library = open_library(str(path))
    assert slugs(library) == []
    assert library.is_new
    assert library.check() == []
    library.close()


@pytest.mark.slow
def test_processes_that_start_together_make_and_seed_one_library(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    command = [sys.executable, "-c", SEED, str(path)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    results = [process.communicate() for process in processes]
    assert [error for _, error in results] == ["", "", ""]
    assert "".join(out for out, _ in results) == "seeded\n"


def test_threads_that_open_a_new_library_together_make_one(tmp_path: Path) -> None:
    for round_number in range(10):
        path = str(tmp_path / f"library-{round_number}.sqlite")
        barrier = threading.Barrier(4)

        def open_at_once(path: str = path, barrier: threading.Barrier = barrier) -> bool:
            barrier.wait()
            library = open_library(path)
            with library.unit_of_work() as uow:
                first = uow.mark_seeded()
                uow.commit()
            library.close()
            return first

        with ThreadPoolExecutor(4) as pool:
            firsts = list(pool.map(lambda _: open_at_once(), range(4)))
        assert sorted(firsts) == [False, False, False, True]


def test_threads_take_turns_in_writing(tmp_path: Path) -> None:
    library = open_library(str(tmp_path / "library.sqlite"))

    def put(number: int) -> None:
        with library.unit_of_work() as uow:
            uow.topics.put(topic_of(f"{number}"))
            uow.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(40)))
    assert sorted(slugs(library), key=int) == [f"{number}" for number in range(40)]
    library.close()


def test_readers_go_on_while_another_writes_and_see_one_moment(tmp_path: Path) -> None:
    window = open_library(str(tmp_path / "library.sqlite"))
    command_line = open_library(window.path)
    with window.unit_of_work() as reading, command_line.unit_of_work() as writing:
        assert reading.topics.all() == []
        writing.topics.put(topic_of("georgia"))
        assert reading.topics.all() == []
        writing.commit()
        assert reading.topics.all() == []
        assert reading.session.load() == reading.session.load()
    assert slugs(window) == ["georgia"]
    window.close()
    command_line.close()

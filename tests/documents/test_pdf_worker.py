"""The worker: limits, cancelling, crashes, and no process left behind."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from reader.documents import pdf_client
from reader.documents.frames import read_frame, write_frame
from reader.documents.loader import load
from reader.documents.pdf_client import PdfClient
from reader.errors import CancelledError, DocumentError
from tests.documents.pdf_hostile import damaged, odd_files, one_page
from tests.documents.pdf_making import Style, Typesetter

ROOT = Path(__file__).resolve().parents[2]
READABLE = {
    "false page count", "outline loop", "labels loop", "annotation loop", "deep array", "huge box", "endless box",
    "empty box", "turned box", "shifted box", "odd rotation", "turned page", "no font", "script", "attachment",
    "previous table loop", "wrong start", "owner password", "two files in one", "prefix", "endless stream",
    "negative length", "own length",
}  # fmt: skip
# These take seconds each.
SLOW = {"content bomb", "zero bomb", "text bomb", "form bomb", "ten thousand pages", "stacked filters"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = Typesetter(Style(height=260))
    for number in range(8):
        made.paragraph(f"Number {number} begins here and goes on and on until it is over. " * 4)
    path = tmp_path / "file.pdf"
    path.write_bytes(made.finish())
    return path


@pytest.fixture(autouse=True)
def no_process_left() -> Iterator[None]:
    before = set(psutil.Process().children())
    yield
    assert set(psutil.Process().children()) <= before


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "odd.pdf"
    path.write_bytes(data)
    return path


def test_frames_come_back_as_they_were_sent() -> None:
    stream = io.BytesIO()
    write_frame(stream, {"a": "ä😀"}, b"\0\1")
    write_frame(stream, {})
    stream.seek(0)
    assert read_frame(stream) == ({"a": "ä😀"}, b"\0\1")
    assert read_frame(stream) == ({}, b"")
    assert read_frame(stream) is None


@pytest.mark.parametrize(
    "data", [b"\0\0", b"\xff" * 8, b"\0\0\0\2\0\0\0\0{", b"\0\0\0\2\0\0\0\0[]", b"\0\0\0\2\0\0\0\0{]"]
)
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"frame|object|Expecting"):
        read_frame(io.BytesIO(data))


def test_a_cancelled_import_ends_its_worker(file: Path) -> None:
    def cancel(done: int, total: int) -> None:
        if done > total // 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        load(file, cancel)


def test_a_killed_worker_is_an_error_and_the_next_question_starts_another(file: Path) -> None:
    with PdfClient(file) as client:
        assert client.page_count() > 2
        first = client.process_id
        assert first is not None
        os.kill(first, signal.SIGSTOP)  # it is asked, and never answers
        end = threading.Timer(0.2, os.kill, (first, signal.SIGKILL))
        end.start()
        with pytest.raises(DocumentError, match=r"broke on “file\.pdf”"):
            list(client.pages())
        end.join()
        assert len(list(client.pages())) == client.page_count()
        assert client.process_id != first


def test_reading_that_was_left_half_way_does_not_confuse_the_next_question(file: Path) -> None:
    with PdfClient(file) as client:
        for page in client.pages():
            assert page.index == 0
            break
        assert client.image(0, 0.5).width == 306


def test_a_worker_that_never_answers_is_ended(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_client, "_START_SECONDS", 0.2)
    with (
        PdfClient(file, command=[sys.executable, "-c", "import time; time.sleep(100)"]) as client,
        pytest.raises(DocumentError, match="takes too long"),
    ):
        client.page_count()


def test_a_worker_that_speaks_nonsense_is_ended(file: Path) -> None:
    with (
        PdfClient(file, command=[sys.executable, "-c", "print('nonsense ' * 100)"]) as client,
        pytest.raises(DocumentError, match="broke on"),
    ):
        client.page_count()


def test_a_greedy_worker_is_ended(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_client, "MEMORY", 1)
    with (
        PdfClient(file, command=[sys.executable, "-c", "import time; time.sleep(100)"]) as client,
        pytest.raises(DocumentError, match="more memory"),
    ):
        client.page_count()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_worker_ends_with_its_parent(file: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from reader.documents.pdf_client import PdfClient\n"
        "client = PdfClient(Path(sys.argv[1])); client.page_count(); print(client.process_id, flush=True)\n"
        "time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(file)], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout is not None
    worker = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    gone, alive = psutil.wait_procs([worker], timeout=20)
    assert not alive
    assert len(gone) == 1


def test_the_client_loads_no_pdf_library() -> None:
    script = "import sys, reader.documents.loader; print({'pypdf', 'pypdfium2', 'PySide6'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def outcome(path: Path) -> str | None:
    """Import a file; return the one sentence that refuses it, None where it was read."""
    began = time.monotonic()
    refused: DocumentError | None = None
    try:
        assert load(path).contents.text
    except DocumentError as error:
        refused = error
    assert time.monotonic() - began < 60
    if refused is None:
        return None
    assert refused.message.endswith(".")
    assert refused.remedy.endswith(".")
    return refused.message


@pytest.mark.parametrize("name", [name for name in odd_files() if name not in SLOW])
def test_an_odd_file_is_read_or_refused(tmp_path: Path, name: str) -> None:
    refused = outcome(write(tmp_path, odd_files()[name]()))
    if name in READABLE:
        assert refused is None


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SLOW))
def test_a_hostile_file_is_read_or_refused(tmp_path: Path, name: str) -> None:
    outcome(write(tmp_path, odd_files()[name]()))


def test_damaged_files_are_read_or_refused(tmp_path: Path, file: Path) -> None:
    for data in damaged(file.read_bytes(), 12):
        outcome(write(tmp_path, data))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_many_damaged_files_are_read_or_refused(tmp_path: Path, file: Path) -> None:
    for seed, good in enumerate((file.read_bytes(), one_page())):
        for data in damaged(good, 200, seed):
            outcome(write(tmp_path, data))

"""Loading files: encodings, line ends, and files that are no texts."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path

import pytest

from reader.documents.loader import LARGEST_FILE, load
from reader.errors import CancelledError, DocumentError

PLAIN = "The café in Zürich – “closed”.\n\nA second paragraph says so.\n"


def write(folder: Path, data: bytes, name: str = "text.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("codec", "mark", "encoding"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", b"\xef\xbb\xbf", "UTF-8"),
        ("utf-16-le", b"\xff\xfe", "UTF-16"),
        ("utf-16-be", b"\xfe\xff", "UTF-16"),
        ("utf-16-le", b"", "UTF-16"),
        ("utf-16-be", b"", "UTF-16"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "UTF-32"),
        ("cp1252", b"", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_give_one_text(
    tmp_path: Path, codec: str, mark: bytes, encoding: str, end: str
) -> None:
    file = load(write(tmp_path, mark + PLAIN.replace("\n", end).encode(codec)))
    assert file.encoding == encoding
    assert file.contents.text == PLAIN.strip()


def test_bytes_that_windows_1252_lacks_are_latin_1(tmp_path: Path) -> None:
    file = load(write(tmp_path, b"Caf\xe9 and \x81 more words here."))
    assert file.encoding == "ISO 8859-1"
    assert file.contents.text == "Café and more words here."


def test_one_bad_byte_does_not_garble_a_utf8_text(tmp_path: Path) -> None:
    file = load(write(tmp_path, ("é" * 300 + ".\n\n").encode() + b"bad \xff byte."))
    assert file.encoding == "UTF-8 (with damaged characters)"
    assert "é" * 300 in file.contents.text
    assert "bad \ufffd byte." in file.contents.text


def test_digest_is_of_the_bytes(tmp_path: Path) -> None:
    path = write(tmp_path, PLAIN.encode())
    assert load(path).digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_damaged_utf16_holds_no_lone_surrogate(tmp_path: Path) -> None:
    file = load(write(tmp_path, b"\xff\xfe" + "Words and ".encode("utf-16-le") + b"\x00\xd8" + b"a\x00"))
    file.contents.text.encode("utf-8")
    assert file.contents.text.startswith("Words and")


def test_odd_white_space_becomes_plain(tmp_path: Path) -> None:
    text = "One\u00a0two\u2009three\u2028four and so on.\u2029A new paragraph.\fA new page."
    file = load(write(tmp_path, text.encode()))
    assert file.contents.text == "One two three four and so on.\n\nA new paragraph.\n\nA new page."


def test_decomposed_text_is_composed(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Ångström’s café, 각 and more.")
    text = load(write(tmp_path, decomposed.encode())).contents.text
    assert text == "Ångström’s café, 각 and more."


def test_emoji_stay_whole(tmp_path: Path) -> None:
    assert load(write(tmp_path, "A family 👩‍👧 waves 👋🏽.".encode())).contents.text == "A family 👩‍👧 waves 👋🏽."


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "empty.txt", "no text"),
        (b" \r\n\t \n", "blank.txt", "no text"),
        ("\u00a0\u200b\n\u2028".encode(), "unseen.txt", "no text"),
        (b"\xef\xbb\xbf", "mark.txt", "no text"),
        (b"\xff\xfe", "mark16.txt", "no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "picture.txt", "PNG"),
        (b"PK\x03\x04\x14\x00\x06\x00", "paper.txt", "ZIP"),
        (b"%PDF-1.7\n%\xe2\xe3", "paper.txt", "PDF"),
        (b"words only", "paper.pdf", "PDF"),
        (b"some text\x00and then zeros", "zeros.txt", "binary"),
        (bytes(range(1, 32)) * 40, "controls.txt", "binary"),
        (bytes([0, 1, 2, 3]) * 100, "zeros-on-one-side.bin", "binary"),
    ],
)
def test_what_is_no_text_is_told_with_a_remedy(tmp_path: Path, data: bytes, name: str, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load(write(tmp_path, data, name))
    assert words in caught.value.message
    assert name in caught.value.message
    assert caught.value.remedy.endswith(".")


def test_missing_file_folder_and_special_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="There is no file"):
        load(tmp_path / "nowhere.txt")
    with pytest.raises(DocumentError, match="is a folder"):
        load(tmp_path)
    with pytest.raises(DocumentError, match="can't be read"):
        load(tmp_path / ("x" * 5000))
    with pytest.raises(DocumentError, match="can't be read"):
        load("a\0b.txt")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(DocumentError, match="not an ordinary file"):
        load(pipe)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path: Path) -> None:
    path = write(tmp_path, b"words")
    path.chmod(0)
    with pytest.raises(DocumentError, match="may not be read"):
        load(path)


def test_too_large_a_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(DocumentError, match="larger than 200 MB"):
        load(path)


def test_progress_rises_to_the_whole_and_can_cancel(tmp_path: Path) -> None:
    path = write(tmp_path, ("A sentence that is repeated.\n\n" * 30_000).encode())
    told: list[int] = []
    load(path, lambda done, total: told.append(done * 1000 // total))
    assert told == sorted(told)
    assert told[-1] == 1000
    assert len(told) > 20
    for stop in (told[0], told[len(told) // 3], told[-1]):

        def cancel(done: int, total: int, stop: int = stop) -> None:
            if done * 1000 // total >= stop:
                raise CancelledError

        with pytest.raises(CancelledError):
            load(path, cancel)


@pytest.mark.parametrize(
    ("text", "title", "author", "year"),
    [
        (
            "A History of Salt\n\nby Jane Doe\n\n1998\n\nINTRODUCTION\n\n" + "Salt is old. " * 30,
            "A History of Salt",
            "Jane Doe",
            1998,
        ),
        ("Title: On Bees\nAuthor: A. Keeper\n\n" + "Bees fly far. " * 30, "On Bees", "A. Keeper", None),
        ("It was a dark and stormy night; the rain fell in torrents. " * 9, "text", "", None),
    ],
)
def test_metadata_is_guessed_with_care(tmp_path: Path, text: str, title: str, author: str, year: int | None) -> None:
    file = load(write(tmp_path, text.encode()))
    assert (file.title, file.author, file.year) == (title, author, year)

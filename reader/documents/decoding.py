"""Bytes to text: which encoding a text file is in, and its text in slices."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from reader.domain.progress import Progress
from reader.errors import DocumentError

# Bytes handled between two progress calls: a few milliseconds' work.
SLICE = 1 << 18
_SAMPLE = 1 << 16

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a rich text document"),
)

# Control characters that no text holds; tab, line ends, form feed and escape do occur.
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a\x1b")
# Of 1,000 bytes: damaged texts hold a stray control or two, programs and images hundreds.
_MAX_CONTROLS_PER_THOUSAND = 10


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A file's text.

    Attributes:
        slices: The text in order, byte order mark left out.
        encoding: The encoding's name for readers.
    """

    slices: list[str]
    encoding: str


def decode(data: bytes, name: str, progress: Progress) -> DecodedText:
    """Decode a text file's bytes.

    Args:
        data: The whole file.
        name: The file's name, for the message.
        progress: Called with bytes.

    Raises:
        DocumentError: If it is no text.
    """
    for mark, codec, label in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return DecodedText(_slices(data, codec, "replace", progress, len(mark)), label)
    _refuse_known_formats(data, name)
    if utf16 := _unmarked_utf16(data[:_SAMPLE]):
        return DecodedText(_slices(data, utf16, "replace", progress), "UTF-16")
    _refuse_binary(data, name)
    try:
        return DecodedText(_slices(data, "utf-8", "strict", progress), "UTF-8")
    except UnicodeDecodeError:
        pass  # not UTF-8 throughout: the next lines tell what it is instead
    mended = _slices(data, "utf-8", "replace", progress)
    damaged, foreign = _damage(mended)
    # Valid multi-byte sequences hardly arise by chance: with a hundred of them to each bad byte it is damaged UTF-8.
    if damaged * 100 <= foreign:
        return DecodedText(mended, "UTF-8 (with damaged characters)")
    try:
        return DecodedText(_slices(data, "cp1252", "strict", progress), "Windows-1252")
    except UnicodeDecodeError:
        return DecodedText(_slices(data, "latin-1", "strict", progress), "ISO 8859-1")


def read_bytes(path: Path, size: int, progress: Progress) -> bytes:
    """Read a file slice by slice, telling the progress in bytes."""
    parts: list[bytes] = []
    done = 0
    with path.open("rb") as file:
        while part := file.read(SLICE * 4):
            parts.append(part)
            done += len(part)
            progress(done, max(size, done))
    return b"".join(parts)


def _slices(data: bytes, codec: str, errors: str, progress: Progress, start: int = 0) -> list[str]:
    decoder = codecs.getincrementaldecoder(codec)(errors)
    out: list[str] = []
    view = memoryview(data)
    for at in range(start, len(data), SLICE):
        out.append(decoder.decode(bytes(view[at : at + SLICE])))
        progress(at, len(data))
    out.append(decoder.decode(b"", final=True))
    return [part for part in out if part]


def _damage(slices: list[str]) -> tuple[int, int]:
    """Count replacement characters, and the characters outside ASCII that are none."""
    damaged = foreign = 0
    for part in slices:
        bad = part.count("\ufffd")
        damaged += bad
        foreign += len(part) - len(part.encode("ascii", "ignore")) - bad
    return damaged, foreign


def _unmarked_utf16(sample: bytes) -> str | None:
    """Recognise UTF-16 without a byte order mark by its zero bytes, all on one side."""
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    codec = "utf-16-le" if odd > 0.4 and even < 0.02 else "utf-16-be" if even > 0.4 and odd < 0.02 else None
    # A binary file may have its zero bytes on one side too; the characters it gives are then mostly controls.
    return codec if codec and not _is_binary(sample.decode(codec, "ignore").encode("utf-8")) else None


def _refuse_known_formats(data: bytes, name: str) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise DocumentError(
                f"“{name}” is {what}, not a plain text.", "Save or convert it as plain text (.txt) and import that."
            )


def _refuse_binary(data: bytes, name: str) -> None:
    if b"\0" in data or _is_binary(data[:_SAMPLE]):
        raise DocumentError(f"“{name}” is a binary file, not a plain text.", "Choose a text file (.txt).")


def _is_binary(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls * 1000 > len(sample) * _MAX_CONTROLS_PER_THOUSAND

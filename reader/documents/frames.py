"""Frames: how a worker process and its client speak over pipes, one JSON value and some bytes at a time."""

from __future__ import annotations

import json
import struct
from typing import BinaryIO

# A page image of 16 megapixels has 64 MB; what claims to be longer is not from a sound worker.
LARGEST_FRAME = 256 * 1024 * 1024

Message = dict[str, object]
_HEADER = struct.Struct(">II")


def write_frame(stream: BinaryIO, message: Message, payload: bytes | memoryview = b"") -> None:
    """Write a frame: two lengths of four bytes (big-endian), the JSON value in UTF-8, the bytes."""
    text = json.dumps(message, separators=(",", ":")).encode("ascii")
    stream.write(_HEADER.pack(len(text), len(payload)))
    stream.write(text)
    if payload:
        stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[Message, bytes] | None:
    """Read a frame; None at the end of the stream.

    Raises:
        ValueError: If what comes is no frame.
    """
    header = stream.read(_HEADER.size)
    if not header:
        return None
    if len(header) < _HEADER.size:
        raise ValueError("the stream ends inside a frame")
    length, size = _HEADER.unpack(header)
    if length > LARGEST_FRAME or size > LARGEST_FRAME:
        raise ValueError("a frame is too large")
    text, payload = stream.read(length), stream.read(size)
    if len(text) < length or len(payload) < size:
        raise ValueError("the stream ends inside a frame")
    message = json.loads(text)
    if not isinstance(message, dict):
        raise ValueError("a frame holds no object")  # noqa: TRY004 # the stream is at fault, not the caller
    return message, payload

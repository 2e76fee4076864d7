"""Write an export to disk, wholly or not at all."""

from __future__ import annotations

import errno
import os
import uuid
from pathlib import Path

from reader.errors import ExportError

_REMEDIES = {
    errno.EACCES: "You may not write there: choose another folder.",
    errno.EPERM: "You may not write there: choose another folder.",
    errno.EROFS: "The disk is read-only: choose another one.",
    errno.ENOSPC: "The disk is full: make room, or choose another one.",
    errno.ENAMETOOLONG: "The name is too long: choose a shorter one.",
}
_OTHER_REMEDY = "Choose another place for it."


def write_text(text: str, path: str | Path, *, overwrite: bool) -> None:
    """Write a text file in UTF-8 without changing its line ends; nobody ever sees it half written.

    Raises:
        ExportError: If it is there and may not be overwritten, or can't be written.
    """
    write_bytes(text.encode("utf-8", "surrogatepass"), path, overwrite=overwrite)


def write_bytes(data: bytes, path: str | Path, *, overwrite: bool) -> None:
    """Write a file; nobody ever sees it half written.

    Raises:
        ExportError: If it is there and may not be overwritten, or can't be written.
    """
    try:
        # Through a link to a file, the file itself is written.
        target = Path(os.path.realpath(path))
        _refuse_unfit(target, path, overwrite=overwrite)
        _write(data, target, overwrite=overwrite)
    except FileExistsError as error:
        raise _exists(path) from error
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) else None
        remedy = _REMEDIES.get(number, _OTHER_REMEDY) if number is not None else _OTHER_REMEDY
        raise ExportError(f"The export can't be written to “{path}”.", remedy) from error


def _refuse_unfit(target: Path, path: str | Path, *, overwrite: bool) -> None:
    if target.is_dir():
        raise ExportError(f"“{path}” is a folder.", "Give the name of a file in it.")
    if not target.parent.is_dir():
        raise ExportError(f"There is no folder “{target.parent}”.", "Make it first, or choose another one.")
    if target.exists() and not overwrite:
        raise _exists(path)


def _write(data: bytes, target: Path, *, overwrite: bool) -> None:
    part = target.with_name(f".diptych-{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            part.replace(target)
        else:
            _move_if_free(part, target)
    finally:
        part.unlink(missing_ok=True)


def _move_if_free(part: Path, target: Path) -> None:
    """Give a finished file its name unless another program was quicker.

    Raises:
        FileExistsError: If the name was taken meanwhile.
    """
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # Not every file system has hard links.
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        part.replace(target)


def _exists(path: str | Path) -> ExportError:
    return ExportError(f"There is a file “{path}” already.", "Choose another name, or allow it to be overwritten.")

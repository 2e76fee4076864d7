"""A worker process as its client holds it: started, fed with requests, watched, and ended."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, cast

import psutil

from reader.documents.frames import Message, read_frame, write_frame

Frame = tuple[Message, bytes]
_PIPE_BYTES = 1 << 20


class WorkerFailedError(Exception):
    """The worker did not answer a request.

    Attributes:
        kind: "password", "damaged", "broken", "memory", "time", "closed" or "crash".
    """

    def __init__(self, kind: str, reason: str = "") -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind = kind
        self.reason = reason


class WorkerProcess:
    """A running worker: frames go to it, and its frames come into a queue."""

    def __init__(self, command: Sequence[str], most_memory: int) -> None:
        self._most_memory = most_memory
        self.frames: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._started: queue.SimpleQueue[subprocess.Popen[bytes] | OSError] = queue.SimpleQueue()
        # Linux kills the worker when the thread that started it ends: that must be one which lives as long as it does.
        self._thread = threading.Thread(target=self._run, args=(command,), name="pdf-worker", daemon=True)
        self._thread.start()
        started = self._started.get()
        if isinstance(started, OSError):
            raise WorkerFailedError("crash", str(started)) from started
        self.popen = started
        self._memory = psutil.Process(started.pid)

    def send(self, message: Message) -> None:
        """Send a request."""
        try:
            write_frame(cast("BinaryIO", self.popen.stdin), message)
        except OSError as error:
            raise WorkerFailedError("crash", str(error)) from error

    def is_greedy(self) -> bool:
        """Tell whether the worker holds more memory than it may."""
        try:
            return self._memory.memory_info().rss > self._most_memory
        except psutil.Error:
            return False  # it has ended: the end of its frames says so

    def end(self) -> None:
        """Kill the worker and wait until it is gone."""
        self.popen.kill()
        self.popen.wait()
        self._thread.join()
        for stream in (self.popen.stdin, self.popen.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue  # a request was left in the buffer of a pipe that nobody reads

    def _run(self, command: Sequence[str]) -> None:
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
        try:
            popen = subprocess.Popen(  # noqa: S603 # our own interpreter and module
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": path},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self._started.put(error)
            return
        _widen(cast("BinaryIO", popen.stdout))
        self._started.put(popen)
        try:
            while (frame := read_frame(cast("BinaryIO", popen.stdout))) is not None:
                self.frames.put(frame)
        except (OSError, ValueError):
            popen.kill()  # what speaks nonsense is not trusted further
        self.frames.put(None)
        popen.wait()


def _widen(stream: BinaryIO) -> None:
    """Let a page's image through a pipe in a few pieces: after each one this thread waits for its turn."""
    if sys.platform != "linux":
        return
    import fcntl

    try:
        fcntl.fcntl(stream.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except OSError:
        return  # the system allows no more than it gives: narrow pipes work too

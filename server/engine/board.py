"""What a loader and its workers tell the others: a small file that all of them map into memory.

A header (the loader's process, how it holds the graph), then for each worker one number: STARTING, IDLE, or
when its query will be stopped, on the clock that all processes share. Each has one writer at a time and is
written at once, so nobody locks.
"""

import mmap
import os
from pathlib import Path
from struct import Struct

from .job import Health

STARTING, IDLE = -1.0, 0.0
_HEADER = Struct("q16s")
_NUMBER = 8


class Board:
    """The board of one loader, which makes it; its workers write each into their own slot."""

    def __init__(self, path: Path, mode: str, workers: int) -> None:
        content = _HEADER.pack(os.getpid(), mode.encode())
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "r+b") as file:
            file.write(content + bytes(_NUMBER * workers))
            file.flush()
            self._map = mmap.mmap(file.fileno(), 0)
        self.slots = memoryview(self._map)[_HEADER.size :].cast("d")
        """A number for each worker."""


def read_board(path: Path) -> Health:
    """How the pool is whose board stands at ``path``; not ready where there is none or its loader died."""
    try:
        content = path.read_bytes()
    except OSError:
        return Health(ready=False)
    process, mode = _HEADER.unpack_from(content)
    slots = memoryview(content)[_HEADER.size :].cast("d")
    living = [slot for slot in slots if slot != STARTING]
    busy = sum(slot > IDLE for slot in living)
    return Health(bool(living) and _runs(process), len(slots), busy, mode.rstrip(b"\0").decode())


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

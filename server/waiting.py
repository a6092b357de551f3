"""Answers on their way to readers, of which only so much may wait at once, however many readers stall."""

from threading import Lock
from typing import IO


class Room:
    """Room for ``limit`` bytes of answers, for several threads."""

    def __init__(self, limit: int) -> None:
        self._limit, self._held, self._lock = limit, 0, Lock()

    @property
    def held(self) -> int:
        """Bytes that wait."""
        return self._held

    def take(self, file: IO[bytes], size: int) -> "Waiting | None":
        """``file`` of ``size`` bytes, which has its room until it is closed; None where there is none."""
        with self._lock:
            if self._held + size > self._limit:
                return None
            self._held += size
        return Waiting(file, size, self)

    def give_back(self, size: int) -> None:
        """Let others have ``size`` bytes."""
        with self._lock:
            self._held -= size


class Waiting:
    """An open file that takes room; whoever sends it reads it, and closes it where its reader goes away."""

    def __init__(self, file: IO[bytes], size: int, room: Room) -> None:
        self._file, self._size, self._room = file, size, room
        self.read, self.seek, self.tell = file.read, file.seek, file.tell

    def close(self) -> None:
        """Close it, and give its room back."""
        self._file.close()
        size, self._size = self._size, 0
        self._room.give_back(size)

    def __del__(self) -> None:
        self.close()

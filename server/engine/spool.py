"""Where an answer waits until all of it is there: in memory, and past a mebibyte in a file without a name."""

import tempfile
from typing import IO

from ...graph import xml

MEMORY = 1024 * 1024


class SpoolError(Exception):
    """The answer cannot be kept: no room on the disk."""


class Spool:
    """Bytes written one after another, which may be cut and added to."""

    def __init__(self, memory: int = MEMORY) -> None:
        self._memory = memory
        self._head = bytearray()
        self._file: IO[bytes] | None = None
        self.size = 0

    @property
    def head(self) -> bytes:
        """All of it, where it fits into memory; else nothing."""
        return bytes(self._head)

    def file(self) -> IO[bytes] | None:
        """All of it as an open file, at its start, where it does not fit into memory."""
        if self._file:
            self._file.seek(0)
        return self._file

    def start(self, size: int) -> bytes:
        """The first ``size`` bytes."""
        if self._file is None:
            return bytes(self._head[:size])
        self._file.seek(0)
        return self._file.read(size)

    def write(self, piece: bytes) -> None:
        """Add ``piece``; SpoolError where there is no room for it."""
        self.size += len(piece)
        if self._file is None and self.size <= self._memory:
            self._head += piece
            return
        try:
            self._to_file(piece)
        except OSError as error:
            raise SpoolError(f"there is no room for the answer: {error.strerror}") from error

    def end_at(self, size: int, closing: bytes) -> None:
        """Forget what comes after the first ``size`` bytes, and add ``closing``."""
        if self._file is None:
            del self._head[size:]
        else:
            self._file.truncate(size)
            self._file.seek(size)
        self.size = size
        self.write(closing)

    def insert(self, at: int, piece: bytes) -> None:
        """Put ``piece`` in before the byte ``at``, which is near the start."""
        if not piece:
            return
        if self._file is None:
            self._head[at:at] = piece
            self.size += len(piece)
            return
        with self._file as before:
            self._file, self.size = None, 0
            before.seek(0)
            self.write(before.read(at) + piece)
            while more := before.read(MEMORY):
                self.write(more)

    def _to_file(self, piece: bytes) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - whoever reads it closes it
            self._put(bytes(self._head))
            self._head.clear()
        self._put(piece)

    def _put(self, piece: bytes) -> None:
        assert self._file
        rest = memoryview(piece)
        while rest:
            rest = rest[self._file.write(rest) :]


class XmlSpool(Spool):
    """One for an answer in the XML ``format``, which is looked through as it comes."""

    def __init__(self, format: str, memory: int = MEMORY) -> None:
        super().__init__(memory)
        self._look = xml.Look(format)

    def write(self, piece: bytes) -> None:
        """As ``Spool.write``; QueryRefused for what XML cannot hold."""
        self._look.at(piece)
        super().write(piece)


def spool_for(format: str) -> Spool:
    """An empty spool for an answer in ``format``."""
    return XmlSpool(format) if format in xml.FORMATS else Spool()

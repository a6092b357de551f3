"""Where rows end in an answer that comes piece by piece, in each of the formats for results.

An end is an offset at which the answer may be cut and closed: after the rows before it, and before any comma
that leads to the next. Counting costs little: it looks for what only stands between rows, and reads strings
only where one of them might hold it.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Self

_STRINGS_AND_ENDS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|\},\{', re.DOTALL)
_MEETINGS = re.compile(rb"\},\{(?=(..))", re.DOTALL)
_UNSURE = re.compile(rb'"[},]|\}.', re.DOTALL)


def end_tags(*names: bytes) -> bytes:
    """The end tags of XML elements."""
    return b"".join(b"</%s>" % name for name in names)


class Ends(ABC):
    """The ends in what was fed: how many, and the offset of the last; the first rows start at ``start``."""

    opening: bytes
    """What stands right before the first row; it stands nowhere earlier."""
    closing: bytes
    """What ends an answer that was cut at an end."""
    between = False
    """Whether an end is seen only when another row follows."""

    def __init__(self) -> None:
        self.count = 0
        self.start = self.last = -1
        self._buffer = b""
        self._base = 0

    def copied(self) -> Self:
        """One that knows the same and is fed apart."""
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        return made

    def feed(self, piece: bytes) -> None:
        """Count the ends in ``piece``, which comes after all that was fed before."""
        self._buffer += piece
        if self.start < 0:
            self._open()
        if self.start >= 0:
            self._count()

    def offsets(self, piece: bytes) -> list[int]:
        """The offsets of the ends that feeding ``piece`` would find; it is not fed."""
        if self.start < 0:
            opened = self._buffer + piece
            found = opened.find(self.opening) + len(self.opening)
            return [] if found < len(self.opening) else list(self._walk(opened[found:], self._base + found))
        return list(self._walk(self._buffer + piece, self._base))

    def rows(self, size: int) -> int:
        """How many rows there are in an answer of ``size`` bytes that ended by itself."""
        any_row = 0 <= self.start < size - len(self.closing)
        return self.count + (self.between and any_row)

    def _open(self) -> None:
        found = self._buffer.find(self.opening)
        if found >= 0:
            self.start = self.last = found + len(self.opening)
            self._drop(self.start)

    def _drop(self, size: int, instead: bytes = b"") -> None:
        """Forget the first ``size`` bytes that are kept, with ``instead`` in front of what is left."""
        self._buffer = instead + self._buffer[size:]
        self._base += size - len(instead)

    @abstractmethod
    def _count(self) -> None:
        """Count the ends in the buffer, and keep of it only what is needed to find the next."""

    @abstractmethod
    def _walk(self, buffer: bytes, base: int) -> Iterator[int]:
        """The ends in a ``buffer`` that begins at the offset ``base``."""


class Marked(Ends):
    """Ends after a mark that stands nowhere else."""

    mark: bytes

    def _count(self) -> None:
        found = self._buffer.count(self.mark)
        if found:
            self.count += found
            self.last = self._base + self._buffer.rfind(self.mark) + len(self.mark)
        self._drop(max(0, len(self._buffer) - len(self.mark) + 1))

    def _walk(self, buffer: bytes, base: int) -> Iterator[int]:
        return (base + found.end() for found in re.finditer(re.escape(self.mark), buffer))


class XmlEnds(Marked):
    """SPARQL results in XML: in a text, ``<`` is always escaped."""

    opening, mark = b"<results>", end_tags(b"result")
    closing = end_tags(b"results", b"sparql")


class TsvEnds(Marked):
    """SPARQL results as TSV: in a term, a line end is always escaped."""

    opening = mark = b"\n"
    closing = b""


class CsvEnds(Ends):
    """SPARQL results as CSV (RFC 4180): line ends that stand in no quoted field."""

    opening, closing = b"\n", b""

    def __init__(self) -> None:
        super().__init__()
        self._quoted = 0

    def _count(self) -> None:
        parts = self._buffer.split(b'"')
        quoted = b"".join(parts[1 - self._quoted :: 2]).count(b"\n")
        found = self._buffer.count(b"\n") - quoted
        if found:
            self.count += found
            self.last = self._base + self._last(parts)
        self._quoted = (self._quoted + len(parts) - 1) % 2
        self._drop(len(self._buffer))

    def _last(self, parts: list[bytes]) -> int:
        after = len(self._buffer)
        for at in range(len(parts) - 1, -1, -1):
            if at % 2 == self._quoted and b"\n" in parts[at]:
                return after - len(parts[at]) + parts[at].rindex(b"\n") + 1
            after -= len(parts[at]) + 1
        return after

    def _walk(self, buffer: bytes, base: int) -> Iterator[int]:
        for at, part in enumerate(buffer.split(b'"')):
            if at % 2 == self._quoted:
                yield from (base + found.end() for found in re.finditer(b"\n", part))
            base += len(part) + 1


class JsonEnds(Ends):
    """SPARQL results in JSON, as the engine writes them, without white space.

    Rows meet at ``},{``, which may also stand in a string. Where a quotation mark follows that no comma or
    bracket does, it opens a string, so rows meet there; where another sign follows, that is in a string. For
    the rest (a mark that may close a string, a row without values), strings are read. The last bytes wait
    for what follows them.
    """

    opening, closing, between = b'"results":{"bindings":[', b"]}}", True
    long = 64 * 1024
    """The bytes of a row after which what was read of it is forgotten."""

    def _count(self) -> None:
        found, last = self._plain() or self._read()
        if found:
            self.count += found
            self.last = self._base + last + 1
            self._drop(last + 1)
        if len(self._buffer) > self.long:
            self._shorten()

    def _plain(self) -> tuple[int, int] | None:
        found = _MEETINGS.findall(self._buffer)
        kinds = set(found)
        if any(map(_UNSURE.fullmatch, kinds)):
            return None
        others = sum(found.count(kind) for kind in kinds if not kind.startswith(b'"'))
        return len(found) - others, self._buffer.rfind(b'},{"', 0, -1)

    def _read(self) -> tuple[int, int]:
        ends = [found for found in self._meetings(self._buffer) if found + 5 <= len(self._buffer)]
        return len(ends), ends[-1] if ends else 0

    def _walk(self, buffer: bytes, base: int) -> Iterator[int]:
        return (base + found + 1 for found in self._meetings(buffer))

    def _meetings(self, buffer: bytes) -> Iterator[int]:
        found = _STRINGS_AND_ENDS.finditer(buffer)
        return (each.start() for each in found if each[0] == b"},{")

    def _shorten(self) -> None:
        """Drop what was read of a long row; what is left of an open string keeps its quotation mark."""
        *_, last = _STRINGS_AND_ENDS.finditer(self._buffer)
        size, waiting = len(self._buffer), next(self._meetings(self._buffer), None)
        if waiting is not None:
            self._drop(waiting)
        elif last.end() < size or self._closed(last[0]):
            self._drop(max(last.end(), size - 4))
        else:
            self._drop(size - self._odd(last[0]), b'"')

    def _closed(self, text: bytes) -> bool:
        return len(text) > 1 and text.endswith(b'"') and not self._odd(text[:-1])

    def _odd(self, text: bytes) -> bool:
        """Whether the backslashes at the end of ``text`` escape what comes next."""
        return bool((len(text) - len(text.rstrip(b"\\"))) % 2)


ENDS: dict[str, type[Ends]] = {"json": JsonEnds, "xml": XmlEnds, "csv": CsvEnds, "tsv": TsvEnds}

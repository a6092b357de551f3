"""Answers on their way into a spool: counted, and cut where there is more than the limits allow."""

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter, length_hint
from typing import TYPE_CHECKING

from pyoxigraph import Triple

from ...graph.ends import Ends
from .job import Cut
from .spool import Spool

if TYPE_CHECKING:
    from typing_extensions import Buffer

BATCH = 256 * 1024
MARGIN = 16 * 1024
"""What may come of a graph after its last statement was given: what the writer holds back, and the end."""
LIKELY = 64 * 1024
"""Bytes that a statement hardly ever takes."""


class Full(Exception):
    """There is more than the limits allow: the engine need not go on."""


class TooLarge(Exception):
    """The answer is larger than it may be, and not even its start can be kept."""


class RowSink:
    """Takes the rows of a SELECT: at most ``rows``, in at most ``size`` bytes, ``spare`` of them for later.

    Where there are more, the answer is cut after the last whole row that fits, and closed.
    """

    def __init__(
        self, spool: Spool, ends: Ends, rows: int, size: int, spare: int = 0, batch: int = BATCH
    ) -> None:
        self._spool, self._ends, self._rows, self._size = spool, ends, rows, size
        self._room = size - len(ends.closing) - spare
        self._batch, self._enough = bytearray(), batch
        self._fitting: tuple[int, int] | None = None
        self.cut: Cut = ""
        self.rows = 0

    @property
    def start(self) -> int:
        """The offset of the first row."""
        return self._ends.start

    def write(self, piece: "Buffer") -> int:
        """Take ``piece``; Full where the answer has been cut, TooLarge where it cannot even be cut."""
        before = len(self._batch)
        self._batch += piece
        taken = len(self._batch) - before
        if len(self._batch) >= self._enough:
            self._settle()
        return taken

    def flush(self) -> None:
        """Nothing: ``finish`` does it."""

    def finish(self) -> None:
        """Take the end of the answer; raises as ``write``."""
        self._settle()
        self.rows = self._ends.rows(self._spool.size)

    def _settle(self) -> None:
        piece = bytes(self._batch)
        self._batch.clear()
        before = self._ends.copied()
        self._spool.write(piece)
        self._ends.feed(piece)
        self._note_what_fits(before, piece)
        if self._ends.count > self._rows - self._ends.between:
            self._cut_by_rows(before, piece)
        elif self._spool.size > self._size:
            self._cut_at("bytes", *self._kept())

    def _note_what_fits(self, before: Ends, piece: bytes) -> None:
        if self._fitting is None and self._spool.size > self._room:
            fitting = [end for end in before.offsets(piece) if end <= self._room]
            last = max([before.last, *fitting, *self._opened()])
            self._fitting = before.count + len(fitting), last

    def _opened(self) -> list[int]:
        return [self._ends.start] if self._ends.start <= self._room else []

    def _cut_by_rows(self, before: Ends, piece: bytes) -> None:
        wanted = self._rows - before.count
        end = before.offsets(piece)[wanted - 1] if wanted else before.last
        if end > self._room:
            self._cut_at("bytes", *self._kept())
        self._cut_at("rows", self._rows, end)

    def _kept(self) -> tuple[int, int]:
        assert self._fitting
        if self._fitting[1] < 0:
            raise TooLarge
        return self._fitting

    def _cut_at(self, cut: Cut, rows: int, end: int) -> None:
        self._spool.end_at(end, self._ends.closing)
        self.cut, self.rows = cut, rows
        raise Full


class GraphSink:
    """Takes the statements of a graph as its writer gives them: at most ``rows``, and at most ``size`` bytes.

    A writer holds some back, so a graph is cut a little before the limit, where its syntax can be ended.
    """

    def __init__(self, spool: Spool, rows: int, size: int) -> None:
        self._spool, self._size = spool, size
        self._left, self._turns = rows, iter(range(0))
        self.cut: Cut = ""
        self._given = 0

    @property
    def rows(self) -> int:
        """How many statements were given to the writer."""
        return self._given - length_hint(self._turns)

    def write(self, piece: "Buffer") -> int:
        """Take ``piece``; TooLarge where the limit is passed within a statement."""
        content = bytes(piece)
        self._spool.write(content)
        if self._spool.size > self._size:
            raise TooLarge
        return len(content)

    def flush(self) -> None:
        """Nothing: all is written at once."""

    def limited(self, statements: Iterable[Triple]) -> Iterator[Triple]:
        """The first of ``statements``, as many as there may be."""
        return map(itemgetter(0), zip(statements, chain.from_iterable(self._allowed()), strict=False))

    def _allowed(self) -> Iterator[Iterator[int]]:
        """Turns for as many statements as are likely to fit, again and again until no more do."""
        while self._left and (room := self._size - self._spool.size - MARGIN) > 0:
            turns = min(self._left, max(1, room // LIKELY))
            self._left, self._given = self._left - turns, self._given + turns
            self._turns = iter(range(turns))
            yield self._turns
        self.cut = "bytes" if self._left else "rows"

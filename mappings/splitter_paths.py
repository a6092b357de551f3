"""Ways through a table: each piece stands in a column, and either goes on in its row or starts a new one.

A state is (column, whether the piece starts a row). The best way is Viterbi's; the share of a row among all
ways is found by summing forwards and backwards, all in logarithms, in time linear in the number of pieces.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, log

from .splitter_cues import Cues
from .splitter_pieces import Piece

Step = tuple[int, bool]


@dataclass(frozen=True)
class Lattice:
    """Scores: ``stands[i][c]`` of piece i going on in column c, ``opens[i][c]`` of opening a cell there.

    ``lines`` tells which pieces start a line, ``blanks[a][b]`` is the score of leaving columns a to b - 1
    empty.
    """

    width: int
    lines: tuple[bool, ...]
    stands: tuple[tuple[float, ...], ...]
    opens: tuple[tuple[float, ...], ...]
    blanks: tuple[tuple[float, ...], ...]

    @classmethod
    def of(cls, found: Sequence[Piece], columns: Sequence[str], cues: Cues) -> "Lattice":
        """The scores of the pieces ``found`` in a table of ``columns``."""
        width = len(columns)
        return cls(
            width,
            tuple(piece.opens in ("line", "bullet") for piece in found),
            tuple(tuple(_going_on(piece, column, cues) for column in columns) for piece in found),
            tuple(tuple(_opening(piece, column, cues) for column in columns) for piece in found),
            tuple(tuple(cues.blank(columns[a:b]) for b in range(width + 1)) for a in range(width + 1)),
        )

    def step(self, i: int, before: int, column: int, new: bool) -> float:
        """The score of piece ``i`` in ``column`` after a piece in column ``before`` (-1: none)."""
        if new:
            return self._new_row(i, before, column)
        if column == before:
            return self.stands[i][column]
        return self.opens[i][column] + self.blanks[before + 1][column] if column > before >= 0 else -inf

    def _new_row(self, i: int, before: int, column: int) -> float:
        if column or not self.lines[i]:
            return -inf
        return self.opens[i][0] + (self.end(before) if before >= 0 else 0.0)

    def end(self, column: int) -> float:
        """The score of a row whose last words stand in ``column``: the cells after it are empty."""
        return self.blanks[column + 1][self.width]

    def ways(self, i: int) -> tuple[Step, ...]:
        """The states that piece ``i`` can be in."""
        within: tuple[Step, ...] = tuple((column, False) for column in range(self.width)) if i else ()
        return ((0, True), *within) if self.lines[i] else within

    @cached_property
    def forwards(self) -> tuple[dict[Step, float], ...]:
        """For each piece and state, the sum of all ways from the start up to it."""
        sums: list[dict[Step, float]] = []
        for i in range(len(self.lines)):
            sums.append({state: self._arriving(i, state, sums, _log_sum) for state in self.ways(i)})
        return tuple(sums)

    @cached_property
    def backwards(self) -> tuple[dict[Step, float], ...]:
        """For each piece and state, the sum of all ways from it to the end."""
        last = len(self.lines) - 1
        sums = [{state: self.end(state[0]) for state in self.ways(last)}]
        for i in range(last, 0, -1):
            after = sums[-1]
            sums.append({state: self._leaving(i, state[0], after) for state in self.ways(i - 1)})
        return tuple(reversed(sums))

    def _leaving(self, i: int, column: int, after: dict[Step, float]) -> float:
        return _log_sum(self.step(i, column, *state) + value for state, value in after.items())

    def _arriving(
        self,
        i: int,
        state: Step,
        sums: Sequence[dict[Step, float]],
        gather: Callable[[Iterable[float]], float],
    ) -> float:
        if not i:
            return self.step(0, -1, *state)
        return gather(value + self.step(i, before, *state) for (before, _), value in sums[i - 1].items())


def best_path(lattice: Lattice) -> tuple[Step, ...]:
    """The state of each piece on the best way; of equal ones, the one that stands first among the states."""
    scores = [{state: lattice.step(0, -1, *state) for state in lattice.ways(0)}]
    came: list[dict[Step, Step]] = [{}]
    for i in range(1, len(lattice.lines)):
        before = scores[-1]
        origin = {state: _origin(lattice, i, state, before) for state in lattice.ways(i)}
        scores.append({s: before[o] + lattice.step(i, o[0], *s) for s, o in origin.items()})
        came.append(origin)
    last = scores[-1]
    return _traced(came, max(last, key=lambda state: last[state] + lattice.end(state[0])))


def _origin(lattice: Lattice, i: int, state: Step, before: dict[Step, float]) -> Step:
    return max(before, key=lambda earlier: before[earlier] + lattice.step(i, earlier[0], *state))


def _traced(came: Sequence[dict[Step, Step]], state: Step) -> tuple[Step, ...]:
    path = [state]
    for origin in reversed(came[1:]):
        path.append(origin[path[-1]])
    return tuple(reversed(path))


def log_share(lattice: Lattice, path: Sequence[Step], start: int, end: int) -> float:
    """The logarithm of the share that ways with exactly the row ``path[start:end]`` have of all ways."""
    first = lattice.forwards[start][path[start]]
    inside = sum(lattice.step(i, path[i - 1][0], *path[i]) for i in range(start + 1, end))
    column = path[end - 1][0]
    return first + inside + _after(lattice, column, end) - _total(lattice)


def _after(lattice: Lattice, column: int, end: int) -> float:
    if end == len(lattice.lines):
        return lattice.end(column)
    new = (0, True)
    return lattice.step(end, column, *new) + lattice.backwards[end][new]


def _total(lattice: Lattice) -> float:
    return _log_sum(value + lattice.end(state[0]) for state, value in lattice.forwards[-1].items())


def _log_sum(values: Iterable[float]) -> float:
    known = [value for value in values if value > -inf]
    if not known:
        return -inf
    top = max(known)
    return top + log(sum(exp(value - top) for value in known))


def _going_on(piece: Piece, column: str, cues: Cues) -> float:
    alike = cues.stay("alike", column) if piece.alike else 0.0
    return cues.inner(piece.text, column) + cues.stay(piece.opens, column) + alike


def _opening(piece: Piece, column: str, cues: Cues) -> float:
    words = cues.inner(piece.text, column) + cues.opening(piece.text, piece.before, column)
    brief = cues.cut("brief", column) if piece.brief else 0.0
    return words + cues.cut(piece.opens, column) + brief + cues.cut("linked", column) * piece.linked

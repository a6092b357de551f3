"""A text cut into lines, and these where a mark begins or ends: nothing of the text is lost or doubled."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

M = TypeVar("M")
M_co = TypeVar("M_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Span(Generic[M_co]):
    """A mark on the characters from ``start`` up to ``end``, counted from zero."""

    start: int
    end: int
    mark: M_co


@dataclass(frozen=True, slots=True)
class Piece(Generic[M_co]):
    """Characters that the same spans cover: the shortest stands first, of equals the one given first."""

    start: int
    text: str
    spans: tuple[Span[M_co], ...]


@dataclass(frozen=True, slots=True)
class Line(Generic[M_co]):
    """A line by its number, from 1, in pieces; its end is in none."""

    number: int
    pieces: tuple[Piece[M_co], ...]


def lines(text: str, spans: Sequence[Span[M]]) -> Iterator[Line[M]]:
    """The lines of ``text``, whose ends are line feeds; what lies outside the text marks nothing."""
    fit = [each for each in spans if 0 <= each.start < each.end <= len(text)]
    edges = sorted({edge for each in fit for edge in (each.start, each.end)})
    covers = _Covers(fit)
    start = 0
    for number, words in enumerate(text.split("\n"), 1):
        end = start + len(words)
        inner = edges[bisect_right(edges, start) : bisect_right(edges, end)]
        cuts = sorted({start, *inner, end})
        yield Line(number, tuple(Piece(a, text[a:b], covers.at(a)) for a, b in pairwise(cuts)))
        start = end + 1


def line_starts(text: str) -> tuple[int, ...]:
    """Where each line begins."""
    return (0, *(place + 1 for place, letter in enumerate(text) if letter == "\n"))


def line_at(starts: Sequence[int], offset: int) -> int:
    """The number of the line in which ``offset`` lies."""
    return bisect_right(starts, offset)


class _Covers(Generic[M]):
    """Which spans cover a place; asked from the first place to the last."""

    def __init__(self, spans: Iterable[Span[M]]) -> None:
        self._coming = sorted(spans, key=lambda each: each.start)[::-1]
        self._open: list[Span[M]] = []

    def at(self, place: int) -> tuple[Span[M], ...]:
        while self._coming and self._coming[-1].start <= place:
            self._open.append(self._coming.pop())
        self._open = [each for each in self._open if each.end > place]
        return tuple(sorted(self._open, key=lambda each: (each.end - each.start, each.start)))

"""The ledgers of a version: what became of each plan's table text."""

import json
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from ..errors import GraphError


@dataclass(frozen=True, slots=True)
class Entry:
    """A stretch of table text, ``fate`` record, noise or unmapped, and why; lines and cell where known."""

    start: int
    end: int
    fate: str
    reason: str
    text: str
    by: str = ""
    first_line: int = 0
    last_line: int = 0
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries of the plan ``slug``, in the order of the document."""

    slug: str
    entries: tuple[Entry, ...]

    def share(self, fate: str) -> str:
        """How many characters, white space aside, had this ``fate``, and their share."""
        sizes = [(entry.fate, len("".join(entry.text.split()))) for entry in self.entries]
        total = sum(size for _, size in sizes)
        part = sum(size for each, size in sizes if each == fate)
        return f"{part:,} ({part / total:.1%})" if total else "0"


class Tables:
    """The ``entries`` of a plan, asked which cell of a table some characters stand in."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(sorted(entries, key=lambda entry: entry.start))
        self._ends = [entry.end for entry in self.entries]

    def cell(self, start: int, end: int) -> str:
        """The first cell that the characters from ``start`` to ``end`` reach into, or nothing."""
        first = bisect_right(self._ends, start)
        reached = takewhile(lambda entry: entry.start < end, self.entries[first:])
        return next((entry.cell for entry in reached if entry.cell), "")


def read_ledgers(paths: Iterable[Path]) -> tuple[Ledger, ...]:
    """The ledgers in the files ``paths``: JSON lists of entries; GraphError where one is damaged."""
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Ledger:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return Ledger(path.stem, tuple(Entry(**entry) for entry in entries))
    except (OSError, ValueError, TypeError) as error:
        remedy = "Build the graph again with: equigraph build"
        raise GraphError(f"the ledger is damaged: {error}", remedy, str(path)) from error

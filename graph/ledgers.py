"""The ledgers of a version: what became of each plan's table text."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..errors import GraphError


@dataclass(frozen=True, slots=True)
class Entry:
    """A stretch of table text, ``fate`` record, noise or unmapped, and the reason."""

    start: int
    end: int
    fate: str
    reason: str
    text: str


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

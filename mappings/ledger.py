"""What became of each character of a document's tables."""

from collections.abc import Iterable
from itertools import groupby
from typing import Literal

from .layout import Noise
from .records import LedgerEntry
from .text import Quote, Span

Fate = Literal["record", "noise", "unmapped"]

_MARK = "bullet or ornament mark"
_UNMAPPED = "no row takes these words: no header row above names its columns, or no repair declares them"


def account(
    text: str, tables: Iterable[Span], noise: Iterable[Noise], quotes: Iterable[Quote]
) -> tuple[LedgerEntry, ...]:
    """Every character of ``tables`` but white space, in runs: in a record, noise (and why), or unmapped.

    A character that a record quotes is in a record even where noise is declared over it.
    """
    kept = {offset for quote in quotes for offset in quote.offsets}
    reasons = {offset: n.reason for n in noise for offset in range(n.span.start, n.span.end)}
    entries: list[LedgerEntry] = []
    for table in sorted(tables):
        places = [i for i in range(table.start, table.end) if not text[i].isspace()]
        for (fate, reason), run in groupby(places, lambda i: _fate(i, kept, reasons, text)):
            found = list(run)
            start, end = found[0], found[-1] + 1
            entries.append(LedgerEntry(start, end, fate, reason, text[start:end]))
    return tuple(entries)


def _fate(offset: int, kept: set[int], reasons: dict[int, str], text: str) -> tuple[Fate, str]:
    if offset in kept:
        return "record", ""
    if offset in reasons:
        return "noise", reasons[offset]
    if text[offset] == "\ufeff":
        return "noise", "byte order mark"
    return ("noise", _MARK) if text[offset] in "•·" else ("unmapped", _UNMAPPED)


def tally(entries: Iterable[LedgerEntry]) -> dict[str, int]:
    """How many characters (white space aside) met each fate."""
    totals = {"record": 0, "noise": 0, "unmapped": 0}
    for entry in entries:
        totals[entry.fate] += sum(not c.isspace() for c in entry.text)
    return totals

"""Times that stand together ("September/ October", "August 2021– 2023") and the words around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise

from .moments import IMPOSSIBLE, Moment, PlanYear, find_moments
from .words import either, word_file


@dataclass(frozen=True, slots=True)
class TimeGroup:
    """One or more moments, with years; ``start`` and ``end`` take in the word before and "onwards" after.

    ``cue`` is the kind of the word before (a key of ``before`` in the word list) or empty; ``inferred`` where
    no year is printed.
    """

    start: int
    end: int
    moments: tuple[Moment, ...]
    ranged: bool
    inferred: bool
    cue: str
    onwards: bool

    @property
    def weak(self) -> bool:
        """Whether it begins with an everyday word that needs a cue to be a time."""
        return self.moments[0].weak

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day; ``None`` where one is impossible or unreadable, or last is before first."""
        days = [moment.days(moment.year or 0) for moment in self.moments]
        known = [pair for pair in days if pair]
        if len(known) < len(days):
            return None
        if self.ranged:
            first, last = known[0][0], known[-1][1]
            return (first, last) if first <= last else None
        return min(first for first, _ in known), max(last for _, last in known)

    @property
    def flags(self) -> tuple[str, ...]:
        """Why it has no days, or that its year is the plan's."""
        if self.days is None:
            return tuple(sorted({moment.flag for moment in self.moments if moment.flag})) or (IMPOSSIBLE,)
        return ("year-inferred",) if self.inferred else ()


def time_groups(text: str, plan_year: PlanYear) -> Iterator[TimeGroup]:
    """The times of ``text`` in groups; a yearless one takes the year of its neighbours, else the plan's."""
    moments = find_moments(text)
    before: Moment | None = None
    while moments:
        size, ranged = _length(text, moments)
        members = _dated(moments[:size], before, plan_year)
        cue, start = _cue_before(text, members[0].start)
        onwards = _onwards().match(text, members[-1].end)
        yield TimeGroup(
            start,
            onwards.end() if onwards else members[-1].end,
            members,
            ranged or any(moment.until for moment in members) or cue == "between",
            all(moment.year is None for moment in moments[:size]),
            cue,
            onwards is not None,
        )
        before, moments = members[-1], moments[size:]


def _length(text: str, moments: tuple[Moment, ...]) -> tuple[int, bool]:
    """How many of ``moments`` stand together from the first, and whether they are a range."""
    ranged, size = False, 1
    for left, right in pairwise(moments):
        between = text[left.end : right.start]
        to = _joined("range").fullmatch(between)
        if not to and not _joined("list").fullmatch(between):
            break
        ranged = ranged or bool(to)
        size += 1
    return size, ranged


def _dated(moments: tuple[Moment, ...], before: Moment | None, plan_year: PlanYear) -> tuple[Moment, ...]:
    """The moments with years: of the next printed one, else of the one before, else of the plan."""
    members = list(moments)
    for place in reversed(range(len(members) - 1)):
        following = members[place + 1]
        if members[place].year is None and following.year is not None:
            back = members[place].months[0] > following.months[0]
            members[place] = replace(members[place], year=following.year - back)
    for place, moment in enumerate(members):
        if moment.year is None:
            members[place] = replace(moment, year=_next_year(moment, before, plan_year))
        before = members[place]
    return tuple(members)


def _next_year(moment: Moment, before: Moment | None, plan_year: PlanYear) -> int:
    if before is None or before.year is None or before.flag:
        return plan_year.year_of(moment)
    return (before.until or before.year) + (moment.months[0] < before.months[0])


@cache
def _joined(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\s*{either(word_file('dates')['joins'][kind])}?\s*(?:the\s+)?", re.IGNORECASE)


@cache
def _onwards() -> re.Pattern[str]:
    return re.compile(rf"\s*,?\s*{either(word_file('dates')['onwards'])}(?!\w)", re.IGNORECASE)


@cache
def _cues() -> re.Pattern[str]:
    words = word_file("dates")
    kinds = "|".join(f"(?P<{kind}>{either(cues)})" for kind, cues in words["before"].items())
    return re.compile(rf"(?<!\w)(?:{kinds})[\s:]+(?:{either(words['fillers'])}\s+)?\Z", re.IGNORECASE)


def _cue_before(text: str, start: int) -> tuple[str, int]:
    """The kind of the word before ``start`` and where it stands; no kind and ``start`` without one."""
    match = _cues().search(text, max(0, start - 60), start)
    return (match.lastgroup or "", match.start()) if match else ("", start)

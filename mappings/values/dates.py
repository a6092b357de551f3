"""Printed times into deadlines, periods and the other kinds of due date; none is guessed, rolled or repaired.

How words become days (the decision and what was measured: ``docs/adr/0002-dates.md``): a year, season or
month is due on its last day; ``early``, ``mid`` and ``late`` are its thirds; ``2015/16`` is the financial
year from April to March; a time without a year takes one from the plan and says so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from .moments import IMPOSSIBLE, PlanYear
from .timegroups import TimeGroup, time_groups
from .words import either, has_word, word_file

__all__ = ["DueMention", "DueReading", "PlanYear", "find_dues", "read_due"]

Kind = Literal["deadline", "period", "open", "recurring", "undecided", "impossible"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueReading:
    """What a printed time means; ``inferred`` where the year is the plan's. Flags are codes, in order."""

    kind: Kind
    start: date | None = None
    end: date | None = None
    inferred: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueMention:
    """A due date in running text: its place, the word before it ("by") included, and its reading."""

    start: int
    end: int
    reading: DueReading


def read_due(text: str, plan_year: PlanYear) -> DueReading | None:
    """The reading of a whole cell or phrase of time; ``None`` only where it has no letter or digit.

    Of several deadlines the last counts; a text that goes on without an end is open, from the first time it
    names if it is "from" or "onwards"; one that names an interval ("quarterly") is recurring; one without a
    time is undecided; one impossible date makes all impossible.
    """
    if not re.search(r"[^\W_]", text):
        return None
    groups = [group for group in time_groups(text, plan_year) if group.cue or not group.weak]
    reading = _together(text, groups)
    if reading.kind in ("undecided", "impossible") or not has_word(text, word_file("dates")["tentative"]):
        return reading
    return replace(reading, flags=tuple(sorted({*reading.flags, "tentative"})))


def find_dues(text: str, plan_year: PlanYear) -> tuple[DueMention, ...]:
    """The due dates in running text, in order.

    Taken are times after a word that makes them due ("by", "until", "throughout", "starting", "in" with a
    printed year), the "end of" a printed year or month, times before "onwards", ranges with "from" or
    "between". Left out are times without such a word ("Aug 19 (baseline)", "since 2010", names of Acts) and
    times that were over before the plan begins.
    """
    found = (_mention(text, group) for group in time_groups(text, plan_year) if _is_due(group))
    return tuple(mention for mention in found if _not_over(mention.reading, plan_year))


def _is_due(group: TimeGroup) -> bool:
    if group.weak:
        return group.cue in ("limit", "until")
    if group.cue in ("limit", "until", "span", "ahead", "start"):
        return True
    if group.cue in ("since", "between"):
        return group.ranged or group.onwards
    firm = group.onwards or group.cue == "within" or group.moments[0].third > 0
    return firm and not group.inferred and group.cue in ("", "within")


def _mention(text: str, group: TimeGroup) -> DueMention:
    reading = _reading(group)
    repeated = _interval_before().search(text, 0, group.start)
    if repeated and reading.kind in ("deadline", "period"):
        return DueMention(repeated.start(), group.end, replace(reading, kind="recurring"))
    return DueMention(group.start, group.end, reading)


def _not_over(reading: DueReading, plan_year: PlanYear) -> bool:
    return reading.end is None or reading.end >= plan_year.opening


def _reading(group: TimeGroup) -> DueReading:
    """What one group means by the words around it."""
    days, flags = group.days, group.flags
    if days is None:
        return DueReading("impossible", flags=flags)
    first, last = days
    due = DueReading("deadline", end=last, inferred=group.inferred, flags=flags)
    if group.cue == "after":
        return replace(due, kind="open", start=last + _DAY, end=None)
    if group.onwards or (group.cue in ("start", "since") and not group.ranged):
        return replace(due, kind="open", start=first, end=None)
    if group.cue == "ahead":
        return replace(due, end=first - _DAY)
    if group.cue == "span" or (group.ranged and group.cue not in ("limit", "until", "to")):
        return replace(due, kind="period", start=first)
    return due


def _together(text: str, groups: list[TimeGroup]) -> DueReading:
    """What all groups of a cell and the words anywhere in it mean."""
    readings = [_reading(group) for group in groups]
    flags = tuple(sorted({flag for reading in readings for flag in reading.flags}))
    if any(reading.kind == "impossible" for reading in readings):
        return DueReading("impossible", flags=tuple(flag for flag in flags if flag != "year-inferred"))
    start = min((reading.start for reading in readings if reading.start), default=None)
    end = max((reading.end for reading in readings if reading.end), default=None)
    due = DueReading("deadline", start, end, any(reading.inferred for reading in readings), flags)
    if _interval_words().search(text):
        return _ordered(replace(due, kind="recurring"))
    if any(reading.kind == "open" for reading in readings):
        return replace(due, kind="open", start=_first_day(groups, readings), end=None)
    if has_word(text, word_file("dates")["open"]):
        return _going_on(due, groups)
    if not readings:
        return DueReading("undecided")
    return _ordered(replace(due, kind="period")) if start else due


def _ordered(due: DueReading) -> DueReading:
    """The reading, impossible where its end lies before its start."""
    if due.start and due.end and due.end < due.start:
        return DueReading("impossible", flags=(IMPOSSIBLE,))
    return due


def _first_day(groups: list[TimeGroup], readings: list[DueReading]) -> date | None:
    """Where an open text starts: the first day of the first of its times."""
    opened = [reading.start for reading in readings if reading.kind == "open"]
    others = [
        group.days[0]
        for group, reading in zip(groups, readings, strict=True)
        if group.days and reading.kind != "open"
    ]
    return min((day for day in opened + others if day), default=None)


def _going_on(due: DueReading, groups: Iterable[TimeGroup]) -> DueReading:
    """An "ongoing" text: a period where it says until when, else open."""
    if any(group.cue in ("until", "to") for group in groups):
        return replace(due, kind="period")
    return DueReading("open")


@cache
def _interval_words() -> re.Pattern[str]:
    words = word_file("dates")
    every = rf"every\s+(?:[\w-]+\s+){{0,5}}?{either(words['recurring_units'])}s?"
    return re.compile(rf"(?<!\w)(?:{either(words['recurring'])}|{every})(?!\w)", re.IGNORECASE)


@cache
def _interval_before() -> re.Pattern[str]:
    return re.compile(rf"{_interval_words().pattern},?\s*\Z", re.IGNORECASE)

"""What is due when: by month, quarter or year, and apart from that what has no day."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ...errors import UsageError
from ..audit.asked import DAY, asked_day
from ..records import Record
from .asked import LONGEST, chosen, days, taken
from .choices import Choice, Plan
from .rows import number, word

KINDS = {"action": "actions", "milestone": "milestones", "target": "targets"}
TIMES = {
    "open": "has begun or begins on a day, and is given no end (“ongoing”)",
    "recurring": "to be done again and again, without a last day",
    "undecided": "not settled yet, by the plan’s own words (“TBC”)",
    "impossible": "a day that no calendar has, or words that cannot be read as a time",
    "none": "no words say when",
}
"""Why there is no day, by the kind of words that stand in its place."""
STATES = {
    "past": "the day has passed",
    "ahead": "the day is still to come",
    "undated": "there is no day",
}
BY = {"month": "months", "quarter": "quarters", "year": "years"}
LAST = date.max.isoformat()
QUERIED = ("council", "plan", "characteristic", "owner", "kind")
TAKEN = (*QUERIED, "from", "to", "time", "state", "by", "page", DAY)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: ``values`` for the queries, without days; the days ``first`` to ``last``, "" for
    open; ``state`` and ``time`` as in ``STATES`` and ``TIMES``; the day it is looked at from.
    """

    values: Mapping[str, str]
    first: str
    last: str
    state: str
    time: str
    by: str
    as_of: str
    given: Mapping[str, str]

    @property
    def of_all(self) -> bool:
        """Whether it is of all plans, people and owners, chosen by kind and time at most."""
        return not self.values.keys() - {"kind"}

    @property
    def dated(self) -> dict[str, str]:
        """The values of the queries about what has a day."""
        within = {"from": self.first, "to": self.last}
        return {**self.values, **{name: day for name, day in within.items() if day}}

    @property
    def undated(self) -> dict[str, str]:
        """The values of the query about what has none."""
        return {**self.values, **({"time": self.time} if self.time else {})}


@dataclass(slots=True)
class Period:
    """A month, quarter or year: its name for people, its days, and how many of each kind are due in it."""

    name: str
    first: str
    last: str
    due: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All that is due in it."""
        return self.due.total()


def wanted(plans: Iterable[Plan], people: Iterable[Choice]) -> Wanted:
    """What this request asks for.

    Raises UsageError for a name or value that is not known, a day that is none, and for a period and a state
    that exclude each other.
    """
    given = taken(TAKEN)
    known = list(plans)
    chosen("council", given, {plan.council for plan in known})
    chosen("plan", given, [plan.slug for plan in known])
    chosen("characteristic", given, [each.code for each in people])
    chosen("kind", given, KINDS)
    if len(given.get("owner", "")) > LONGEST:
        raise UsageError(
            "the owner’s name is too long", f"Give a part of a name, of at most {LONGEST} characters"
        )
    as_of, state = asked_day(), chosen("state", given, STATES)
    first, last = _narrowed(*days(given), state, as_of)
    return Wanted(
        values={name: given[name] for name in QUERIED if name in given},
        first=first,
        last=last,
        state=state,
        time=chosen("time", given, TIMES),
        by=chosen("by", given, BY, "month"),
        as_of=as_of,
        given=given,
    )


def within(days: Iterable[Record], wanted: Wanted) -> list[Record]:
    """Of the counts of each day those that are wanted of all plans; from and to are for those with a day."""
    kind, last = wanted.values.get("kind", ""), wanted.last or LAST
    return [
        row
        for row in days
        if kind in ("", word(row, "kind")) and (not (day := word(row, "day")) or wanted.first <= day <= last)
    ]


def periods(counts: Iterable[Record], by: str) -> list[Period]:
    """What has a day, in the periods ``by`` which it is counted, in their order; of months or of days."""
    found: dict[str, Period] = {}
    for row in counts:
        if month := _month(row):
            period = _period(month, by)
            found.setdefault(period.name, period).due[word(row, "kind")] += number(row, "records")
    return sorted(found.values(), key=lambda each: each.first)


def spanned(months: Sequence[Period], first: int, count: int) -> tuple[str, str, int]:
    """The days from and to which the things from the ``first`` on are due, ``count`` of them, and how many
    things come before them within those days; no days where there are no such things.
    """
    before, start, end, skipped = 0, "", "", 0
    for month in months:
        after = before + month.total
        if after > first and before < first + count:
            start, skipped = (start, skipped) if start else (month.first, first - before)
            end = month.last
        before = after
    return start, end, skipped


def without_day(counts: Iterable[Record]) -> dict[str, Counter[str]]:
    """What has no day, by why there is none and by kind; reasons that nothing has are left out."""
    found = {time: Counter[str]() for time in TIMES}
    for row in counts:
        if not _month(row):
            found.setdefault(word(row, "time"), Counter())[word(row, "kind")] += number(row, "records")
    return {time: counted for time, counted in found.items() if counted}


def _month(row: Record) -> str:
    """The month of the last day; "" where there is none."""
    return word(row, "month") or word(row, "day")[: len("2021-03")]


def _narrowed(first: str, last: str, state: str, as_of: str) -> tuple[str, str]:
    """The period of which only what has passed, or is still to come, is wanted."""
    before = _before(as_of)
    if state == "past" and (not last or last > before):
        last = before
    if state == "ahead" and first < as_of:
        first = as_of
    if first and last and first > last:
        raise UsageError(
            f"nothing can be both in that period and {STATES[state]!r} on {as_of}",
            "Leave out the state, or give another period or day",
        )
    return first, last


def _before(day: str) -> str:
    first = date.fromisoformat(day)
    return (first - timedelta(days=1)).isoformat() if first > date.min else day


def _period(month: str, by: str) -> Period:
    year, number = (int(part) for part in month.split("-"))
    first, last, name = {
        "month": (number, number, f"{date(year, number, 1):%B} {year}"),
        "quarter": (3 * ((number - 1) // 3) + 1, 3 * ((number - 1) // 3) + 3, _quarter(year, number)),
        "year": (1, 12, str(year)),
    }[by]
    return Period(name, f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{monthrange(year, last)[1]:02}")


def _quarter(year: int, month: int) -> str:
    names = ("January to March", "April to June", "July to September", "October to December")
    return f"{names[(month - 1) // 3]} {year}"

"""Moments: the points and stretches of time that a text prints, each with its place in the text.

A moment is what stands there ("31/03/2016", "early 2021", "September"); what it means for an action
(deadline, start, period) is read from the words around it, in ``dates``.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from .words import counts_things, either, word_file

YEAR = r"(?:19|20|21)\d\d"
IMPOSSIBLE, UNREADABLE = "impossible-date", "unreadable-date"
_MONTHS_OF_A_YEAR = (1, 12)


@dataclass(frozen=True, slots=True)
class Moment:
    """A printed time: first and last month of a year; a day, a third of it and the year where printed.

    ``until``: the last year of several, in a single word ("2016-18").
    ``weak``: an everyday word that is a time only where the words before it say so. ``flag``: why it has no
    dates although it is printed as a time.
    """

    start: int
    end: int
    months: tuple[int, int] = _MONTHS_OF_A_YEAR
    day: int | None = None
    year: int | None = None
    until: int | None = None
    third: int = 0
    weak: bool = False
    flag: str = ""

    def days(self, year: int) -> tuple[date, date] | None:
        """First and last day in ``year``; ``None`` where the calendar has no such day."""
        if self.flag:
            return None
        first, last = self.months
        turn = year + (last < first) if self.until is None else self.until
        if self.day is not None:
            return _one_day(year, first, self.day)
        stretch = date(year, first, 1), date(turn, last, monthrange(turn, last)[1])
        return _third(*stretch, self.third) if self.third else stretch


def _one_day(year: int, month: int, day: int) -> tuple[date, date] | None:
    possible = 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    return (date(year, month, day), date(year, month, day)) if possible else None


def _third(first: date, last: date, third: int) -> tuple[date, date]:
    """A third of a stretch: by months where it has three or more, else after days 10 and 20."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months < 3:
        starts = (first, first.replace(day=11), first.replace(day=21))
    else:
        starts = (first, _later(first, months // 3), _later(first, 2 * (months // 3)))
    ends = (starts[1] - timedelta(days=1), starts[2] - timedelta(days=1), last)
    return starts[third - 1], ends[third - 1]


def _later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)


@dataclass(frozen=True, slots=True)
class PlanYear:
    """The time a plan is for: first and last day where it gives them, and the year to read its months in."""

    start: date | None
    end: date | None
    year: int

    @property
    def opening(self) -> date:
        """The first day of the plan, or of its year."""
        return self.start or date(self.year, 1, 1)

    def year_of(self, moment: Moment) -> int:
        """The year in which a yearless ``moment`` ends within the plan, else the plan's year."""
        last = self.end or date(self.opening.year + 1, 12, 31)
        years: list[int] = [self.year, *range(self.opening.year, last.year + 1)]
        for year in years:
            days = moment.days(year)
            if days and self.opening <= days[1] <= last:
                return year
        return self.year


@cache
def _parts() -> dict[str, dict[str, Any]]:
    return {word: part for part in word_file("dates")["parts"] for word in part["words"]}


_PAIR = rf"{YEAR}(?:\s?/\s?(?:{YEAR}|\d\d)|[–-]\d\d)(?![\d/-])"
_ORDINAL = r"(?:st|nd|rd|th)?"
_SLASHED = rf"""
    (?P<slashed>
        (?:\d\s(?=\d\s?/))?\d\d?\s?/\s?\d\d?\s?/\s?(?:{YEAR}(?!\d)|\d{{1,4}}(?:\s\d\d?(?![\w/]))?)
      | \d\d?(?P<mark>[.-])\d\d?(?P=mark){YEAR} )
  | (?P<iso>{YEAR}-\d\d-\d\d)"""
_OF_MONTH = rf"""
    (?:\s+(?P<us_day>\d\d?){_ORDINAL},?\s+(?={YEAR}))?
    (?:\s*,?\s*(?P<month_pair>{_PAIR}) | \s*[-,’']?\s*(?P<month_year>{YEAR})
      | \s*[-’']\s*(?P<short>\d\d) | \s+(?P<spaced>\d\d)(?=\s*(?:$|[.,;:()/&–-])))?"""
_OF_PART = rf"(?:\s*,?\s*(?:of\s+)?(?:(?P<part_pair>{_PAIR})|(?P<part_year>{YEAR})))?"


@cache
def _pattern() -> re.Pattern[str]:
    words = word_file("dates")
    months = [word for word, part in _parts().items() if part["months"][0] == part["months"][1]]
    parts = [word for word in _parts() if word not in months]
    academic = either(words["academic_words"])
    return re.compile(
        rf"""(?<!\w)(?!(?<=[£$€.,/])\d)(?<![a-z]-)
        (?:(?P<third>{either(words["thirds"])})[\s-]+(?:of\s+|in\s+)?(?:the\s+)?)?
        (?: {_SLASHED}
          | (?P<academic>{academic}\s+)?(?P<pair>{_PAIR})(?P<academic_after>\s+{academic})?
          | (?:(?P<day>\d\d?){_ORDINAL}\s+(?:of\s+)?)?(?P<month>{either(months)})\b\.?{_OF_MONTH}
          | (?P<part>{either(parts)})\b{_OF_PART}
          | (?P<bare>{YEAR})
        )(?!\w)""",
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def _not_a_date() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(word_file('dates')['not_dates'])}\s+$", re.IGNORECASE)


def find_moments(text: str) -> tuple[Moment, ...]:
    """The times printed in ``text``, in order; never a number that counts things or names a school year."""
    return tuple(_read(text, match) for match in _matches(text))


def _matches(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while match := _pattern().search(text, at):
        at = match.end()
        named = _not_a_date().search(text, max(0, match.start() - 16), match.start())
        counted = match["bare"] and counts_things(text, match.end()) and not _surely_a_year(text, match)
        if not (named and match["slashed"]) and not counted:
            yield match


def _surely_a_year(text: str, match: re.Match[str]) -> bool:
    words = either(word_file("dates")["years_after"])
    before = re.search(rf"{words}\s+\Z", text[: match.start()], re.IGNORECASE)
    return bool(match["third"] or before)


def _read(text: str, match: re.Match[str]) -> Moment:
    third: int = word_file("dates")["thirds"].get(_folded(match["third"] or ""), 0)
    moment = Moment(match.start(), match.end(), third=third)
    if match["slashed"]:
        return _slashed(moment, match["slashed"])
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return _dated(moment, year, month, day)
    if match["pair"]:
        academic = match["academic"] or match["academic_after"]
        return _year_pair(moment, match["pair"], "academic" if academic else "financial")
    if match["bare"]:
        return replace(moment, year=int(match["bare"]))
    return _named(moment, text, match)


def _folded(words: str) -> str:
    return " ".join(words.lower().split())


def _slashed(moment: Moment, printed: str) -> Moment:
    exact = re.fullmatch(rf"(\d\d?)\s?([/.-])\s?(\d\d?)\s?\2\s?({YEAR}|\d\d)", printed)
    if not exact:
        return replace(moment, flag=UNREADABLE)
    day, _, month, year = exact.groups()
    return _dated(moment, int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day))


def _dated(moment: Moment, year: int, month: int, day: int) -> Moment:
    flag = "" if _one_day(year, month, day) else IMPOSSIBLE
    return replace(moment, months=(month, month), day=day, year=year, flag=flag)


def _year_pair(moment: Moment, printed: str, kind: str) -> Moment:
    first, second = int(printed[:4]), int(printed[-2:])
    if second == (first + 1) % 100:
        months = word_file("dates")["year_pairs"][kind]
        return replace(moment, months=tuple(months), year=first)
    if second > first % 100:
        return replace(moment, year=first, until=first - first % 100 + second)
    if "-" in printed and 1 <= second <= 12:
        return replace(moment, months=(second, second), year=first)
    return replace(moment, flag=UNREADABLE)


def _named(moment: Moment, text: str, match: re.Match[str]) -> Moment:
    word = match["month"] or match["part"]
    part = _parts()[_folded(word)]
    day, pair = match["day"] or match["us_day"], match["month_pair"] or match["part_pair"]
    year = _year_of(match, part["months"][0])
    readable = bool(pair) or not part.get("pair")
    weak = not year and not day and bool(part.get("common")) and _everyday(text, match, word)
    return replace(
        moment,
        months=tuple(part["months"]),
        day=int(day) if day else None,
        year=year,
        weak=weak,
        flag="" if readable else UNREADABLE,
    )


def _year_of(match: re.Match[str], month: int) -> int | None:
    """The printed year; of a pair ("Q4 2021/22") the one in which the month lies."""
    if pair := match["month_pair"] or match["part_pair"]:
        return int(pair[:4]) + (month < 4)
    if year := match["month_year"] or match["part_year"]:
        return int(year)
    short = match["short"] or match["spaced"]
    return 2000 + int(short) if short else None


def _everyday(text: str, match: re.Match[str], word: str) -> bool:
    words = word_file("dates")
    going_on = either(
        [*words["onwards"], *filter(str.isalpha, words["joins"]["range"] + words["joins"]["list"])]
    )
    return word[0].islower() or re.match(rf"\s+(?!{going_on}\b)[a-z]", text[match.end() :]) is not None

"""What a number counts, as printed after it: "people", "%", "new affordable homes", "per year"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .numbers import Number
from .words import either, is_plural, word_file

_LONGEST = 7
_WORD = re.compile(r"\s+(&|[A-Za-z][A-Za-z’'-]*)(?![\w/])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's words and where they end; ``duration`` for a length of time, ``exact`` for % and rates."""

    words: str
    end: int
    duration: bool = False
    exact: bool = False


def unit_after(text: str, number: Number) -> Unit:
    """The unit of ``number``; without words, and ending with the number, where none can be read."""
    percent = _percent().match(text, number.end)
    if percent:
        return Unit("%", percent.end(), exact=True)
    if number.currency:
        rate = _rate().match(text, number.end)
        words = f"{number.currency} {_folded(rate.group())}" if rate else number.currency
        return Unit(words, rate.end() if rate else number.end, exact=True)
    return _counted(text, number)


def _folded(words: str) -> str:
    return " ".join(words.split())


def _counted(text: str, number: Number) -> Unit:
    """The noun after a number, with a rate before or behind it."""
    leading = _rate().match(text, number.end)
    start, end = _noun(text, leading.end() if leading else number.end)
    trailing = _rate().match(text, end)
    if leading:
        start = number.end
    words = text[start : trailing.end() if trailing else end]
    duration = not leading and not trailing and _is_duration(words)
    return Unit(_folded(words), trailing.end() if trailing else end, duration, bool(leading or trailing))


def _is_duration(words: str) -> bool:
    """Whether the first or last word is a length of time ("year baseline", "working days")."""
    found = re.findall(r"[a-z]+", words.lower())
    return bool(found) and not {found[0], found[-1]}.isdisjoint(word_file("quantities")["durations"])


def _noun(text: str, at: int) -> tuple[int, int]:
    """Where the counted noun stands: up to the first plural, else the plain words before a joining word."""
    words = list(_words(text, at))
    if not words:
        return at, at
    start = words[0].start(1)
    for place, match in enumerate(words):
        if is_plural(match[1]):
            following = words[place + 1] if place + 1 < len(words) else None
            compound = following and not match[1].endswith("s") and is_plural(following[1])
            return start, following.end() if following and compound else match.end()
    plain = [match for match in words[:3] if match[1].islower() and not match[1].endswith("ed")]
    plain = [match for place, match in enumerate(plain) if match is words[place]]
    return (start, plain[-1].end()) if plain else (at, at)


def _words(text: str, at: int) -> Iterator[re.Match[str]]:
    """The words from ``at`` that may be a unit's, up to a joining word or another number."""
    skip = _skipped().match(text, at)
    at = skip.end() if skip else at
    for place in range(_LONGEST):
        match = _WORD.match(text, at)
        if not match or (_ends_a_unit(match[1].lower()) and not (place and match[1] in ("and", "or"))):
            return
        yield match
        at = match.end()


def _ends_a_unit(word: str) -> bool:
    lists = word_file("quantities")
    return word in word_file("plain_words")["stops"] or word.split("-")[0] in {
        **lists["numbers"],
        **lists["scales"],
    }


@cache
def _skipped() -> re.Pattern[str]:
    return re.compile(rf"\s+{either(word_file('quantities')['not_in_unit'])}(?!\w)", re.IGNORECASE)


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(rf"\s*{either(word_file('quantities')['percent'])}(?!\w)", re.IGNORECASE)


@cache
def _rate() -> re.Pattern[str]:
    return re.compile(rf"\s+{either(word_file('quantities')['rates'])}(?!\w)", re.IGNORECASE)

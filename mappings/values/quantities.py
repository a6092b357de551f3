"""Numbers of people, homes, per cents and pounds in text: value, unit, direction and role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from .numbers import Number, find_numbers
from .units import Unit, unit_after
from .words import either, has_word, whole, word_file

Role = Literal["baseline", "target", "actual", "mention"]
Direction = Literal["increase", "decrease", ""]
_ROLES: tuple[Role, ...] = ("baseline", "target", "actual")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_CLAUSE_END = re.compile(r"[.;!?](?=\s|$)")


@dataclass(frozen=True, slots=True)
class QuantityReading:
    """A number with what it counts as printed ("5500", "new affordable homes"; "50", "%")."""

    start: int
    end: int
    value: Decimal
    unit: str
    role: Role
    direction: Direction


@dataclass(frozen=True, slots=True)
class _Place:
    """A number in its sentence: the words since the last number, the words after it and after its unit."""

    number: Number
    unit: Unit
    gap: str
    next: str
    after: str
    sentence: str
    first: bool


def find_quantities(text: str) -> tuple[QuantityReading, ...]:
    """The quantities in ``text``, in order.

    Never read are dates, years, ages, ranges ("12-24 months"), numbers in names ("Level 2", "Key Stage 4")
    and list marks. A length of time is read only where it is compared or changed; a bare number only where a
    word says that it is a baseline, a target or an actual value. A role holds for the numbers after it in a
    clause.
    """
    found: list[QuantityReading] = []
    role: Role = "mention"
    direction: Direction = ""
    for place in _places(text):
        role = _named_role(place) or ("mention" if place.first else role)
        direction = _direction(place) or (direction if _is_second(place) else "")
        reading = _reading(place, role, direction)
        if _counts(place, reading, role):
            found.append(reading)
    return tuple(found)


def _places(text: str) -> Iterator[_Place]:
    before = 0
    for number in find_numbers(text):
        unit = unit_after(text, number)
        start, clause = (_last_end(pattern, text, number.start) for pattern in (_SENTENCE_END, _CLAUSE_END))
        stop = _SENTENCE_END.search(text, unit.end)
        sentence = text[start : stop.start() if stop else len(text)]
        gap = text[max(before, clause) : number.start]
        yield _Place(number, unit, gap, text[number.end :], text[unit.end :], sentence, before <= clause)
        before = unit.end


def _last_end(pattern: re.Pattern[str], text: str, limit: int) -> int:
    return max((match.end() for match in pattern.finditer(text, 0, limit)), default=0)


def _reading(place: _Place, role: Role, direction: Direction) -> QuantityReading:
    if role == "mention" and not _definite().search(place.gap) and (direction or _aimed(place)):
        role = "target"
    return QuantityReading(
        place.number.start, place.unit.end, place.number.value, place.unit.words, role, direction
    )


def _counts(place: _Place, reading: QuantityReading, role: Role) -> bool:
    """Whether the number is a quantity at all; ``role`` is the one a word gives it."""
    compared = bool(_compared().search(place.gap))
    if place.number.worded and place.number.value == 1 and not compared and not place.unit.exact:
        return False
    if place.unit.duration:
        return compared or bool(reading.direction)
    return bool(place.unit.words or reading.direction) or role != "mention"


def _named_role(place: _Place) -> Role | None:
    """The role that words give the number: in brackets after it, before it, or by "from ... to"."""
    if _is_second(place):
        return "target"
    if _direction(place) and re.search(r"\bfrom\s+\Z", place.gap, re.IGNORECASE):
        return "baseline"
    for role in _ROLES:
        after = word_file("quantities")["roles_after"][role]
        if re.match(rf"\s*\({either(after)}\b", place.after, re.IGNORECASE):
            return role
    return _role_before(place.gap)


def _role_before(gap: str) -> Role | None:
    """The role named last in ``gap``; one that is closed by a colon goes before all others."""
    found: list[tuple[re.Match[str], Role]] = [
        (match, role)
        for role in _ROLES
        for match in whole(_role_words(role)).finditer(gap)
        if not re.search(r"\bto\s+\Z", gap[: match.start()])  # the verb: "to target young people"
    ]
    for match, role in found:
        if re.match(r"[^.;:\d]{0,60}:", gap[match.end() :]) and gap[match.end() :].count(":") == 1:
            return role
    return max(found, key=lambda pair: pair[0].start())[1] if found else None


def _role_words(role: Role) -> tuple[str, ...]:
    return tuple(word_file("quantities")["roles"][role])


def _is_second(place: _Place) -> bool:
    """Whether it is the number after "to" in "from 14% to 80%"."""
    return re.fullmatch(r"\s*to\s+", place.gap, re.IGNORECASE) is not None


def _aimed(place: _Place) -> bool:
    """Whether the sentence says that the number is still to be reached."""
    words = word_file("quantities")
    if has_word(place.sentence, words["ahead"]) or re.match(r"\s+to\s+be\s", place.after):
        return True
    if has_word(place.sentence, words["past"]):
        return False
    order = re.match(rf"[\W_]*{either(words['orders'])}\b", place.sentence, re.IGNORECASE)
    return bool(order or _compared().search(place.gap))


def _direction(place: _Place) -> Direction:
    """The change that the words around the number name."""
    words = word_file("quantities")
    if _change("more").match(place.next) or _change("more").match(place.after):
        return "increase"
    if _change("fewer").match(place.next) or _change("fewer").match(place.after):
        return "decrease"
    if not _changed_by().search(place.gap):
        return ""
    ways = (whole(tuple(words[way])) for way in ("increase", "decrease"))
    up, down = (_last_end(pattern, place.gap, len(place.gap)) for pattern in ways)
    return "" if up == down else "increase" if up > down else "decrease"


@cache
def _change(way: str) -> re.Pattern[str]:
    return re.compile(rf"\s+{either(word_file('quantities')[way])}(?!\w)(?!\s+than)", re.IGNORECASE)


@cache
def _changed_by() -> re.Pattern[str]:
    """The end of the words before a number that is the size or the goal of a change."""
    words = word_file("quantities")
    changes = either(words["increase"] + words["decrease"])
    comparing = rf"(?:{either(words['comparing'])}\s+)?(?:{either(words['about'])}\s+)?"
    return re.compile(
        rf"(?<!\w){changes}\b(?:[^:]*?\b{either(words['changes_by'])}|\s+of)\s+{comparing}\Z", re.IGNORECASE
    )


@cache
def _compared() -> re.Pattern[str]:
    words = word_file("quantities")
    return re.compile(
        rf"(?<!\w){either(words['comparing'])}\s+(?:{either(words['about'])}\s+)?\Z", re.IGNORECASE
    )


@cache
def _definite() -> re.Pattern[str]:
    """Words that make a number a known one: "the 8 groups", "the Board and 8 groups"."""
    return re.compile(r"\b(?i:the|these|those|our|its|their)\s+(?:[A-Z][\w'’-]*\s+(?:and\s+)?)*\Z")

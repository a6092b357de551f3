"""Owners as printed: people with their titles and directorates, teams, and who only helps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from ..records import AgentKind, Role
from .names import canonical_names
from .runs import Bracket, Run, runs
from .words import either, word_file

__all__ = ["OwnerReading", "canonical_names", "partners_phrase", "read_owners"]

Column = Literal["lead", "owner"]
Expect = Literal["person", "team"]


@dataclass(frozen=True, slots=True)
class OwnerReading:
    """An owner and where the text has it: ``title`` as usually spelt, ``unit`` as printed ``unit_at``."""

    start: int
    end: int
    name: str
    kind: AgentKind
    role: Role
    title: str = ""
    unit: str = ""
    flags: tuple[str, ...] = ()
    unit_at: tuple[int, int] | None = None


def read_owners(text: str, column: Column, expect: Expect | None = None) -> tuple[OwnerReading, ...]:
    """The owners that ``text`` names, in print order; none for a placeholder.

    ``column`` is ``lead`` where members and officers stand in one cell, else ``owner``; ``expect`` says what
    a name that could be either is. A unit in brackets holds for the officers since the bracket before.
    """
    if " ".join(text.split()).strip(" .-–").lower() in word_file("people")["nobody"]:
        return ()
    parts = runs(text)
    if _speaks_of_people(text, parts, expect):
        return tuple(_people(parts, column))
    return tuple(_teams(text, "lead-officer" if column == "lead" else "owner"))


def partners_phrase(text: str) -> tuple[int, int] | None:
    """Where ``text`` names those who only help, after "in partnership with" or the like; None for nobody."""
    found = _with().search(text)
    return (found.end(), len(text.rstrip())) if found and text[found.end() :].strip() else None


def _speaks_of_people(text: str, parts: Sequence[Run | Bracket], expect: Expect | None) -> bool:
    names = [part for part in parts if isinstance(part, Run)]
    if expect == "person" or any(name.titles for name in names):
        return bool(names)
    only_names = bool(names) and all(name.is_person() for name in names) and not _plain_words(text)
    return expect is None and only_names


def _plain_words(text: str) -> bool:
    """Whether words in lower case stand outside brackets that neither belong to names nor join them."""
    small = re.findall(r"(?<![\w'’-])[a-z]\w*", re.sub(r"\([^()]*\)?", " ", text))
    return not {"and", *word_file("people")["particles"]}.issuperset(small)


def _people(parts: Sequence[Run | Bracket], column: Column) -> Iterator[OwnerReading]:
    waiting: list[OwnerReading] = []
    for part in parts:
        if isinstance(part, Run):
            waiting += _readings(part, column)
        elif _is_unit(part):
            yield from (_in_unit(reading, part) for reading in waiting)
            waiting = []
    yield from waiting


def _readings(run: Run, column: Column) -> list[OwnerReading]:
    """Who a run names: a member's name is two words where an officer's follows without a mark between."""
    if not run.member:
        return [_reading(run, "lead-officer")]
    role: Role = "lead-member" if column == "lead" else "owner"
    if len(run.capitals) < 4:
        return [_reading(run, role)]
    member, officer = run.split(2)
    readings = [_reading(member, role), _reading(officer, "lead-officer")]
    return [replace(each, flags=("tentative",)) for each in readings] if len(run.capitals) > 4 else readings


def _reading(run: Run, role: Role) -> OwnerReading:
    title = ", ".join(run.titles)
    if not run.words or (run.is_team() and not run.titles):
        return OwnerReading(run.start, run.end, run.name or title, "team", role)
    flags = () if run.titles or len(run.words) > 1 else ("cut-off",)
    return OwnerReading(run.start, run.end, run.name, "person", role, title, flags=flags)


def _in_unit(reading: OwnerReading, unit: Bracket) -> OwnerReading:
    if reading.role != "lead-officer":
        return reading
    return replace(reading, unit=unit.text, unit_at=(unit.start, unit.end))


def _is_unit(bracket: Bracket) -> bool:
    words = bracket.text.lower()
    return bool(re.search(r"\w", words)) and words not in word_file("people")["notes"]


def _teams(text: str, role: Role) -> Iterator[OwnerReading]:
    helped = _with().search(text)
    head = text[: helped.start()] if helped and text[: helped.start()].strip() else text
    for part in re.finditer(r"(?:\([^()]*\)?|[^/;(])+", head):
        yield from _team(text, part, role)


def _team(text: str, part: re.Match[str], role: Role) -> Iterator[OwnerReading]:
    """The team of one part and the people in its bracket, who belong to it."""
    words = re.compile(r"[^\W_](?:[^()]*[^\W_])?").search(text, part.start(), part.end())
    if not words:
        return
    team = OwnerReading(*words.span(), " ".join(words[0].split()), "team", role)
    if team.name.lower() in word_file("people")["modifiers"]:
        team = replace(team, flags=("cut-off",))
    brackets = [each for each in runs(text, words.end(), part.end()) if isinstance(each, Bracket)]
    units = [each for each in brackets if _is_unit(each) and not _in_bracket(text, each)]
    yield replace(team, unit=units[0].text, unit_at=(units[0].start, units[0].end)) if units else team
    for person in (person for each in brackets for person in _in_bracket(text, each)):
        yield replace(person, role=role, unit=team.name, unit_at=words.span())


def _in_bracket(text: str, bracket: Bracket) -> tuple[OwnerReading, ...]:
    """The people named in a bracket."""
    parts = runs(text, bracket.start, bracket.end)
    return tuple(_people(parts, "owner")) if _speaks_of_people(bracket.text, parts, None) else ()


@cache
def _with() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(word_file('people')['with'])}(?!\w)\s*", re.IGNORECASE)

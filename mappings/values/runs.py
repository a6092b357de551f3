"""Runs of capitalised words, with the titles before them, and brackets: what names are made of."""

import re
from dataclasses import dataclass
from functools import cache

from .words import either, word_file


@dataclass(frozen=True, slots=True)
class Bracket:
    """The words in a bracket, white space folded, and their place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together as names do, and the titles before them as usually spelt."""

    start: int
    words: tuple[re.Match[str], ...]
    titles: tuple[str, ...] = ()
    member: bool = False
    end: int = 0

    @property
    def name(self) -> str:
        """The words without the titles."""
        return " ".join(word.group() for word in self.words)

    @property
    def capitals(self) -> tuple[int, ...]:
        """Which of the words are more than a particle."""
        return tuple(i for i, word in enumerate(self.words) if word.group()[0].isupper())

    def is_person(self) -> bool:
        """Whether the words can only be a person's name: after a title, or two that no team is called by."""
        capitals = [self.words[i].group() for i in self.capitals]
        acronym = any(len(word) > 1 and word.isupper() for word in capitals)
        return bool(self.titles) or (len(capitals) >= 2 and not acronym and not self.is_team())

    def is_team(self) -> bool:
        """Whether a word stands among them that no person is called by."""
        return not {word.group().lower() for word in self.words}.isdisjoint(word_file("people")["team-words"])

    def split(self, count: int) -> tuple["Run", "Run"]:
        """The first ``count`` capitalised words with the titles, and the rest."""
        cut = self.capitals[count - 1] + 1
        own, rest = self.words[:cut], self.words[cut:]
        head = Run(self.start, own, self.titles, self.member, own[-1].end())
        return head, Run(rest[0].start(), rest, end=rest[-1].end())


def runs(text: str, start: int = 0, end: int | None = None) -> tuple[Run | Bracket, ...]:
    """The runs and brackets of ``text`` between ``start`` and ``end``, in print order."""
    found = _pattern().finditer(text, start, len(text) if end is None else end)
    return tuple(_bracket(each) if each["bracket"] else _run(each) for each in found)


def _bracket(found: re.Match[str]) -> Bracket:
    return Bracket(" ".join(found["inside"].split()), *found.span("inside"))


def _run(found: re.Match[str]) -> Run:
    names = (found["after"] and "after") or (found["words"] and "words")
    at, to = found.span(names) if names else (found.end(), found.end())
    titles = tuple(" ".join(each.split()) for each in re.findall(_title(), found["titles"] or ""))
    return Run(
        start=found.start(),
        words=tuple(re.compile(r"\S+").finditer(found.string, at, to)),
        titles=tuple(_titles()[each] for each in titles),
        member=not _members().isdisjoint(titles),
        end=found.end(),
    )


@cache
def _pattern() -> re.Pattern[str]:
    capital = r"(?<![\w'’])[^\W\d_a-zß-öø-ÿ]"
    word = rf"(?!{_title()})(?:{capital}\.|{capital}(?:[\w'’-]*\w)?)"
    small = either(word_file("people")["particles"])
    words = rf"{word}(?:(?:\s+{small})*\s+{word})*"
    return re.compile(
        rf"(?P<bracket>\((?P<inside>[^()]*)\)?)"
        rf"|(?P<titles>{_title()}(?:,?\s+{_title()})*)(?:\s+(?P<after>{words}))?|(?P<words>{words})"
    )


def _title() -> str:
    return rf"(?<!\w){either(_titles())}(?![\w'’])\.?"


@cache
def _titles() -> dict[str, str]:
    """Each spelling of a title and the title."""
    groups = word_file("people")["titles"].values()
    return {spelling: title for titles in groups for title, listed in titles.items() for spelling in listed}


@cache
def _members() -> frozenset[str]:
    return frozenset(each for listed in word_file("people")["titles"]["member"].values() for each in listed)

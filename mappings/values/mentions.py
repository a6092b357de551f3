"""Concepts and organisations named in running text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ...ontology.vocabulary import Concept, Organisation
from .bodies import bodies
from .labels import label_pattern
from .words import word_file

WINDOW = 60
"""How many characters before and after a match its guards see."""


@dataclass(frozen=True, slots=True, order=True)
class MentionReading:
    """A concept or organisation named by the printed ``label``; ``found``: by the shape of its name alone."""

    start: int
    end: int
    iri: str
    label: str
    found: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    pattern: re.Pattern[str]
    label: str
    concept: Concept


class Finder:
    """Finds the labels of ``concepts`` in texts and, with ``discover``, organisations by the shape of a name.

    Of one scheme the longest label wins and readings do not overlap, but for a label that stands on several
    concepts, which gives one reading each. Readings of several schemes may overlap. An organisation found by
    pattern has no IRI and overlaps none of a vocabulary.
    """

    def __init__(self, concepts: Iterable[Concept], discover: bool = False) -> None:
        listed = tuple(concepts)
        self._discover = discover
        self._organisations = {each.iri for each in listed if isinstance(each, Organisation)}
        self._entries: dict[str, dict[str, list[_Entry]]] = defaultdict(lambda: defaultdict(list))
        for concept in listed:
            for label in dict.fromkeys(concept.labels):
                entry = _Entry(label_pattern(label), label, concept)
                self._entries[concept.scheme][_first_word(label)].append(entry)

    def find(self, text: str) -> tuple[MentionReading, ...]:
        """The mentions in ``text``, in print order."""
        known = [reading for scheme in self._entries for reading in self._of_scheme(text, scheme)]
        return tuple(sorted([*known, *(self._found(text, known) if self._discover else [])]))

    def _of_scheme(self, text: str, scheme: str) -> Iterator[MentionReading]:
        end = 0
        for word in re.finditer(r"[^\W_]+", text):
            if word.start() < end:
                continue
            readings = _longest(text, word.start(), self._entries[scheme].get(word[0].lower(), []))
            yield from readings
            end = max((reading.end for reading in readings), default=end)

    def _found(self, text: str, known: list[MentionReading]) -> Iterator[MentionReading]:
        taken = [each for each in known if each.iri in self._organisations]
        for start, end in bodies(text):
            if not any(each.start < end and start < each.end for each in taken):
                yield MentionReading(start, end, "", _printed(text, start, end), found=True)


def _longest(text: str, at: int, entries: Iterable[_Entry]) -> list[MentionReading]:
    matches = [(match, each) for each in entries if (match := each.pattern.match(text, at))]
    allowed = [(match.end(), each.concept.iri) for match, each in matches if _allowed(each.label, match)]
    end = max((end for end, _ in allowed), default=at)
    iris = sorted({iri for to, iri in allowed if to == end})
    return [MentionReading(at, end, iri, _printed(text, at, end)) for iri in iris]


def _allowed(label: str, match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - WINDOW) : match.start()]
    after = match.string[match.end() : match.end() + WINDOW]
    return all(guard.allows(before, after) for guard in _guards().get(label, ()))


def _printed(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())


def _first_word(label: str) -> str:
    found = re.search(r"[^\W_]+", label)
    return found[0].lower() if found else ""


@dataclass(frozen=True, slots=True)
class _Guard:
    """Patterns for the words before and after a match; each None where there is none."""

    unless_before: re.Pattern[str] | None
    unless_after: re.Pattern[str] | None
    only_before: re.Pattern[str] | None

    def allows(self, before: str, after: str) -> bool:
        barred = (self.unless_before and self.unless_before.search(before)) or (
            self.unless_after and self.unless_after.match(after)
        )
        return not barred and (self.only_before is None or bool(self.only_before.search(before)))


@cache
def _guards() -> dict[str, tuple[_Guard, ...]]:
    guards: dict[str, tuple[_Guard, ...]] = {}
    for entry in word_file("mentions")["guards"]:
        guard = _Guard(
            _pattern(entry.get("unless-before"), r"(?<!\w)(?:{})$"),
            _pattern(entry.get("unless-after"), "(?:{})"),
            _pattern(entry.get("only-before"), "(?:{})$"),
        )
        guards.update({label: (*guards.get(label, ()), guard) for label in entry["labels"]})
    return guards


def _pattern(patterns: list[str] | None, frame: str) -> re.Pattern[str] | None:
    return re.compile(frame.replace("{}", "|".join(patterns))) if patterns else None

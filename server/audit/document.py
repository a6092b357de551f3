"""A document as its page shows it: lines in pieces, each with what was read from it and found about it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ...shapes.model import SEVERITIES, Finding
from .passages import Line, Piece, Span, lines
from .reading import Left, Reading, Record

WIDE = 3
"""Characters of a link that can be hit."""
Mark = Record | Left | Finding
M = TypeVar("M", Record, Left, Finding)


@dataclass(frozen=True, slots=True)
class Words:
    """Characters: the record they went into, the gravest finding on them, why they are in no record.

    ``begins``: the finding begins here. ``place`` names the place where a mark begins, else it is empty.
    """

    text: str
    record: Record | None
    found: Finding | None
    left: Left | None
    begins: bool
    place: str

    @property
    def linked(self) -> bool:
        """Whether they are enough to lead to their record: what is left over beside other words is not."""
        return len(self.text.strip()) >= WIDE


@dataclass(frozen=True, slots=True)
class Shown:
    """A line: its words, the findings first met in it, further records of its words, and what was left."""

    number: int
    words: tuple[Words, ...]
    found: tuple[Finding, ...]
    also: tuple[Record, ...]
    left: tuple[Left, ...]


def shown(reading: Reading, findings: Sequence[Finding]) -> Iterator[Shown]:
    """The document, with those of the ``findings`` whose places are known."""
    spans: Sequence[Span[Mark]] = (*reading.records, *reading.left, *_spans(findings))
    firsts = _firsts(findings)
    return (_shown(line, firsts) for line in lines(reading.text, spans))


def style(found: Finding) -> str:
    """What a finding looks like: its severity, or that it is ours."""
    return "ours" if found.ours else found.severity


def _spans(findings: Iterable[Finding]) -> Iterator[Span[Mark]]:
    for found in findings:
        for start, end in _known(found):
            yield Span(start, end, found)


def _known(found: Finding) -> list[tuple[int, int]]:
    """From where to where its words stand."""
    return [(p.start, p.end) for p in found.places if p.start is not None and p.end is not None]


def _firsts(findings: Iterable[Finding]) -> Mapping[str, int]:
    """Where each finding is first met."""
    return {found.iri: min(known)[0] for found in findings if (known := _known(found))}


def _shown(line: Line[Mark], firsts: Mapping[str, int]) -> Shown:
    words = tuple(map(_words, line.pieces))
    linked = {each.record for each in words if each.linked}
    found = ((piece, mark) for piece in line.pieces for mark in _marks(piece, Finding))
    return Shown(
        number=line.number,
        words=words,
        found=_once(mark for piece, mark in found if firsts[mark.iri] == piece.start),
        also=_once(m for piece in line.pieces for m in _marks(piece, Record) if m not in linked),
        left=_once(m for piece in line.pieces for m in _marks(piece, Left)),
    )


def _words(piece: Piece[Mark]) -> Words:
    begins = [span for span in piece.spans if span.start == piece.start]
    found = sorted(_marks(piece, Finding), key=_gravity)
    return Words(
        text=piece.text,
        record=next(iter(_marks(piece, Record)), None),
        found=found[0] if found else None,
        left=next(iter(_marks(piece, Left)), None),
        begins=any(span.mark in found[:1] for span in begins),
        place=f"c{piece.start}" if begins else "",
    )


def _gravity(found: Finding) -> tuple[bool, int]:
    return found.ours, SEVERITIES.index(found.severity)


def _marks(piece: Piece[Mark], kind: type[M]) -> list[M]:
    return [span.mark for span in piece.spans if isinstance(span.mark, kind)]


def _once(marks: Iterable[M]) -> tuple[M, ...]:
    return tuple(dict.fromkeys(marks))

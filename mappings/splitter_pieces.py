"""The pieces of a table that lost its columns: stretches of words between places where a cell could end."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from .splitter_cues import Cues
from .splitter_topics import Topics

Opens = Literal["line", "bullet", "sentence", "word"]

_SENTENCE_END = re.compile(r"(?<!\S)(\S*[.!?])[\"'’”)\]]*\s+(?=[\"'“‘(]?\w)")
_LOST_STOP = re.compile(r"(?<!\S)([\"'“‘(]?\S*[\w%)\]\"'’”])\s+(?=([A-Z][\w'’-]*)\s+(\S))")
_BRIEF = 60
_BULLET = re.compile(r"\s*[•·▪◦●*–-]\s")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that no cell boundary divides, as offsets of the joined lines.

    ``opens`` is the kind of place they start at, ``before`` the piece before them in the table, and
    ``linked``, at a line start, the weight share of their words that the lines just before have too (0 to
    1).
    """

    start: int
    end: int
    opens: Opens
    text: str
    before: str = ""
    linked: float = 0.0

    @property
    def brief(self) -> bool:
        """Whether the piece is a few words only."""
        return self.end - self.start < _BRIEF

    @property
    def alike(self) -> bool:
        """Whether the piece starts with the same word as the one before."""
        return self.text.split(maxsplit=1)[:1] == self.before.split(maxsplit=1)[:1]


def pieces(lines: Sequence[str], cues: Cues) -> tuple[Piece, ...]:
    """The table's words, cut at line starts, after sentences, and where a stop may have been lost."""
    known = frozenset(re.findall(r"\b[a-z][\w'’-]*", "\n".join(lines)))
    filled = [(start, line) for start, line in _placed(lines) if line.strip()]
    topics = Topics.of([line for _, line in filled])
    found = [
        piece
        for number, (start, line) in enumerate(filled)
        for piece in _linked(_of_line(line, start, known, cues), topics, number)
    ]
    texts = ["", *(piece.text for piece in found)]
    return tuple(replace(piece, before=text) for piece, text in zip(found, texts, strict=False))


def _placed(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in lines:
        yield offset, line
        offset += len(line) + 1


def _linked(found: Iterator[Piece], topics: Topics, number: int) -> Iterator[Piece]:
    first = next(found)
    yield replace(first, linked=topics.linked(first.text, number))
    yield from found


def _of_line(line: str, offset: int, known: frozenset[str], cues: Cues) -> Iterator[Piece]:
    cuts: dict[int, Opens] = dict.fromkeys(_lost_stops(line, known, cues), "word")
    cuts |= dict.fromkeys(_sentence_ends(line, cues), "sentence")
    cuts[0] = "bullet" if _BULLET.match(line) else "line"
    for start, end in pairwise([*sorted(cuts), len(line)]):
        yield _piece(line, start, end, offset, cuts[start])


def _piece(line: str, start: int, end: int, offset: int, opens: Opens) -> Piece:
    text = line[start:end]
    left = offset + start + len(text) - len(text.lstrip())
    return Piece(left, left + len(text.strip()), opens, text.strip())


def _sentence_ends(line: str, cues: Cues) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(line):
        if match[1].lstrip("\"'“‘(").lower() not in cues.abbreviations:
            yield match.end()


def _lost_stops(line: str, known: frozenset[str], cues: Cues) -> Iterator[int]:
    """Where a capital follows a word that could end a cell, and is not the capital of a name."""
    for match in _LOST_STOP.finditer(line):
        before, word, after = match.groups()
        common = _is_common(word, known) and not after.isupper()
        if _may_end(before, cues) and (common or cues.opens(line[match.end() :])):
            yield match.end()


def _may_end(word: str, cues: Cues) -> bool:
    bare = word.strip("\"'“‘(")
    named = bare[:1].isupper() and not word.endswith((")", "'", "’", "”", '"'))
    return not named and bare.lower() not in cues.joining


def _is_common(word: str, known: frozenset[str]) -> bool:
    """Whether the table has ``word``, or its plural or singular, in small letters too."""
    small = word.lower()
    return small in known or f"{small}s" in known or small.removesuffix("s") in known

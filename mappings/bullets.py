"""Cells whose bullet marks were lost: the bullets run on, told apart by a capital after no stop."""

import re
from dataclasses import replace
from functools import lru_cache

from .document import Document
from .mapping import Mapping
from .records import Cell
from .text import Quote

_OPENING = re.compile(r"(?<=[^\s.!?,;/–-])\s+(?=[A-Z][\w'’-]*)|(?<=:)\s+(?=[A-Z])")
_MARK = re.compile(r"\s*[•·]\s*")


def split_bullets(cell: Cell, document: Document, mapping: Mapping, line: int, role: str) -> tuple[Cell, ...]:
    """The bullets of a cell in print order; the whole cell where it shows no sign of bullets.

    A cell printed with bullets keeps a space or a mark before its first word. A split declared in the mapping
    goes before the rule; MappingError where its words are not in the cell.
    """
    declared = _declared(cell, mapping, line, role)
    if declared is not None:
        return declared
    quote = cell.quote
    if not (quote.text[:1].isspace() or _MARK.match(quote.text)):
        return (_part(cell, quote),)
    return tuple(_part(cell, piece) for piece in _pieces(quote, proper_words(document.text)))


def _declared(cell: Cell, mapping: Mapping, line: int, role: str) -> tuple[Cell, ...] | None:
    for index, bullets, reason in mapping.repairs("bullets"):
        if (bullets["line"], bullets["role"]) == (line, role):
            starts: list[int] = []
            for opening in bullets["items"]:
                at = cell.quote.text.find(opening, starts[-1] + 1 if starts else 0)
                if at < 0:
                    place = ("repairs", index, "bullets", "items")
                    raise mapping.fault(
                        f"the cell does not hold {opening!r}", "Copy the words as printed", *place
                    )
                starts.append(at)
            reasons = tuple(dict.fromkeys((*cell.reasons, reason)))
            corrected = replace(cell, method="corrected", reasons=reasons)
            return tuple(_part(corrected, piece) for piece in _cut(cell.quote, [0, *starts[1:]]))
    return None


def _pieces(quote: Quote, proper: frozenset[str]) -> list[Quote]:
    starts = [0]
    for match in _OPENING.finditer(quote.text):
        word = re.match(r"[\w'’-]+", quote.text[match.end() :])
        if word and _is_opening(word.group(), proper) and quote.text[: match.start()].strip(" •·"):
            starts.append(match.end())
    return _cut(quote, starts)


def _cut(quote: Quote, starts: list[int]) -> list[Quote]:
    ends = [*starts[1:], len(quote.text)]
    return [quote.slice(start, end) for start, end in zip(starts, ends, strict=True)]


def _part(cell: Cell, quote: Quote) -> Cell:
    return replace(cell, quote=quote.folded().strip("•·"))


@lru_cache(maxsize=8)
def proper_words(text: str) -> frozenset[str]:
    """Words that the text prints with a capital within a sentence: names, not openings of a bullet.

    Only cells and lines without bullets are asked: those that open with a word after no lone bullet mark.
    """
    lines = re.sub(r"\t[•·]\t[^\t]*", "\t", text)
    plain = [part for part in re.split(r"[\t\n]", lines) if part[:1].strip(" •·-")]
    inside = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]*")
    return frozenset(word for part in plain for word in inside.findall(part))


def _is_opening(word: str, proper: frozenset[str]) -> bool:
    return word not in proper and not (len(word) > 1 and word.isupper())

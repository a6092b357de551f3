"""What is wrong with a query: where, which piece, and what may have been meant."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from ..errors import EquigraphError, QueryError, QueryRefused
from ..graph.tokens import Token, tokens
from ..ontology.terms import PREFIXES
from .slips import Slip, broken_escapes, broken_iris, odd_signs, separators, set_twice, uneven_rows
from .terms import LONG, near, unknown_prefixes

LONGEST = 60
"""Characters of an offending piece that are shown."""
_PLACE = re.compile(r"line (\d+), column (\d+)")
_PAIRS = {"(": ")", "{": "}", "[": "]"}
_BRACKETS = frozenset("(){}[]")
_VAGUE = ("not expected here", "it breaks off")
"""In the engine's word where it knows no cause."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The ``kind`` of problem, the offset of the piece that is wrong (-1: unknown), and a suggestion.

    ``cause`` says it better than the engine did; "" where nothing better is known.
    """

    kind: str
    start: int = -1
    offending: str = ""
    suggestion: str = ""
    cause: str = ""

    def members(self, text: str) -> Mapping[str, object]:
        """What it adds to a problem's details; line and column count from 1."""
        if self.start < 0:
            return {"suggestion": self.suggestion}
        line, column = self.place(text)
        piece = self.offending[:LONGEST]
        return {"line": line, "column": column, "offending": piece, "suggestion": self.suggestion}

    def place(self, text: str) -> tuple[int, int]:
        """Line and column of the piece in ``text``, from 1."""
        return text.count("\n", 0, self.start) + 1, self.start - text.rfind("\n", 0, self.start)

    def detail(self, text: str, error: QueryError) -> str:
        """The cause, or else that of ``error``, at the place that the members name."""
        at = "line {}, column {}".format(*self.place(text)) if self.start >= 0 else error.place
        cause, remedy = (self.cause, "") if self.cause else (error.cause, error.remedy)
        return str(EquigraphError(cause, remedy, place=at))


def diagnosed(text: str, error: QueryError) -> Diagnosis:
    """What can be found out about ``error`` in the query ``text``."""
    at = _offset(text, error.place)
    if isinstance(error, QueryRefused):
        return Diagnosis("query-refused", at, _piece(text, at))
    if at < 0 or len(text) > LONG:
        return Diagnosis("query-syntax", at, _piece(text, at))
    read = list(tokens(text))
    if read and read[-1].kind == "quote":
        string = text[read[-1].start :].partition("\n")[0]
        return Diagnosis("query-syntax", read[-1].start, string, "Close it with the same quotation mark")
    is_vague = any(each in error.cause for each in _VAGUE)
    first = _explained(text, read, is_vague)
    # whatever the engine stumbled over lies no later than where it stopped
    return first if first and first.start <= at else _unexpected(read, at, is_vague)


def _explained(text: str, read: Sequence[Token], is_vague: bool) -> Diagnosis | None:
    """The first slip; brackets and names count where nothing else is wrong."""
    signs = (odd_signs(read), broken_iris(text, read), broken_escapes(read))
    found = _first(_strange_words(text), _undeclared(text), *map(_slips, signs)) or _first(_unpaired(text))
    rest = (set_twice(read), separators(read), uneven_rows(text, read))
    return _first(*map(_slips, rest)) if is_vague and not found else found


def _slips(found: Iterable[Slip]) -> Iterator[Diagnosis]:
    for slip in found:
        yield Diagnosis("query-syntax", slip.start, slip.piece, slip.suggestion, slip.cause)


def _first(*found: Iterator[Diagnosis]) -> Diagnosis | None:
    """The earliest of the first ones of each; no more are looked for, however many there are."""
    first = [next(each, None) for each in found]
    return min((each for each in first if each), key=lambda each: each.start, default=None)


def _unexpected(read: Sequence[Token], at: int, is_vague: bool) -> Diagnosis:
    """The piece at ``at``; where the engine stopped at the end, the last, which is what it could not use."""
    after = next((token for token in read if token.start >= at), None)
    piece = after or (read[-1] if read else None)
    if piece is None:
        return Diagnosis("query-syntax")
    cause = f"not expected here: {piece.text[:LONGEST]}"
    if after is None:
        cause += ", or the query breaks off after it"
    return Diagnosis("query-syntax", piece.start, piece.text, cause=cause if is_vague else "")


def _offset(text: str, place: str) -> int:
    """The offset of a place such as "line 2, column 5" in ``text``; -1 for another."""
    found = _PLACE.match(place)
    if not found:
        return -1
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: int(found[1]) - 1])
    return min(before + int(found[2]) - 1, len(text))


def _piece(text: str, at: int) -> str:
    return next((token.text for token in tokens(text[at:])), "") if at >= 0 else ""


def _undeclared(text: str) -> Iterator[Diagnosis]:
    unknown = unknown_prefixes(text)
    for token in tokens(text):
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix in unknown:
            cause = f"the prefix {prefix}: is not declared"
            yield Diagnosis("unknown-prefix", token.start, token.text, _prefix_lines(prefix), cause)


def _prefix_lines(prefix: str) -> str:
    """How the nearest known prefixes are declared, or how any is."""
    known = near(prefix, PREFIXES)
    if not known:
        return f"Declare it at the head of the query: PREFIX {prefix}: <…>"
    lines = " or ".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in known)
    return f"Did you mean {lines}?"


def _strange_words(text: str) -> Iterator[Diagnosis]:
    for token in tokens(text):
        if token.kind == "word" and token.text.upper() not in _words():
            meant = near(token.text, _words().values())
            suggestion = f"Did you mean {' or '.join(meant)}?" if meant else _quoted(token.text)
            cause = f"{token.text} is no word of SPARQL"
            yield Diagnosis("query-syntax", token.start, token.text, suggestion, cause)


def _quoted(word: str) -> str:
    return f'Write a text as "{word}", a variable as ?{word}, a name as prefix:{word}'


def _unpaired(text: str) -> Iterator[Diagnosis]:
    """The first bracket that closes nothing, or else the last that nothing closes."""
    opened: list[Token] = []
    for token in (each for each in tokens(text) if each.kind == "mark" and each.text in _BRACKETS):
        if token.text in _PAIRS:
            opened.append(token)
        elif not opened or _PAIRS[opened.pop().text] != token.text:
            cause = f"nothing before fits this {token.text}"
            yield Diagnosis("query-syntax", token.start, token.text, cause=cause)
            return
    for token in opened[-1:]:
        yield Diagnosis("query-syntax", token.start, token.text, cause=f"nothing closes this {token.text}")


@cache
def _words() -> Mapping[str, str]:
    """The words of SPARQL as they are written, by their capitals."""
    content = files("equigraph.server").joinpath("words.yaml").read_text(encoding="utf-8")
    return {word.upper(): word for row in yaml.safe_load(content) for word in row}

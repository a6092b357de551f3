"""Slips in a query that its text alone shows: in signs, escapes, IRIs, rows and the names of variables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import name

from ..graph.tokens import Token

_IRI = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]*://|urn:|mailto:)[^<>\r\n]*>")
_CODE = r"u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}"
_NOT_IN_IRIS = re.compile(rf'[\x00-\x20"{{}}|^`]|\\(?!{_CODE})')
_ESCAPE = re.compile(rf"\\(?:(?P<code>{_CODE})|(?P<sign>.))", re.DOTALL)
_SIGNS = frozenset("tbnrf\"'\\")
_SURROGATES = range(0xD800, 0xE000)
_TERMS = ("iri", "text", "name", "number", "word")


class Slip(NamedTuple):
    """Where a slip stands, the ``piece`` that is wrong, why, and what to write instead."""

    start: int
    piece: str
    cause: str
    suggestion: str = ""


def odd_signs(read: Sequence[Token]) -> Iterator[Slip]:
    """Signs that stand for nothing: a byte order mark, a quotation mark of printers."""
    for token in read:
        if token.kind == "mark" and not " " <= token.text <= "~":
            called = f"U+{ord(token.text):04X} ({name(token.text, 'a control character').lower()})"
            yield Slip(token.start, token.text, f"{called} is no sign of SPARQL", "Leave it out")


def separators(read: Sequence[Token]) -> Iterator[Slip]:
    """Semicolons between queries."""
    depth = 0
    for token in (each for each in read if each.kind == "mark"):
        depth += (token.text in "({[") - (token.text in ")}]")
        if token.text == ";" and depth == 0:
            yield Slip(token.start, ";", "a request has one query, and it ends without ;", "Send one query")


def broken_iris(text: str, read: Sequence[Token]) -> Iterator[Slip]:
    """IRIs with a sign in them that none can have (RFC 3987, 2.2)."""
    for token in (each for each in read if each.text == "<"):
        found = _IRI.match(text, token.start)
        wrong = _NOT_IN_IRIS.search(found[0]) if found else None
        if found and wrong:
            called = "a space" if wrong[0] == " " else wrong[0]
            cause = f"an IRI cannot have {called} in it"
            yield Slip(token.start, found[0], cause, f"Write %{ord(wrong[0]):02X} in its place")


def broken_escapes(read: Sequence[Token]) -> Iterator[Slip]:
    """Escapes in strings that there are not (SPARQL 1.1, 19.2 and 19.7)."""
    for token in (each for each in read if each.kind in ("text", "iri") and "\\" in each.text):
        for found in _ESCAPE.finditer(token.text):
            if slip := _escape(found, token.start + found.start()):
                yield slip


def _escape(found: re.Match[str], start: int) -> Slip | None:
    code, sign = found["code"], found["sign"]
    if code and (int(code[1:], 16) in _SURROGATES or int(code[1:], 16) > 0x10FFFF):
        return Slip(start, found[0], f"{found[0]} is no character")
    if sign in ("u", "U"):
        digits = 4 if sign == "u" else 8
        return Slip(start, found[0], f"{found[0]} needs {digits} hexadecimal digits after it")
    if sign and sign not in _SIGNS:
        return Slip(start, found[0], f"there is no escape {found[0]}", "Write \\\\ for a backslash")
    return None


def uneven_rows(text: str, read: Sequence[Token]) -> Iterator[Slip]:
    """Rows of VALUES that have more or fewer values than there are variables."""
    for at, token in enumerate(read):
        if token.is_word("VALUES") and _token(read, at + 1) == "(":
            yield from _uneven(text, read, at + 2)


def _uneven(text: str, read: Sequence[Token], at: int) -> Iterator[Slip]:
    end = _closing(read, at)
    wanted = end - at
    at = end + 2
    while _token(read, at) == "(":
        end = _closing(read, at + 1)
        found = _values(read[at + 1 : end])
        if found != wanted and end < len(read):
            cause = f"this row of VALUES has {found} values for {wanted} variables"
            start = read[at].start
            yield Slip(start, text[start : read[end].end], cause, "Write UNDEF where there is no value")
        at = end + 1


def _closing(read: Sequence[Token], at: int) -> int:
    while at < len(read) and read[at].text != ")":
        at += 1
    return at


def _values(row: Sequence[Token]) -> int:
    """How many values stand in ``row``; the type of a literal is none."""
    before = ("", *(token.text for token in row))
    return sum(token.kind in _TERMS and last != "^" for token, last in zip(row, before, strict=False))


def _token(read: Sequence[Token], at: int) -> str:
    return read[at].text if at < len(read) else ""


@dataclass(slots=True)
class _Groups:
    """The variables of each group that is open, and whether a BIND is."""

    seen: list[set[str]] = field(default_factory=lambda: [set()])
    binds: bool = False

    def read(self, token: Token, before: str) -> bool:
        """Whether ``token``, after the text ``before``, is a variable that BIND sets again."""
        if token.text == "{":
            self.seen.append(set())
        elif token.text == "}" and len(self.seen) > 1:
            inner = self.seen.pop()
            self.seen[-1] |= inner
        self.binds = token.is_word("BIND") or (self.binds and token.text not in "{}")
        return token.kind == "variable" and self._is_twice(token.text[1:], before)

    def _is_twice(self, variable: str, before: str) -> bool:
        sets = self.binds and before.upper() == "AS"
        twice = sets and variable in self.seen[-1]
        self.seen[-1].add(variable)
        self.binds = self.binds and not sets
        return twice


def set_twice(read: Sequence[Token]) -> Iterator[Slip]:
    """Variables that BIND sets where the group has them already (SPARQL 1.1, 18.2.4.4)."""
    groups = _Groups()
    for token, before in zip(read, ("", *(each.text for each in read)), strict=False):
        if groups.read(token, before):
            cause = f"BIND sets {token.text}, which the group has already"
            yield Slip(token.start, token.text, cause, "Give it another name")

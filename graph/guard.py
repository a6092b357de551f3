"""What a query may be: it only reads, asks no other service, and is not so deep that the engine dies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from ..errors import QueryError, QueryRefused
from .tokens import Token, tokens, unescaped

UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
OPEN, CLOSE = "({[", ")}]"
STACKING = "({[+-*/|&=!<>^"


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest text, the deepest nesting, and the most brackets and operators that a query may have.

    The engine's process dies at about 1,000 nested function calls and at about 3,000 patterns or operators
    in a row, on a stack of 8 MB, so the last two keep well under that.
    """

    length: int = 100_000
    depth: int = 64
    marks: int = 1_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that may be run: its ``form``, and whether it names its own dataset (``FROM``)."""

    text: str
    form: str
    names_dataset: bool


def check(text: str, limits: Limits = Limits()) -> Checked:
    """The query ``text`` if it may be run.

    Raises QueryRefused for an update, ``SERVICE``, ``LOAD``, or more than the ``limits``; QueryError where no
    form of query is found.
    """
    if len(text) > limits.length:
        raise QueryRefused(f"the query is longer than {limits.length:,} characters", "Ask for less at once")
    read = list(_read(text))
    _refuse_updates(text, read)
    _refuse_other_services(text, read)
    _refuse_too_deep(text, read, limits)
    return Checked(text, _form(read), any(token.is_word("FROM") for token in read))


def place(text: str, offset: int) -> str:
    """The line and column of ``offset`` in ``text``, both from 1."""
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return f"line {line}, column {column}"


def _read(text: str) -> Iterator[Token]:
    for token in tokens(text):
        if token.kind == "quote":
            raise QueryError("a string is not closed", place=place(text, token.start))
        yield token


def _words(read: list[Token]) -> Iterator[Token]:
    return (token for token in read if token.kind == "word")


def _form(read: list[Token]) -> str:
    for token in _words(read):
        if token.is_word(*FORMS):
            return token.text.upper()
    raise QueryError("there is no query here", "Write a SELECT, ASK, CONSTRUCT or DESCRIBE query")


def _refuse_updates(text: str, read: list[Token]) -> None:
    first = next((token for token in _words(read) if not token.is_word("BASE", "PREFIX", "VERSION")), None)
    if first and first.is_word(*UPDATES):
        raise QueryRefused(
            f"{first.text.upper()} would change the graph, which is read-only",
            "Change a document, a mapping or a correction, and build again",
            place=place(text, first.start),
        )


def _refuse_other_services(text: str, read: list[Token]) -> None:
    plain = unescaped(text)
    for written, token in chain(((text, each) for each in read), ((plain, each) for each in tokens(plain))):
        if token.is_word("SERVICE", "LOAD"):
            raise _no_services(place(written, token.start))
    # `?a<?b#>"""` may hide what follows, depending on how the engine reads it
    hiding = (token for token in read if token.may_be_comparison and re.search("[#']", token.text))
    hidden = next(hiding, None) if re.search("service|load", plain, re.IGNORECASE) else None
    if hidden:
        raise _no_services(place(text, hidden.start))


def _no_services(where: str) -> QueryRefused:
    return QueryRefused(
        "the query asks another service (SERVICE, LOAD), which is not allowed here",
        "Ask that service itself; put a space after a < that compares",
        place=where,
    )


def _refuse_too_deep(text: str, read: list[Token], limits: Limits) -> None:
    depth = marks = 0
    for token in read:
        inside = token.text if token.kind == "mark" or token.may_be_comparison else ""
        depth = max(0, depth + sum(map(inside.count, OPEN)) - (inside in CLOSE if inside else 0))
        marks += sum(map(inside.count, STACKING))
        if depth > limits.depth or marks > limits.marks:
            raise QueryRefused(
                f"the query nests deeper than {limits.depth} or has more than {limits.marks:,} brackets "
                "and operators",
                "Ask it in several queries; give many values in one VALUES with a single variable",
                place=place(text, token.start),
            )

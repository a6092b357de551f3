"""What a query may be: it only reads, asks no other service, and is not so deep that the engine dies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ..errors import QueryError, QueryRefused
from .nesting import Depth, ceiling, raw_stack
from .tokens import Token, is_doubtful, tokens, unescaped

UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
ELSEWHERE = re.compile("service|load", re.IGNORECASE)
WITHIN = ("erv", "oad")
"""What stands in these words, in letters that no others count as; it is looked for in a tenth of the time."""
_PLAIN_START = re.compile(
    r"""[ \t\r\n]*+
    (?:PREFIX[ \t\r\n]++[A-Za-z][A-Za-z0-9]{0,99}+:[ \t\r\n]*+<[^<>"{}|^`\\\x00-\x20]*+>[ \t\r\n]*+)*+
    (SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w.\-·:])""",
    re.IGNORECASE | re.VERBOSE,
)
_DOUBTFUL = re.compile(r"""["'\\]""")


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest text (bytes of UTF-8), the deepest nesting of brackets, the most stack for an engine.

    ``stack`` is in bytes, by the costs in ``nesting``; the engine has 8 MB.
    """

    length: int = 256 * 1024
    depth: int = 200
    stack: int = 5_500_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that may be run: its ``form``, and whether it names its own dataset (``FROM``)."""

    text: str
    form: str
    names_dataset: bool


def check(text: str, limits: Limits = Limits(), read: Sequence[Token] | None = None) -> Checked:
    """The query ``text`` if it may be run; ``read`` are its tokens, where the caller has them.

    Raises QueryRefused for an update, ``SERVICE``, ``LOAD``, or more than the ``limits``; QueryError where no
    form of query is found.
    """
    _refuse_too_long(text, limits)
    read = list(tokens(text)) if read is None else read
    _refuse_open_string(text, read)
    plain = unescaped(text) if "\\" in text else text
    for written, pieces in ((text, read), (plain, list(tokens(plain)) if plain != text else [])):
        _refuse_other_services(written, pieces)
        _refuse_too_deep(written, pieces, limits)
    return Checked(text, _form(text, read), _names_dataset(text, read))


def glance(text: str, limits: Limits) -> str | None:
    """The form of a query that ``check`` lets pass however its ``text`` falls into tokens.

    None for one that has to be read to know. Without a string and an escape, without a word that asks another
    service and with few brackets, only the first keyword is left to be found. Raises QueryRefused for a text
    that is too long.
    """
    _refuse_too_long(text, limits)
    start = _PLAIN_START.match(text)
    if start is None or not start[0].isascii():
        return None
    if _DOUBTFUL.search(text) or _may_ask_elsewhere(text) or _may_be_deep(text, limits):
        return None
    return start[1].upper()


def place(text: str, offset: int) -> str:
    """The line and column of ``offset`` in ``text``, both from 1."""
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return f"line {line}, column {column}"


def _refuse_too_long(text: str, limits: Limits) -> None:
    if len(text) > limits.length or len(text.encode(errors="replace")) > limits.length:
        raise QueryRefused(f"the query is longer than {limits.length:,} bytes", "Ask for less at once")


def _refuse_open_string(text: str, read: Sequence[Token]) -> None:
    if read and read[-1].kind == "quote":
        raise QueryError("a string is not closed", place=place(text, read[-1].start))


def _names_dataset(text: str, read: Sequence[Token]) -> bool:
    """Whether there is a FROM; most texts are known at a glance to have none."""
    return "from" in text.lower() and any(
        "FROM" in token.text.upper() for token in read if token.kind == "word"
    )


def _form(text: str, read: Sequence[Token]) -> str:
    """The first keyword after the prologue (SPARQL 1.1, 4.1)."""
    words = (
        token for token in read if token.kind == "word" and not token.is_word("BASE", "PREFIX", "VERSION")
    )
    first = next(words, None)
    if first and first.is_word(*FORMS):
        return first.text.upper()
    if first and first.is_word(*UPDATES):
        raise QueryRefused(
            f"{first.text.upper()} would change the graph, which is read-only",
            "Change a document, a mapping or a correction, and build again",
            place=place(text, first.start),
        )
    where = place(text, first.start) if first else ""
    raise QueryError(
        "there is no query here", "Write a SELECT, ASK, CONSTRUCT or DESCRIBE query", place=where
    )


def _refuse_other_services(text: str, read: Sequence[Token]) -> None:
    if not _may_ask_elsewhere(text):
        return
    for token, following in zip_longest(read, read[1:]):
        if _asks_elsewhere(token, following):
            raise QueryRefused(
                "the query asks another service (SERVICE, LOAD), which is not allowed here",
                "Ask that service itself; put a space after a < that compares; name no prefix service",
                place=place(text, token.start),
            )


def _may_ask_elsewhere(text: str) -> bool:
    folded = text.casefold()
    return any(each in folded for each in WITHIN) and ELSEWHERE.search(text) is not None


def _asks_elsewhere(token: Token, following: Token | None) -> bool:
    """Engines find keywords without a space around them: ``trueSERVICE<a:b>{}``, ``SERVICE:a{}``."""
    match token.kind:
        case "word" | "quote":
            return ELSEWHERE.search(token.text) is not None
        case "name":
            prefix = token.text.partition(":")[0]
            opens = following is not None and following.text == "{"
            return opens and ELSEWHERE.search(prefix) is not None
        case _:
            return token.may_hide


def _may_be_deep(text: str, limits: Limits) -> bool:
    levels, stack = ceiling(text)
    return levels > limits.depth or stack > limits.stack


def _refuse_too_deep(text: str, read: Sequence[Token], limits: Limits) -> None:
    if not _may_be_deep(text, limits):
        return
    depth = Depth(limits.depth, limits.stack).read(read)
    levels, stack, where = depth.most, depth.stack, depth.where
    if is_doubtful(read):
        levels, stack = raw_stack(text)
    if levels > limits.depth:
        raise QueryRefused(
            f"the query nests deeper than {limits.depth}",
            "Ask it in several queries",
            place=place(text, where),
        )
    if stack > limits.stack:
        raise QueryRefused(
            "the query has more patterns or operators in a row than can be read safely",
            "Give many values in one VALUES or IN, or ask it in several queries",
        )

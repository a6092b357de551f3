"""A query that goes on where another stopped: its outer LIMIT and OFFSET changed (SPARQL 1.1, 15.4, 15.5)."""

from dataclasses import dataclass
from itertools import zip_longest

from .tokens import Token, is_doubtful, tokens

OPEN, CLOSE = "({[", ")}]"


@dataclass(frozen=True, slots=True)
class _Outer:
    """Where the outer query's modifiers stand, with their numbers, and where new ones may go."""

    spans: tuple[tuple[int, int], ...]
    numbers: dict[str, int]
    end: int


def next_page(text: str, rows: int) -> str | None:
    """The SELECT query for the solutions of the SELECT query ``text`` after its first ``rows``.

    None where there are none, by its own LIMIT, and where ``text`` is no SELECT query that can be read in one
    way only. Without ORDER BY an engine need not keep the order from one page to the next.
    """
    read = list(tokens(text))
    escaped = any(token.kind == "mark" and token.text == "\\" for token in read)
    if escaped or is_doubtful(read) or not _selects(read):
        return None
    outer = _outer(text, read)
    limit = outer.numbers.get("LIMIT")
    if limit is not None and limit <= rows:
        return None
    wanted = f"OFFSET {outer.numbers.get('OFFSET', 0) + rows}"
    if limit is not None:
        wanted += f" LIMIT {limit - rows}"
    return _without(text, outer, wanted)


def _selects(read: list[Token]) -> bool:
    words = (
        token for token in read if token.kind == "word" and not token.is_word("BASE", "PREFIX", "VERSION")
    )
    first = next(words, None)
    return first is not None and first.is_word("SELECT")


def _outer(text: str, read: list[Token]) -> _Outer:
    level, end = 0, len(text)
    spans: list[tuple[int, int]] = []
    numbers: dict[str, int] = {}
    for token, following in zip_longest(read, read[1:]):
        level += (token.text in OPEN) - (token.text in CLOSE)
        if level or token.kind != "word":
            continue
        if token.is_word("VALUES"):
            end = token.start
        elif token.is_word("LIMIT", "OFFSET") and following and following.text.isdecimal():
            spans.append((token.start, following.end))
            numbers[token.text.upper()] = int(following.text)
    return _Outer(tuple(spans), numbers, end)


def _without(text: str, outer: _Outer, wanted: str) -> str:
    """The text without the old modifiers, and ``wanted`` on a line of its own, for comments."""
    pieces, start = [], 0
    for begin, stop in outer.spans:
        pieces.append(text[start:begin])
        start = stop
    return "".join((*pieces, text[start : outer.end], f"\n{wanted}\n", text[outer.end :]))

"""The text of a query without what says nothing, to know one query again."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .tokens import Token, is_doubtful, tokens

FLEETING = frozenset(("NOW", "RAND", "UUID", "STRUUID", "BNODE"))
FREE = "(){}[],;*/="
"""Marks about which space says nothing, unless another kind of mark stands there."""


def canonical(text: str, read: Sequence[Token] | None = None) -> str:
    """One text for all queries that differ from ``text`` only in white space and comments.

    ``read`` are its tokens, where the caller has them.

    Where engines might read the text in different ways (a codepoint escape, a string that is not closed, a
    ``<`` that may open an IRI or compare) it is the text itself.
    """
    read = list(tokens(text)) if read is None else read
    if "\\u" in text or "\\U" in text or is_doubtful(read):
        return text
    return "".join(_spaced(read))


def is_volatile(text: str, read: Sequence[Token] | None = None) -> bool:
    """Whether the same query may give another answer later: ``NOW``, ``RAND``, ``UUID``, ``BNODE``.

    ``read`` are its tokens, where the caller has them.
    """
    plain = text.upper()
    if not any(name in plain for name in FLEETING) and "\\" not in text:
        return False
    found = tokens(text) if read is None else read
    return any(_is_fleeting(token) for token in found) or "\\u" in text or "\\U" in text


def _is_fleeting(token: Token) -> bool:
    """Engines find a function's name without a space before it, and in what looks like an IRI."""
    if token.kind == "word" or token.may_be_comparison:
        return any(name in token.text.upper() for name in FLEETING)
    return token.kind == "quote"


def _spaced(read: Sequence[Token]) -> Iterator[str]:
    for token, following in pairwise(read):
        yield token.text
        if following.start > token.end and not _is_free(token, following):
            yield " "
    if read:
        yield read[-1].text


def _is_free(token: Token, following: Token) -> bool:
    """Whether space between the two says nothing, for it is not needed and makes nothing else of them."""
    first, second = token.text, following.text
    if token.kind == following.kind == "mark":
        return first in FREE and second in FREE
    dot = "." in (first, second) and "number" not in (token.kind, following.kind)
    return first in FREE or second in FREE or dot

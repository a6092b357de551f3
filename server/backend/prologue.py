"""What a query leaves out because our own store knows it: the base, and the prefixes of the ontology."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...graph.tokens import Token, tokens
from ...ontology.terms import PREFIXES

_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")


def prologue(text: str, base: str) -> str:
    """What must stand before ``text`` for a service that knows neither: "", or one line."""
    read = list(tokens(text))
    declared = {second.text for first, second in pairwise(read) if first.is_word("PREFIX")}
    used = {f"{token.text.partition(':')[0]}:" for token in read if token.kind == "name"}
    return "".join((*_base(read, base), *_prefixes(used - declared)))


def _base(read: Sequence[Token], base: str) -> Iterator[str]:
    if any(token.kind == "iri" and not _ABSOLUTE.match(token.text) for token in read):
        yield f"BASE <{base}> "


def _prefixes(wanted: set[str]) -> Iterator[str]:
    for prefix, iri in PREFIXES.items():
        if f"{prefix}:" in wanted:
            yield f"PREFIX {prefix}: <{iri}> "

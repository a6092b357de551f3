"""What is known of a query before it is run: its form, what equals it, and how lasting its answer is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ..graph.canonical import canonical, is_volatile
from ..graph.guard import Limits, check
from ..graph.tokens import Token, tokens
from .terms import unknown_terms


@dataclass(frozen=True, slots=True)
class Study:
    """The ``form`` of a query, the ``digest`` that queries share which differ in spaces and comments only.

    An answer is ``fleeting`` where asking again may give another; ``relabelled`` where only the labels of its
    blank nodes may differ. ``hints`` tell of terms of ours that it names and that there are not.
    """

    form: str
    digest: str
    fleeting: bool
    relabelled: bool
    hints: tuple[str, ...] = ()


def study(text: str, limits: Limits, elsewhere: bool = False) -> Study:
    """What is known of the query ``text``; raises as ``guard.check``.

    Asked ``elsewhere``, of a service whose data may change at any time, no answer is lasting.
    """
    read = list(tokens(text))
    checked = check(text, limits, read)
    return Study(
        form=checked.form,
        digest=sha256(canonical(text, read).encode("utf-8", "surrogatepass")).hexdigest(),
        fleeting=elsewhere or is_volatile(text, read),
        relabelled=checked.form == "CONSTRUCT" and _makes_nodes(read),
        hints=tuple(map(str, unknown_terms(text, read))),
    )


def _makes_nodes(read: Sequence[Token]) -> bool:
    """Whether the CONSTRUCT query makes blank nodes: whether its template has any (SPARQL 1.1, 16.2)."""
    return any(token.text in ("[", "(") or token.text.startswith("_:") for token in _template(read))


def _template(read: Sequence[Token]) -> Iterator[Token]:
    """The first group of a CONSTRUCT query: its template, in the short form the pattern too."""
    depth = 0
    for token in read:
        if token.text == "}":
            depth -= 1
            if depth == 0:
                return
        if depth:
            yield token
        depth += token.text == "{"

"""What is known of a query before it is run: its form, what equals it, and how lasting its answer is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ..graph.canonical import canonical, is_volatile
from ..graph.guard import Limits, check, glance
from ..graph.tokens import Token, tokens
from .terms import Unknown, unknown_terms


@dataclass(frozen=True, slots=True)
class Details:
    """The ``digest`` that queries share which differ in spaces and comments only.

    An answer is ``fleeting`` where asking again may give another; ``relabelled`` where only the labels of its
    blank nodes may differ. ``unknown`` are terms of ours that the query names and that there are not.
    """

    digest: str
    fleeting: bool
    relabelled: bool
    unknown: tuple[Unknown, ...]


class Study:
    """What is known of the query ``text``: at once that it may be run, and its ``form``; its details when
    they are wanted first.

    Asked ``elsewhere``, of a service whose data may change at any time, no answer is lasting. Raises as
    ``guard.check``.
    """

    def __init__(self, text: str, limits: Limits, elsewhere: bool = False) -> None:
        read = None
        form = glance(text, limits)
        if form is None:
            read = list(tokens(text))
            form = check(text, limits, read).form
        self.form = form
        self._elsewhere = elsewhere
        self._unread: tuple[str, Sequence[Token] | None] = text, read
        self._details: Details | None = None

    @property
    def is_detailed(self) -> bool:
        """Whether its details were wanted before."""
        return self._details is not None

    @property
    def details(self) -> Details:
        """What takes longer to find out; for several threads, as all find the same."""
        unread, found = self._unread, self._details  # in this order, since they are put down in the other
        if found is None:
            found = self._details = self._read(*unread)
            self._unread = "", ()
        return found

    @property
    def digest(self) -> str:
        """As ``Details`` has it."""
        return self.details.digest

    @property
    def fleeting(self) -> bool:
        """As ``Details`` has it."""
        return self.details.fleeting

    @property
    def relabelled(self) -> bool:
        """As ``Details`` has it."""
        return self.details.relabelled

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """As ``Details`` has it."""
        return self.details.unknown

    def _read(self, text: str, read: Sequence[Token] | None) -> Details:
        read = list(tokens(text)) if read is None else read
        return Details(
            digest=sha256(canonical(text, read).encode("utf-8", "surrogatepass")).hexdigest(),
            fleeting=self._elsewhere or is_volatile(text, read),
            relabelled=self.form == "CONSTRUCT" and _makes_nodes(read),
            unknown=unknown_terms(text, read),
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

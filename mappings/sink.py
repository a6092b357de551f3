"""Statements gathered as N-Quads, each kept once."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from ..ontology.terms import term

Value = str | int | date | Decimal | NamedNode | Literal | None


class Sink:
    """Gathers statements; values that are absent or empty say nothing."""

    def __init__(self) -> None:
        self._lines: set[str] = set()

    def add(self, graph: str, subject: str, *pairs: tuple[str, Value]) -> None:
        """State of ``subject`` in ``graph`` the ``pairs`` of prefixed property and value."""
        for name, value in pairs:
            if value is None or value == "":
                continue
            quad = Quad(NamedNode(subject), term(name), _node(value), NamedNode(graph))
            self._lines.add(str(quad))

    def lines(self) -> tuple[str, ...]:
        """The statements in order, without line ends; N-Quads ends each with a full stop."""
        return tuple(sorted(f"{line} ." for line in self._lines))


def iri(value: str) -> NamedNode | None:
    """The node of an IRI, None for an empty one."""
    return NamedNode(value) if value else None


def coded(scheme: str, code: str) -> NamedNode | None:
    """The concept ``code`` of a small ``scheme``, such as the state ``stated``."""
    return term(f"{scheme}:{code}") if code else None


def each(name: str, values: Iterable[Value]) -> tuple[tuple[str, Value], ...]:
    """The property ``name`` once for each of ``values``."""
    return tuple((name, value) for value in values)


def _node(value: Value) -> NamedNode | Literal:
    if isinstance(value, NamedNode | Literal):
        return value
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=term("xsd:date"))
    if isinstance(value, Decimal):
        return Literal(_decimal(value), datatype=term("xsd:decimal"))
    if isinstance(value, int):
        return Literal(str(value), datatype=term("xsd:integer"))
    return Literal(str(value))


def _decimal(value: Decimal) -> str:
    """The canonical lexical form (XML Schema 1.1, 3.3.3): plain digits, no exponent, no trailing zeros."""
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain

"""Answers as pages show them."""

from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from ..graph.answer import Answer, Term
from .answering import offers
from .formats import Format
from .protocol import Asked
from .services import services


@dataclass(frozen=True, slots=True)
class Result:
    """An answer to show: a table with the number of rows there are, yes or no, or a graph as text.

    ``addresses`` are where to get it in each other format.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    total: int = 0
    verdict: bool | None = None
    graph: str = ""
    addresses: tuple[tuple[Format, str], ...] = ()


def shown(body: bytes, asked: Asked, addresses: tuple[tuple[Format, str], ...] | None = None) -> Result:
    """The answer ``body``, JSON results or Turtle, to ``asked``."""
    where = _addresses(asked) if addresses is None else addresses
    if not body.startswith(b"{"):
        return Result(graph=body.decode(), addresses=where)
    parsed = parse_query_results(body, format=QueryResultsFormat.JSON)
    if isinstance(parsed, QueryBoolean):
        return Result(verdict=bool(parsed), addresses=where)
    return _table(parsed, where)


def _table(parsed: QuerySolutions, addresses: tuple[tuple[Format, str], ...]) -> Result:
    answer = Answer(parsed)
    rows = answer.rows()
    first = tuple(islice(rows, services().settings.rows))
    total = len(first) + sum(1 for _ in rows)
    return Result(columns=answer.variables, rows=first, total=total, addresses=addresses)


def _addresses(asked: Asked) -> tuple[tuple[Format, str], ...]:
    dataset = [("default-graph-uri", each) for each in asked.default_graphs or ()]
    dataset += [("named-graph-uri", each) for each in asked.named_graphs or ()]
    return tuple(
        (format, f"/sparql?{urlencode([('query', asked.text), *dataset, ('format', format.name)])}")
        for format in offers(asked)
        if format.name != "html"
    )

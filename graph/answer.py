"""What a query gives: rows, yes or no, or a graph; read once, as rows or as bytes in a standard format."""

from collections.abc import Iterator
from typing import IO, Any, Literal

from pyoxigraph import (
    BlankNode,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)
from pyoxigraph import Literal as LiteralTerm

from ..errors import UsageError
from ..ontology.terms import PREFIXES
from .xml import check

Term = NamedNode | BlankNode | LiteralTerm | Triple
Result = QuerySolutions | QueryBoolean | QueryTriples | Iterator[Triple]
"""What an engine gives, or a reader of another's answer."""

RESULT_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


class Answer:
    """The answer to one query; rows and graphs stream from the store, so they can be read only once.

    Read it on the thread that asked: the engine lets no other touch it. What was read is let go at once.
    """

    def __init__(self, result: Result) -> None:
        self._unread: Result | None = result
        self.kind: Literal["select", "ask", "graph"] = _kind(result)
        """What was asked for."""
        self.variables = _names(result)
        """The names of the columns, in order; none where the answer is not a table."""

    @property
    def formats(self) -> tuple[str, ...]:
        """The names of the formats it can be written in."""
        return tuple(GRAPH_FORMATS if self.kind == "graph" else RESULT_FORMATS)

    def __bool__(self) -> bool:
        """Yes or no; for a table or a graph, UsageError."""
        if not isinstance(self._unread, QueryBoolean):
            raise UsageError("the query does not ask for yes or no", "Use an ASK query")
        return bool(self._unread)

    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """The rows of a SELECT, unbound values as None; UsageError for another kind, or what was read."""
        if self.kind != "select":
            raise UsageError("the query does not give a table", "Use a SELECT query")
        width = range(len(self.variables))
        return (tuple(row[column] for column in width) for row in self._read())

    def texts(self) -> Iterator[tuple[str, ...]]:
        """The rows as plain text: IRIs, lexical forms, and "" for unbound values; raises as ``rows``."""
        return (tuple(_text(term) for term in row) for row in self.rows())

    def triples(self) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE; UsageError for another kind, or what was read."""
        if self.kind != "graph":
            raise UsageError("the query does not give a graph", "Use a CONSTRUCT or DESCRIBE query")
        return (each for each in self._read())

    def serialise(self, format: str, output: IO[bytes] | None = None) -> bytes:
        """The answer as bytes in ``format``, or, with ``output``, written there as it comes (and b"" given).

        JSON, XML, CSV and TSV results as SPARQL 1.1 has them; RDF for a graph. Raises UsageError for a format
        that does not fit, or what was read; QueryRefused for bytes that would not be XML.
        """
        if format not in self.formats:
            raise UsageError(f"the answer cannot be written as {format!r}", f"Use {', '.join(self.formats)}")
        written = _written(self._read(), format, output)
        check(format, written)
        return written

    def _read(self) -> Any:  # noqa: ANN401 - each caller knows the kind
        result = self._unread
        if result is None:
            raise UsageError("the answer was read before", "Ask again, or keep the rows in a list")
        if self.kind != "ask":
            self._unread = None
        return result


def _written(result: Result, format: str, output: IO[bytes] | None) -> bytes:
    if isinstance(result, QuerySolutions | QueryBoolean):
        return result.serialize(output, RESULT_FORMATS[format]) or b""
    return serialize(result, output, GRAPH_FORMATS[format], prefixes=PREFIXES) or b""


def _kind(result: Result) -> Literal["select", "ask", "graph"]:
    if isinstance(result, QuerySolutions):
        return "select"
    return "ask" if isinstance(result, QueryBoolean) else "graph"


def _names(result: Result) -> tuple[str, ...]:
    return tuple(each.value for each in result.variables) if isinstance(result, QuerySolutions) else ()


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, Triple) else term.value

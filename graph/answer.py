"""What a query gives: rows, yes or no, or a graph; read once, as rows or as bytes in a standard format."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Literal

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

Term = NamedNode | BlankNode | LiteralTerm | Triple

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


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one query; it streams from the store, so it can be read only once."""

    _result: QuerySolutions | QueryBoolean | QueryTriples

    @property
    def kind(self) -> Literal["select", "ask", "graph"]:
        """What was asked for."""
        if isinstance(self._result, QuerySolutions):
            return "select"
        return "ask" if isinstance(self._result, QueryBoolean) else "graph"

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, in order; none where the answer is not a table."""
        result = self._result
        return tuple(each.value for each in result.variables) if isinstance(result, QuerySolutions) else ()

    @property
    def formats(self) -> tuple[str, ...]:
        """The names of the formats it can be written in."""
        return tuple(GRAPH_FORMATS if self.kind == "graph" else RESULT_FORMATS)

    def __bool__(self) -> bool:
        """Yes or no; for a table or a graph, UsageError."""
        if not isinstance(self._result, QueryBoolean):
            raise UsageError("the query does not ask for yes or no", "Use an ASK query")
        return bool(self._result)

    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """The rows of a SELECT, unbound values as None; UsageError for another kind."""
        if not isinstance(self._result, QuerySolutions):
            raise UsageError("the query does not give a table", "Use a SELECT query")
        width = range(len(self._result.variables))
        return (tuple(row[column] for column in width) for row in self._result)

    def texts(self) -> Iterator[tuple[str, ...]]:
        """The rows as plain text: IRIs, lexical forms, and "" for unbound values."""
        return (tuple(_text(term) for term in row) for row in self.rows())

    def triples(self) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE; UsageError for another kind."""
        if not isinstance(self._result, QueryTriples):
            raise UsageError("the query does not give a graph", "Use a CONSTRUCT or DESCRIBE query")
        return iter(self._result)

    def serialise(self, format: str, output: IO[bytes] | None = None) -> bytes:
        """The answer as bytes in ``format``, or, with ``output``, written there as it comes (and b"" given).

        JSON, XML, CSV and TSV results as SPARQL 1.1 has them; RDF for a graph. Raises UsageError for a format
        that does not fit.
        """
        if format not in self.formats:
            raise UsageError(f"the answer cannot be written as {format!r}", f"Use {', '.join(self.formats)}")
        if isinstance(self._result, QueryTriples):
            return serialize(self._result, output, GRAPH_FORMATS[format], prefixes=PREFIXES) or b""
        return self._result.serialize(output, RESULT_FORMATS[format]) or b""


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, Triple) else term.value

"""A service's response, read as an answer, or as what went wrong."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from urllib3 import BaseHTTPResponse

from ...graph.answer import RESULT_FORMATS, Answer
from ...graph.syntax import query_error
from ...graph.tokens import tokens
from ..engine.job import Job, Reply, State

if TYPE_CHECKING:
    from typing_extensions import Buffer as WriteableBuffer

RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
GRAPHS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
ACCEPT_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
ACCEPT_GRAPHS = "application/n-triples, text/turtle;q=0.7, application/rdf+xml;q=0.5"
PIECE = 64 * 1024
SAID = 300
"""Characters of a service's word on a query that are handed on."""
ASKED = "__ASK_RETVAL"
"""The only column of what Virtuoso 7.2.5 gives for yes (a row) and no (none)."""
STATES: Mapping[int, State] = {408: "late", 429: "busy", 503: "busy", 504: "late"}


class Unusable(Exception):
    """A response without an answer; ``reply`` is what it comes to."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.cause)
        self.reply = reply


class _Body(io.RawIOBase):
    """The body of a response, as a file that stays open at its end."""

    def __init__(self, response: BaseHTTPResponse) -> None:
        self._response = response

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill ``buffer``; HTTPError where the connection breaks."""
        view = memoryview(buffer)
        piece = self._response.read(len(view))
        view[: len(piece)] = piece
        return len(piece)


def accepted(job: Job) -> str:
    """The media types in which a service is asked for the answer, whatever the client wants.

    Services differ too much in the others: types of terms are missing in TSV, some have no TriG.
    """
    return ACCEPT_RESULTS if job.format in RESULT_FORMATS else ACCEPT_GRAPHS


def check(response: BaseHTTPResponse, text: str, added: bool) -> None:
    """Unusable, where the response is no answer to ``text``, before which a line may have been ``added``."""
    if response.status == 400:
        raise Unusable(_refused(response, text, added))
    if response.status != 200:
        raise Unusable(_failed(response.status))
    if response.headers.get("X-SQL-State", "").startswith("S1TAT"):
        raise Unusable(Reply("late"))
    if not _tells_its_end(response):
        raise _broken("does not say where its answer ends")


def read(response: BaseHTTPResponse, job: Job) -> Answer:
    """The answer in ``response``, read as it comes; Unusable, SyntaxError."""
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    body = io.BufferedReader(_Body(response), PIECE)
    if job.format in RESULT_FORMATS and media_type in RESULTS:
        return _of_its_form(Answer(_results(body, RESULTS[media_type])), job.text)
    if job.format not in RESULT_FORMATS and media_type in GRAPHS:
        return Answer(_triples(body, GRAPHS[media_type]))
    raise _broken(f"answers with {media_type or 'no media type'}")


def _of_its_form(answer: Answer, text: str) -> Answer:
    """The answer, where it is one to the query ``text``; Unusable."""
    form = next((token.text.upper() for token in tokens(text) if token.is_word("SELECT", "ASK")), "")
    if answer.kind != form.lower():
        raise _broken("gives rows for yes or no" if form == "ASK" else "gives yes or no for rows")
    return answer


def most_rows(response: BaseHTTPResponse) -> int:
    """How many rows the service gives at most, where it says so (Virtuoso does); 0 where it does not."""
    said = response.headers.get("X-SPARQL-MaxRows", "")
    return int(said) if said.isascii() and said.isdecimal() else 0


def _results(body: IO[bytes], format: QueryResultsFormat) -> QuerySolutions | QueryBoolean:
    results = parse_query_results(body, format)
    if not isinstance(results, QuerySolutions) or [each.value for each in results.variables] != [ASKED]:
        return results
    said = b"true" if next(results, None) else b"false"
    return parse_query_results(b'{"head":{},"boolean":%s}' % said, QueryResultsFormat.JSON)


def _triples(body: IO[bytes], format: RdfFormat) -> Iterator[Triple]:
    return (quad.triple for quad in parse(body, format))


def _tells_its_end(response: BaseHTTPResponse) -> bool:
    """Whether an answer that breaks off would be seen to."""
    return "Content-Length" in response.headers or "chunked" in response.headers.get("Transfer-Encoding", "")


def _refused(response: BaseHTTPResponse, text: str, added: bool) -> Reply:
    said = _said(response)
    message = re.sub(r"error at (\d+):", lambda at: f"error at {int(at[1]) - added}:", said)
    error = query_error(text, re.sub(r".*?(?=error at \d+:)", "", message, count=1, flags=re.DOTALL))
    return Reply("refused", cause=error.cause, remedy=error.remedy, place=error.place or _line(said, added))


def _line(said: str, added: bool) -> str:
    """The place that Virtuoso tells."""
    at = re.search(r"\bline (\d+)", said)
    return f"line {max(1, int(at[1]) - added)}" if at else ""


def _said(response: BaseHTTPResponse) -> str:
    """The first lines of what the service says, where it is plain text."""
    plain = response.headers.get("Content-Type", "").startswith(("text/plain", "application/json"))
    said = response.read(PIECE).decode("utf-8", "replace") if plain else ""
    first = said.strip().split("\n\n")[0].strip()
    return first[:SAID] or "the service behind this one does not take it"


def _failed(status: int) -> Reply:
    state = STATES.get(status)
    return Reply(state) if state else _broken(f"answers with the status {status}").reply


def _broken(what: str) -> Unusable:
    return Unusable(Reply("failed", cause=f"the service behind this one {what}"))

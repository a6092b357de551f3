"""Formats of answers and the choice between them by what a client accepts (RFC 9110, 12.5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, request
from werkzeug.datastructures import MIMEAccept

from ..errors import UsageError


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its ``name`` in addresses, ``label``, and the media ``types`` that ask for it, its own first.

    ``written`` is the name of what the store writes for it: every Turtle document is a TriG document, every
    N-Triples document an N-Quads document.
    """

    name: str
    label: str
    types: tuple[str, ...]
    written: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A format and the media type under which the client wants it."""

    format: Format
    type: str

    @property
    def content_type(self) -> str:
        """The value of the header Content-Type."""
        return f"{self.type}; charset=utf-8" if self.type.startswith("text/") else self.type


RESULTS = (
    Format("json", "JSON", ("application/sparql-results+json", "application/json"), "json"),
    Format("xml", "XML", ("application/sparql-results+xml", "application/xml", "text/xml"), "xml"),
    Format("csv", "CSV", ("text/csv",), "csv"),
    Format("tsv", "TSV", ("text/tab-separated-values",), "tsv"),
)
GRAPHS = (
    Format("turtle", "Turtle", ("text/turtle", "application/x-turtle"), "turtle"),
    Format("jsonld", "JSON-LD", ("application/ld+json", "application/json"), "jsonld"),
    Format("ntriples", "N-Triples", ("application/n-triples", "text/plain"), "ntriples"),
    Format("rdfxml", "RDF/XML", ("application/rdf+xml", "application/xml"), "rdfxml"),
    Format("trig", "TriG", ("application/trig",), "turtle"),
    Format("nquads", "N-Quads", ("application/n-quads",), "ntriples"),
)
TABLE_PAGE = Format("html", "page", ("text/html",), "json")
GRAPH_PAGE = Format("html", "page", ("text/html",), "turtle")


def chosen(offers: Sequence[Format], wanted: str | None = None) -> Choice:
    """The offer that this request likes best, the first of equals; where ``wanted`` names one, that.

    Aborts with 406 where none is acceptable; raises UsageError for an unknown name.
    """
    return _named(offers, wanted) if wanted else _accepted(offers, request.accept_mimetypes)


def likes_pages() -> bool:
    """Whether this request comes from somebody who reads pages."""
    accept = request.accept_mimetypes
    return accept.quality("text/html") > 0 and "text/html" in accept.values()


def _named(offers: Sequence[Format], wanted: str) -> Choice:
    for format in offers:
        if wanted in (format.name, *format.types):
            return Choice(format, format.types[0])
    names = ", ".join(format.name for format in offers)
    raise UsageError(f"there is no format {wanted!r} for this", f"There are: {names}")


def _accepted(offers: Sequence[Format], accept: MIMEAccept) -> Choice:
    choices = [Choice(format, media_type) for format in offers for media_type in format.types]
    if not accept:
        return choices[0]
    best = max(choices, key=lambda choice: _liking(accept, choice.type))
    if accept.quality(best.type) <= 0:
        types = ", ".join(format.types[0] for format in offers)
        abort(406, f"The answer can be had as {types}.")
    return best


def _liking(accept: MIMEAccept, media_type: str) -> tuple[float, bool]:
    """How much a type is liked; among equals, one that is named before one that a wildcard lets in."""
    return accept.quality(media_type), media_type in accept.values()

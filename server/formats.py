"""Formats of answers and the choice between them by what a client accepts (RFC 9110, 12.5.1)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from flask import abort, request
from werkzeug.http import parse_accept_header

from ..errors import UsageError


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """A format: its ``name`` in addresses, ``label``, and the media ``types`` that ask for it, its own first.

    The others are older or more general names; they ask for it only where they are named.
    ``written`` is the name of what the store writes for it: every Turtle document is a TriG document, every
    N-Triples document an N-Quads document. ``names`` are others that clients use for it.
    ``attached``: a browser saves it rather than show it. ``short`` is what addresses of documents end in.
    """

    name: str
    label: str
    types: tuple[str, ...]
    written: str
    names: tuple[str, ...] = ()
    attached: bool = False
    short: str = ""

    @property
    def ending(self) -> str:
        """What the address of a document in this format ends in, after a dot."""
        return self.short or self.name

    def is_called(self, wanted: str) -> bool:
        """Whether ``wanted`` is one of its names, endings or media types."""
        return wanted.replace("+", "") in (self.name, *self.names) or wanted in self.types


@dataclass(frozen=True, slots=True)
class Choice:
    """A format and the media type under which the client wants it."""

    format: Format
    type: str

    @property
    def content_type(self) -> str:
        """The value of the header Content-Type; text says its charset (RFC 2046, 4.1.2; RFC 7111, 5.1)."""
        return f"{self.type}; charset=utf-8" if self.type.startswith("text/") else self.type

    def disposition(self) -> Mapping[str, str]:
        """The header that has a browser save a table under the query's name (RFC 6266); none for others."""
        path = request.path.removeprefix("/query/").rpartition(".")[0]
        safe = re.sub(r"[^A-Za-z0-9-]+", "-", path).strip("-") or "answer"
        file = f'attachment; filename="{safe}.{self.format.name}"'
        return {"Content-Disposition": file} if self.format.attached else {}


RESULTS = (
    Format("json", "JSON", ("application/sparql-results+json", "application/json"), "json", ("srj",)),
    Format("xml", "XML", ("application/sparql-results+xml", "application/xml", "text/xml"), "xml", ("srx",)),
    Format("csv", "CSV", ("text/csv",), "csv", attached=True),
    Format("tsv", "TSV", ("text/tab-separated-values",), "tsv", attached=True),
)
GRAPHS = (
    Format("turtle", "Turtle", ("text/turtle", "application/x-turtle"), "turtle", ("ttl", "n3"), short="ttl"),
    Format("jsonld", "JSON-LD", ("application/ld+json", "application/json"), "jsonld", ("json-ld", "json")),
    Format("ntriples", "N-Triples", ("application/n-triples", "text/plain"), "ntriples", ("nt",), short="nt"),
    Format(
        "rdfxml", "RDF/XML", ("application/rdf+xml", "application/xml"), "rdfxml", ("rdf", "xml"), short="rdf"
    ),
    Format("trig", "TriG", ("application/trig",), "turtle"),
    Format("nquads", "N-Quads", ("application/n-quads",), "ntriples", ("nq",), short="nq"),
)
TABLE_PAGE = Format("html", "page", ("text/html",), "json")
GRAPH_PAGE = Format("html", "page", ("text/html",), "turtle")
ENDINGS = frozenset(name for each in (*RESULTS, *GRAPHS) for name in (each.name, *each.names))
"""What an address may end in, after a dot, to ask for a format."""


HEADERS = 64
"""Headers for which it is kept what they ask for; few clients write ones of their own."""


@dataclass(frozen=True, slots=True)
class Accept:
    """What a client accepts: media ranges, their parameters left out, with how much each is liked."""

    liked: Mapping[str, float] = field(default_factory=dict)
    said: bool = False

    @classmethod
    def of_request(cls) -> "Accept":
        """That of the request that is answered."""
        return cls.read(request.environ.get("HTTP_ACCEPT", ""))

    @classmethod
    @lru_cache(maxsize=HEADERS)
    def read(cls, header: str) -> "Accept":
        """That of a ``header``; ``said``: there is one, even an empty-handed one."""
        liked: dict[str, float] = {}
        for value, quality in parse_accept_header(header):
            bare = value.partition(";")[0].strip().lower()
            liked[bare] = max(quality, liked.get(bare, 0))
        return cls(liked, bool(header.strip()))

    def quality(self, media_type: str) -> float:
        """How much ``media_type`` is liked, by the most specific range that has it; 0: not at all."""
        if not self.said:
            return 1
        ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
        return next((self.liked[each] for each in ranges if each in self.liked), 0)

    def names(self, media_type: str) -> bool:
        """Whether it is named, not only let in by a wildcard."""
        return media_type in self.liked

    def quality_of(self, choice: Choice) -> float:
        """How much ``choice`` is liked; a wildcard lets in a format under its own media type only."""
        is_own = choice.type == choice.format.types[0]
        return self.quality(choice.type) if is_own or self.names(choice.type) else 0


def chosen(offers: Sequence[Format], wanted: str | None = None) -> Choice:
    """The offer that this request likes best, the first of equals; where ``wanted`` names one, that.

    Aborts with 406 where none is acceptable; raises UsageError for an unknown name.
    """
    if wanted:
        return _named(offers, wanted)
    return _accepted(tuple(offers), request.environ.get("HTTP_ACCEPT", ""))


def likes_pages() -> bool:
    """Whether this request comes from somebody who reads pages."""
    accept = Accept.of_request()
    return accept.names("text/html") and accept.quality("text/html") > 0


def _named(offers: Sequence[Format], wanted: str) -> Choice:
    sought = wanted.strip().lower().replace(" ", "+")
    for format in offers:
        if format.is_called(sought):
            return Choice(format, sought if sought in format.types else format.types[0])
    names = ", ".join(format.name for format in offers)
    raise UsageError(f"there is no format {wanted[:100]!r} for this", f"There are: {names}")


@lru_cache(maxsize=HEADERS)
def _accepted(offers: tuple[Format, ...], header: str) -> Choice:
    accept = Accept.read(header)
    choices = [Choice(format, media_type) for format in offers for media_type in format.types]
    best = max(choices, key=lambda choice: (accept.quality_of(choice), accept.names(choice.type)))
    if accept.quality_of(best) <= 0:
        types = ", ".join(format.types[0] for format in offers)
        abort(406, f"The answer can be had as {types}.")
    return best

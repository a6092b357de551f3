"""Where an address of the site stands among the files of a copy, and how one file leads to another."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

PAGED = "page"
"""The parameter that makes several pages of a long list."""
SAFE = "/:@!$&'()*+,;=~"
A_FILE = re.compile(
    r"\.(atom|css|csv|gz|html|ics|ico|js|json|jsonld|junit|md|nq|nquads|nt|ntriples|parquet|png|rdf|rdfxml|sarif|svg|text"
    r"|trig|tsv|ttl|turtle|txt|webp|xlsx|xml|zip|zst)$"
)
"""How addresses end that are files by themselves; any other address is a page with a folder of its own."""
LEFT_OUT = (".nt", ".rdf", ".trig", ".nq")
"""Forms of what is said of a thing that a copy leaves out: Turtle and JSON-LD say the same."""
DATA = ("/.well-known/void",)
"""Addresses that are pages to a browser and data to everybody else; a copy holds the data."""
DOWNLOADS = "/downloads/"
"""Where files stand that are copied whole, whatever their form."""
WITHIN = "/evidence/"
"""What parts the address of something that has no page of its own from that of what it belongs to."""
WHOLE = ("/audit",)
"""Pages that without their filters show all that they show with them."""


EVERYWHERE = ("/", "/ns", "/.well-known/void", "/favicon.ico")
"""What every copy begins with, besides things; whatever else there is, is linked from there."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """An address below the site's root, without what a copy does not tell apart; ``page`` of a long list."""

    path: str
    page: int = 1

    @property
    def is_page(self) -> bool:
        """Whether it is a page, and no file of another kind."""
        if self.path in DATA or self.path.startswith(DOWNLOADS):
            return False
        return self.path.startswith("/doc/") or not A_FILE.search(self.path)

    @property
    def file(self) -> str:
        """Its file below the copy's root."""
        path = unquote(self.path).strip("/")
        if self.page > 1:
            path = posixpath.join(path, PAGED, str(self.page))
        return posixpath.join(path, "index.html") if self.is_page else path

    @property
    def address(self) -> str:
        """What to ask the application for."""
        return f"{self.path}?{PAGED}={self.page}" if self.page > 1 else self.path

    def way_to(self, other: "Place", fragment: str) -> str:
        """The relative address that leads from this file to another, by its folder where that is a page."""
        way = _way(posixpath.dirname(self.file), other)
        return f"{way}#{fragment}" if fragment else way


@lru_cache(1 << 16)
def _way(folder: str, other: Place) -> str:
    target = posixpath.dirname(other.file) if other.is_page else other.file
    way = posixpath.relpath(target or ".", folder or ".")
    return quote(way, SAFE) + ("/" if other.is_page else "")


@dataclass(frozen=True, slots=True)
class Plot:
    """What a copy is of: the ``version``, the ``day`` its audit speaks for, and the pages to which addresses
    lead that have none of their own: are such, or begin so where they are within something.
    """

    version: str
    day: str
    leads: Mapping[str, str] = field(default_factory=dict)

    def place(self, page: Place, link: str) -> tuple[Place, str] | None:
        """Where a ``link`` on a ``page`` of the site leads, and to which part of it.

        None where a copy does not have it: it needs the service that answers.
        """
        parts = urlsplit(urljoin(page.path, link))
        path, fragment = parts.path or "/", parts.fragment
        given = dict(parse_qsl(parts.query, keep_blank_values=True))
        for name, value in (("version", self.version), ("as-of", self.day)):
            if given.get(name) == value:
                del given[name]
        number = given.pop(PAGED, "1")
        if given and not path.startswith(WHOLE):
            return None
        if path.endswith(LEFT_OUT) and not path.startswith(DOWNLOADS):
            return None
        return Place(self._lead(path), int(number) if number.isdigit() else 1), fragment

    def _lead(self, path: str) -> str:
        if path in self.leads:
            return self.leads[path]
        stem, found, _ = path.partition(WITHIN)
        return self.leads.get(stem + WITHIN, path) if found else path

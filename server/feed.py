"""What tells programs of the site: a feed of its versions, a map of its addresses, a word to crawlers."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, render_template
from pyoxigraph import NamedNode
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from ..graph.offered import version_iri
from .catalogue import home
from .editions import editions
from .headers import readable_everywhere
from .overview import rows
from .services import links, services, store

blueprint = Blueprint("feed", __name__)
blueprint.after_request(readable_everywhere)

MOST = 50_000
"""Addresses in a part of the site map (sitemaps.org, protocol)."""
PAGES = (
    "/",
    "/plans",
    "/compare",
    "/timeline",
    "/characteristics",
    "/audit",
    "/search",
    "/sparql",
    "/questions",
    "/catalogue",
    "/problems",
)
"""Pages that may be there beside those of things."""


@dataclass(frozen=True, slots=True)
class SiteMap:
    """A part of the site map: addresses below the site; ``last`` is the number of parts."""

    addresses: tuple[str, ...]
    last: int


@blueprint.get("/feed.atom")
def feed() -> Response:
    """The kept versions, the newest first, with what changed in each (RFC 4287)."""
    text = render_template(
        "feed.xml",
        kept=editions(),
        home=home(),
        base=store().manifest.base,
        publisher=services().settings.publisher,
        iri=lambda manifest: version_iri(manifest).value,
    )
    return Response(text, content_type="application/atom+xml; charset=utf-8")


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """The parts of the site map."""
    return _xml("sitemap-index.xml", last=_part(1).last, built=store().manifest.built)


@blueprint.get("/sitemap-<int:number>.xml")
def part(number: int) -> Response:
    """A part of the site map; 404 for one that is not there."""
    found = _part(number)
    if not found.addresses:
        abort(404, f"The site map has {found.last} parts.")
    return _xml("sitemap.xml", addresses=found.addresses)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may leave out, and where the site map is (RFC 9309)."""
    return Response(render_template("robots.txt", home=home()), content_type="text/plain; charset=utf-8")


def _xml(template: str, **values: object) -> Response:
    text = render_template(template, home=home().rstrip("/"), **values)
    return Response(text, content_type="application/xml; charset=utf-8")


def _part(number: int) -> SiteMap:
    things = (row["thing"] for row in rows("addresses"))
    everything: list[str | NamedNode] = [
        *_first(),
        *(thing for thing in things if isinstance(thing, NamedNode)),
    ]
    found, local = everything[(number - 1) * MOST : number * MOST], links().local
    addresses = tuple(each if isinstance(each, str) else local(each.value) for each in found)
    return SiteMap(addresses, max(1, -(-len(everything) // MOST)))


def _first() -> tuple[str, ...]:
    """The pages that are no thing's: those of the site, of the plans' audits and of the named queries."""
    router = current_app.url_map.bind("")
    audits = (f"/audit/{slug}" for slug in store().manifest.plans)
    named = (f"/query/{query.name}" for group in services().questions.values() for query in group)
    return (*(page for page in PAGES if _is_page(router, page)), *audits, *named)


def _is_page(router: MapAdapter, path: str) -> bool:
    """Whether a page answers at ``path``, and not only whatever term may be called so."""
    try:
        return str(router.match(path, "GET")[0]) != "things.term"
    except HTTPException:
        return False

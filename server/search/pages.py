"""The addresses of the search."""

from flask import Blueprint, Response, abort, make_response, render_template

from ...graph.search.found import Found
from ...graph.search.index import SearchIndex
from ...graph.search.nearest import Advice, advice
from ..headers import readable_everywhere
from ..paging import HEADER as TRUNCATED
from ..services import services, store
from .asked import DEEPEST, LISTED, SIZE, Asked, asked
from .forms import CHOICES, as_csv, as_json

blueprint = Blueprint("search", __name__)
blueprint.after_request(readable_everywhere)

MOST = 10_000
"""Hits that the CSV has."""
SHOWN = 12
"""Choices of a facet that a page of hits shows; the others have pages of their own."""
NONE = (
    "This version of the graph was built without a search index. Building it again makes one: equigraph build"
)


@blueprint.get("/search", strict_slashes=False)
def page() -> Response:
    """A form, and what was found; 400 for a value that does not fit, 404 for a page that is not there or a
    version that cannot be searched.
    """
    index = services().indexes.of(store())
    if index is None:
        return make_response(render_template("search-none.html"), 404)
    wanted = asked(index)
    found = _found(index, wanted, SHOWN)
    return make_response(
        render_template(
            "search.html",
            asked=wanted,
            found=found,
            hint=_hint(index, wanted, found),
            last=min(found.pages(SIZE), DEEPEST),
            deepest=DEEPEST,
            labels={facet.name: facet.label for facet in index.facets},
        )
    )


@blueprint.get("/search/choices")
def choices() -> Response:
    """Everything that hits can be chosen by of the facet ``of``, some a page; 400 and 404 as ``page``."""
    index = _index()
    wanted = asked(index, choices=True)
    offer = index.offer(wanted.wanted, wanted.choices, wanted.of, wanted.first, LISTED)
    last = min(max(1, -(-offer.total // LISTED)), DEEPEST)
    if wanted.page > last:
        abort(404, f"There {'is one page' if last == 1 else f'are {last:,} pages'} of these choices.")
    return make_response(render_template("search-choices.html", asked=wanted, offer=offer, last=last))


@blueprint.get("/search.json")
def as_data() -> Response:
    """A page of hits as JSON; 400 and 404 as ``page``."""
    index = _index()
    wanted = asked(index)
    found = _found(index, wanted, CHOICES)
    text = as_json(wanted, found, _hint(index, wanted, found), store().version)
    return Response(text, content_type="application/json")


@blueprint.get("/search.csv")
def as_table() -> Response:
    """The best hits, up to 10,000, as CSV; 400 and 404 as ``page``."""
    index = _index()
    wanted = asked(index)
    found = index.find(wanted.wanted, wanted.choices, 0, MOST if wanted else 0, marked=False, offered=0)
    response = Response(as_csv(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="search.csv"'
    if wanted and found.total > MOST:
        response.headers[TRUNCATED] = f"rows={MOST}"
    return response


def _index() -> SearchIndex:
    return services().indexes.of(store()) or abort(404, NONE)


def _found(index: SearchIndex, wanted: Asked, offered: int) -> Found:
    """A page of what was found, none where nothing is asked for, with as many choices of each facet as are
    ``offered``; aborts with 404 after the last page.
    """
    found = index.find(wanted.wanted, wanted.choices, wanted.first, SIZE if wanted else 0, offered=offered)
    if wanted.page > found.pages(SIZE):
        abort(404, f"This search has {found.pages(SIZE):,} pages of hits.")
    return found


def _hint(index: SearchIndex, wanted: Asked, found: Found) -> Advice | None:
    return None if found.total or not wanted.wanted.sought else advice(index, wanted.wanted)

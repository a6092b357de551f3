"""Names of which this version knows nothing: 410 where an earlier one did, else 404; both with help."""

from flask import Response, abort, current_app, make_response, render_template, request
from pyoxigraph import NamedNode
from werkzeug.exceptions import Gone

from ...graph.former import last_with
from ..description import is_iri, is_known
from ..formats import GRAPHS, likes_pages
from ..headers import negotiated
from ..records import Record, records
from ..services import links, services, store
from .endings import split

ENDINGS = ", ".join(f".{format.ending}" for format in GRAPHS)
HOME = 4
"""Parts of an IRI, split at slashes, above which nothing is ours."""


def missing(iri: str) -> Response:
    """The answer for ``iri``, of which this version says nothing.

    410 where an earlier version that is kept did, or this one says what replaced it; else 404. For people
    with what is near: things above it in the path, other formats, a search.
    """
    replaced = _replaced(iri)
    former = last_with(services().current.folder, iri, store().version) if is_iri(iri) else None
    if replaced or former:
        return _gone(iri, former, replaced)
    stem, wrong = split(iri)
    wrong = wrong if is_known(store(), stem) else ""
    if not likes_pages():
        abort(404, _said(iri, stem, wrong))
    return _page("unknown.html", 404, iri=iri, above=_above(iri), stem=stem, wrong=wrong, endings=ENDINGS)


def _gone(iri: str, former: str | None, replaced: list[Record]) -> Response:
    address = f"{links().page(iri)}?version={former}" if former else ""
    if likes_pages():
        return _page(
            "gone.html", 410, iri=iri, above=_above(iri), former=former, address=address, replaced=replaced
        )
    said = [f"{iri} is no longer here."]
    said += [
        f"It was replaced by {by.value}." for each in replaced if isinstance(by := each["by"], NamedNode)
    ]
    said += [f"Version {former} still has it: {address}"] if address else []
    raise Gone(" ".join(said))


def _page(template: str, status: int, **given: object) -> Response:
    search = any(rule.rule == "/search" for rule in current_app.url_map.iter_rules())
    words = " ".join(request.path.rpartition("/")[2].replace("-", " ").split())
    return negotiated(make_response(render_template(template, search=search, words=words, **given), status))


def _replaced(iri: str) -> list[Record]:
    return records(store().named("site/replaced", {"thing": iri})) if is_iri(iri) else []


def _said(iri: str, stem: str, wrong: str) -> str:
    if wrong:
        return f"There is no format .{wrong}. What is said of {stem} can be had with the endings {ENDINGS}."
    return f"This version of the graph says nothing of {iri}"


def _above(iri: str) -> list[str]:
    parts = iri.split("/")
    above = ("/".join(parts[:length]) for length in range(min(len(parts) - 1, 12), HOME, -1))
    return [part for part in above if is_known(store(), part)]

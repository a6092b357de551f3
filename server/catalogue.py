"""The catalogue of all that can be had here: a page to read, and RDF by DCAT 3."""

from collections.abc import Iterator
from itertools import chain

from flask import Blueprint, Response, redirect, render_template, request
from pyoxigraph import Triple
from werkzeug.exceptions import BadRequest, NotFound

from ..graph.answer import Answer
from ..graph.offered import files, versions
from .answering import send
from .editions import editions
from .formats import GRAPH_PAGE, GRAPHS, Choice, chosen
from .headers import negotiated, readable_everywhere
from .offers import offers, pin
from .services import services, store

blueprint = Blueprint("catalogue", __name__)
blueprint.after_request(readable_everywhere)
blueprint.after_request(negotiated)


@blueprint.app_template_filter("capitalize_first")
def capitalize_first(text: str) -> str:
    """The text with its first letter a capital, and the others as they are."""
    return text[:1].upper() + text[1:]


@blueprint.get("/catalogue", strict_slashes=False)
def catalogue() -> Response:
    """The catalogue as a page, or as RDF where that is asked for with ``Accept`` or ``format``."""
    return _answer(chosen((GRAPH_PAGE, *GRAPHS), request.args.get("format")))


@blueprint.get("/catalogue.<ending>")
def as_file(ending: str) -> Response:
    """The catalogue in the format that ``ending`` names; 404 for another."""
    if not any(format.is_called(ending) for format in GRAPHS):
        raise NotFound(f"There is no catalogue.{ending[:40]}: it ends in {', '.join(_endings())}")
    return _answer(chosen(GRAPHS, ending))


@blueprint.get("/doc/catalogue")
def thing() -> Response:
    """The page of the catalogue, whose IRI leads here."""
    return redirect("/catalogue", 303)  # type: ignore[return-value]  # werkzeug's response


def home() -> str:
    """The address of this site; BadRequest where the request names no host."""
    if not request.host:
        raise BadRequest("The header Host is not the name of a host.")
    return request.host_url


def _answer(choice: Choice) -> Response:
    if choice.format.name == "html":
        return send(_page().encode(), choice)
    return send(Answer(_triples()).serialise(choice.format.written), choice)


def _page() -> str:
    return render_template(
        "catalogue.html",
        offers=offers(),
        kept=editions(),
        formats=GRAPHS,
        home=home(),
        manifest=store().manifest,
        pin=pin(),
        publisher=services().settings.publisher,
    )


def _triples() -> Iterator[Triple]:
    graph, here = store(), home()
    asked = {"base": graph.manifest.base, "home": here, "publisher": services().settings.publisher}
    described = graph.named("site/catalogue", asked).triples()
    kept = [edition.manifest for edition in reversed(editions())]
    return chain(described, files(graph.manifest, here, pin()), versions(kept, here))


def _endings() -> list[str]:
    return [name for format in GRAPHS for name in (*format.names[:1], format.name)]

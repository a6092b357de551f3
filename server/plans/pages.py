"""The addresses of plans."""

from flask import Blueprint, Response, make_response, render_template, request

from .. import things
from ..answering import send
from ..audit import pages as audit
from ..audit.leads import is_audited
from ..formats import GRAPH_PAGE, Choice
from ..headers import readable_everywhere
from ..linked.relations import forms, related
from ..linked.schema_org import schema_org
from ..parameters import parameters
from ..services import links, store
from ..turning import again
from .entries import plan_page
from .listing import asked_listing

blueprint = Blueprint("plans", __name__)
blueprint.after_request(readable_everywhere)
blueprint.add_app_template_global(again)


@blueprint.get("/plans", strict_slashes=False)
def every() -> Response:
    """All plans, some a page; 400 for a value that does not fit, 404 for a page that is not there."""
    return make_response(render_template("plans.html", listing=asked_listing()))


@blueprint.get("/doc/plan/<slug>")
def one(slug: str) -> Response:
    """A plan with those of its actions and milestones that the address asks for; all that is said of it where
    ``show`` asks for statements. 400 for a value that does not fit, 404 for an unknown plan.
    """
    iri = links().thing(f"plan/{slug}")
    found = None if _wants_thing() else plan_page(slug)
    if found is None:
        return things.page(f"plan/{slug}")
    body = render_template("plan.html", plan=found, forms=forms(iri), iri=iri, said=schema_org(store(), iri))
    return related(send(body.encode(), Choice(GRAPH_PAGE, "text/html")), iri)


@blueprint.get("/doc/plan/<slug>/document")
def document(slug: str) -> Response:
    """A plan's document as the audit's page shows it; where its text is not kept, as any other thing."""
    kept = slug in store().manifest.documents and is_audited(store().manifest, slug)
    if _wants_thing() or not kept:
        return things.page(f"plan/{slug}/document")
    return related(audit.document(slug), links().thing(f"plan/{slug}/document"))


def _wants_thing() -> bool:
    """Whether this request is about a thing as any other: in a format, or with every statement."""
    return parameters(request).first("format", "show") is not None

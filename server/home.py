"""The first page: what is here, how much of it, how complete it is, and where to go from there."""

from flask import Blueprint, Response, current_app, make_response, render_template

from . import overview
from .plans.listing import severities
from .plans.states import by_value
from .services import services, store

blueprint = Blueprint("home", __name__)
ASKED = ("plans", "totals", "completeness", "actions-by-theme", "due-by-quarter")
FEW = 12
"""Plans shown; the list of plans has all."""


@blueprint.get("/")
def home() -> Response:
    """Headline figures, some plans, charts, findings, named queries, the SPARQL form, and where to get the
    data.
    """
    asked = {name.replace("-", "_"): overview.rows(name) for name in ASKED}
    found = severities(overview.rows("findings"))
    page = render_template(
        "home.html",
        **asked,
        values=by_value(asked["completeness"]),
        severities=found,
        few=FEW,
        groups=services().questions,
        manifest=store().manifest,
    )
    return make_response(page)


@blueprint.app_template_global("is_served")
def is_served(path: str) -> bool:
    """Whether this application has a page at ``path``."""
    return any(rule.rule == path for rule in current_app.url_map.iter_rules())


@blueprint.get("/favicon.ico")
def icon() -> Response:
    """The site's sign, where browsers look for it when a page names none (a report that stands by itself)."""
    return current_app.send_static_file("icon.svg")

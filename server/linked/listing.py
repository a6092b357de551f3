"""Which profiles and formats there are of a thing: all the forms in which what is said of it can be had."""

import json

from flask import Response, make_response, render_template
from werkzeug.datastructures import Headers

from ..formats import GRAPHS, Format, likes_pages
from ..headers import negotiated
from ..services import links
from .profiles import PARAMETER, Profile, profiles

LINKSET = "application/linkset+json"


def listing(iri: str) -> Response:
    """The forms of what is said of ``iri``: a page for people, a set of links (RFC 9264) for programs."""
    found = [(each, format, _address(iri, each, format)) for each in profiles() for format in GRAPHS]
    if likes_pages():
        return negotiated(make_response(render_template("profiles.html", iri=iri, forms=found)))
    alternate = [
        {"href": address, "type": format.types[0], "formats": [{"value": each.iri}]}
        for each, format, address in found
    ]
    body = json.dumps({"linkset": [{"anchor": iri, "alternate": alternate}]}, indent=2)
    return negotiated(Response(f"{body}\n", headers=Headers([("Content-Type", LINKSET)])))


def _address(iri: str, profile: Profile, format: Format) -> str:
    return f"{links().data(iri, format.ending)}?{PARAMETER}={profile.name}"

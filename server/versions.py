"""What an answer says of the version it comes from: its name, how long it holds, and where it can be had for
ever.

The address with ``?version=`` is a memento of the one without (RFC 7089): it answers the same as long as that
version is kept, 410 after.
"""

import re
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote, urlencode

from flask import Response, g, request
from werkzeug.http import http_date

from ..graph.manifest import Manifest
from ..graph.store import Store
from .parameters import parameters
from .services import facts, services

HEADER = "Equigraph-Version"
FOR_EVER = "max-age=31536000, immutable"
UNTIL_BUILT = "max-age=0, must-revalidate"
PLAIN = re.compile(r"[A-Za-z0-9%._~+&=*()!$',;:@/?-]*")
"""What may stand in the query of an address as it is (RFC 3986, 3.4)."""
LONGEST = 2_000
"""Characters of an address that is put into a header."""


def built(manifest: Manifest) -> datetime:
    """When the version was built."""
    return datetime.fromisoformat(manifest.built)


@lru_cache(maxsize=64)
def written(when: str) -> str:
    """The date of a manifest as headers have it (RFC 9110, 5.6.7)."""
    return http_date(datetime.fromisoformat(when))


def dated(response: Response) -> Response:
    """The response with what its version has to say, where one was asked."""
    store: Store | None = g.get("store")
    if store is None or _is_elsewhere():
        return response
    response.headers[HEADER] = facts().version = store.version
    if response.status_code not in (200, 304):
        response.headers.setdefault("Cache-Control", "no-store")
    elif request.method in ("GET", "HEAD") and "no-store" not in response.headers.get("Cache-Control", ""):
        _said(response, store)
    return response


def pinned_address(version: str) -> str:
    """This request's address below this server, for ``version`` and what the answer depends on besides."""
    asked = request.query_string.decode("latin-1")
    also: dict[str, str] = g.get("also", {})
    if also or not PLAIN.fullmatch(asked):
        given = ((name, value) for name, value in request.args.items(multi=True) if name != "version")
        asked = urlencode([*given, *also.items()])
    return f"{quote(request.path)}?{asked}{'&' if asked else ''}version={version}"


def lasting_address(version: str) -> str:
    """As ``pinned_address``; this request's own where it names the version and depends on nothing besides."""
    if "version" in request.args and not g.get("also"):
        return f"{quote(request.path)}?{urlencode(list(request.args.items(multi=True)))}"
    return pinned_address(version)


def link(response: Response, target: str, relation: str, **attributes: str) -> None:
    """Add a link (RFC 8288) to ``target``, unless that is too long for a header."""
    if len(target) <= LONGEST:
        more = "".join(f'; {name}="{value}"' for name, value in attributes.items())
        response.headers.add("Link", f'<{target}>; rel="{relation}"{more}')


def _is_elsewhere() -> bool:
    """Whether a query was answered by another service, which knows nothing of our versions."""
    return bool(services().settings.backend and facts().query)


def _said(response: Response, store: Store) -> None:
    pinned = "version" in parameters(request) and "also" not in g
    when = written(store.manifest.built)
    who = "private" if g.get("token") else "public"
    if services().settings.tokens:
        response.vary.add("Authorization")
    response.headers.setdefault("Cache-Control", f"{who}, {FOR_EVER if pinned else UNTIL_BUILT}")
    if pinned:
        response.headers["Memento-Datetime"] = when
    else:
        link(response, pinned_address(store.version), "memento", datetime=when)

"""Pages and descriptions, which no worker writes, get a tag from their bytes and are kept as answers are."""

from flask import Response, g, request

from .kept import Kept
from .services import services
from .validators import is_unchanged
from .versions import built


def tagged(response: Response) -> Response:
    """The response with an entity tag, or 304 in its place; only where it is whole and of one version."""
    if g.get("fleeting"):
        response.headers["Cache-Control"] = "no-store"
    if not _is_lasting(response):
        return response
    body = response.get_data()
    response.add_etag()
    tag = response.get_etag()[0] or ""
    kept = Kept(body)
    services().kept.put(tag, kept, kept.size)
    response.last_modified = modified = built(g.store.manifest)
    if is_unchanged(tag, modified):
        response.status_code = 304
    return response


def _is_lasting(response: Response) -> bool:
    fit = response.status_code == 200 and request.method in ("GET", "HEAD") and "store" in g
    closed = response.direct_passthrough or response.is_streamed
    return fit and not closed and "ETag" not in response.headers and not response.cache_control.no_store

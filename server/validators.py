"""Entity tags, and requests that only want an answer if it changed (RFC 9110, 8.8 and 13).

If-Match and If-Unmodified-Since keep a client from overwriting what it does not know; here nothing can be
written, and both are ignored.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from flask import Response, request
from werkzeug.http import parse_date

from .engine.job import Job
from .study import Study

TAGS, SINCE = "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"
WRITERS = ("equigraph", "pyoxigraph")
"""Those whose version can change how an answer is written."""
_TAG = r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"'
_ONE = re.compile(_TAG)
_LIST = re.compile(rf"[ \t]*(?:{_TAG})?(?:[ \t]*,[ \t]*(?:{_TAG})?)*+[ \t]*")


def entity_tag(job: Job, study: Study, content_type: str) -> str:
    """What names the answer to ``job`` in this form: the same for the same bytes, of whatever process."""
    parts = (
        job.version,
        study.digest,
        str(job.default_graphs),
        str(job.named_graphs),
        content_type,
        job.format,
        f"{job.rows} {job.size}",
    )
    return tag_of(*parts)


def tag_of(*parts: str) -> str:
    """What names an answer that is made from ``parts`` and nothing else, by this software."""
    return sha256("\n".join((*parts, *_software())).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def is_unchanged(tag: str, modified: datetime) -> bool:
    """Whether the one who asks has the answer already."""
    return request.method in ("GET", "HEAD") and has_it(request.environ, tag, modified)


def has_it(environ: Mapping[str, Any], tag: str, modified: datetime | None) -> bool:
    """Whether the request of ``environ`` names ``tag``, a weak one or not, or without any tag a date that is
    not before ``modified`` (RFC 9110, 13.1.2 and 13.1.3).
    """
    if TAGS in environ:
        return _names(environ[TAGS], tag)
    since = parse_date(environ.get(SINCE))
    if since is None or modified is None:
        return False
    return modified.astimezone(UTC).replace(microsecond=0) <= since


def _names(header: str, tag: str) -> bool:
    """Whether ``header`` is ``*`` or a list of tags with ``tag`` in it; one without quotes is no tag."""
    if header.strip() == "*":
        return True
    return tag in _ONE.findall(header) if _LIST.fullmatch(header) else False


def unchanged() -> Response:
    """304, without a body."""
    response = Response(status=304)
    del response.headers["Content-Type"]
    response.vary.add("Accept")
    return response


@cache
def _software() -> tuple[str, ...]:
    return tuple(f"{name} {version(name)}" for name in WRITERS)

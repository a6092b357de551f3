"""Requests that were answered before are answered at once, without the application, as long as nothing
changed.

What is given is what the application gave: status, headers and, by the same entity tag, the bytes. A request
with a token, or for an earlier version, always goes to the application.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from werkzeug.http import parse_date, unquote_etag

from . import facts
from .facts import Facts
from .lru import Recent
from .sending import SMALL, waiting
from .services import Services
from .settings import MEBIBYTE
from .validators import SINCE, TAGS, has_it

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]
Key = tuple[str, ...]
ASKED = ("PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_ACCEPT_PROFILE", "HTTP_HOST", "wsgi.url_scheme")
"""What of a request decides the answer, with the version and the day."""
OF_BODIES = ("content-type", "content-length", "content-disposition")
ROOM = 8 * MEBIBYTE
REPEATED = "equigraph.repeated"
"""In the environment of a request that was answered by a repeat: the tag under which its body is kept."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """The ``headers`` of an answer, its entity tag without quotes and as it stands in the header, and what is
    known.
    """

    headers: Headers
    tag: str
    etag: str
    modified: str
    known: Facts

    @property
    def unchanged(self) -> Headers:
        """The headers of 304."""
        return [each for each in self.headers if each[0].lower() not in OF_BODIES]


class Repeats:
    """The WSGI application ``app`` of ``services``, with a memory of what it answered."""

    def __init__(self, app: "WSGIApplication", services: Services) -> None:
        self._app, self._services = app, services
        self._known: Recent[Key, Repeat] = Recent(ROOM)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """As WSGI has it."""
        key = self._key(environ)
        if key is None:
            return self._app(environ, start_response)
        found = self._known.get(key)
        kept = self._services.kept.get(found.tag) if found else None
        if found is None or kept is None:
            return self._app(environ, self._learning(key, environ, start_response))
        return self._again(found, kept.body, environ, start_response)

    def _again(
        self, found: Repeat, body: bytes, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if _has_it(found, environ):
            environ[facts.KEY], environ[REPEATED] = found.known, found.tag
            start_response("304 Not Modified", found.unchanged)
            return ()
        whole = self._body(body, environ)
        if whole is None:
            return self._app(environ, start_response)
        environ[facts.KEY], environ[REPEATED] = found.known, found.tag
        start_response("200 OK", list(found.headers))
        return whole

    def _body(self, body: bytes, environ: "WSGIEnvironment") -> Iterable[bytes] | None:
        """The ``body`` to send; None where too many wait, which the application says."""
        if environ["REQUEST_METHOD"] == "HEAD":
            return (b"",)
        return (body,) if len(body) <= SMALL else waiting(environ, self._services.room, BytesIO(body))

    def _key(self, environ: "WSGIEnvironment") -> Key | None:
        is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        if not is_read or "version=" in environ["QUERY_STRING"] or "HTTP_AUTHORIZATION" in environ:
            return None
        version = self._services.current.store().version
        return (version, date.today().isoformat(), *(environ.get(name, "") for name in ASKED))

    def _learning(
        self, key: Key, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "StartResponse":
        def start(status: str, headers: Headers, *more: Any) -> Any:  # noqa: ANN401 - WSGI's
            repeat = _repeat(headers, facts.of(environ)) if status.startswith("200 ") else None
            if repeat and repeat.known.version == key[0]:
                self._known.put(key, repeat, _size(key, headers))
            return start_response(status, headers, *more)

        return start


def _repeat(headers: Sequence[tuple[str, str]], known: Facts) -> Repeat | None:
    named = {name.lower(): value for name, value in headers}
    if "etag" not in named or "no-store" in named.get("cache-control", "") or "set-cookie" in named:
        return None
    again = replace(known, cached=True, taken=0.0, outcome="")
    tag = unquote_etag(named["etag"])[0] or ""
    lasting = [each for each in headers if each[0].lower() != "date"]
    return Repeat(lasting, tag, named["etag"], named.get("last-modified", ""), again)


def _has_it(found: Repeat, environ: "WSGIEnvironment") -> bool:
    if environ.get(TAGS) == found.etag:
        return True
    asks = TAGS in environ or SINCE in environ
    return asks and has_it(environ, found.tag, parse_date(found.modified))


def _size(key: Key, headers: Headers) -> int:
    return 500 + sum(map(len, key)) + sum(len(name) + len(value) for name, value in headers)

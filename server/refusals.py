"""Requests that are refused as they are read: problems (RFC 9457), counted and logged like any."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from waitress.task import WSGITask  # type: ignore[import-untyped]  # it ships no types

from .headers import OPEN
from .problems import DETAILS, Problem, kind_for

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEY = "equigraph.refusal"
LONGEST = 200
"""Characters of what is said of a request, which may repeat some of it."""


class Entrance:
    """The WSGI application ``app`` for requests, and ``refusing`` for those that were refused before."""

    def __init__(self, app: "WSGIApplication", refusing: "WSGIApplication") -> None:
        self._app, self._refusing = app, refusing

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """As WSGI has it."""
        app = self._refusing if KEY in environ else self._app
        return app(environ, start_response)


def refuse(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """The WSGI application that says why a request was refused."""
    error = environ[KEY]
    problem = Problem(kind_for(error.code), error.body[:LONGEST])
    content = json.dumps(problem.members()).encode() + b"\n"
    headers = [("Content-Type", DETAILS), ("Content-Length", str(len(content))), *OPEN.items()]
    start_response(f"{error.code} {error.reason}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]


class Refusal(WSGITask):  # type: ignore[misc]  # waitress ships no types
    """Answers a request that was not read to its end, and closes: nobody knows where the next would begin."""

    request: Any

    def __init__(self, channel: Any, request: Any) -> None:  # noqa: ANN401 - waitress ships no types
        channel.refused = True
        request.headers["CONNECTION"] = "close"
        super().__init__(channel, request)

    def get_environment(self) -> dict[str, Any]:
        """As waitress has it, with the reason."""
        return {**super().get_environment(), KEY: self.request.error}

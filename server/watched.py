"""Every request is counted, and told of in the access log; every answer carries the headers for safety."""

from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from .access_log import AccessLog
from .ahead import AHEAD, Ahead
from .facts import KEY, TOLD, Facts, Told
from .headers import guarded
from .metrics import Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Teller:
    """Counts each request in ``metrics`` and tells of it in the ``log``."""

    def __init__(self, log: AccessLog, metrics: Metrics) -> None:
        self._log, self._metrics = log, metrics

    def tell(self, told: Told, seconds: float) -> None:
        """Do so for one that took so many ``seconds``."""
        self._metrics.count(told, seconds)
        self._log.tell(told, seconds)


class Watched:
    """The WSGI application ``app``, watched."""

    def __init__(self, app: "WSGIApplication", teller: Teller) -> None:
        self._app, self._teller = app, teller

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """As WSGI has it."""
        environ[KEY] = Facts()
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:  # noqa: ANN401 - WSGI's
            begun.append((status, headers))
            return start_response(status, guarded(headers), *more)

        ahead: Ahead | None = environ.get(AHEAD)
        since = ahead.since if ahead else perf_counter()
        body = self._app(environ, start)
        self._tell(environ, begun[-1], perf_counter() - since)
        return body

    def _tell(
        self,
        environ: "WSGIEnvironment",
        begun: tuple[str, list[tuple[str, str]]],
        seconds: float,
    ) -> None:
        status, headers = int(begun[0][:3]), dict(begun[1])
        whole = environ["REQUEST_METHOD"] != "HEAD" and status != 304
        size = int(headers.get("Content-Length", 0)) if whole else 0
        told = environ[TOLD] = Told.of(environ, status, headers.get("Content-Type", ""), size)
        self._teller.tell(told, seconds)

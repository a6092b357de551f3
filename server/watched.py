"""Every request is counted, and told of in the access log; every answer carries the headers for safety."""

from collections.abc import Iterable, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Any

from .access_log import AccessLog
from .facts import KEY, Facts
from .headers import guarded
from .metrics import Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Teller:
    """Counts each request in ``metrics`` and tells of it in the ``log``."""

    def __init__(self, log: AccessLog, metrics: Metrics) -> None:
        self._log, self._metrics = log, metrics

    def tell(
        self, environ: Mapping[str, Any], status: int, type: str, size: int, seconds: float, facts: Facts
    ) -> None:
        """Do so for one of which ``size`` bytes of that media ``type`` are sent after ``seconds``."""
        self._metrics.count(status, size, seconds, facts)
        self._log.tell(environ, status, type, size, seconds, facts)


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

        since = perf_counter()
        body = self._app(environ, start)
        self._tell(environ, begun[-1], perf_counter() - since, environ[KEY])
        return body

    def _tell(
        self,
        environ: "WSGIEnvironment",
        begun: tuple[str, list[tuple[str, str]]],
        seconds: float,
        facts: Facts,
    ) -> None:
        status, headers = int(begun[0][:3]), dict(begun[1])
        whole = environ["REQUEST_METHOD"] != "HEAD" and status != 304
        size = int(headers.get("Content-Length", 0)) if whole else 0
        self._teller.tell(environ, status, headers.get("Content-Type", ""), size, seconds, facts)

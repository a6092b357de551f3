"""A client that asks a SPARQL service over one connection."""

import http.client
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers in lower case, body, and how many seconds it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class Client:
    """One connection, opened anew where the server closed it."""

    def __init__(self, url: str, timeout: float) -> None:
        self._place, self._timeout = urlsplit(url), timeout
        self._connection = self._open()

    def ask(self, query: str, accept: str, by_get: bool = True, **more: str) -> Answer:
        """The answer to a query with ``more`` parameters; OSError where it is late or the connection cut."""
        form, path = urlencode({"query": query, **more}), self._place.path or "/"
        if by_get:
            return self._send("GET", f"{path}?{form}", None, {"Accept": accept})
        kind = "application/x-www-form-urlencoded"
        return self._send("POST", path, form, {"Accept": accept, "Content-Type": kind})

    def _send(self, method: str, address: str, body: str | None, headers: dict[str, str]) -> Answer:
        start = time.perf_counter()
        try:
            self._connection.request(method, address, body, headers)
            reply = self._connection.getresponse()
            content = reply.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            self._connection = self._open()
            raise ConnectionError(str(error) or type(error).__name__) from error
        known = {name.lower(): value for name, value in reply.getheaders()}
        return Answer(reply.status, known, content, time.perf_counter() - start)

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def _open(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._place.hostname or "", self._place.port, timeout=self._timeout)


def await_ready(port: int, seconds: float) -> None:
    """Wait until our server says that it is ready; TimeoutError where it does not."""
    limit = time.monotonic() + seconds
    while not _ready(port):
        if time.monotonic() > limit:
            raise TimeoutError("the server did not become ready")
        time.sleep(0.1)


def _ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

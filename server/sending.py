"""A reply as a response: a small one as it is, a larger one as a file, so that no thread waits for anyone."""

from io import BytesIO
from os import SEEK_END
from typing import IO, TYPE_CHECKING

from flask import Response, request
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wsgi import wrap_file

from .engine.job import Reply
from .formats import Choice
from .services import services
from .settings import KIBIBYTE
from .waiting import Room

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import WSGIEnvironment

SMALL = 64 * KIBIBYTE
"""Bytes of an answer that the web server copies to send it."""
LATER = 60
"""Seconds after which answers that nobody reads are given up."""
FULL = "Too many answers wait for readers that do not take them. Ask again in a minute."


def response_of(body: bytes, choice: Choice) -> Response:
    """The answer ``body`` as a response that says what it is and how long."""
    return Response(body, headers=_headers(len(body), choice))


def sent(reply: Reply, choice: Choice) -> Response:
    """The answer as a response that says what it is and how long; aborts with 503 where too many wait."""
    if request.method == "HEAD":
        _close(reply)
        return Response([], headers=_headers(reply.size, choice))
    if reply.rest is None and reply.size <= SMALL:
        return response_of(reply.head, choice)
    body = waiting(request.environ, services().room, reply.rest or BytesIO(reply.head))
    if body is None:
        _close(reply)
        raise ServiceUnavailable(FULL, retry_after=LATER)
    return Response(body, headers=_headers(reply.size, choice), direct_passthrough=True)


def waiting(environ: "WSGIEnvironment", room: Room, file: IO[bytes]) -> "Iterable[bytes] | None":
    """The bytes of ``file`` to send, which take room until all are sent or the reader has gone; None where
    there is none.
    """
    size = file.seek(0, SEEK_END)
    file.seek(0)
    taken = room.take(file, size)
    return wrap_file(environ, taken) if taken else None  # type: ignore[arg-type]  # what is sent is only read


def _headers(size: int, choice: Choice) -> list[tuple[str, str]]:
    return [
        ("Content-Type", choice.content_type),
        ("Content-Length", str(size)),
        ("Vary", "Accept"),
        *choice.disposition().items(),
    ]


def _close(reply: Reply) -> None:
    if reply.rest:
        reply.rest.close()

"""A waitress server on a socket that is given, until it is told to stop; then it finishes what it has begun.

Waitress' own limits are set so that no client can hold a thread: requests are read and answers sent by its
one loop, and what a reader does not take waits in temporary files. Where connections run out, the one that
has waited longest for its client makes room.
"""

import logging
import socket
import sys
from collections.abc import Iterable
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from waitress import wasyncore  # type: ignore[import-untyped]  # it ships no types
from waitress.server import create_server  # type: ignore[import-untyped]

from .channel import Channel
from .settings import KIBIBYTE, MEBIBYTE, Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from .shortcuts import Shortcuts

SILENT = 60
"""Seconds after which a connection on which nothing moves is closed."""
FINISHING = 5
"""Seconds that requests under way have when the server ends."""
CONNECTIONS = 1_000
FILES = 4 * CONNECTIONS
"""Files that may be open: each connection has itself and perhaps answers that wait."""
UNBOUNDED = 1 << 50
"""More bytes than an answer has: it then waits in a file and never in a thread."""


def serve(
    app: "WSGIApplication",
    listening: socket.socket,
    settings: Settings,
    ended: Event,
    shortcuts: "Shortcuts | None" = None,
) -> None:
    """Answer requests that come on ``listening`` until ``ended`` is set, and finish those under way; at once
    those to which ``shortcuts`` lead.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits for a thread is usual
    _allow_files()
    server: Any = create_server(app, sockets=[listening], **_adjusted(settings), **_trusting(settings.proxy))
    server.channel_class, server.shortcuts, server.waited = Channel, shortcuts, False
    while not ended.is_set():
        _turn(server)
    server.del_channel()
    server.socket.close()
    until = monotonic() + FINISHING
    while _busy(server.active_channels.values()) and monotonic() < until:
        _turn(server)
    if not _busy(server.active_channels.values()):
        _rest(server)


def _rest(server: Any) -> None:  # noqa: ANN401 - waitress ships no types
    """Close the connections, on which nothing is under way; end the threads, and close what woke the loop."""
    for channel in list(server.active_channels.values()):
        channel.drop()
    server.task_dispatcher.shutdown(timeout=FINISHING)
    if not server.task_dispatcher.threads:
        server.trigger.close()


def _turn(server: Any) -> None:  # noqa: ANN401 - waitress ships no types
    _make_room(server)
    server.waited = False
    wasyncore.loop(timeout=0.5, map=server._map, use_poll=True, count=1)


def _make_room(server: Any) -> None:  # noqa: ANN401 - waitress ships no types
    """Let one more connection in, as a turn accepts no more; who is owed an answer goes only if it stalls."""
    if len(server._map) < CONNECTIONS - 1:
        return
    channels: list[Channel] = list(server.active_channels.values())
    if found := [(since, each) for each in channels if (since := each.waiting_since) is not None]:
        min(found, key=lambda each: each[0])[1].drop()


def _allow_files() -> None:
    if sys.platform == "win32":
        return
    from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit, setrlimit

    soft, hard = getrlimit(RLIMIT_NOFILE)
    wanted = FILES if hard == RLIM_INFINITY else min(FILES, hard)
    if soft != RLIM_INFINITY and soft < wanted:
        setrlimit(RLIMIT_NOFILE, (wanted, hard))


def _busy(channels: Iterable[Channel]) -> bool:
    return any(channel.requests or channel.total_outbufs_len for channel in list(channels))


def _adjusted(settings: Settings) -> dict[str, Any]:
    return {
        "ident": "equigraph",
        "threads": settings.threads,
        "connection_limit": CONNECTIONS,
        "backlog": CONNECTIONS,
        "channel_timeout": SILENT,
        "cleanup_interval": 5,
        "channel_request_lookahead": 1,
        "asyncore_use_poll": True,
        "max_request_body_size": settings.request,
        "max_request_header_size": 2 * settings.address,
        "inbuf_overflow": 64 * KIBIBYTE,
        "outbuf_overflow": MEBIBYTE,
        "outbuf_high_watermark": UNBOUNDED,
        "log_socket_errors": False,
        "clear_untrusted_proxy_headers": True,
    }


def _trusting(proxy: str) -> dict[str, Any]:
    headers = "x-forwarded-for x-forwarded-proto x-forwarded-host"
    return (
        {"trusted_proxy": proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": headers} if proxy else {}
    )

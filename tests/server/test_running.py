"""Connections in their own loop, where a small application shows what becomes of them."""

import logging
import socket
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from threading import Event
from typing import TYPE_CHECKING

import pytest

from bench.looped import looped
from equigraph.server import channel, running
from equigraph.server.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WAIT = 120
REQUEST = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
LARGE = b"x" * (8 << 20)
PLACES = 12


def answering(body: bytes, before: Callable[[], object] = lambda: None) -> "WSGIApplication":
    """An application that answers ``body``."""

    def app(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        before()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    return app


def served(app: "WSGIApplication", threads: int) -> AbstractContextManager[tuple[str, int]]:
    """Where ``app`` is served."""
    return looped(app, Settings(threads=threads))


def connect(place: tuple[str, int]) -> socket.socket:
    return socket.create_connection(place, timeout=WAIT)


def test_a_request_that_waits_for_a_thread_is_nothing_to_warn_of(caplog: pytest.LogCaptureFixture) -> None:
    begun, go_on = Event(), Event()
    caplog.set_level(logging.WARNING)

    def hold() -> None:
        begun.set()
        go_on.wait(WAIT)

    with served(answering(b"done", hold), 1) as place, connect(place) as first, connect(place) as second:
        first.sendall(REQUEST)
        assert begun.wait(WAIT)
        second.sendall(REQUEST)
        with connect(place) as last:
            last.shutdown(socket.SHUT_WR)
            assert last.recv(1) == b"", "closed by the loop, which has read the second request before"
        go_on.set()
        assert second.recv(12) == b"HTTP/1.1 200"
    assert caplog.messages == []


def test_who_takes_nothing_of_an_answer_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CONNECTIONS", PLACES)
    monkeypatch.setattr(channel, "STALLED", 0)
    with served(answering(LARGE), 2) as place, ExitStack() as stack:
        for _ in range(2 * PLACES):
            stalled = stack.enter_context(connect(place))
            stalled.sendall(REQUEST)
            assert stalled.recv(12) == b"HTTP/1.1 200"


def test_who_has_waited_longest_makes_room_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CONNECTIONS", PLACES)
    with served(answering(b"done"), 2) as place, ExitStack() as stack:
        clients = [stack.enter_context(connect(place)) for _ in range(2 * PLACES)]
        for early in clients[:PLACES]:
            assert early.recv(1) == b""
        clients[-1].sendall(REQUEST)
        assert clients[-1].recv(12) == b"HTTP/1.1 200"


def test_an_application_learns_that_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "STAYING", 0)
    begun, gone = Event(), Event()

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        begun.set()
        while not environ["waitress.client_disconnected"]() and not gone.wait(0.01):
            pass
        gone.set()
        start_response("200 OK", [("Content-Length", "0")])
        return []

    with served(app, 1) as place, connect(place) as client:
        client.sendall(REQUEST)
        assert begun.wait(WAIT) and not gone.wait(0.1)
        client.close()
        assert gone.wait(WAIT)

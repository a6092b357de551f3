"""Requests that came before, byte for byte: the same answer at once, counted and logged, while it holds."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bench.lasting import Connection, request
from bench.looped import build

Serve = Callable[..., AbstractContextManager[Any]]
ADDRESS = f"/sparql?query={quote('SELECT ?word { ?s ?p ?word } ORDER BY ?word')}&format=csv"


def get(address: str = ADDRESS, *more: str, method: str = "GET") -> bytes:
    return request(address, *more, method=method)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instant") / "access.log"


@pytest.fixture(scope="module")
def place(serve: Serve, sample_graph: Path, log: Path) -> Iterator[tuple[str, int]]:
    options = ("--workers", "1", "--processes", "1", "--patience", "60", "--log", str(log), "--log-clients")
    with serve(sample_graph, *options) as served:
        yield served.place


@pytest.fixture
def client(place: tuple[str, int]) -> Iterator[Connection]:
    with Connection(place) as made:
        yield made


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_it_is_what_it_was_and_leaves_the_connection_open(client: Connection, method: str) -> None:
    first, *again = [client.ask(get(method=method), method == "HEAD") for _ in range(6)]
    assert first[0].startswith(b"HTTP/1.1 200 OK")
    assert again == [first] * 5


def test_unchanged_closes_no_connection(client: Connection) -> None:
    tag = re.search(rb"Etag: (\S+)", client.ask(get())[0])
    assert tag
    unchanged = get(ADDRESS, f"If-None-Match: {tag[1].decode()}")
    answers = [client.ask(unchanged) for _ in range(6)]
    assert answers[0][0].startswith(b"HTTP/1.1 304 Not Modified")
    assert b"connection: close" not in answers[0][0].lower()
    assert answers == [answers[0]] * 6


def test_who_wants_the_connection_closed_has_it_closed(client: Connection) -> None:
    for _ in range(4):
        client.ask(get())
    head, _ = client.ask(get(ADDRESS, "Connection: close"))
    assert b"Connection: close" in head
    assert client.socket.recv(1) == b""


def test_each_is_counted_and_logged(client: Connection, log: Path) -> None:
    def counted() -> float:
        _, body = client.ask(get("/metrics"))
        found = re.findall(rb"^equigraph_cached_total (\S+)", body, re.MULTILINE)
        return float(found[0]) if found else 0

    client.ask(get())
    before, lines = counted(), len(log.read_bytes().splitlines())
    for _ in range(10):
        client.ask(get())
    assert counted() - before == 10
    told = [json.loads(line) for line in log.read_bytes().splitlines()[lines:]][:10]
    assert {(each["path"], each["cached"], each["client"], each["outcome"]) for each in told} == {
        ("/sparql", True, "127.0.0.1", "answered")
    }
    assert len({(each["query"], each["version"], each["bytes"], each["rows"]) for each in told}) == 1


def test_piece_by_piece_or_several_at_once_it_is_the_same(client: Connection) -> None:
    whole = [client.ask(get()) for _ in range(4)][-1]
    client.send(get() * 5)
    assert [client.answer() for _ in range(5)] == [whole] * 5
    client.send(get()[:30])
    client.send(get()[30:])
    assert client.answer() == whole
    client.send(get() + get("/health")[:10])
    assert client.answer() == whole
    client.send(get("/health")[10:])
    assert b"200 OK" in client.answer()[0]


def test_a_body_behind_it_is_never_taken_for_a_request(client: Connection) -> None:
    behind = get("/nowhere")
    announced = get(ADDRESS, f"Content-Length: {len(behind)}")
    for _ in range(4):
        client.send(announced)
        client.send(behind)
        assert client.answer()[0].startswith(b"HTTP/1.1 200 OK")
    head, _ = client.ask(get("/health"))
    assert head.startswith(b"HTTP/1.1 200 OK"), "and not what was asked for in the body"


def test_a_new_build_is_answered_at_once(serve: Serve, tmp_path: Path) -> None:
    build(tmp_path, "old")
    options = ("--workers", "1", "--processes", "1", "--patience", "60", "--log", "none")
    with serve(tmp_path, *options) as served, ExitStack() as stack:
        client = stack.enter_context(Connection(served.place))
        assert [client.ask(get())[1] for _ in range(5)] == [b"word\r\nold\r\n"] * 5
        build(tmp_path, "new")
        assert [client.ask(get())[1] for _ in range(5)] == [b"word\r\nnew\r\n"] * 5


def test_what_differs_at_each_call_is_never_repeated(client: Connection) -> None:
    for query in ("SELECT (UUID() AS ?u) {}", "SELECT (NOW() AS ?n) (RAND() AS ?r) {}"):
        bodies = [client.ask(get(f"/sparql?query={quote(query)}&format=csv"))[1] for _ in range(5)]
        assert len(set(bodies)) == 5

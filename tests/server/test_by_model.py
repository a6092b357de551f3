"""Requests that are like one that was answered get what the application gives, without it."""

import gc
import json
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from select import select
from time import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

import pytest
import yaml
from flask import Flask

from bench.lasting import WAIT, Connection, request, sending
from bench.looped import build, looped
from bench.waiting import until
from equigraph.graph.folder import GraphFolder
from equigraph.server import channel
from equigraph.server.app import teller
from equigraph.server.engine.client import Client
from equigraph.server.engine.pool import Pool
from equigraph.server.services import of
from equigraph.server.shortcuts import Shortcuts

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MakeApp = Callable[..., Flask]
Serve = Callable[..., AbstractContextManager[Any]]
Place = tuple[str, int]
CASES = yaml.safe_load((Path(__file__).parent / "by_model.yaml").read_text(encoding="utf-8"))
ROWS, SECONDS = 1_000, 60
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
PLACES = 8


@pytest.fixture(scope="module")
def app(make_app: MakeApp, sample_graph: Path) -> Flask:
    return make_app(sample_graph, max_rows=ROWS, seconds=SECONDS, threads=2 * PLACES)


@pytest.fixture(scope="module")
def engine(app: Flask) -> Client:
    pool = of(app).engine
    assert isinstance(pool, Pool)
    pool.start()
    return Client(pool.folder, WAIT)


@contextmanager
def served(app: Flask, client: Client | None, asked: list[str]) -> Iterator[Place]:
    """Where ``app`` is served, past it with the workers of ``client``; ``asked`` is what reaches it."""

    def counting(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        asked.append(environ["QUERY_STRING"])
        return app(environ, start_response)

    shortcuts = Shortcuts(of(app), teller(of(app)), client) if client else None
    with looped(counting, of(app).settings, shortcuts) as place:
        yield place


def written(case: dict[str, Any], query: str, version: str) -> bytes:
    """The bytes of a request for a ``query``."""
    start = case.get("start", "/sparql?query=").format(version=version)
    more = [*([f"Accept: {case['accept']}"] if "accept" in case else []), *case.get("more", [])]
    if "sends" not in case:
        return request(f"{start}{quote_plus(query)}{case.get('end', '')}", *more)
    text = quote_plus(query) if "form" in case["sends"] else query
    content = f"{case.get('before', '')}{text}{case.get('end', '')}".encode()
    return sending(start, content, case["sends"], *more)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_it_is_what_the_application_gives(case: dict[str, Any], app: Flask, engine: Client) -> None:
    version, left = of(app).current.store().version, case.get("left", [])
    first = [f"{query} # {case['name']}" for query in case["queries"][:1]]
    asked: list[str] = []
    with ExitStack() as stack:
        places = [stack.enter_context(served(app, *how)) for how in ((engine, asked), (None, []))]
        quick, plain = (stack.enter_context(Connection(place)) for place in places)
        for query in (*first, *case["queries"], *left):
            sent = written(case, query, version)
            assert quick.ask(sent) == plain.ask(sent), query
    assert len(asked) == len(first) + len(left), "the first and what was left"


def test_several_at_once_and_piece_by_piece(app: Flask, engine: Client) -> None:
    queries = [f"SELECT ?s {{ ?s a eq:Plan }} ORDER BY ?s LIMIT {count}" for count in range(8)]
    sent = [request(f"/sparql?query={quote_plus(query)}&format=csv") for query in queries]
    asked: list[str] = []
    with served(app, engine, asked) as place, Connection(place) as connection:
        answers = [connection.ask(each)[1] for each in sent]
        connection.send(b"".join(sent))
        assert [connection.answer()[1] for _ in sent] == answers
        connection.send(sent[3][:40])
        connection.send(sent[3][40:])
        assert connection.answer()[1] == answers[3]


def test_what_is_sent_may_come_after_its_head_and_byte_by_byte(app: Flask, engine: Client) -> None:
    queries = [f"SELECT ?s {{ ?s a eq:Plan }} ORDER BY ?s OFFSET {count}" for count in range(4)]
    types = "application/sparql-query", "Accept: text/csv"
    sent = [sending("/sparql", query.encode(), *types) for query in queries]
    asked: list[str] = []
    with served(app, engine, asked) as place, Connection(place) as connection:
        answers = [connection.ask(each) for each in sent]
        for each, answer in zip(sent, answers, strict=True):
            start = each.index(b"\r\n\r\n") + 4
            for pieces in ([start], range(start, len(each)), [start, start + 9]):
                for begin, end in pairwise([0, *pieces, len(each)]):
                    connection.send(each[begin:end])
                    assert select([connection.socket], [], [], 0.001)[0] == [] or end == len(each)
                assert connection.answer() == answer
        assert len(asked) == 1
        for cut in (60, len(sent[0]) + 60):  # within a head, and within what follows another
            two = sent[0] + sent[1]
            connection.send(two[:cut])
            connection.send(two[cut:])
            assert [connection.answer() for _ in range(2)] == answers[:2]


@pytest.mark.parametrize("known", [True, False])
def test_what_is_sent_has_its_time_to_come_however_steadily(
    app: Flask, engine: Client, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    sent, later = sending("/sparql", b"ASK { ?s ?p ?o }", "application/sparql-query"), 0.0
    monkeypatch.setattr(channel, "time", lambda: time() + later)
    with served(app, engine, []) as place, Connection(place) as connection:
        if known:
            connection.ask(sent)
        for begin, end in ((0, -9), (-9, -6), (-6, -3)):
            connection.send(sent[begin:end])
            assert select([connection.socket], [], [], 0.1)[0] == []
            later += channel.SENDING / 2.5
        assert connection.socket.recv(1) == b""


def test_what_is_asked_again_is_known(app: Flask, engine: Client) -> None:
    asked: list[str] = []
    with served(app, engine, asked) as place, Connection(place) as connection:
        for query in ("ASK { ?again a eq:Plan }", "ASK { ?again a eq:Action }"):
            spaced = query.replace(" ", "\n ")
            sent = [request(f"/sparql?query={quote_plus(each)}") for each in (query, spaced) * 3]
            heads = {connection.ask(each)[0].replace(b"%0A", b"") for each in sent}
            assert len(heads) == 1, "and one entity tag"
    assert len(asked) == 1


def test_what_differs_at_each_call_is_asked_each_time(app: Flask, engine: Client) -> None:
    with served(app, engine, []) as place, Connection(place) as connection:
        for query in ("SELECT (1 AS ?one) {}", "SELECT (UUID() AS ?one) {}"):
            sent = request(f"/sparql?query={quote_plus(query)}&format=csv")
            answers = [connection.ask(sent) for _ in range(4)]
            assert len({body for _, body in answers}) == (4 if "UUID" in query else 1)
    assert all(b"no-store" in head for head, _ in answers)


def test_an_answer_leaves_nothing_that_only_the_collector_frees(app: Flask, engine: Client) -> None:
    with served(app, engine, []) as place, Connection(place) as connection:
        sent = [request(f"/sparql?query={quote_plus(f'SELECT ({n} AS ?left) {{}}')}") for n in range(200)]
        connection.ask(sent[0])
        gc.collect()
        gc.disable()
        try:
            for each in sent:
                connection.ask(each)
            assert gc.collect() < len(sent)
        finally:
            gc.enable()


def test_a_slow_query_holds_up_nobody(app: Flask, engine: Client) -> None:
    with served(app, engine, []) as place, ExitStack() as stack:
        slow, other = (stack.enter_context(Connection(place)) for _ in range(2))
        slow.ask(request(f"/sparql?query={quote_plus('SELECT (1 AS ?n) {}')}"))
        slow.send(request(f"/sparql?query={quote_plus(SLOW)}"))
        for count in range(20):
            fast = request(f"/sparql?query={quote_plus(f'SELECT ({count} AS ?n) {{}}')}")
            assert other.ask(fast)[0].startswith(b"HTTP/1.1 200")
        assert select([slow.socket], [], [], 0)[0] == [], "it is still at work"


def test_what_equals_a_kept_one_waits_for_no_worker(make_app: MakeApp, sample_graph: Path) -> None:
    app = make_app(sample_graph, workers=1, seconds=WAIT)
    pool = of(app).engine
    assert isinstance(pool, Pool)
    pool.start()
    with served(app, Client(pool.folder, WAIT), []) as place, ExitStack() as stack:
        slow, other = (stack.enter_context(Connection(place)) for _ in range(2))
        known = [other.ask(request(f"/sparql?query={quote_plus(f'ASK {{}} # {n}')}"))[1] for n in range(2)]
        slow.send(request(f"/sparql?query={quote_plus(SLOW)}"))
        until(lambda: pool.health().busy == 1)
        again = [other.ask(request(f"/sparql?query={quote_plus(f'ASK {{}} #{n}')}"))[1] for n in range(2)]
        assert known == again
        assert select([slow.socket], [], [], 0)[0] == [], "it is still at work"


def test_a_log_that_cannot_be_written_costs_nobody_an_answer(serve: Serve, sample_graph: Path) -> None:
    options = ("--workers", "1", "--processes", "1", "--log", "/dev/full")
    with serve(sample_graph, *options) as running, Connection(running.place) as connection:
        for end in ("", "#" * 3_000):  # in the loop, and in a thread
            sent = [request(f"/sparql?query={quote_plus(f'ASK {{}} # {n} {end}')}") for n in range(3)]
            assert connection.ask(sent[0])[0].startswith(b"HTTP/1.1 200")
            connection.send(sent[1] + sent[2])
            assert [connection.answer()[0][:12] for _ in range(2)] == [b"HTTP/1.1 200"] * 2
            assert all(connection.ask(each)[0].startswith(b"HTTP/1.1 200") for each in sent)


def test_who_goes_away_leaves_the_place_to_others(app: Flask, engine: Client) -> None:
    with served(app, engine, []) as place:
        for count in range(2 * PLACES):
            with Connection(place) as gone:
                gone.ask(request(f"/sparql?query={quote_plus('SELECT (1 AS ?n) {}')}"))
                gone.send(request(f"/sparql?query={quote_plus(f'{SLOW} LIMIT {count + 1}')}"))
        with Connection(place) as last:
            head, _ = last.ask(request(f"/sparql?query={quote_plus('SELECT (2 AS ?n) {}')}"))
    assert head.startswith(b"HTTP/1.1 200")


def test_what_takes_too_long_is_told_of(make_app: MakeApp, sample_graph: Path) -> None:
    app = make_app(sample_graph, workers=1, seconds=3)
    pool = of(app).engine
    assert isinstance(pool, Pool)
    pool.start()
    with served(app, Client(pool.folder, WAIT), []) as place, Connection(place) as connection:
        connection.ask(request(f"/sparql?query={quote_plus('SELECT (1 AS ?n) {}')}"))
        head, body = connection.ask(request(f"/sparql?query={quote_plus(SLOW)}"))
        assert head.startswith(b"HTTP/1.1 504") and json.loads(body)["status"] == 504
        head, _ = connection.ask(request(f"/sparql?query={quote_plus('SELECT (2 AS ?n) {}')}"))
        assert head.startswith(b"HTTP/1.1 200"), "by the worker that took its place"


def test_a_worker_that_dies_is_told_of(serve: Serve, sample_graph: Path) -> None:
    options = ("--workers", "1", "--processes", "1", "--log", "none")
    with serve(sample_graph, *options) as running, ExitStack() as stack:
        slow, other = (stack.enter_context(Connection(running.place)) for _ in range(2))
        slow.ask(request(f"/sparql?query={quote_plus('SELECT (1 AS ?n) {}')}"))
        slow.send(request(f"/sparql?query={quote_plus(SLOW)}"))
        while b"equigraph_workers_busy 1.0" not in other.ask(request("/metrics"))[1]:
            pass
        loader, *workers = running.children("engine.loader")
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        head, body = slow.answer()
        assert head.startswith(b"HTTP/1.1 503") and json.loads(body)["type"] == "/problems/broken"
        assert slow.ask(request(f"/sparql?query={quote_plus('SELECT (2 AS ?n) {}')}"))[1], loader


def test_where_no_worker_can_be_asked_the_application_is(app: Flask, tmp_path: Path) -> None:
    asked: list[str] = []
    with served(app, Client(tmp_path, WAIT), asked) as place, Connection(place) as connection:
        sent = [
            request(f"/sparql?query={quote_plus(f'SELECT ({n} AS ?nobody) {{}}')}") for n in range(2 * PLACES)
        ]
        heads = [connection.ask(each)[0] for each in sent]
    assert len(asked) == len(sent) and all(head.startswith(b"HTTP/1.1 200") for head in heads)


def test_each_is_counted_and_logged(serve: Serve, sample_graph: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    options = ("--workers", "1", "--processes", "1", "--log", str(log), "--log-clients")
    with serve(sample_graph, *options) as running, Connection(running.place) as connection:
        for count in range(5):
            connection.ask(request(f"/sparql?query={quote_plus(f'SELECT ({count} AS ?n) {{}}')}&format=csv"))
        _, metrics = connection.ask(request("/metrics"))
    lines = [json.loads(line) for line in log.read_bytes().splitlines()]
    told = [line for line in lines if line["path"] == "/sparql"]
    assert b"equigraph_engine_seconds_count 5.0" in metrics and b"equigraph_cached_total 0.0" in metrics
    same = ("path", "method", "status", "type", "rows", "bytes", "cached", "outcome", "client", "version")
    assert len({tuple(each[name] for name in same) for each in told}) == 1
    assert len({each["query"] for each in told}) == 5 and all(each["seconds"] > 0 for each in told)


def test_a_new_build_is_answered_at_once(serve: Serve, tmp_path: Path) -> None:
    build(tmp_path, "old")
    with ExitStack() as stack:
        running = stack.enter_context(serve(tmp_path, "--workers", "1", "--processes", "1", "--log", "none"))
        connection = stack.enter_context(Connection(running.place))
        words = [connection.ask(says(count))[1] for count in range(1, 4)]
        build(tmp_path, "new")
        words += [connection.ask(says(count))[1] for count in range(4, 7)]
    assert words == [b"word\r\nold\r\n"] * 3 + [b"word\r\nnew\r\n"] * 3


def test_a_head_is_of_the_version_of_its_body(serve: Serve, tmp_path: Path) -> None:
    build(tmp_path, "old")
    with ExitStack() as stack:
        running = stack.enter_context(serve(tmp_path, "--workers", "1", "--processes", "1", "--log", "none"))
        connection = stack.enter_context(Connection(running.place))
        for word in ("old", "new", "newer"):
            build(tmp_path, word)
            version = GraphFolder(tmp_path).current().encode()
            for number in range(4):
                for template in (f"<a:{number}> ?p ?o", f"[] <a:{number}> ?o"):
                    query = quote_plus(f"CONSTRUCT {{ {template} }} WHERE {{ ?s ?p ?o }}")
                    head, body = connection.ask(request(f"/sparql?query={query}&format=ntriples"))
                    assert (f'"{word}"'.encode() in body, head.count(version)) == (True, 2), (head, body)


def says(count: int) -> bytes:
    return request(f"/sparql?query={quote_plus(f'SELECT ?word {{ ?s ?p ?word }} LIMIT {count}')}&format=csv")

"""The server as it is run: processes replace each other and end together, and bad clients hold nobody up."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Protocol
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from bench.waiting import until
from equigraph.graph.folder import GraphFolder
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE

Serve = Callable[..., AbstractContextManager["Served"]]
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
WAIT = 120
"""Seconds after which a test gives up; no test passes or fails by time otherwise."""


class Served(Protocol):
    """What conftest runs."""

    address: str
    process: "subprocess.Popen[str]"

    @property
    def place(self) -> tuple[str, int]: ...

    def children(self, words: str = ...) -> list[int]: ...


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes in /proc")


def get(served: Served, path: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urlopen(Request(f"{served.address}{path}", headers=headers), timeout=WAIT) as response:
            return response.status, response.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def query(text: str, **more: str) -> str:
    return f"/sparql?{urlencode({'query': text, 'format': 'csv', **more})}"


def running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served") / "access.log"


@pytest.fixture(scope="module")
def served(serve: Serve, sample_graph: Path, log: Path) -> Iterator["Served"]:
    with serve(sample_graph, "--workers", "2", "--patience", "60", "--log", str(log)) as one:
        yield one


def test_it_is_ready_when_it_says_so(serve: Serve, sample_graph: Path) -> None:
    with serve(sample_graph, "--workers", "1", "--processes", "1", "--log", "none") as one:
        assert get(one, query("ASK {}")) == (200, b"true")


def test_a_web_process_that_dies_is_replaced(served: Served) -> None:
    before = served.children("equigraph.server.web")
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    until(lambda: len(set(served.children("equigraph.server.web")) - set(before)) == 1)
    assert [get(served, query("ASK {}"))[0] for _ in range(20)] == [200] * 20


def test_counts_are_added_up_over_processes(served: Served) -> None:
    def total() -> float:
        text = get(served, "/metrics")[1].decode()
        return sum(
            float(line.split()[-1])
            for line in text.splitlines()
            if line.startswith("equigraph_requests_total")
        )

    before = total()
    for _ in range(30):
        get(served, "/health")
    assert total() - before == 31


def test_lines_of_several_processes_do_not_mix(served: Served, log: Path) -> None:
    before = len(log.read_bytes().splitlines())
    threads = [
        Thread(target=lambda: [get(served, "/health") for _ in range(20)], daemon=True) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = [json.loads(line) for line in log.read_bytes().splitlines()[before:]]
    assert [line["path"] for line in lines] == ["/health"] * 160


def test_slow_queries_leave_the_rest_alone(serve: Serve, sample_graph: Path) -> None:
    options = ("--workers", "2", "--time-limit", "600", "--patience", "3", "--log", "none")
    with serve(sample_graph, *options) as one, ExitStack() as stack:
        for number in range(2):
            stack.enter_context(asking(one, query(SLOW, x=str(number))))
        until(lambda: is_busy(one, 2))
        more = stack.enter_context(ThreadPoolExecutor(6))
        found = more.map(lambda number: get(one, query(SLOW, y=str(number)))[0], range(6))
        others = [get(one, path)[0] for path in ("/health", "/ready", "/metrics", "/", "/static/style.css")]
        assert (others, list(found)) == ([200] * 5, [503] * 6)
        assert is_busy(one, 2), "the two go on"


def asking(served: Served, path: str) -> socket.socket:
    """A connection on which ``path`` is asked for."""
    client = socket.create_connection(served.place, timeout=WAIT)
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return client


def is_busy(served: Served, workers: int) -> bool:
    """Whether so many workers are."""
    return f"equigraph_workers_busy {workers}.0".encode() in get(served, "/metrics")[1]


def test_slow_bodies_and_stalled_readers_hold_nobody(served: Served) -> None:
    large = query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 30000", more="1")
    with ExitStack() as stack:
        for number in range(80):
            client = stack.enter_context(socket.create_connection(served.place))
            slow = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nq"
            stalled = f"GET {large} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            client.sendall(slow if number % 2 else stalled)
        until(lambda: get(served, query("ASK {}"))[0] == 200)
        assert [get(served, "/health")[0] for _ in range(10)] == [200] * 10


@pytest.mark.parametrize("half", [b"", b"GET /x HT", b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_more_connections_than_there_may_be_shut_nobody_out(
    serve: Serve, sample_graph: Path, half: bytes
) -> None:
    options = ("--processes", "1", "--workers", "1", "--time-limit", "600", "--log", "none")
    with serve(sample_graph, *options) as one, many_files(), ExitStack() as stack:
        stack.enter_context(asking(one, query(SLOW)))
        until(lambda: is_busy(one, 1))
        for _ in range(1_100):
            stack.enter_context(socket.create_connection(one.place)).sendall(half)
        assert [get(one, "/health")[0] for _ in range(10)] == [200] * 10
        assert is_busy(one, 1), "who is owed an answer has stayed"


@contextmanager
def many_files() -> Iterator[None]:
    """Leave to open as many files as this process may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and hard not in (resource.RLIM_INFINITY, soft):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_refusals_stand_in_the_log(served: Served, log: Path) -> None:
    before = len(log.read_bytes().splitlines())
    with socket.create_connection(served.place, timeout=WAIT) as client:
        client.sendall(b"GET /x HTTP/9.9\r\n\r\n")
        assert client.recv(12) == b"HTTP/1.0 505"
    (line,) = [json.loads(line) for line in log.read_bytes().splitlines()[before:]]
    assert (line["path"], line["status"], line["outcome"]) == ("/x", 505, "failed")


def test_a_reader_who_goes_away_frees_the_worker(serve: Serve, sample_graph: Path) -> None:
    with serve(sample_graph, "--workers", "2", "--time-limit", "600", "--log", "none") as one:
        with ExitStack() as stack:
            for number in range(2):
                stack.enter_context(asking(one, query(SLOW, x=str(number))))
            until(lambda: is_busy(one, 2))
        until(lambda: is_busy(one, 0))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/sparql?query={'a' * 70_000}", 414),
        (f"/sparql?query={'a' * 200_000}", 414),
        ("/%0d%0aSet-Cookie:x=1", 404),
        ("/%ff%fe", 404),
    ],
    ids=["long", "very long", "line end", "bad UTF-8"],
)
def test_odd_addresses(served: Served, path: str, status: int) -> None:
    assert get(served, path)[0] == status


def test_large_bodies_and_queries_are_too_large(served: Served) -> None:
    for size, status in ((300 * 1024, 413), (2 * 1024 * 1024, 413)):
        body = urlencode({"query": f"ASK {{}} #{'x' * size}"}).encode()
        request = Request(f"{served.address}/sparql", data=body)
        with pytest.raises(HTTPError) as fault:
            urlopen(request, timeout=WAIT)
        fault.value.close()
        assert fault.value.code == status


def test_what_runs_is_finished_when_the_server_ends(serve: Serve, sample_graph: Path) -> None:
    found: list[tuple[int, bytes]] = []
    with serve(sample_graph, "--workers", "1", "--time-limit", "2", "--log", "none") as one:
        thread = Thread(target=lambda: found.append(get(one, query(SLOW))), daemon=True)
        thread.start()
        until(lambda: is_busy(one, 1))
        below = one.children()
        one.process.send_signal(signal.SIGINT)
        assert one.process.wait(WAIT) == 0
    thread.join()
    assert [status for status, _ in found] == [504]
    assert [process for process in below if running(process)] == []


def test_nothing_is_left_when_the_server_is_killed(serve: Serve, sample_graph: Path) -> None:
    with TemporaryDirectory(prefix="t") as place:
        with serve(sample_graph, "--workers", "1", "--log", "none", TMPDIR=place) as one:
            below, made = one.children(), list(Path(place).iterdir())
            assert (len(below) >= 5, len(made) >= 2) == (True, True)
            one.process.kill()
            one.process.wait()
        until(lambda: not any(map(running, below)))
        until(lambda: not any(Path(place).iterdir()))


def test_a_new_build_is_served_by_every_process(serve: Serve, tmp_path: Path) -> None:
    _build(tmp_path, "old")
    with serve(tmp_path, "--workers", "1", "--log", "none") as one:
        text = query("SELECT ?word { ?s ?p ?word }")
        assert get(one, text) == (200, b"word\r\nold\r\n")
        _build(tmp_path, "new")
        assert [get(one, text) for _ in range(10)] == [(200, b"word\r\nnew\r\n")] * 10


def _build(folder: Path, word: str) -> None:
    line = f'<{DEFAULT_BASE}thing> <{DEFAULT_BASE}says> "{word}" <{DEFAULT_BASE}graph/plan/a> .'
    with writing(GraphFolder(folder), DEFAULT_BASE) as version:
        version.add_part("plan-a", [line])
        version.finish({})

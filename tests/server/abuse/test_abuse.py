"""What somebody may send to harm the endpoint: refused, stopped or answered, never the end of the server."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from bench.processes import end, here

PROBES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("probes.yaml").read_text("utf-8"))
REPEATED = re.compile(r"«(.*?)×(N|\d+)»", re.DOTALL)
SMALL = "ASK { ?s ?p ?o }"
PATIENCE = 300
"""Seconds after which a test gives up; no test passes or fails by time otherwise."""


@dataclass(frozen=True)
class Served:
    """A running server and a port of ours that nobody may come to."""

    port: int
    process: subprocess.Popen[str]
    trap: socket.socket

    @property
    def trap_port(self) -> int:
        port: int = self.trap.getsockname()[1]
        return port

    def trapped(self) -> bool:
        """Whether somebody came."""
        try:
            self.trap.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@dataclass(frozen=True)
class Told:
    """What a server answered."""

    status: int
    head: str
    body: bytes


@pytest.fixture(scope="module")
def served(real_graph: Path) -> Iterator[Served]:
    with on_its_own(real_graph, "--workers", "4", "--time-limit", "2") as found:
        yield found


@contextmanager
def on_its_own(graph: Path, *limits: str) -> Iterator[Served]:
    """A server with these limits, and a trap beside it."""
    command = [sys.executable, "-m", "equigraph.cli", "serve", "--port", "0", "--graph", str(graph)]
    more = ["--memory", "512", "--patience", "60", *limits]
    with closing(socket.create_server(("127.0.0.1", 0))) as trap, serving([*command, *more]) as server:
        trap.setblocking(False)
        assert server.stdout
        port = int(server.stdout.readline().split(" at ")[1].split("/ ")[0].rpartition(":")[2])
        yield Served(port, server, trap)


@contextmanager
def serving(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=here(),
        start_new_session=True,
    ) as server:
        try:
            yield server
        finally:
            end(server)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def told(port: int, request: bytes) -> Told:
    """The answer to the bytes of a request; status 0 where the connection was closed without any."""
    with connect(port) as connection:
        try:
            connection.sendall(request)
            received = b"".join(iter(lambda: connection.recv(65536), b""))
        except (ConnectionError, BrokenPipeError):
            received = received_so_far(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1\.[01] (\d{3})", head)
    return Told(int(status[1]) if status else 0, head.decode("latin-1"), body)


def received_so_far(connection: socket.socket) -> bytes:
    try:
        return connection.recv(1 << 20)
    except OSError:
        return b""


def request_of(line: str, headers: dict[str, str], body: bytes = b"", host: str = "localhost") -> bytes:
    sent = {"Host": host, "Connection": "close", **headers}
    if body and not {"Content-Length", "Transfer-Encoding"} & sent.keys():
        sent["Content-Length"] = str(len(body))
    lines = [line, *(f"{name}: {value}" for name, value in sent.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def ask(port: int, query: str, accept: str = "*/*") -> Told:
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return told(port, request_of("POST /sparql HTTP/1.1", headers, query.encode()))


def filled(text: str, times: int = 1) -> str:
    return REPEATED.sub(lambda m: m[1] * (times if m[2] == "N" else int(m[2])), text)


def lives(served: Served) -> bool:
    return served.process.poll() is None and ask(served.port, SMALL).status == 200


def queries(kind: str) -> list[Any]:
    return [pytest.param(text, id=name) for name, text in PROBES[kind].items()]


@pytest.mark.parametrize("times", [5_000, 50_000])
@pytest.mark.parametrize("template", queries("nesting"))
def test_nesting_is_refused(served: Served, template: str, times: int) -> None:
    assert ask(served.port, filled(template, times)).status in (400, 413)
    assert lives(served)


@pytest.mark.parametrize("times", [500, 5_000, 50_000])
@pytest.mark.parametrize("template", queries("chains"))
def test_a_long_chain_does_no_harm(served: Served, template: str, times: int) -> None:
    assert ask(served.port, filled(template, times)).status in (200, 400, 413, 504)
    assert lives(served)


@pytest.mark.parametrize("query", queries("malformed"))
def test_what_is_no_query_is_refused(served: Served, query: str) -> None:
    answer = ask(served.port, query.replace("{trap}", str(served.trap_port)))
    assert answer.status == 400
    assert not served.trapped()
    assert lives(served)


@pytest.mark.parametrize("query", queries("outward"))
def test_no_query_reaches_another_service(served: Served, query: str) -> None:
    answer = ask(served.port, query.replace("{trap}", str(served.trap_port)))
    assert answer.status == 400
    assert not served.trapped()


@pytest.mark.parametrize("query", queries("dataset"))
def test_no_graph_is_fetched(served: Served, query: str) -> None:
    answer = ask(served.port, query.replace("{trap}", str(served.trap_port)), "text/csv")
    assert (answer.status, len(answer.body.splitlines())) == (200, 1)
    assert not served.trapped()


@pytest.mark.parametrize("query", queries("costly"))
def test_a_costly_query_is_stopped_while_others_are_answered(served: Served, query: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        costly = pool.submit(ask, served.port, filled(query))
        assert all(ask(served.port, SMALL).status == 200 for _ in range(5))
        assert costly.result().status in (200, 400, 503, 504)
    assert lives(served)


@pytest.mark.parametrize("probe", [pytest.param(probe, id=name) for name, probe in PROBES["raw"].items()])
def test_a_bad_request_is_refused(served: Served, probe: dict[str, Any]) -> None:
    headers = {name: filled(value) for name, value in probe.get("send", {}).items()}
    body = bytes.fromhex(probe["bytes"]) if "bytes" in probe else filled(probe.get("text", "")).encode()
    host = probe.get("host", "localhost")
    answer = told(served.port, request_of(filled(probe["request"]), headers, body, host))
    whole = f"{answer.head}\r\n\r\n{answer.body.decode('utf-8', 'replace')}"
    assert answer.status in probe["status"]
    assert [words for words in probe.get("never", ()) if words in whole] == []
    assert lives(served)


def test_slow_requests_do_not_keep_others_waiting(served: Served) -> None:
    headers = {"Content-Type": "application/sparql-query", "Content-Length": "9"}
    body = request_of("POST /sparql HTTP/1.1", headers, b"ASK")
    with ExitStack() as open_ones:
        for number in range(100):
            connection = open_ones.enter_context(connect(served.port))
            connection.sendall(body if number % 2 else b"GET /sparql HTTP/1.1\r\nHos")
        assert lives(served)


def test_readers_that_stall_do_not_keep_others_waiting(served: Served) -> None:
    query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 50000")
    request = request_of(f"GET /sparql?query={query} HTTP/1.1", {"Accept": "text/csv"})
    with ExitStack() as open_ones:
        stalled = [open_ones.enter_context(connect(served.port)) for _ in range(50)]
        for connection in stalled:
            connection.sendall(request)
        begun = {connection.recv(12) for connection in stalled}
        assert begun <= {b"HTTP/1.1 200", b"HTTP/1.1 503", b"HTTP/1.1 504"}
        assert lives(served)


def test_fifty_clients_at_once_are_all_answered(served: Served) -> None:
    with ThreadPoolExecutor(50) as pool:
        answers = pool.map(lambda n: ask(served.port, f"SELECT * {{ ?s ?p {n} }} LIMIT 5"), range(200))
        assert {answer.status for answer in answers} == {200}


def test_a_million_rows_come_whole_and_are_not_held_in_memory(real_graph: Path) -> None:
    rows = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT"
    with on_its_own(real_graph, "--workers", "1", "--time-limit", str(PATIENCE)) as served:
        ask(served.port, f"{rows} 1000", "text/csv")  # a worker's first scan makes what it shared its own
        before = memory_of(served)
        answer = ask(served.port, f"{rows} 1000000", "text/csv")
        assert (answer.status, len(answer.body.splitlines())) == (200, 1_000_001)
        assert memory_of(served) - before < len(answer.body) / 2
        assert lives(served)


def memory_of(served: Served) -> int:
    """The bytes that the server's processes hold for themselves."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in found.splitlines())}
    family = {served.process.pid}
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(private(pid) for pid in family)


def private(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(kilobytes) * 1024 for kilobytes in re.findall(r"^Private_\w+: +(\d+)", text, re.MULTILINE))

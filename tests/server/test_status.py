"""How the server is can be asked at any time; every request leaves a line, and nobody's query or address in
it.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from bench.waiting import until
from equigraph.server.access_log import AccessLog
from equigraph.server.facts import Facts, Told

MakeApp = Callable[..., Flask]
ALL = "SELECT ?secret { ?secret a eq:Plan }"
FIELDS = {
    "time", "method", "path", "status", "type", "query", "version", "seconds", "rows", "bytes", "cut",
    "cached", "outcome", "token",
}  # fmt: skip


def counts(client: FlaskClient) -> dict[str, float]:
    lines = client.get("/metrics").text.splitlines()
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")
    }


def test_a_process_that_answers_is_alive(client: FlaskClient) -> None:
    response = client.get("/health")
    assert (response.status_code, response.text, response.headers["Cache-Control"]) == (
        200,
        "alive\n",
        "no-store",
    )


def test_ready_means_that_queries_are_answered(client: FlaskClient) -> None:
    client.get("/sparql", query_string={"query": "ASK { <https://example.org/nobody-asked-before> ?p ?o }"})
    until(lambda: client.get("/ready").status_code == 200)  # the pool tells so soon after its first answer
    assert client.get("/ready").text == "ready\n"


def test_not_ready_before_there_are_workers(make_app: MakeApp, sample_graph: Path) -> None:
    client = make_app(sample_graph, workers=1).test_client()
    assert [client.get(path).status_code for path in ("/ready", "/health", "/metrics")] == [503, 200, 200]


def test_requests_are_counted_by_outcome(make_app: MakeApp, sample_graph: Path) -> None:
    client = make_app(sample_graph, workers=1).test_client()
    for query in (ALL, ALL, "nonsense"):
        client.get("/sparql", query_string={"query": query, "format": "csv"})
    found = counts(client)
    assert found['equigraph_requests_total{outcome="answered",status="200"}'] == 2
    assert found['equigraph_requests_total{outcome="refused",status="400"}'] == 1
    assert (found["equigraph_cached_total"], found["equigraph_engine_seconds_count"]) == (1, 1)
    assert found["equigraph_answer_rows_total"] == 4
    assert found["equigraph_workers"] == 1
    until(lambda: counts(client)["equigraph_ready"] == 1)
    until(lambda: counts(client)["equigraph_workers_busy"] == 0)  # a worker rests soon after its answer left


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "access.log"


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_every_request_leaves_a_line(make_app: MakeApp, sample_graph: Path, log: Path) -> None:
    client = make_app(sample_graph, workers=1, log=str(log)).test_client()
    address = "/sparql?format=csv&query=SELECT+%3Fsecret+%7B+%3Fsecret+a+eq%3APlan+%7D"
    for _ in range(2):
        client.get(address)
    client.get("/nothing")
    first, second, third = lines(log)
    assert set(first) == FIELDS
    assert (first["status"], first["rows"], first["cached"], first["outcome"]) == (200, 2, False, "answered")
    assert (second["cached"], second["query"], second["rows"]) == (True, first["query"], 2)
    assert (first["bytes"], first["type"]) == (len(client.get(address).data), "text/csv; charset=utf-8")
    assert re.fullmatch("[0-9a-f]{16}", first["query"])
    assert (third["status"], third["path"], third["outcome"]) == (404, "/nothing", "refused")
    text = log.read_text(encoding="utf-8")
    assert ("secret" in text, "127.0.0.1" in text) == (False, False)


def test_addresses_are_written_only_where_that_is_asked(
    make_app: MakeApp, sample_graph: Path, log: Path
) -> None:
    client = make_app(sample_graph, workers=1, log=str(log), log_clients=True).test_client()
    client.get("/health", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert [line["client"] for line in lines(log)] == ["192.0.2.7"]


@given(path=st.text(), method=st.text(), type=st.text())
def test_nothing_that_is_asked_can_end_a_line(
    tmp_path_factory: pytest.TempPathFactory, path: str, method: str, type: str
) -> None:
    log = tmp_path_factory.mktemp("log") / "access.log"
    AccessLog(str(log)).tell(Told(method, path, "", 200, type, 1, Facts()), 0.1)
    (line,) = log.read_bytes().splitlines()
    assert json.loads(line)["path"] == path[:200]

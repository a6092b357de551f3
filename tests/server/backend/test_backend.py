"""Another SPARQL service in the place of the store: two real ones, and one that answers out of order."""

import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import yaml
from pyoxigraph import parse

from equigraph.errors import UsageError
from equigraph.graph.answer import GRAPH_FORMATS, RESULT_FORMATS
from equigraph.graph.store import Store
from equigraph.ontology.terms import DEFAULT_BASE
from equigraph.server.backend.service import connect
from equigraph.server.engine.job import Engine, Job, Reply

FAULTS = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text(encoding="utf-8"))
ALPHA = f"{DEFAULT_BASE}graph/plan/alpha-2020"
ROWS = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY STR(?s) STR(?p) STR(?o)"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def asked(service: str, text: str, format: str = "json", **more: Any) -> Reply:  # noqa: ANN401 - a Job's fields
    engine = connect(service, DEFAULT_BASE, workers=1)
    try:
        return engine.run(Job("", text, format, **more))
    finally:
        engine.close()


def body(reply: Reply) -> bytes:
    assert (reply.state, reply.cause) == ("answered", "")
    rest = b""
    if reply.rest:
        with reply.rest as file:
            rest = file.read()
    assert reply.size == len(reply.head) + len(rest)
    return reply.head + rest


@pytest.mark.parametrize("format", RESULT_FORMATS)
def test_a_table_is_what_our_own_store_gives(service: str, format: str, sample_store: Store) -> None:
    text = "SELECT ?s ?t ?n { ?s a eq:Action ; eq:text ?t ; eq:position ?n } ORDER BY ?s"
    ours, got = sample_store.query(text).serialise(format), body(asked(service, text, format))
    assert got == ours


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_a_graph_is_what_our_own_store_gives(service: str, format: str, sample_store: Store) -> None:
    text = "CONSTRUCT { ?s eq:text ?t } WHERE { ?s a eq:Action ; eq:text ?t }"
    ours = sample_store.query(text).serialise("ntriples")
    assert sorted(graph(body(asked(service, text, format)), format)) == sorted(graph(ours, "ntriples"))


def graph(content: bytes, format: str) -> list[str]:
    return [str(quad) for quad in parse(content, GRAPH_FORMATS[format])]


@pytest.mark.parametrize(
    ("text", "said"), [("ASK { ?s a eq:Plan }", True), ("ASK { ?s a eq:Nothing }", False)]
)
@pytest.mark.parametrize("format", RESULT_FORMATS)
def test_yes_and_no(service: str, text: str, said: bool, format: str) -> None:
    assert str(said).lower().encode() in body(asked(service, text, format))


def test_relative_iris_are_under_the_base(service: str) -> None:
    assert json.loads(body(asked(service, "ASK { <plan/alpha-2020> a eq:Plan }")))["boolean"] is True


def test_the_dataset_is_the_requests(service: str) -> None:
    count = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a eq:Plan }"
    assert b"\r\n1\r\n" in body(asked(service, count, "csv", default_graphs=(ALPHA,)))
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert body(asked(service, graphs, "csv", named_graphs=(ALPHA,))) == f"g\r\n{ALPHA}\r\n".encode()


@pytest.mark.parametrize("format", RESULT_FORMATS)
def test_rows_over_the_limit_are_cut_and_said(service: str, format: str) -> None:
    reply = asked(service, ROWS, format, rows=3, default_graphs=(ALPHA,), onward="http://a/?query=")
    assert (reply.state, reply.cut, reply.rows) == ("answered", "rows", 3)
    whole = body(asked(service, f"{ROWS} LIMIT 3", format, default_graphs=(ALPHA,)))
    assert re.sub(rb',"link":\["http://a/[^"]*"\]|<link href="http://a/[^"]*"/>', b"", body(reply)) == whole


def test_bytes_over_the_limit_are_cut_and_said(service: str) -> None:
    reply = asked(service, ROWS, "csv", size=2_000, default_graphs=(ALPHA,))
    assert (reply.cut, reply.size <= 2_000) == ("bytes", True)
    assert body(reply).endswith(b"\r\n")


def test_a_long_answer_waits_in_a_file(service: str) -> None:
    reply = asked(service, "SELECT * { ?s ?p ?o . ?a a ?o } LIMIT 1000", "xml", default_graphs=(ALPHA,))
    assert body(reply).endswith(b"</sparql>")


def test_what_a_service_holds_back_is_no_whole_answer(virtuoso: str) -> None:
    reply = asked(virtuoso, "SELECT * { ?s ?p ?o . ?a ?b ?c }", default_graphs=(ALPHA,))
    assert (reply.state, reply.cut, reply.rows) == ("answered", "rows", 1_000)


def test_a_fault_in_the_text_is_told(service: str) -> None:
    reply = asked(service, "SELECT * {\n ?s nope:x ?o }")
    assert (reply.state, "http" in reply.cause) == ("refused", False)


def test_a_query_that_never_ends_is_left(patient: str) -> None:
    assert asked(patient, ENDLESS, seconds=0.5).state == "late"


def test_a_query_nobody_waits_for_is_left(patient: str) -> None:
    engine = connect(patient, DEFAULT_BASE, workers=1)
    assert engine.run(Job("", ENDLESS, "json"), gone=lambda: True).state == "gone"
    assert engine.run(Job("", "ASK {}", "json")).state == "answered"
    engine.close()


def test_one_more_than_there_are_connections_is_told_to_come_again(patient: str) -> None:
    engine, left = connect(patient, DEFAULT_BASE, workers=1, patience=0.1), Event()
    asking = Thread(target=engine.run, args=(Job("", ENDLESS, "json"), left.is_set), daemon=True)
    asking.start()
    try:
        while engine.health().busy == 0:
            time.sleep(0.01)
        assert engine.run(Job("", "ASK {}", "json")).state == "busy"
    finally:
        left.set()
        asking.join()
        engine.close()


def test_many_at_once_get_their_own_answers(service: str) -> None:
    engine, got = connect(service, DEFAULT_BASE, workers=4, patience=60), {}

    def ask(number: int) -> None:
        got[number] = engine.run(Job("", f"SELECT ({number} AS ?n) {{}}", "csv"))

    threads = [Thread(target=ask, args=(number,), daemon=True) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.close()
    assert {number: body(reply) for number, reply in got.items()} == {
        n: f"n\r\n{n}\r\n".encode() for n in range(20)
    }


def test_its_health_is_asked_for(service: str) -> None:
    engine = connect(service.replace("http://", "http://name:secret@"), DEFAULT_BASE)
    health = engine.health()
    assert (health.ready, health.workers, health.mode) == (True, 8, f"service {service}")
    engine.close()


def test_a_service_that_is_not_there_is_broken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
    reply = asked(address, "ASK {}")
    assert (reply.state, "127" in reply.cause) == ("failed", False)
    assert connect(address, DEFAULT_BASE).health().ready is False


@pytest.mark.parametrize(
    "address", ["", "sparql", "file:///etc/passwd", "ftp://a/", "http://", "http://[x/", "//a"]
)
def test_an_address_of_something_else_is_wrong(address: str) -> None:
    with pytest.raises(UsageError, match="not the address"):
        connect(address, DEFAULT_BASE)


@contextmanager
def sending(response: bytes, times: int = 1) -> Iterator[tuple[str, list[bytes]]]:
    """A service that answers with these bytes, whatever it is asked, and closes the connection."""
    requests: list[bytes] = []

    def answer() -> None:
        for _ in range(times):
            connection, _ = server.accept()
            with connection:
                requests.append(connection.recv(100_000))
                with suppress(OSError):  # who asked may have read enough
                    connection.sendall(response)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(100_000):
                        pass  # closed with something unread, it would take back what was sent

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/sparql", requests
        thread.join()


@pytest.mark.parametrize("fault", FAULTS, ids=[fault["name"] for fault in FAULTS])
def test_what_is_out_of_order_is_never_an_answer(fault: dict[str, Any]) -> None:
    content = fault.get("body", "").encode()
    head = "".join(f"{line}\r\n" for line in fault["head"]).replace("{size}", str(len(content)))
    with sending((f"{head}\r\n" if head else "").encode() + content) as (address, _):
        reply = asked(address, fault.get("query", "ASK {}"), fault.get("format", "json"))
    wanted, said = fault["reply"], f"{reply.cause} {reply.remedy} {reply.head.decode()}"
    assert (reply.state, reply.cut) == (wanted["state"], wanted.get("cut", "")), reply
    assert wanted.get("holds", "") in said
    assert wanted.get("lacks", "|") not in said
    assert wanted.get("place", reply.place) == reply.place


def test_a_value_too_large_to_read_is_never_an_answer() -> None:
    whole = b'<a:a> <a:b> "%s" .\n' % (b"x" * 20_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/n-triples\r\nContent-Length: %d\r\n\r\n"
    with sending(head % len(whole) + whole) as (address, _):
        reply = asked(address, "DESCRIBE <a:a>", "turtle")
    assert (reply.state, "too large" in reply.cause) == ("failed", True)


def test_a_name_and_a_password_are_sent_and_not_told() -> None:
    refused = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
    with sending(refused) as (address, requests):
        reply = asked(address.replace("http://", "http://name:secret@"), "ASK {}")
    assert b"authorization: basic bmftztpzzwnyzxq=" in requests[0].lower()
    assert "secret" not in repr(reply)


def test_bytes_that_come_one_by_one_do_not_stretch_the_limit() -> None:
    def drip() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(100_000)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/n-triples\r\n")
            while not ended.wait(0.05):
                try:
                    connection.sendall(b"X-More: 1\r\n")
                except OSError:
                    return

    ended = Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=drip, daemon=True)
        thread.start()
        reply = asked(
            f"http://127.0.0.1:{server.getsockname()[1]}/", "DESCRIBE <a:a>", "ntriples", seconds=0.5
        )
        ended.set()
        thread.join()
    assert reply.state == "late"


def test_a_connection_that_the_service_closed_is_opened_again() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n"
    whole = head + b'{"head":{},"boolean":true}'
    with sending(whole, times=2) as (address, _):
        engine: Engine = connect(address, DEFAULT_BASE, workers=1)
        assert [engine.run(Job("", "ASK {}", "json")).state for _ in range(2)] == ["answered", "answered"]
        engine.close()

"""A rate limit, where one is set, binds each client, says when to come again, and leaves the probes alone."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from equigraph.server.tokens import Token

MakeApp = Callable[..., Flask]
ASK = {"query": "ASK {}"}


def asked(client: FlaskClient, address: str, times: int, **headers: str) -> list[int]:
    return [
        client.get(
            "/sparql", query_string=ASK, headers=headers, environ_base={"REMOTE_ADDR": address}
        ).status_code
        for _ in range(times)
    ]


def test_each_client_has_its_own(make_app: MakeApp, sample_graph: Path) -> None:
    client = make_app(sample_graph, rate_limit="2 per minute", workers=1).test_client()
    assert asked(client, "192.0.2.1", 4) == [200, 200, 429, 429]
    assert asked(client, "192.0.2.2", 1) == [200]
    assert asked(client, "2001:db8:1:2::1", 2) == [200, 200]
    assert asked(client, "2001:db8:1:2::2", 1) == [429]
    assert asked(client, "2001:db8:1:3::2", 1) == [200]


def test_it_says_when_to_come_again(make_app: MakeApp, sample_graph: Path) -> None:
    client = make_app(sample_graph, rate_limit="1 per minute", workers=1).test_client()
    asked(client, "192.0.2.1", 1)
    response = client.get("/", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    probes = [
        client.get(path, environ_base={"REMOTE_ADDR": "192.0.2.1"}) for path in ("/health", "/metrics") * 3
    ]
    assert {probe.status_code for probe in probes} == {200}


def test_a_token_has_its_own_rate(make_app: MakeApp, sample_graph: Path) -> None:
    token = Token("team", sha256(b"text").hexdigest(), rate="3 per minute")
    client = make_app(sample_graph, rate_limit="1 per minute", tokens=(token,), workers=1).test_client()
    assert asked(client, "192.0.2.1", 4, Authorization="Bearer text") == [200, 200, 200, 429]
    assert asked(client, "192.0.2.1", 2) == [200, 429]


def test_a_wrong_token_counts_like_any_request(make_app: MakeApp, sample_graph: Path) -> None:
    token = Token("team", sha256(b"text").hexdigest(), rate="3 per minute")
    client = make_app(sample_graph, rate_limit="2 per minute", tokens=(token,), workers=1).test_client()
    assert asked(client, "192.0.2.1", 4, Authorization="Bearer wrong") == [401, 401, 429, 429]
    assert asked(client, "192.0.2.1", 1) == [429]
    assert asked(client, "192.0.2.1", 1, Authorization="Bearer text") == [200]


def test_leave_to_ask_is_not_counted(make_app: MakeApp, sample_graph: Path) -> None:
    client = make_app(sample_graph, rate_limit="1 per minute", workers=1).test_client()
    before = [client.options("/sparql", environ_base={"REMOTE_ADDR": "192.0.2.1"}) for _ in range(3)]
    assert {response.status_code for response in before} == {200}
    assert asked(client, "192.0.2.1", 2) == [200, 429]


def test_only_who_asked_too_often_is_told_to_wait(make_app: MakeApp, sample_graph: Path) -> None:
    client = make_app(sample_graph, rate_limit="3 per minute", workers=1).test_client()
    queries = ("ASK {}", "ASK {}", "nonsense", "ASK {}")
    responses = [client.get("/sparql", query_string={"query": query}) for query in queries]
    told = [(response.status_code, "Retry-After" in response.headers) for response in responses]
    assert told == [(200, False), (200, False), (400, False), (429, True)]


def test_without_one_nobody_is_counted(client: FlaskClient) -> None:
    assert set(asked(client, "192.0.2.1", 100)) == {200}

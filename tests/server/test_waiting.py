"""Large answers: a client that only asks how large one is gets no more, and not too many wait for readers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

MakeApp = Callable[..., Flask]
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 9000"


@pytest.fixture(scope="module")
def uncached(make_app: MakeApp, sample_graph: Path) -> Flask:
    return make_app(sample_graph, cache=0, answer=4_000_000, workers=1)


def address(format: str, query: str = LARGE) -> dict[str, str]:
    return {"query": query, "format": format}


def open_files() -> list[str]:
    there = Path("/proc/self/fd")
    return sorted(each.name for each in there.iterdir()) if there.is_dir() else []


def test_head_keeps_no_file_open(uncached: Flask) -> None:
    client = uncached.test_client()
    client.get("/sparql", query_string=address("json", "ASK {}"))  # starts the workers
    before = open_files()
    with client.head("/sparql", query_string=address("json")) as response:
        assert (response.status_code, int(response.headers["Content-Length"]) > 2**20) == (200, True)
        assert response.data == b""
        assert open_files() == before


def test_what_readers_do_not_take_is_bounded(uncached: Flask) -> None:
    client, stalled = uncached.test_client(), []
    for _ in range(1_000):
        response = client.get("/sparql", query_string=address("csv"))
        if response.status_code == 503:
            break
        stalled.append(response)
    assert (response.headers["Retry-After"], "readers" in response.text) == ("60", True)
    assert 16 <= len(stalled) < 1_000
    assert client.get("/sparql", query_string=address("csv", "ASK {}")).text == "true"
    stalled.pop().close()
    with client.get("/sparql", query_string=address("csv")) as response:
        assert (response.status_code, len(response.data)) == (200, int(response.headers["Content-Length"]))
    for each in stalled:
        each.close()


@pytest.fixture
def cached(make_app: MakeApp, sample_graph: Path) -> FlaskClient:
    return make_app(sample_graph, workers=1).test_client()


def test_a_large_answer_is_the_same_when_it_is_given_again(cached: FlaskClient) -> None:
    first, again, head = (
        cached.get("/sparql", query_string=address("xml")),
        cached.get("/sparql", query_string=address("xml")),
        cached.head("/sparql", query_string=address("xml")),
    )
    assert len(first.data) > 2**20
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(first.data)))

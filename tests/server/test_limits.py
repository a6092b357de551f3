"""Nothing that a client asks can stop the others: it is cut, refused or told to wait."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

MakeApp = Callable[..., Flask]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a ?d"
SMALL = "ASK {}"


def ask(app: Flask, query: str, accept: str = "*/*") -> TestResponse:
    return app.test_client().get("/sparql", query_string={"query": query}, headers={"Accept": accept})


@contextmanager
def asked(app: Flask, query: str) -> Iterator[list[TestResponse]]:
    """The list in which the answer will stand when the block has ended."""
    answers: list[TestResponse] = []
    thread = Thread(target=lambda: answers.append(ask(app, query)), daemon=True)
    thread.start()
    yield answers
    thread.join()


def test_an_endless_query_is_stopped_while_others_are_answered(make_app: MakeApp, sample_graph: Path) -> None:
    app = make_app(sample_graph, seconds=4, workers=2)
    with asked(app, ENDLESS) as answers:
        others = [ask(app, SMALL), app.test_client().get("/")]
        assert answers == []
    assert [other.status_code for other in others] == [200, 200]
    assert (answers[0].status_code, "stopped after 4 seconds" in answers[0].text) == (504, True)


def test_the_worker_of_a_stopped_query_is_replaced(make_app: MakeApp, sample_graph: Path) -> None:
    app = make_app(sample_graph, seconds=0.2, workers=1)
    assert [ask(app, query).status_code for query in (ENDLESS, SMALL, ENDLESS, SMALL)] == [504, 200, 504, 200]


def test_a_query_that_finds_no_worker_free_may_come_again(make_app: MakeApp, sample_graph: Path) -> None:
    app = make_app(sample_graph, seconds=5, workers=1, patience=1)
    with asked(app, ENDLESS) as one, asked(app, ENDLESS) as other:
        page = app.test_client().get("/doc/plan/alpha-2020")
        assert len(one + other) < 2
    stopped, refused = sorted(one + other, key=lambda answer: -answer.status_code)
    assert (page.status_code, stopped.status_code, refused.status_code) == (200, 504, 503)
    assert refused.headers["Retry-After"] == "5"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")
def test_a_query_that_takes_too_much_memory_is_stopped(make_app: MakeApp, sample_graph: Path) -> None:
    app = make_app(sample_graph, memory=200_000_000, workers=1)
    assert ask(app, LARGE).status_code == 503
    assert ask(app, SMALL).status_code == 200


def test_a_request_that_is_too_large_is_refused(make_app: MakeApp, sample_graph: Path) -> None:
    client = make_app(sample_graph, request=1_000).test_client()
    body = "ASK {}" + " " * 1_000
    response = client.post("/sparql", data=body, content_type="application/sparql-query")
    form = client.post("/sparql", data={"query": body})
    assert (response.status_code, form.status_code) == (413, 413)


@pytest.mark.parametrize("deep", ["(" * 5_000, "{" * 5_000, "[" * 5_000, "! " * 5_000])
def test_what_would_break_the_engine_is_refused_before(client: FlaskClient, deep: str) -> None:
    query = f"SELECT * {{ ?s ?p ?o FILTER {deep}"
    assert client.post("/sparql", data={"query": query}).status_code == 400

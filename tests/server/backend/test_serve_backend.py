"""The server as it is run, with another service behind it."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from bench.processes import here
from equigraph.graph.store import Store

from .conftest import Oxigraph

Serve = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(scope="module")
def served(serve: Serve, sample_graph: Path, oxigraphs: Oxigraph) -> Iterator[str]:
    options = ("--workers", "2", "--time-limit", "5", "--patience", "60", "--max-rows", "3")
    with oxigraphs.serving() as backend, serve(sample_graph, "--backend", backend, *options) as process:
        yield process.address


def got(address: str, query: str, **more: str) -> Any:  # noqa: ANN401 - a response
    return urlopen(f"{address}/sparql?{urlencode({'query': query, **more})}", timeout=120)


def test_it_answers_as_our_own_store_does(served: str, sample_store: Store) -> None:
    text = "SELECT ?t { ?plan a eq:Plan ; dcterms:title ?t } ORDER BY ?t"
    with got(served, text, format="json") as response:
        assert json.load(response) == json.loads(sample_store.query(text).serialise("json"))


def test_a_cut_answer_says_so(served: str) -> None:
    with got(served, "SELECT * { ?s ?p ?o }", format="csv") as response:
        assert response.headers["Equigraph-Truncated"] == "rows=3"
        assert len(response.read().splitlines()) == 4


def test_the_next_page_of_a_cut_answer_is_there(served: str) -> None:
    pages = []
    with got(served, "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o", format="json") as response:
        pages.append(json.load(response))
    with urlopen(f"{served}{pages[0]['head']['link'][0]}", timeout=120) as response:
        pages.append(json.load(response))
    rows = [json.dumps(row) for page in pages for row in page["results"]["bindings"]]
    assert (len(rows), len(set(rows))) == (6, 6)


def test_the_limits_and_the_guard_stand_before_it(served: str) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    for query, status in (("SELECT * { SERVICE <http://127.0.0.1/> {} }", 400), (endless, 504)):
        with pytest.raises(HTTPError, match=str(status)) as caught:
            got(served, query)
        caught.value.close()


def test_it_is_ready_while_the_service_is(served: str) -> None:
    with urlopen(f"{served}/ready", timeout=120) as response:
        assert response.status == 200


def test_a_service_that_is_not_there_is_said_with_a_remedy(sample_graph: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        backend = f"http://name:secret@127.0.0.1:{taken.getsockname()[1]}/sparql"
    code, said = serving(sample_graph, "--backend", backend)
    assert (code, "no SPARQL service answers at http://127.0.0.1" in said, "secret" in said) == (
        2,
        True,
        False,
    )


def test_an_address_of_something_else_is_said_with_a_remedy(sample_graph: Path) -> None:
    code, said = serving(sample_graph, "--backend", "file:///etc/passwd")
    assert (code, "http://host:port/sparql" in said) == (2, True)


def serving(graph: Path, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "equigraph.cli", "serve", "--port", "0", "--graph", str(graph), *options]
    ended = subprocess.run(command, capture_output=True, text=True, env=here())
    return ended.returncode, ended.stderr

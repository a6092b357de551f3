"""An answer over a limit is cut after a whole row, says so, and says where it goes on."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import QuerySolutions, parse, parse_query_results
from werkzeug.test import TestResponse

from equigraph.graph.answer import GRAPH_FORMATS, RESULT_FORMATS

MakeApp = Callable[..., Flask]
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"


@pytest.fixture(scope="module")
def strict(make_app: MakeApp, sample_graph: Path) -> Flask:
    return make_app(sample_graph, max_rows=50, workers=1)


@pytest.fixture
def cut(strict: Flask) -> FlaskClient:
    return strict.test_client()


def ask(client: FlaskClient, query: str, format: str) -> TestResponse:
    return client.get("/sparql", query_string={"query": query, "format": format})


def following(response: TestResponse) -> str:
    found = re.search(r'<([^>]*)>; rel="next"', ", ".join(response.headers.getlist("Link")))
    return found[1] if found else ""


@pytest.mark.parametrize("query", [ALL, f"{ALL} LIMIT 120", f"{ALL} OFFSET 7 LIMIT 120"])
def test_its_pages_together_are_the_whole(cut: FlaskClient, client: FlaskClient, query: str) -> None:
    whole = ask(client, query, "csv").text.splitlines()
    response, rows = ask(cut, query, "csv"), []
    while True:
        rows += response.text.splitlines()[1:]
        if "Equigraph-Truncated" not in response.headers:
            break
        assert response.headers["Equigraph-Truncated"] == "rows=50"
        response = cut.get(following(response))
        assert response.status_code == 200
    assert rows == whole[1:]
    assert len(rows) > 100


def test_json_and_xml_link_to_the_next_page_themselves(cut: FlaskClient) -> None:
    as_json, as_xml = ask(cut, ALL, "json"), ask(cut, ALL, "xml")
    assert json.loads(as_json.data)["head"]["link"] == [following(as_json)]
    assert following(as_xml).replace("&", "&amp;") in as_xml.text
    assert len(json.loads(as_json.data)["results"]["bindings"]) == 50


def test_a_whole_answer_has_no_link(cut: FlaskClient) -> None:
    response = ask(cut, f"{ALL} LIMIT 50", "json")
    assert "Equigraph-Truncated" not in response.headers
    assert (following(response), "link" in json.loads(response.data)["head"]) == ("", False)


@pytest.mark.parametrize(
    ("asked", "format"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", "turtle"),
        (f"{ALL} # {'x' * 40_000}", "json"),
        (ALL + " " * 3000, "csv"),
    ],
    ids=["a graph", "a long query", "a link too long for a header"],
)
def test_where_no_link_can_be_it_says_so(cut: FlaskClient, asked: str, format: str) -> None:
    response = cut.post("/sparql", data={"query": asked, "format": format})
    assert response.headers["Equigraph-Truncated"] == "rows=50"
    assert following(response) == ""
    assert "no link" in response.headers["Equigraph-Hint"]


@pytest.mark.parametrize("address", ["/sparql.nt", "/.well-known/void?format=nt"])
def test_what_the_service_says_of_itself_is_never_cut(
    make_app: MakeApp, client: FlaskClient, sample_graph: Path, address: str
) -> None:
    strict = make_app(sample_graph, max_rows=2, answer=100, workers=1).test_client()
    response = strict.get(address)
    assert "Equigraph-Truncated" not in response.headers
    assert sorted(response.text.splitlines()) == sorted(client.get(address).text.splitlines())


def test_a_graph_is_cut_after_a_statement(cut: FlaskClient) -> None:
    response = ask(cut, "CONSTRUCT WHERE { ?s ?p ?o }", "ntriples")
    assert (response.headers["Equigraph-Truncated"], response.text.count("\n")) == ("rows=50", 50)


def test_bytes_are_cut_too(make_app: MakeApp, sample_graph: Path) -> None:
    client = make_app(sample_graph, answer=2_000, workers=1).test_client()
    response = ask(client, ALL, "csv")
    rows = response.text.splitlines()[1:]
    assert response.headers["Equigraph-Truncated"] == f"bytes={len(response.data)}"
    assert len(response.data) <= 2_000
    after = client.get(following(response)).text.splitlines()[1:]
    assert after[0] not in rows
    assert ask(make_app(sample_graph).test_client(), ALL, "csv").text.splitlines()[1:][: len(rows) + 1] == [
        *rows,
        after[0],
    ]


@pytest.mark.parametrize("format", RESULT_FORMATS)
def test_pages_cut_by_bytes_together_are_the_whole(
    make_app: MakeApp, sample_graph: Path, client: FlaskClient, format: str
) -> None:
    small = make_app(sample_graph, answer=6_000, workers=1).test_client()
    response, found = ask(small, ALL, format), []
    while True:
        found += rows(response, format)
        if "Equigraph-Truncated" not in response.headers:
            break
        onward = following(response)
        assert (len(response.data) <= 6_000, linked(response, format) in (onward, None)) == (True, True)
        response = small.get(onward)
        assert response.status_code == 200
    assert found == rows(ask(client, ALL, format), format)


@pytest.mark.parametrize("format", GRAPH_FORMATS)
@pytest.mark.parametrize("limit", [{"max_rows": 50}, {"answer": 17_500}], ids=["rows", "bytes"])
def test_a_store_that_is_cut_is_well_formed(
    make_app: MakeApp, sample_graph: Path, limit: dict[str, int], format: str
) -> None:
    client = make_app(sample_graph, workers=1, **limit).test_client()
    response = client.get("/store", query_string={"default": "", "format": format})
    cut, _, _ = response.headers["Equigraph-Truncated"].partition("=")
    assert {"max_rows": "rows", "answer": "bytes"}[next(iter(limit))] == cut
    statements = list(parse(response.data, GRAPH_FORMATS[format]))
    assert 0 < len(statements) < 1_000


def rows(response: TestResponse, format: str) -> list[str]:
    if format == "csv":
        return response.text.splitlines()[1:]
    found = parse_query_results(response.data, RESULT_FORMATS[format])
    assert isinstance(found, QuerySolutions)
    return [str(row) for row in found]


def linked(response: TestResponse, format: str) -> str | None:
    """The link that the answer itself has; None in a format that has none."""
    if format == "json":
        return str(json.loads(response.data)["head"]["link"][0])
    if format == "xml":
        return ElementTree.fromstring(response.data).find(".//{*}link").get("href")  # type: ignore[union-attr]
    return None


def test_a_cut_answer_is_not_kept(cut: FlaskClient) -> None:
    responses = [ask(cut, ALL, "tsv") for _ in range(2)]
    assert [response.headers["Equigraph-Truncated"] for response in responses] == ["rows=50"] * 2


def test_a_page_says_that_there_is_more(make_app: MakeApp, sample_graph: Path) -> None:
    client = make_app(sample_graph, max_rows=50, rows=10, workers=1).test_client()
    page = client.get("/sparql", query_string={"query": ALL}, headers={"Accept": "text/html"})
    assert (page.status_code, "more than 50 rows" in page.text) == (200, True)

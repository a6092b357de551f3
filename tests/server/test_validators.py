"""An answer is named by what it is made from; who has it is told so, and no worker is asked again."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

MakeApp = Callable[..., Flask]
ALL = "SELECT ?plan { ?plan a eq:Plan } ORDER BY ?plan"
CSV = {"Accept": "text/csv"}


@pytest.fixture
def fresh(make_app: MakeApp, sample_graph: Path) -> FlaskClient:
    """A client of an application that nobody asked before."""
    return make_app(sample_graph, workers=1).test_client()


def ask(client: FlaskClient, query: str = ALL, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/sparql", query_string={"query": query}, headers={**CSV, **named})


def by_workers(client: FlaskClient) -> float:
    """How many queries workers have answered."""
    found = re.search(r"^equigraph_engine_seconds_count (\S+)", client.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0


def test_the_same_answer_has_the_same_tag_in_another_process(fresh: FlaskClient, client: FlaskClient) -> None:
    one, other = ask(fresh), ask(client)
    assert one.get_etag() == other.get_etag() != (None, None)
    assert (one.get_etag()[1], one.data) == (False, other.data)


@pytest.mark.parametrize(
    "changed",
    [
        {"query": "SELECT ?plan { ?plan a eq:Plan }"},
        {"default-graph-uri": "https://w3id.org/equigraph/id/graph/organisations"},
        {"named-graph-uri": "https://w3id.org/equigraph/id/graph/organisations"},
        {"format": "tsv"},
        {"format": "json"},
    ],
    ids=str,
)
def test_what_changes_an_answer_changes_its_tag(client: FlaskClient, changed: dict[str, str]) -> None:
    one = client.get("/sparql", query_string={"query": ALL}, headers=CSV)
    other = client.get("/sparql", query_string={"query": ALL, **changed}, headers=CSV)
    assert (one.status_code, other.status_code) == (200, 200)
    assert one.get_etag()[0] != other.get_etag()[0]


def test_limits_change_the_tag(make_app: MakeApp, client: FlaskClient, sample_graph: Path) -> None:
    strict = make_app(sample_graph, max_rows=1).test_client()
    assert ask(strict).get_etag()[0] != ask(client).get_etag()[0]


def test_spaces_and_comments_change_nothing(fresh: FlaskClient) -> None:
    one = ask(fresh)
    spaced = "SELECT   ?plan # all of them\n{ ?plan a eq:Plan }\n\tORDER BY ?plan # sorted"
    other = ask(fresh, spaced)
    assert (one.data, one.get_etag()) == (other.data, other.get_etag())
    assert by_workers(fresh) == 1


def test_a_space_in_a_string_changes_the_answer(client: FlaskClient) -> None:
    tags = {ask(client, f"SELECT ('{text}' AS ?text) {{}}").get_etag()[0] for text in ("a b", "a  b", "a#b")}
    assert len(tags) == 3


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', '"x" , W/{}', "*"])
def test_who_has_the_answer_is_told_so_without_a_worker(
    fresh: FlaskClient, client: FlaskClient, form: str
) -> None:
    tag = ask(client).headers["ETag"]
    for _ in range(2):
        response = ask(fresh, If_None_Match=form.format(tag))
        assert (response.status_code, response.data) == (304, b"")
        assert response.headers["ETag"] == tag
        assert "Content-Type" not in response.headers
    assert by_workers(fresh) == 0


def test_another_tag_gets_the_answer(client: FlaskClient) -> None:
    assert [ask(client, If_None_Match='"x"').status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("form", ["{bare}", "'{bare}'", '"x" {tag}', "{tag};", "W/{bare}"])
def test_a_tag_without_its_quotes_is_none(fresh: FlaskClient, form: str) -> None:
    tag = ask(fresh).headers["ETag"]
    given = form.format(tag=tag, bare=tag.strip('"'))
    assert ask(fresh, If_None_Match=given).status_code == 200
    page = {"Accept": "text/html", "If-None-Match": fresh.get("/").get_etag()[0] or ""}
    assert fresh.get("/", headers=page).status_code == 200


@pytest.mark.parametrize("name", ["If_Match", "If_Unmodified_Since"])
def test_what_guards_writing_is_ignored(fresh: FlaskClient, name: str) -> None:
    given = {"If_Match": '"x"', "If_Unmodified_Since": "Mon, 01 Jan 2001 00:00:00 GMT"}[name]
    assert [ask(fresh, **{name: given}).status_code for _ in range(2)] == [200, 200]
    page = {"Accept": "text/html", name.replace("_", "-"): given}
    assert [fresh.get("/", headers=page).status_code for _ in range(2)] == [200, 200]


def test_a_date_counts_only_without_tags(client: FlaskClient) -> None:
    modified = ask(client).headers["Last-Modified"]
    assert ask(client, If_Modified_Since=modified).status_code == 304
    assert ask(client, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT").status_code == 200
    assert ask(client, If_Modified_Since=modified, If_None_Match='"x"').status_code == 200


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "now()", "BNODE()"])
def test_what_differs_at_every_call_is_never_kept(fresh: FlaskClient, call: str) -> None:
    query = f"SELECT ({call} AS ?value) {{}}"
    one, other = ask(fresh, query), ask(fresh, query)
    assert (one.status_code, one.headers["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in one.headers
    assert by_workers(fresh) == 2
    page = fresh.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"})
    assert (page.headers["Cache-Control"], "ETag" in page.headers) == ("no-store", False)
    assert other.status_code == 200


def test_a_word_in_a_string_or_an_iri_differs_at_no_call(client: FlaskClient) -> None:
    query = "SELECT ('NOW()' AS ?text) (<http://example.org/RAND> AS ?iri) { } # UUID()"
    assert ask(client, query).headers["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize(
    ("query", "weak"),
    [
        ("CONSTRUCT { ?plan eq:x [ eq:y 1 ] } { ?plan a eq:Plan }", True),
        ("CONSTRUCT { ?plan eq:x _:b } { ?plan a eq:Plan }", True),
        ("CONSTRUCT { ?plan eq:x (1 2) } { ?plan a eq:Plan }", True),
        ("CONSTRUCT WHERE { ?plan a _:b }", True),
        ("CONSTRUCT { ?plan a eq:Plan } { ?plan a [] FILTER(BOUND(?plan)) }", False),
        ("CONSTRUCT WHERE { ?plan a eq:Plan }", False),
        ("DESCRIBE ?plan { ?plan a eq:Plan }", False),
    ],
)
def test_new_blank_nodes_alone_make_a_weak_tag(client: FlaskClient, query: str, weak: bool) -> None:
    tag = client.get("/sparql", query_string={"query": query}).get_etag()
    assert (tag[0] is None, tag[1]) == (False, weak)


@pytest.mark.parametrize(
    "address", ["/store?default", "/sparql.ttl", "/.well-known/void", "/data/plan/alpha-2020.nt"]
)
def test_a_graph_has_the_same_tag_and_bytes_in_another_process(
    fresh: FlaskClient, client: FlaskClient, address: str
) -> None:
    one, other = fresh.get(address), client.get(address)
    assert (one.status_code, one.get_etag()[1]) == (200, False)
    assert (one.get_etag(), one.data) == (other.get_etag(), other.data)


def test_head_says_what_get_would(fresh: FlaskClient) -> None:
    address = f"/sparql?{urlencode({'query': ALL, 'format': 'csv'})}"
    head, get, again = fresh.head(address), fresh.get(address), fresh.head(address)
    assert (head.data, again.data) == (b"", b"")
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control", "Last-Modified", "Vary", "Link"):
        assert head.headers[name] == get.headers[name] == again.headers[name]
    assert by_workers(fresh) == 1


def test_a_repeated_request_gets_the_same_answer_and_headers(fresh: FlaskClient) -> None:
    first, second = ask(fresh), ask(fresh)
    changing = {"Date"}
    assert first.data == second.data
    assert {n: v for n, v in first.headers if n not in changing} == {
        n: v for n, v in second.headers if n not in changing
    }


def test_a_post_is_answered_from_what_is_kept(fresh: FlaskClient) -> None:
    first = ask(fresh)
    post = fresh.post("/sparql", data={"query": ALL}, headers=CSV)
    assert (post.data, by_workers(fresh)) == (first.data, 1)


def test_what_failed_is_not_kept(fresh: FlaskClient) -> None:
    for _ in range(2):
        response = ask(fresh, "SELECT * { ?a ?b }")
        assert (response.status_code, response.headers["Cache-Control"]) == (400, "no-store")
        assert "ETag" not in response.headers


@pytest.mark.parametrize("path", ["/", "/doc/plan/alpha-2020", "/query/tables/plans", "/sparql"])
def test_pages_have_tags_too(fresh: FlaskClient, path: str) -> None:
    html = {"Accept": "text/html"}
    tag = fresh.get(path, headers=html).headers["ETag"]
    responses = [fresh.get(path, headers={**html, "If-None-Match": each}) for each in (tag, '"x"')]
    assert [response.status_code for response in responses] == [304, 200]


def test_no_answer_sets_a_cookie(app: Flask) -> None:
    client = app.test_client()
    answers = [
        ask(client),
        client.get("/"),
        client.get("/health"),
        client.get("/nothing"),
        ask(client, "nonsense"),
    ]
    assert [name for answer in answers for name, _ in answer.headers if name == "Set-Cookie"] == []

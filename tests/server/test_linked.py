"""Things lead to documents about them, and these to each other, whatever base and version."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Quad, RdfFormat, parse
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from equigraph.graph.folder import GraphFolder
from equigraph.graph.former import last_with
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE

MakeApp = Callable[..., Flask]
ACTION = "plan/alpha-2020/action/a2"
OTHER = "https://data.example.org/equality/"


def links(client: FlaskClient, address: str) -> list[tuple[str, str, str]]:
    """Relation, target and media type of each link in the header."""
    found = [parse_options_header(each) for each in client.get(address).headers.getlist("Link")]
    return [(given.get("rel", ""), target.strip("<>"), given.get("type", "")) for target, given in found]


@pytest.mark.parametrize("address", [f"/doc/{ACTION}", f"/data/{ACTION}.ttl", f"/data/{ACTION}"])
def test_a_document_says_of_what_it_is_and_where_its_other_forms_are(
    client: FlaskClient, address: str
) -> None:
    found = links(client, address)
    assert ("canonical", DEFAULT_BASE + ACTION, "") in found
    assert ("describedby", "/.well-known/void", "") in found
    forms = {media_type: target for relation, target, media_type in found if relation == "alternate"}
    assert set(forms) >= {"text/html", "text/turtle", "application/ld+json", "application/rdf+xml"}
    assert {kind: client.get(target).mimetype for kind, target in forms.items()} == {
        kind: kind for kind in forms
    }


def test_a_thing_says_what_describes_it(client: FlaskClient) -> None:
    found = links(client, f"/id/{ACTION}")
    assert ("describedby", f"/data/{ACTION}.ttl", "text/turtle") in found


@pytest.mark.parametrize("name", ["a#b", "a?b", "it's", "ä/ö", "a%2Fb", "a.ttl"])
def test_a_thing_leads_to_its_own_page_and_data(make_app: MakeApp, tmp_path: Path, name: str) -> None:
    build(tmp_path / "graph", OTHER, name)
    client = make_app(tmp_path / "graph", workers=1).test_client()
    path = f"/id/{name.replace('%', '%25').replace('#', '%23').replace('?', '%3F')}"
    page = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    assert (page.status_code, page.mimetype, "words of it" in page.text) == (200, "text/html", True)
    data = client.get(path, headers={"Accept": "application/n-triples"}, follow_redirects=True)
    (said,) = parse(data.data, format=RdfFormat.N_TRIPLES)
    assert (isinstance(said, Quad), data.mimetype) == (True, "application/n-triples")
    assert str(said.subject) == f"<{OTHER}{name}>"


def test_a_way_leads_to_the_version_that_is_asked(make_app: MakeApp, tmp_path: Path) -> None:
    old = build(tmp_path / "graph", OTHER, "old")
    build(tmp_path / "graph", OTHER, "new")
    client = make_app(tmp_path / "graph", workers=1).test_client()
    assert client.get("/id/old").status_code == 404
    way = client.get("/id/old", query_string={"version": old, "format": "ttl"})
    assert (way.status_code, way.headers["Location"]) == (303, f"/data/old.ttl?version={old}")
    assert way.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    response = client.get(way.headers["Location"])
    assert (response.status_code, response.headers["Equigraph-Version"]) == (200, old)
    assert ("alternate", f"/doc/old?version={old}", "text/html") in links(client, way.headers["Location"])


def build(folder: Path, base: str, *names: str, lines: Sequence[str] = ()) -> str:
    """A version that says something of some things of a plan, and ``lines``; its id."""
    said = [
        f'<{base}{name}> <http://purl.org/dc/terms/title> "words of it" <{base}graph/x> .' for name in names
    ]
    with writing(GraphFolder(folder), base) as version:
        version.add_part("plan-a", [*said, *lines])
        return version.finish({}).version


def get(client: FlaskClient, path: str, accept: str = "text/html", **query: str) -> TestResponse:
    return client.get(path, headers={"Accept": accept}, query_string=query)


def test_what_an_earlier_version_had_is_gone_and_leads_there(make_app: MakeApp, tmp_path: Path) -> None:
    old = build(tmp_path / "graph", OTHER, "plan/a/action/1", "plan/a/action/2")
    build(tmp_path / "graph", OTHER, "plan/a/action/2")
    client = make_app(tmp_path / "graph", workers=1).test_client()
    for path in ("/id/plan/a/action/1", "/doc/plan/a/action/1", "/data/plan/a/action/1"):
        page = get(client, path)
        assert (page.status_code, f'href="/doc/plan/a/action/1?version={old}"' in page.text) == (410, True)
        told = get(client, path, "text/turtle")
        assert (told.status_code, told.mimetype) == (410, "application/problem+json")
        assert f"/doc/plan/a/action/1?version={old}" in told.text
    assert get(client, "/doc/plan/a/action/1", version=old).status_code == 200
    assert get(client, "/doc/plan/a/action/3").status_code == 404


@pytest.mark.parametrize("count", [1, 2, 3, 50])
def test_every_thing_of_an_earlier_version_is_found(tmp_path: Path, count: int) -> None:
    names = [f"plan/a/action/{number}" for number in range(count)]
    old, now = build(tmp_path, OTHER, *names), build(tmp_path, OTHER, "plan/a")
    folder = GraphFolder(tmp_path)
    assert {last_with(folder, OTHER + name, now) for name in names} == {old}
    for never in ("plan/a/action", "plan/a/action/x", "a", "plan/b/action/0", f"plan/a/action/{count}", "z"):
        assert last_with(folder, OTHER + never, now) is None


def test_what_replaced_a_thing_is_said(make_app: MakeApp, tmp_path: Path) -> None:
    said = f"<{OTHER}old> <http://purl.org/dc/terms/isReplacedBy> <{OTHER}new> <{OTHER}graph/plan/a> ."
    build(tmp_path / "graph", OTHER, "new", lines=[said])
    client = make_app(tmp_path / "graph", workers=1).test_client()
    page = get(client, "/id/old")
    assert (page.status_code, '<a href="/doc/new"' in page.text) == (410, True)
    assert f"replaced by {OTHER}new" in get(client, "/data/old.ttl", "text/turtle").text


@pytest.fixture(scope="module")
def real(make_app: MakeApp, real_graph: Path) -> FlaskClient:
    return make_app(real_graph, workers=1).test_client()


@pytest.mark.parametrize(
    "path",
    ["/ns", "/characteristic", "/characteristic/race", "/state/blank", "/shapes/psed", "/profile/evidence"],
)
def test_terms_answer_as_pages_and_as_rdf_and_in_versions(real: FlaskClient, path: str) -> None:
    assert get(real, path).mimetype == "text/html"
    response = get(real, path, "application/n-triples")
    subjects = {str(triple.subject) for triple in parse(response.data, format=RdfFormat.N_TRIPLES)}
    assert f"<https://w3id.org/equigraph{path}>" in subjects
    assert response.headers["Content-Location"] == f"{path}.nt"
    assert real.get(f"{path}.nt").data == response.data


@pytest.mark.parametrize("path", ["/ns", "/characteristic", "/shapes/psed"])
def test_a_version_of_terms_answers_as_they_do(real: FlaskClient, path: str) -> None:
    version = get(real, f"{path}/0.1.0", "text/turtle")
    assert (version.status_code, version.data) == (200, get(real, path, "text/turtle").data)
    assert ("latest-version", path, "") in links(real, f"{path}/0.1.0")
    assert get(real, f"{path}/9.9.9", "text/turtle").status_code == 404

"""A new build is served without a restart; a failed one changes nothing; an earlier version can be asked by
its name.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bench.waiting import until
from equigraph.graph.folder import GraphFolder
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE

MakeApp = Callable[..., Flask]
QUERY = {"query": "SELECT ?word { ?s ?p ?word }", "format": "csv"}


def build(folder: Path, word: str) -> str:
    """A version that says ``word``; its id."""
    line = f'<{DEFAULT_BASE}thing> <{DEFAULT_BASE}says> "{word}" <{DEFAULT_BASE}graph/plan/a> .'
    with writing(GraphFolder(folder), DEFAULT_BASE) as version:
        version.add_part("plan-a", [line])
        return version.finish({}).version


def said(client: FlaskClient) -> tuple[bool, bool]:
    """Whether a query, and a page, say "new"."""
    answers = client.get("/sparql", query_string=QUERY), client.get("/doc/thing")
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].headers["Equigraph-Version"] == answers[1].headers["Equigraph-Version"]
    return "new" in answers[0].text, ">new<" in answers[1].text


def told(client: FlaskClient) -> tuple[bool, bool]:
    """Whether it is ready and says that it does not serve the newest version, and whether it counts that."""
    ready = client.get("/ready")
    assert ready.status_code == 200
    counted = "\nequigraph_new_version_failed 1.0\n" in client.get("/metrics").text
    return "newest version" in ready.text, counted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path / "graph", "old")
    return tmp_path / "graph"


@pytest.fixture
def client(make_app: MakeApp, folder: Path) -> FlaskClient:
    return make_app(folder, workers=1).test_client()


def test_a_new_build_is_served_by_pages_and_workers(client: FlaskClient, folder: Path) -> None:
    before = said(client), said(client)
    build(folder, "new")
    after = said(client), said(client)
    assert (before, after) == (((False, False),) * 2, ((True, True),) * 2)


def test_a_damaged_pointer_leaves_the_old_version_serving(client: FlaskClient, folder: Path) -> None:
    said(client)
    (folder / "current").write_text("nonsense")
    assert said(client) == (False, False)
    assert told(client) == (True, True)
    build(folder, "new")
    assert said(client) == (True, True)
    until(lambda: told(client) == (False, False))


def test_a_lost_pointer_leaves_the_old_version_serving(client: FlaskClient, folder: Path) -> None:
    said(client)
    (folder / "current").unlink()
    assert said(client) == (False, False)


def test_an_answer_links_to_itself_for_ever(client: FlaskClient, folder: Path) -> None:
    response = client.get("/sparql", query_string=QUERY)
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    target, relation = response.headers["Link"].split(">; ", 1)
    assert relation == f'rel="memento"; datetime="{response.headers["Last-Modified"]}"'
    build(folder, "new")
    kept = client.get(target.removeprefix("<"))
    assert (kept.data, client.get("/sparql", query_string=QUERY).data) != (response.data, response.data)
    assert kept.data == response.data
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.headers["Memento-Datetime"] == response.headers["Last-Modified"]
    assert kept.headers["Equigraph-Version"] == response.headers["Equigraph-Version"]
    assert parse_qs(urlsplit(target).query)["version"] == [kept.headers["Equigraph-Version"]]


@pytest.mark.parametrize("path", ["/doc/thing", "/", "/query/tables/plans", "/query/tables/plans.csv"])
def test_pages_of_an_earlier_version_are_there(client: FlaskClient, folder: Path, path: str) -> None:
    old = GraphFolder(folder).current()
    new = build(folder, "new")
    for version in (old, new, old):
        response = client.get(
            path, query_string={"version": version}, headers={"Accept": "text/html, */*;q=0.1"}
        )
        assert (response.status_code, response.headers["Equigraph-Version"]) == (200, version)
        assert (">new<" in response.text) is (version == new and path == "/doc/thing")


def test_a_version_that_is_no_longer_kept_is_gone(client: FlaskClient, folder: Path) -> None:
    old = GraphFolder(folder).current()
    build(folder, "new")
    pinned = {**QUERY, "version": old}
    assert [client.get("/sparql", query_string=pinned).status_code for _ in range(2)] == [200, 200]
    shutil.rmtree(folder / "versions" / old)
    response = client.get("/sparql", query_string=pinned)
    assert (response.status_code, f"version {old}" in response.text) == (410, True)
    assert "no-store" in response.headers["Cache-Control"]


def test_a_damaged_version_is_said_to_be_without_telling_where_it_is(
    client: FlaskClient, folder: Path
) -> None:
    old = GraphFolder(folder).current()
    build(folder, "new")
    for file in (folder / "versions" / old / "store").glob("*.sst"):
        size = file.stat().st_size
        file.chmod(0o600)
        file.write_bytes(b"x" * size)
    response = client.get("/sparql", query_string={**QUERY, "version": old})
    details = response.get_json(force=True)
    assert (response.status_code, details["type"]) == (503, "/problems/no-graph")
    assert ("damaged" in details["detail"], "/" in details["detail"]) == (True, False)
    assert said(client) == (True, True)


def test_a_folder_that_is_not_there_is_no_reason_to_forget_its_versions(
    client: FlaskClient, folder: Path
) -> None:
    old = GraphFolder(folder).current()
    build(folder, "new")
    said(client)
    folder.rename(folder.with_name("aside"))
    response = client.get("/sparql", query_string={**QUERY, "version": old})
    assert (response.status_code, response.get_json(force=True)["type"]) == (503, "/problems/no-graph")
    folder.with_name("aside").rename(folder)
    assert client.get("/sparql", query_string={**QUERY, "version": old}).status_code == 200


@pytest.mark.parametrize("version", ["0123456789ab", "", "x", "../../etc", "0123456789AB", "current"])
@pytest.mark.parametrize("accept", ["text/html", "text/csv"])
def test_a_version_that_never_was_is_not_found(client: FlaskClient, version: str, accept: str) -> None:
    for path in ("/sparql", "/doc/thing", "/"):
        response = client.get(path, query_string={**QUERY, "version": version}, headers={"Accept": accept})
        assert response.status_code == 404


def test_a_version_can_be_named_in_a_form(client: FlaskClient, folder: Path) -> None:
    old = GraphFolder(folder).current()
    build(folder, "new")
    response = client.post("/sparql", data={**QUERY, "version": old})
    assert (response.status_code, response.text) == (200, "word\r\nold\r\n")

"""A new build is served without a restart; a failed one changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from equigraph.graph.folder import GraphFolder
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE

MakeApp = Callable[..., Flask]


def build(folder: Path, word: str) -> None:
    line = f'<{DEFAULT_BASE}thing> <{DEFAULT_BASE}says> "{word}" <{DEFAULT_BASE}graph/plan/a> .'
    with writing(GraphFolder(folder), DEFAULT_BASE) as version:
        version.add_part("plan-a", [line])
        version.finish({})


def said(client: FlaskClient) -> tuple[bool, bool]:
    """Whether a query, and a page, say "new"."""
    query = {"query": "SELECT ?word { ?s ?p ?word }", "format": "csv"}
    answers = client.get("/sparql", query_string=query), client.get("/id/thing")
    assert [answer.status_code for answer in answers] == [200, 200]
    return "new" in answers[0].text, ">new<" in answers[1].text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path / "graph", "old")
    return tmp_path / "graph"


def test_a_new_build_is_served_by_pages_and_workers(make_app: MakeApp, folder: Path) -> None:
    client = make_app(folder, workers=1).test_client()
    before = said(client)
    build(folder, "new")
    assert (before, said(client)) == ((False, False), (True, True))


def test_a_damaged_pointer_leaves_the_old_version_serving(make_app: MakeApp, folder: Path) -> None:
    client = make_app(folder, workers=1).test_client()
    said(client)
    (folder / "current").write_text("nonsense")
    assert said(client) == (False, False)
    build(folder, "new")
    assert said(client) == (True, True)


def test_a_lost_pointer_leaves_the_old_version_serving(make_app: MakeApp, folder: Path) -> None:
    client = make_app(folder, workers=1).test_client()
    (folder / "current").unlink()
    assert said(client) == (False, False)

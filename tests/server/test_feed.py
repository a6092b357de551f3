"""The feed of versions, the map of the site, and what crawlers are told."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient

from equigraph.graph.folder import GraphFolder
from equigraph.graph.lines import to_lines
from equigraph.graph.store import Store
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE
from equigraph.server import feed as module

MakeApp = Callable[..., Flask]
ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HERE = "http://localhost"


@pytest.fixture(scope="module")
def real(make_app: MakeApp, real_graph: Path) -> FlaskClient:
    return make_app(real_graph, publisher="A & B <Council>").test_client()


def addresses(client: FlaskClient, path: str) -> list[str]:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (200, "application/xml")
    return [each.text or "" for each in ElementTree.fromstring(response.data).iter(f"{MAP}loc")]


def test_the_feed_is_atom(real: FlaskClient, real_store: Store) -> None:
    response = real.get("/feed.atom")
    assert response.mimetype == "application/atom+xml"
    read = feedparser.parse(response.data)
    assert (read.bozo, read.version) == (False, "atom10")
    assert read.feed.author == "A & B <Council>"
    (entry,) = read.entries
    assert entry.id == f"{DEFAULT_BASE}catalogue#version/{real_store.version}"
    assert entry.updated == real_store.manifest.built == read.feed.updated
    assert "3 plans" in entry.summary and "The first that is kept." in entry.summary
    for link in entry.links:
        with real.head(link.href.removeprefix(HERE)) as answer:
            assert answer.status_code == 200
            assert link.rel != "enclosure" or int(link.length) == answer.content_length


def test_the_feed_has_what_the_standard_asks_of_it(real: FlaskClient) -> None:
    root = ElementTree.fromstring(real.get("/feed.atom").data)
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
    assert [each.get("href") for each in root.findall(f"{ATOM}link[@rel='self']")] == [f"{HERE}/feed.atom"]


def test_a_page_leads_to_the_feed(real: FlaskClient) -> None:
    assert 'type="application/atom+xml" title="Versions of the graph" href="/feed.atom"' in real.get("/").text


def test_the_feed_says_what_changed_and_by_what_title(
    make_app: MakeApp, sample_graph: Path, tmp_path: Path
) -> None:
    lines = [
        line
        for part in Store.open(sample_graph).parts()
        for line in part.read_text(encoding="utf-8").splitlines()
    ]
    titled = [line.replace("Alpha", "Alpha <b>&") for line in lines]
    for content in (lines, titled):
        with writing(GraphFolder(tmp_path), DEFAULT_BASE) as version:
            version.add_part("plan-alpha-2020", to_lines([]) + content)
            version.finish({})
    newest, first = feedparser.parse(make_app(tmp_path).test_client().get("/feed.atom").data).entries
    assert "Changed: Alpha <b>&" in newest.summary and "(alpha-2020)" in newest.summary
    assert "The first that is kept" in first.summary


def test_the_map_has_every_page_and_each_of_them_answers(real: FlaskClient, real_store: Store) -> None:
    (part,) = addresses(real, "/sitemap.xml")
    pages = addresses(real, part.removeprefix(HERE))
    assert len(pages) == len(set(pages)) > 800
    counts = [plan.counts["Action"] for plan in real_store.manifest.plans.values()]
    assert sum("/action/" in page for page in pages) == sum(counts)
    assert {
        f"{HERE}/",
        f"{HERE}/catalogue",
        f"{HERE}/characteristic/race",
        f"{HERE}/audit/camden-2020",
    } <= set(pages)
    for page in pages[::23]:
        assert real.get(page.removeprefix(HERE), headers={"Accept": "text/html"}).status_code == 200, page


def test_a_large_map_is_in_parts(real: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = addresses(real, "/sitemap-1.xml")
    monkeypatch.setattr(module, "MOST", 100)
    parts = addresses(real, "/sitemap.xml?parts=small")
    assert len(parts) == -(-len(whole) // 100) > 5
    found = [addresses(real, f"{part.removeprefix(HERE)}?parts=small") for part in parts]
    assert list(chain.from_iterable(found)) == whole and max(map(len, found)) == 100
    assert real.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404


@pytest.mark.parametrize("path", ["/sitemap-0.xml", "/sitemap-2.xml", "/sitemap-x.xml", "/sitemap--1.xml"])
def test_there_is_no_other_part(real: FlaskClient, path: str) -> None:
    assert real.get(path).status_code == 404


def test_crawlers_are_told_where_the_map_is(real: FlaskClient) -> None:
    text = real.get("/robots.txt").text
    assert f"Sitemap: {HERE}/sitemap.xml" in text and "Disallow: /sparql?" in text

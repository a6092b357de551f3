"""The pages of things: each kind says in short what matters, names every term, and holds itself as data."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from bench.browser import opened, shown_width
from equigraph.graph.store import Store
from equigraph.ontology.terms import PREFIXES
from equigraph.server.linked.foreign import names
from equigraph.server.linked.kinds import kinds
from equigraph.server.links import Links

from .conftest import Served

MakeApp = Callable[..., Flask]
Serve = Callable[..., AbstractContextManager[Served]]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
HTML = {"Accept": "text/html"}
CLASSES = sorted({each for kind in kinds() for each in kind.classes})
POST = f"{PREFIXES['org']}Post"
"""A class of which the three plans name nothing."""
AS_A_THING = "?show=statements"
"""What asks for the general page of a thing that has one of its own."""
HEADINGS = {
    "eq:Action": ["In the plan’s words", "Plan", "Section", "Is an owner stated?", "The words behind it"],
    "eq:Milestone": ["A step of", "Is a time stated?", "The words behind it"],
    "eq:Measure": ["Plan", "How it was read", "The words behind it"],
    "eq:Outcome": ["Outcome of", "The words behind it"],
    "eq:Target": ["Target of", "The words behind it"],
    "eq:Finding": ["What was found", "How bad it is", "By the rule"],
    "oa:Annotation": ["Shows where this was read", "How it was read", "The words behind it"],
    "prov:Entity": ["Read from it", "What the plan says, in order"],
    "foaf:Person": ["In the plans", "What points to it"],
    "org:OrganizationalUnit": ["Part of", "In the plans"],
    "org:FormalOrganization": ["What it means"],
    "skos:Concept": ["What it means", "In the vocabulary"],
}


@pytest.fixture(scope="module")
def real(make_app: MakeApp, real_graph: Path) -> FlaskClient:
    return make_app(real_graph, workers=1).test_client()


def one_of(store: Store, name: str) -> str:
    """A thing of the class ``name``."""
    query = f"SELECT ?s {{ ?s a {name} FILTER(isIRI(?s)) }} ORDER BY ?s LIMIT 1"
    ((iri,),) = store.query(query).texts()
    return iri


def page(client: FlaskClient, store: Store, iri: str, asked: str = "") -> str:
    response = client.get(Links(store.manifest.base).local(iri) + asked, headers=HTML)
    assert (response.status_code, response.mimetype) == (200, "text/html")
    return response.text


@pytest.mark.parametrize("name", HEADINGS)
def test_a_page_says_in_short_what_matters(real: FlaskClient, real_store: Store, name: str) -> None:
    text = unescape(re.sub(r"<[^>]+>", "\n", page(real, real_store, one_of(real_store, name), AS_A_THING)))
    lines = {line.strip() for line in text.splitlines()}
    assert [heading for heading in HEADINGS[name] if heading not in lines] == []
    assert "Every statement about it" in lines


@pytest.mark.parametrize("name", [*HEADINGS, "eq:Plan", "eq:Section", "skos:ConceptScheme", "owl:Ontology"])
def test_a_page_holds_the_thing_in_the_words_of_schema_org(
    real: FlaskClient, real_store: Store, name: str
) -> None:
    iri = one_of(real_store, name)
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page(real, real_store, iri))
    said = json.loads(data)
    assert (said["@context"], said["@id"]) == ("https://schema.org/", iri)
    assert said["@type"]
    assert "<" not in data


def test_a_council_is_an_organisation_of_government(real: FlaskClient) -> None:
    text = real.get("/organisation/camden", headers=HTML).text
    assert '"GovernmentOrganization"' in text
    assert 'href="/doc/plan/camden-2020"' in text


@pytest.mark.parametrize("name", [each for each in CLASSES if each != POST])
def test_every_kind_is_one_that_the_graph_knows(real_store: Store, name: str) -> None:
    assert bool(real_store.query(f"ASK {{ ?thing a <{name}> }}"))


def test_every_property_and_class_in_use_has_a_name(real_store: Store) -> None:
    used = (
        "SELECT DISTINCT ?t { { ?s ?t ?o } UNION { ?s a ?t FILTER(isIRI(?t)) } MINUS { ?t rdfs:label ?l } }"
    )
    without = {iri for (iri,) in real_store.query(used).texts()} - set(names())
    assert sorted(without) == []


def test_a_person_leads_to_their_actions_and_the_query_with_all(real: FlaskClient, real_store: Store) -> None:
    text = page(real, real_store, one_of(real_store, "foaf:Person"))
    (address,) = re.findall(r'href="(/query/site/entries\?thing=[^"]+)"', text)
    assert real.get(unescape(address), headers=HTML).status_code == 200
    assert re.search(r'href="/doc/plan/[a-z0-9-]+/(action|milestone)/', text)


def test_words_lead_to_their_place_in_the_document(real: FlaskClient, real_store: Store) -> None:
    text = page(real, real_store, one_of(real_store, "eq:Action"))
    assert re.search(r'href="/doc/plan/camden-2020/document#L\d+"', text)


@pytest.mark.browser
def test_pages_of_every_kind_fit_a_phone_and_readers_of_every_kind(
    serve: Serve, real_graph: Path, real_store: Store, chrome: Browser
) -> None:
    problems: list[str] = []
    with (
        serve(real_graph, "--workers", "1", "--log", "") as served,
        opened(chrome, viewport={"width": 320, "height": 800}) as browser,
    ):
        browser.on("console", lambda message: problems.append(message.text))
        for name in ("eq:Action", "eq:Finding", "org:FormalOrganization", "skos:Concept"):
            browser.goto(served.address + Links(real_store.manifest.base).local(one_of(real_store, name)))
            assert shown_width(browser) == 320
            found = Axe().run(browser, options=AXE)
            assert found.violations_count == 0, found.generate_report()
    assert problems == []

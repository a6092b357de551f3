"""The pages of the ontology and the vocabularies."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad

from equigraph.graph.folder import GraphFolder
from equigraph.graph.lines import to_lines
from equigraph.graph.store import Store
from equigraph.graph.writer import writing
from equigraph.ontology.assets import vocabulary_files
from equigraph.ontology.terms import DEFAULT_BASE, PREFIXES, term

MakeApp = Callable[..., Flask]


@pytest.fixture(scope="module")
def real(make_app: MakeApp, real_graph: Path) -> FlaskClient:
    return make_app(real_graph).test_client()


@pytest.fixture(scope="module")
def ontology(real: FlaskClient) -> str:
    return page(real, "/ns")


def page(client: FlaskClient, address: str) -> str:
    response = client.get(address, headers={"Accept": "text/html"})
    assert (response.status_code, response.mimetype) == (200, "text/html")
    return response.text


def article(text: str, name: str) -> str:
    return text.split(f'<article class="definition" id="{name}"')[1].split("</article>")[0]


def count(store: Store, query: str) -> int:
    ((number,),) = store.query(query).texts()
    return int(number)


def test_every_term_has_its_place_and_definition(ontology: str, real_store: Store) -> None:
    defined = "rdfs:isDefinedBy <https://w3id.org/equigraph/ns> ; skos:definition ?definition"
    rows = real_store.query(f"SELECT ?term ?definition {{ ?term {defined} }}")
    terms = {iri.partition("#")[2]: definition for iri, definition in rows.texts()}
    assert len(terms) > 80
    for name, definition in terms.items():
        assert definition.split(",")[0].split("'")[0] in article(ontology, name)
    places = re.findall(r'\bid="([^"]+)"', ontology)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', ontology)) <= set(places)


@pytest.mark.parametrize("name", ["Action", "Observation", "dueEnd", "characteristic"])
def test_it_says_how_often_a_term_is_used(ontology: str, real_store: Store, name: str) -> None:
    pattern = f"?s a eq:{name}" if name[0].isupper() else f"?s eq:{name} ?o"
    held = count(real_store, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    assert f"{held:,} times" in article(ontology, name) and held > 50


def test_it_says_what_a_property_is_of_and_leads_to_and_who_uses_it(ontology: str) -> None:
    owner = article(ontology, "qualifiedOwnership")
    assert "/ns#Action" in owner and "/ns#Milestone" in owner and "/ns#Ownership" in owner
    state = article(ontology, "ownerState")
    assert 'href="/state"' in state and "at most one" in state
    assert "/query/actions/without-owner" in state and "completeness#ActionOwnerBlank" in state
    assert "/ns#parent" in article(ontology, "milestone")
    assert "qb:Observation" in article(ontology, "Observation")


def test_a_class_has_a_diagram_of_what_is_beside_it(ontology: str) -> None:
    drawn = article(ontology, "Action").split("<svg", 1)[1].split("</svg>")[0]
    svg = ElementTree.fromstring(f"<svg{drawn}</svg>")
    links = [each.get("href") for each in svg.iter("a")]
    assert {"#Measure", "#measure", "#Milestone", "#parent"} <= set(links)
    assert "style=" not in drawn


@pytest.mark.parametrize("name", [Path(file.name).stem for file in vocabulary_files()])
def test_every_vocabulary_has_a_tree_with_all_its_concepts(
    real: FlaskClient, real_store: Store, name: str
) -> None:
    scheme = {"characteristics": "characteristic", "profiles": "profile"}.get(name, name.removesuffix("s"))
    rows = real_store.query(f"SELECT ?c {{ ?c skos:inScheme <https://w3id.org/equigraph/{scheme}> }}")
    concepts = [iri for (iri,) in rows.texts()]
    text = page(real, f"/{scheme}")
    assert concepts and f"{len(concepts):,} concept" in text
    assert all(f'<li id="{iri.rpartition("/")[2]}">' in text for iri in concepts)


def test_a_narrower_concept_stands_within_the_broader_with_its_use(
    real: FlaskClient, real_store: Store
) -> None:
    text = page(real, "/characteristic")
    race = text.split('<li id="race">')[1].split('<li id="religion-or-belief">')[0]
    assert '<li id="somali">' in race and "<code>race</code>" in race
    held = count(
        real_store,
        "SELECT (COUNT(*) AS ?n) { ?s ?p characteristic:somali FILTER(!STRSTARTS(STR(?p), STR(skos:))) }",
    )
    assert f"used {held:,} times" in race.split('<li id="somali">')[1].split("</p>")[0]
    assert "Taken together" in text and "public sector equality duty" in text


def test_concepts_within_each_other_are_each_shown_once_or_not_at_all(
    make_app: MakeApp, tmp_path: Path
) -> None:
    scheme, graph = f"{PREFIXES['topic']}x"[:-2], NamedNode(f"{DEFAULT_BASE}graph/vocabularies")
    nodes = [NamedNode(f"{PREFIXES['topic']}{each}") for each in "abc"]
    facts = [(NamedNode(scheme), term("rdf:type"), term("skos:ConceptScheme"))]
    facts += [(NamedNode(scheme), term("dcterms:title"), Literal("<b>Loops"))]  # type: ignore[list-item]
    for node, above in zip(nodes, (nodes[1], nodes[0], None), strict=True):
        facts += [
            (node, term("rdf:type"), term("skos:Concept")),
            (node, term("skos:inScheme"), NamedNode(scheme)),
        ]
        facts += [(node, term("skos:broader"), above)] if above else []
    with writing(GraphFolder(tmp_path), DEFAULT_BASE) as version:
        version.add_part("vocabularies", to_lines(Quad(*fact, graph) for fact in facts))
        version.finish({})
    text = page(make_app(tmp_path).test_client(), "/topic")
    assert "3 concepts" in text and '<li id="c">' in text and "<b>Loops" not in text


def test_they_are_rdf_too(real: FlaskClient) -> None:
    for address in ("/ns", "/characteristic"):
        assert real.get(address, headers={"Accept": "text/turtle"}).mimetype == "text/turtle"

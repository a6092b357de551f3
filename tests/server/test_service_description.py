"""The service says of itself what is so: by the shapes of its vocabularies, and held against its answers."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyshacl import validate
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SH, VOID, Namespace
from rdflib.term import Node

from equigraph.ontology.terms import DEFAULT_BASE, PREFIXES
from equigraph.queries.catalogue import NAMES

MakeApp = Callable[..., Flask]
SD = Namespace(PREFIXES["sd"])
W3C = Namespace("http://www.w3.org/ns/formats/")
SHAPES = Path(__file__).parent / "service-description.ttl"
TYPES = {
    W3C["SPARQL_Results_JSON"]: "application/sparql-results+json",
    W3C["SPARQL_Results_XML"]: "application/sparql-results+xml",
    W3C["SPARQL_Results_CSV"]: "text/csv",
    W3C["SPARQL_Results_TSV"]: "text/tab-separated-values",
    W3C["Turtle"]: "text/turtle",
    W3C["N-Triples"]: "application/n-triples",
    W3C["JSON-LD"]: "application/ld+json",
    W3C["RDF_XML"]: "application/rdf+xml",
    W3C["TriG"]: "application/trig",
    W3C["N-Quads"]: "application/n-quads",
}
"""The media type of each format by its name at the W3C."""


@pytest.fixture(scope="module")
def real(make_app: MakeApp, real_graph: Path) -> FlaskClient:
    return make_app(real_graph).test_client()


@pytest.fixture(scope="module")
def said(real: FlaskClient) -> Graph:
    """What the service says at its address."""
    return told(real, "/sparql")


@pytest.fixture(scope="module")
def void(real: FlaskClient) -> Graph:
    """What is said where programs look for VoID."""
    return told(real, "/.well-known/void")


def told(client: FlaskClient, address: str) -> Graph:
    response = client.get(address, headers={"Accept": "text/turtle"})
    assert (response.status_code, response.mimetype) == (200, "text/turtle")
    return Graph().parse(data=response.data, format="turtle")


def body(client: FlaskClient, address: str) -> bytes:
    with client.get(address) as response:
        return response.data


def number(graph: Graph, subject: Node, predicate: URIRef) -> int:
    return int(str(graph.value(subject, predicate)))


def count(client: FlaskClient, query: str) -> int:
    response = client.get("/sparql.csv", query_string={"query": query})
    return int(response.text.split()[1])


@pytest.mark.parametrize("which", ["said", "void"])
def test_it_conforms_to_its_vocabularies(which: str, request: pytest.FixtureRequest) -> None:
    conforms, _, report = validate(request.getfixturevalue(which), shacl_graph=str(SHAPES))
    assert conforms, report


def test_its_address_is_the_one_that_was_asked(said: Graph) -> None:
    assert list(said.subject_objects(SD.endpoint)) == [
        (URIRef(f"{DEFAULT_BASE}service"), URIRef("http://localhost/sparql"))
    ]


def test_another_host_is_another_address(real: FlaskClient) -> None:
    response = real.get("/sparql.nt", base_url="http://example.org:8080/")
    assert "<http://example.org:8080/sparql>" in response.text


def test_it_gives_every_format_it_names_and_names_every_one(real: FlaskClient, said: Graph) -> None:
    assert set(said.objects(None, SD.resultFormat)) == set(TYPES)
    for query in ("SELECT * {} ", "CONSTRUCT {} {}"):
        asked = {"query": query}
        given = {
            real.get("/sparql", query_string=asked, headers={"Accept": type_}).mimetype
            for type_ in TYPES.values()
        }
        assert given <= {*TYPES.values(), "application/problem+json"}
        assert len(given & set(TYPES.values())) == (4 if "SELECT" in query else 6)


def test_it_claims_the_features_it_has(real: FlaskClient, said: Graph) -> None:
    assert list(said.objects(None, SD.feature)) == [SD.UnionDefaultGraph]
    both = (
        count(real, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        count(real, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"),
    )
    assert both[0] == both[1] > 0


def test_every_named_graph_is_there_with_its_size(real: FlaskClient, void: Graph) -> None:
    names = set(void.objects(None, SD.name))
    assert len(names) >= 10
    for name in names - {URIRef(f"{DEFAULT_BASE}graph/description")}:
        held = count(real, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
        assert number(void, name, VOID.triples) == held
        parts = void.objects(name, VOID.propertyPartition)
        assert sum(number(void, part, VOID.triples) for part in parts) == held


def test_the_partitions_of_the_whole_are_counted(real: FlaskClient, said: Graph) -> None:
    actions = URIRef(f"{PREFIXES['eq']}Action")
    part = next(part for part in said.subjects(VOID["class"], actions))
    assert number(said, part, VOID.entities) == count(real, "SELECT (COUNT(*) AS ?n) { ?a a eq:Action }")
    whole = URIRef(f"{DEFAULT_BASE}dataset")
    triples = [number(said, part, VOID.triples) for part in said.objects(whole, VOID.propertyPartition)]
    assert sum(triples) == number(said, whole, VOID.triples)


def test_the_short_description_leaves_out_what_each_graph_is_made_of(said: Graph, void: Graph) -> None:
    assert len(said - void) == 0
    assert {part for part in void.subjects() if "/dataset/part/" in str(part)}.isdisjoint(
        set(said.all_nodes())
    )


def test_it_declares_the_prefixes_that_a_query_need_not(said: Graph) -> None:
    whole = URIRef(f"{DEFAULT_BASE}dataset")
    declared = {
        str(said.value(each, SH.prefix)): str(said.value(each, SH.namespace))
        for each in said.objects(whole, SH.declare)
    }
    assert declared == PREFIXES


def test_every_named_query_answers_at_its_own_path(real: FlaskClient, said: Graph) -> None:
    queries = list(said.subjects(RDF.type, SH.SPARQLSelectExecutable))
    assert len(queries) >= 40
    for query in sorted(queries, key=str)[::4]:
        text = str(said.value(query, SH.select))
        path = str(query).removeprefix(NAMES.rstrip("/"))
        assert real.get(path).status_code == 200
        needs = [
            each
            for each in said.objects(query, SH.parameter)
            if str(said.value(each, SH.optional)) == "false"
        ]
        if not needs:
            assert body(real, f"{path}.json") == body(real, f"/sparql?{urlencode({'query': text})}")


def test_it_stands_in_the_graph_too_without_blank_nodes(real: FlaskClient) -> None:
    inside = "GRAPH <graph/description> { ?s ?p ?o }"
    assert count(real, f"SELECT (COUNT(*) AS ?n) {{ {inside} FILTER(ISBLANK(?s) || ISBLANK(?o)) }}") == 0
    assert count(real, "SELECT (COUNT(*) AS ?n) { GRAPH <graph/description> { ?s a sd:Service } }") == 1


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "application/rdf+xml", "*/*"])
def test_it_is_given_in_any_format_of_rdf(client: FlaskClient, accept: str) -> None:
    for address in ("/sparql", "/.well-known/void"):
        response = client.get(address, headers={"Accept": accept})
        assert response.status_code == 200
        assert (response.mimetype == accept) or accept == "*/*"

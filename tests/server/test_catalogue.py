"""The catalogue: DCAT 3 by what DCAT-AP asks, and the page of the data."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from pyshacl import validate
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDFS, VOID, Namespace

from equigraph.graph.folder import GraphFolder
from equigraph.graph.lines import to_lines
from equigraph.graph.store import Store
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE, PREFIXES

MakeApp = Callable[..., Flask]
DCAT = Namespace(PREFIXES["dcat"])  # rdflib's own lacks the terms of DCAT 3
SPDX = Namespace("http://spdx.org/rdf/terms#")
THINGS = Namespace(DEFAULT_BASE)
SHAPES = Path(__file__).parent / "dcat-ap.ttl"
HERE = "http://localhost/"


@pytest.fixture(scope="module")
def real(make_app: MakeApp, real_graph: Path) -> FlaskClient:
    return make_app(real_graph, publisher="The Office of Examples").test_client()


@pytest.fixture(scope="module")
def told(real: FlaskClient) -> Graph:
    return read(real, "/catalogue")


def read(client: FlaskClient, address: str, accept: str = "text/turtle") -> Graph:
    response = client.get(address, headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, accept)
    return Graph().parse(data=response.data, format=accept)


def test_it_is_what_dcat_ap_asks_for(told: Graph) -> None:
    conforms, _, report = validate(told, shacl_graph=str(SHAPES))
    assert conforms, report


@pytest.mark.parametrize("kind", ["Catalog", "Dataset", "DatasetSeries", "Distribution", "DataService"])
def test_the_shapes_had_something_to_test(told: Graph, kind: str) -> None:
    assert list(told.subjects(RDF.type, DCAT[kind]))


@pytest.mark.filterwarnings("ignore:Dataset.identifier is deprecated:DeprecationWarning")  # pySHACL's own
def test_what_lacks_a_title_does_not_conform(told: Graph) -> None:
    without = Graph() + told
    without.remove((THINGS["tables"], DCTERMS.title, None))
    assert not validate(without, shacl_graph=str(SHAPES))[0]


def test_every_file_is_a_distribution_of_its_dataset(told: Graph, real_store: Store) -> None:
    for name, known in real_store.manifest.downloads.items():
        file = told.value(predicate=DCAT.downloadURL, object=URIRef(f"{HERE}downloads/{name}"))
        assert int(str(told.value(file, DCAT.byteSize))) == known.bytes
        assert str(told.value(told.value(file, SPDX.checksum), SPDX.checksumValue)) == known.sha256
    plan = set(told.objects(THINGS["dataset/camden-2020"], DCAT.distribution))
    assert len(plan) == len(set(told.objects(THINGS["dataset"], DCAT.distribution))) == 6


def test_a_plan_says_whose_words_it_is_with_which_rights(told: Graph) -> None:
    plan = THINGS["dataset/camden-2020"]
    council = told.value(plan, DCTERMS.creator)
    assert told.value(council, FOAF.name) == Literal("Camden Council", "en")
    assert str(told.value(plan, DCTERMS.spatial)).endswith("/E09000007")
    assert str(told.value(told.value(plan, DCTERMS.rights), RDFS.label)) == "not stated"
    assert (told.value(plan, DCAT.inSeries), RDF.type, DCAT.DatasetSeries) in told
    assert URIRef("https://w3id.org/equigraph/characteristic/race") in set(told.objects(plan, DCAT.theme))


def test_it_names_who_answers_for_the_site(told: Graph, client: FlaskClient) -> None:
    catalogue = THINGS["catalogue"]
    assert str(told.value(told.value(catalogue, DCTERMS.publisher), FOAF.name)) == "The Office of Examples"
    other = read(client, "/catalogue")
    assert str(other.value(other.value(catalogue, DCTERMS.publisher), FOAF.name)) == "not stated"


def test_the_services_are_where_it_says(real: FlaskClient, told: Graph) -> None:
    addresses = {str(each).removeprefix(HERE) for each in told.objects(None, DCAT.endpointURL)}
    assert addresses == {"sparql", "store", "id/"}
    assert real.get("/sparql.nt").status_code == real.get("/store?default").status_code == 200


def test_a_dataset_without_files_is_still_described(client: FlaskClient) -> None:
    told = read(client, "/catalogue")
    assert (THINGS["catalogue"], RDF.type, DCAT.Catalog) in told or not list(
        told.subjects(RDF.type, DCAT.Catalog)
    )
    page = client.get("/catalogue", headers={"Accept": "text/html"}).text
    assert (
        "was built without files to download" in page and "/downloads/" not in page.split("How to load it")[0]
    )


@pytest.mark.parametrize("ending", ["ttl", "turtle", "jsonld", "nt", "rdf", "xml"])
def test_it_is_given_in_any_format_of_rdf(real: FlaskClient, told: Graph, ending: str) -> None:
    response = real.get(f"/catalogue.{ending}")
    format = RdfFormat.from_media_type(response.mimetype)
    assert len(list(parse(response.data, format))) == len(told)
    assert real.get(f"/catalogue?format={ending}").data == response.data


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/catalogue.docx", 404),
        ("/catalogue?format=docx", 400),
        ("/catalogue?page=2", 404),
        ("/catalogue?page=x", 400),
        ("/catalogue?page=99999999999999999999", 404),
        ("/catalogue?version=000000000000", 404),
        ("/doc/catalogue", 303),
    ],
)
def test_other_addresses_get_their_status(real: FlaskClient, address: str, status: int) -> None:
    assert real.get(address, headers={"Accept": "text/html"}).status_code == status


def test_every_link_to_a_file_on_the_page_answers(real: FlaskClient, real_store: Store) -> None:
    page = real.get("/catalogue", headers={"Accept": "text/html"}).text
    links = {each.split('"')[0] for each in page.split('href="/downloads/')[1:]}
    assert links == {*real_store.manifest.downloads, "SHA256SUMS"}
    assert "not stated" in page and real_store.manifest.digest in page


def test_void_links_the_dumps(real: FlaskClient) -> None:
    void = read(real, "/.well-known/void")
    dumps = {str(each) for each in void.objects(THINGS["dataset"], VOID.dataDump)}
    assert f"{HERE}downloads/equigraph.nq.gz" in dumps
    plan = THINGS["dataset/camden-2020"]
    assert str(void.value(plan, VOID.dataDump)) == f"{HERE}downloads/plans/camden-2020.nq.gz"
    for dump in dumps:
        with real.head(dump.removeprefix(HERE.rstrip("/"))) as response:
            assert response.status_code == 200


def test_kept_versions_are_a_series(make_app: MakeApp, tmp_path: Path) -> None:
    versions = [build(tmp_path, *slugs) for slugs in (("a",), ("a", "b"), ("b",))]
    client = make_app(tmp_path).test_client()
    told = read(client, "/catalogue")
    named = [THINGS[f"catalogue#version/{each}"] for each in versions]
    assert set(told.objects(THINGS["dataset"], DCAT.hasVersion)) == set(named)
    assert told.value(THINGS["dataset"], DCAT.hasCurrentVersion) == named[2]
    assert [told.value(each, DCAT.previousVersion) for each in named] == [None, *named[:2]]
    page = client.get("/catalogue", headers={"Accept": "text/html"}).text
    assert "New: Plan b (b)." in page and "Gone: Plan a (a)." in page
    pinned = client.get(f"/catalogue?version={versions[0]}", headers={"Accept": "text/html"}).text
    assert versions[0] in pinned and versions[2] not in pinned


def build(folder: Path, *slugs: str) -> str:
    from pyoxigraph import Literal as Text
    from pyoxigraph import NamedNode, Quad

    from equigraph.ontology.terms import term

    with writing(GraphFolder(folder), DEFAULT_BASE) as version:
        for slug in slugs:
            plan, graph = (
                NamedNode(f"{DEFAULT_BASE}plan/{slug}"),
                NamedNode(f"{DEFAULT_BASE}graph/plan/{slug}"),
            )
            facts = (
                (term("rdf:type"), term("eq:Plan")),
                (term("dcterms:identifier"), Text(slug)),
                (term("dcterms:title"), Text(f"Plan {slug}")),
            )
            version.add_part(f"plan-{slug}", to_lines(Quad(plan, *fact, graph) for fact in facts))
        return version.finish({}).version

"""Public clients, as they are, against the server as it is run."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from sysconfig import get_path
from typing import Any
from urllib.parse import urlencode

import pandas
import pytest
import SPARQLWrapper as wrapper
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from bench.processes import await_port, free_port, running

HERE = Path(__file__).parent
COMUNICA = HERE / "node_modules/.bin/comunica-sparql"
PLAN = URIRef("https://w3id.org/equigraph/ns#Plan")
TITLES = ["Alpha Equality Plan", "Beta Framework"]
SELECT = "SELECT ?plan ?title { ?plan a eq:Plan ; dcterms:title ?title } ORDER BY ?title"
CONSTRUCT = "CONSTRUCT { ?plan dcterms:title ?title } WHERE { ?plan a eq:Plan ; dcterms:title ?title }"


@pytest.fixture(scope="module")
def endpoint(serve: Callable[..., AbstractContextManager[Any]], sample_graph: Path) -> Iterator[str]:
    with serve(sample_graph, "--workers", "2") as served:
        yield f"{served.address}/sparql"


@pytest.fixture(scope="module")
def nicknames(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A second service, which knows what ours does not."""
    program = shutil.which("oxigraph", path=get_path("scripts"))
    if program is None:
        pytest.skip("the Oxigraph server is not installed (PyPI: oxigraph)")
    folder, port = tmp_path_factory.mktemp("nicknames"), free_port()
    store = ["--location", str(folder / "store")]
    load = [program, "load", *store, "--file", str(HERE / "nicknames.ttl")]
    subprocess.run(load, check=True, stderr=subprocess.DEVNULL)
    with running(
        [program, "serve-read-only", *store, "--bind", f"127.0.0.1:{port}"], folder / "log"
    ) as process:
        await_port(port, process, folder / "log")
        yield f"http://127.0.0.1:{port}/query"


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_rdflib_asks_it_as_a_store(endpoint: str, method: str, format: str) -> None:
    store = SPARQLStore(endpoint, method=method, returnFormat=format)
    rows = store.query(SELECT)
    assert [str(row[1]) for row in rows] == TITLES


def test_rdflib_reads_it_as_a_graph(endpoint: str) -> None:
    graph = Graph(SPARQLStore(endpoint))
    plans = sorted(graph.subjects(RDF.type, PLAN))
    assert [graph.value(plan, DCTERMS.title) for plan in plans] == list(map(Literal, TITLES))
    assert (plans[0], DCTERMS.title, Literal("something else")) not in graph
    assert graph.query("ASK { ?s a eq:Plan }").askAnswer is True
    constructed = graph.query(CONSTRUCT).graph
    assert constructed is not None
    assert sorted(map(str, constructed.objects(None, DCTERMS.title))) == TITLES


def wrapped(endpoint: str, query: str, format: str, method: str = wrapper.GET) -> wrapper.SPARQLWrapper:
    client = wrapper.SPARQLWrapper(endpoint)
    client.setQuery(query)
    client.setReturnFormat(format)
    client.setMethod(method)
    return client


@pytest.mark.parametrize("method", [wrapper.GET, wrapper.POST])
def test_sparqlwrapper_gets_tables(endpoint: str, method: str) -> None:
    found = wrapped(endpoint, SELECT, wrapper.JSON, method).queryAndConvert()
    assert [row["title"]["value"] for row in found["results"]["bindings"]] == TITLES
    document = wrapped(endpoint, SELECT, wrapper.XML, method).queryAndConvert()
    assert len(document.getElementsByTagName("result")) == 2
    table = wrapped(endpoint, SELECT, wrapper.CSV, method).queryAndConvert().decode()
    assert table.splitlines()[0] == "plan,title"
    table = wrapped(endpoint, SELECT, wrapper.TSV, method).queryAndConvert().decode()
    assert table.splitlines()[0] == "?plan\t?title"


def test_sparqlwrapper_posts_the_query_itself(endpoint: str) -> None:
    client = wrapped(endpoint, "ASK { ?s a eq:Plan }", wrapper.JSON, wrapper.POST)
    client.setRequestMethod(wrapper.POSTDIRECTLY)
    assert client.queryAndConvert()["boolean"] is True


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # SPARQLWrapper 2.0
@pytest.mark.parametrize("format", [wrapper.TURTLE, wrapper.N3, wrapper.RDFXML, wrapper.JSONLD, wrapper.XML])
def test_sparqlwrapper_gets_graphs(endpoint: str, format: str) -> None:
    found = wrapped(endpoint, CONSTRUCT, format).queryAndConvert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert sorted(map(str, graph.objects(None, DCTERMS.title))) == TITLES


def test_sparqlwrapper_is_told_of_a_fault(endpoint: str) -> None:
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed, match="line 1"):
        wrapped(endpoint, "SELECT * { ?s ?p", wrapper.JSON).query()


def test_pandas_reads_a_table_by_its_address(endpoint: str) -> None:
    address = f"{endpoint}?{urlencode({'query': SELECT, 'format': 'csv'})}"
    table = pandas.read_csv(address)
    assert (list(table.columns), list(table["title"])) == (["plan", "title"], TITLES)


def test_comunica_joins_it_with_another_service(endpoint: str, nicknames: str) -> None:
    if not (COMUNICA.exists() and shutil.which("node")):
        pytest.skip("Comunica is not installed (npm ci in tests/server/clients)")
    query = (HERE / "federated.rq").read_text(encoding="utf-8")
    sources = [f"sparql@{endpoint}", f"sparql@{nicknames}"]
    ended = subprocess.run(
        [str(COMUNICA), *sources, "-q", query, "-t", "application/sparql-results+json"],
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    rows = json.loads(ended.stdout)["results"]["bindings"]
    assert [(row["title"]["value"], row["name"]["value"]) for row in rows] == list(
        zip(TITLES, ["the first", "the second"], strict=True)
    )

"""What the pool answers: everything the store would, within the limits, and in memory as from the disk."""

import json
import os
from dataclasses import replace
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest
from pyoxigraph import RdfFormat, parse

from bench.waiting import until
from equigraph.graph.folder import GraphFolder
from equigraph.graph.lines import to_lines
from equigraph.graph.paging import next_page
from equigraph.graph.store import Store
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE
from equigraph.server.engine.job import Job, Reply
from equigraph.server.engine.limits import total_memory
from equigraph.server.engine.memory import plan
from equigraph.server.engine.options import PoolOptions

from .conftest import Asker, MakeAsker

ALL = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
EMPTY = {"head": {"vars": ["x"]}, "results": {"bindings": []}}
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 9000"


def whole(reply: Reply) -> bytes:
    assert reply.state == "answered"
    if reply.rest is None:
        return reply.head
    with reply.rest:
        return reply.head + reply.rest.read()


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_a_table_is_what_the_store_gives(asker: Asker, sample_store: Store, format: str) -> None:
    reply = asker.ask("SELECT ?plan { ?plan a eq:Plan } ORDER BY ?plan", format)
    assert reply.head == sample_store.query("SELECT ?plan { ?plan a eq:Plan } ORDER BY ?plan").serialise(
        format
    )
    assert (reply.rows, reply.cut, reply.size) == (2, "", len(reply.head))


def test_yes_or_no_is_one_row(asker: Asker) -> None:
    reply = asker.ask("ASK { ?plan a eq:Plan }", "csv")
    assert (reply.head, reply.rows) == (b"true", 1)


@pytest.mark.parametrize("format", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_a_graph_is_what_the_store_gives(asker: Asker, sample_store: Store, format: str) -> None:
    text = "CONSTRUCT { ?plan a ?type } { ?plan a ?type . FILTER(?type = eq:Plan) }"
    reply = asker.ask(text, format)
    assert (len(reply.head), reply.rows) == (len(sample_store.query(text).serialise(format)), 2)


def test_a_large_answer_comes_as_a_file(asker: Asker) -> None:
    reply = asker.ask(LARGE)
    assert (reply.head, reply.rest is None, reply.size > 2**20) == (b"", False, True)
    content = whole(reply)
    assert (len(content), len(json.loads(content)["results"]["bindings"])) == (reply.size, reply.rows)


def test_a_large_answer_is_cut_with_a_link(asker: Asker) -> None:
    reply = asker.ask(LARGE, rows=5_000, onward="http://x/?query=")
    content = json.loads(whole(reply))
    assert (reply.rows, reply.cut, len(content["results"]["bindings"])) == (5_000, "rows", 5_000)
    (link,) = content["head"]["link"]
    assert parse_qs(urlsplit(link).query)["query"] == [next_page(LARGE, 5_000)]


@pytest.mark.parametrize("format", ["json", "xml"])
def test_the_link_of_what_was_cut_by_bytes_leads_to_the_row_after(asker: Asker, format: str) -> None:
    reply = asker.ask(LARGE, format, size=50_000, onward="http://x/?a=1&query=")
    content = whole(reply).decode()
    assert (reply.cut, 0 < len(content) <= 50_000) == ("bytes", True)
    assert quote_plus(next_page(LARGE, reply.rows) or "") in content


def test_an_answer_of_no_rows_leads_nowhere(asker: Asker) -> None:
    text = f"SELECT (CONCAT({', '.join(['?y'] * 30)}) AS ?x) {{ VALUES ?y {{ '{'x' * 99}' }} }}"
    reply = asker.ask(text, size=2_000, onward="http://x/?query=")
    assert (reply.rows, reply.cut, json.loads(reply.head)) == (0, "bytes", EMPTY)


def test_a_graph_is_cut(asker: Asker) -> None:
    reply = asker.ask("CONSTRUCT WHERE { ?s ?p ?o }", "ntriples", rows=3)
    assert (reply.head.count(b" .\n"), reply.rows, reply.cut) == (3, 3, "rows")


@pytest.mark.parametrize("format", ["json", "turtle"])
def test_an_answer_of_which_nothing_fits_is_refused(asker: Asker, format: str) -> None:
    text = ALL if format == "json" else "CONSTRUCT { eq:x rdfs:label ?l } { BIND(REPEAT('x', 9) AS ?l) }"
    reply = asker.ask(text, format, size=20)
    assert (reply.state, reply.cut) in (("refused", ""), ("answered", "bytes"))
    assert len(reply.head) <= 20


def test_what_cannot_be_read_is_refused_with_its_place(asker: Asker) -> None:
    reply = asker.ask("SELECT ?x\nWHERE { ?x a }")
    assert (reply.state, reply.place) == ("refused", "line 2, column 15")


def test_a_format_that_does_not_fit_is_refused(asker: Asker) -> None:
    reply = asker.ask("ASK {}", "turtle")
    assert (reply.state, "cannot be written as 'turtle'" in reply.cause) == ("refused", True)


def test_an_unknown_function_is_an_error_of_its_expression(asker: Asker) -> None:
    text = 'SELECT (<urn:f>(1) AS ?a) (COALESCE(<urn:g>(2), "other") AS ?b) {}'
    assert asker.ask(text, "csv").head == b"a,b\r\n,other\r\n"


def test_the_request_names_the_dataset(asker: Asker) -> None:
    graph = "https://w3id.org/equigraph/id/graph/organisations"
    everything = asker.ask("SELECT * { ?s ?p ?o }").rows
    one = asker.ask("SELECT * { ?s ?p ?o }", default_graphs=(graph,), named_graphs=()).rows
    none = asker.ask("SELECT * { ?s ?p ?o }", default_graphs=(), named_graphs=(graph,)).rows
    assert (0 < one < everything, none) == (True, 0)


def test_the_query_names_the_dataset(asker: Asker) -> None:
    graph = "https://w3id.org/equigraph/id/graph/organisations"
    by_request = asker.ask("SELECT * { ?s ?p ?o }", default_graphs=(graph,), named_graphs=()).rows
    assert asker.ask(f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}").rows == by_request
    assert asker.ask(f"SELECT * FROM NAMED <{graph}> {{ ?s ?p ?o }}").rows == 0


def test_words_in_a_text_name_no_dataset(asker: Asker) -> None:
    assert asker.ask("SELECT * { ?s ?p ?o FILTER(?o != 'from <x>') } # from").rows > 0


def test_an_iri_may_be_relative_to_the_graphs_base(asker: Asker) -> None:
    assert asker.ask("ASK { <plan/alpha-2020> a eq:Plan }", "csv").head == b"true"


def test_a_version_that_is_not_there_is_no_graph(asker: Asker) -> None:
    for version in ("0123456789ab", "../../etc"):
        assert asker.pool.run(Job(version, "ASK {}", "json")).state == "no graph"


def test_many_ask_few_workers(asker: Asker) -> None:
    replies: list[Reply] = []
    threads = [
        Thread(target=lambda: replies.extend(asker.ask("ASK {}") for _ in range(10)), daemon=True)
        for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [reply.state for reply in replies] == ["answered"] * 160


def test_no_descriptor_is_kept(asker: Asker) -> None:
    def ask() -> None:
        for reply in (asker.ask("ASK {}"), asker.ask(LARGE), asker.ask("nonsense")):
            if reply.rest:
                reply.rest.close()

    ask()
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - their number is enough
    for _ in range(30):
        ask()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208 - their number is enough


def test_the_health_of_a_pool(asker: Asker) -> None:
    until(lambda: asker.pool.health().busy == 0)  # a worker is busy until its answer has been handed over
    health = asker.pool.health()
    assert (health.ready, health.workers, health.busy, health.mode) == (True, 2, 0, "memory")


def test_memory_answers_as_the_disk_does(make_asker: MakeAsker, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    with writing(GraphFolder(graph), DEFAULT_BASE) as version:
        source = Path(__file__).parent / "forms.trig"
        version.add_part("forms", to_lines(parse(path=source, format=RdfFormat.TRIG)))
        version.finish({})
    texts = [ALL, "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o FILTER(isBlank(?s)) } GROUP BY ?s"]
    answers = {}
    for mode, size in (("memory", None), ("RocksDB", 0)):
        asker = make_asker(graph, workers=1, store_memory=size)
        assert asker.pool.health().mode == mode
        answers[mode] = [sorted(whole(asker.ask(text, "tsv")).splitlines()) for text in texts]
    assert answers["memory"] == answers["RocksDB"]


def test_memory_is_used_where_the_graph_fits_as_often_as_there_are_workers() -> None:
    options = PoolOptions(Path("graph"), workers=3, store_memory=4 * 390 * 1_000)
    assert [plan(options, quads).mode for quads in (1_000, 1_001)] == ["memory", "RocksDB"]
    default = replace(options, store_memory=None)
    fitting = total_memory() // 4 // (4 * 390)
    assert [plan(default, quads).mode for quads in (fitting, fitting + 1)] == ["memory", "RocksDB"]

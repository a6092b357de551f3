from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import QueryError, QueryRefused, UsageError
from equigraph.graph.store import Store
from equigraph.queries.catalogue import Catalogue

BASE = "https://w3id.org/equigraph/id/"
PLAN, AUDIT, VOCABULARIES = (
    f"{BASE}graph/{name}" for name in ("plan/beta-2021", "plan/alpha-2020/audit", "vocabularies")
)
SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c }"
IN_GRAPHS = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s a ?c } }"


def number(store: Store, text: str, **dataset: list[str]) -> int:
    ((n,),) = store.query(text, **dataset).texts()
    return int(n)


def test_the_default_graph_is_the_union(sample_store: Store) -> None:
    assert number(sample_store, IN_GRAPHS) == 7
    assert number(sample_store, SUBJECTS) > number(sample_store, SUBJECTS, default_graphs=[PLAN]) > 0


@pytest.mark.parametrize(
    ("clauses", "dataset", "subjects", "graphs"),
    [
        ("", {"default_graphs": [PLAN]}, 5, 0),
        ("", {"named_graphs": [PLAN, AUDIT]}, 0, 2),
        ("", {"default_graphs": [PLAN], "named_graphs": [AUDIT]}, 5, 1),
        ("", {"default_graphs": [], "named_graphs": []}, 0, 0),
        (f"FROM <{PLAN}>", {}, 5, 0),
        (f"FROM NAMED <{PLAN}>", {}, 0, 1),
        (f"from <{PLAN}> from named <{AUDIT}>", {}, 5, 1),
        ("FROM <graph/plan/beta-2021>", {}, 5, 0),
        (f"FROM <{PLAN}>", {"named_graphs": [AUDIT]}, 0, 1),
        ("FROM <file:///etc/hostname>", {}, 0, 0),
    ],
)
def test_a_dataset_named_by_query_or_caller_is_all_there_is(
    sample_store: Store, clauses: str, dataset: dict[str, list[str]], subjects: int, graphs: int
) -> None:
    asked = [text.replace(" {", f" {clauses} WHERE {{", 1) for text in (SUBJECTS, IN_GRAPHS)]
    assert [number(sample_store, text, **dataset) for text in asked] == [subjects, graphs]


def test_the_word_from_in_a_text_names_no_dataset(sample_store: Store) -> None:
    assert bool(sample_store.query('ASK { ?s a eq:Action . # from <a:b>\n FILTER("from" != ?s) }'))


@pytest.mark.parametrize("iri", ["", "no iri", "relative", "http://a/<b>"])
def test_a_graph_name_must_be_an_iri(sample_store: Store, iri: str) -> None:
    with pytest.raises(QueryError, match="not an IRI"):
        sample_store.query("ASK {}", default_graphs=[iri])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT *\nWHERE { ?s ?p\n ?o ", "line 3, column 5"),
        ("SELECT *\nWHERE { ?s nope:p ?o }", "line 2, column 18"),
        ("ASK { ?s ?p 'open }", "line 1, column 13"),
        ("", ""),
    ],
)
def test_a_query_that_cannot_be_read_is_told_where(sample_store: Store, text: str, place: str) -> None:
    with pytest.raises(QueryError) as caught:
        sample_store.query(text)
    assert caught.value.place == place
    assert len(str(caught.value)) < 120


def test_the_kinds_of_answers(sample_store: Store) -> None:
    table = sample_store.query("SELECT ?s ?nothing { ?s a eq:Plan } ORDER BY ?s")
    assert (table.kind, table.variables) == ("select", ("s", "nothing"))
    assert [row[1] for row in table.rows()] == [None, None]
    answer = sample_store.query("ASK { ?s a eq:Milestone }")
    assert (answer.kind, bool(answer), answer.variables) == ("ask", True, ())
    graph = sample_store.query("CONSTRUCT { ?s a eq:Plan } WHERE { ?s a eq:Plan }")
    assert (graph.kind, len(list(graph.triples()))) == ("graph", 2)


def test_an_answer_is_read_as_what_it_is(sample_store: Store) -> None:
    for text, wrong in (
        ("ASK {}", "rows"),
        ("ASK {}", "triples"),
        ("SELECT * {}", "triples"),
        ("SELECT * {}", "__bool__"),
        ("DESCRIBE <a:b>", "rows"),
    ):
        with pytest.raises(UsageError):
            getattr(sample_store.query(text), wrong)()


def test_an_answer_is_read_once(sample_store: Store) -> None:
    table = sample_store.query("SELECT ?s { ?s a eq:Plan }")
    with pytest.raises(UsageError, match="cannot be written"):
        table.serialise("turtle")
    assert len(list(table.rows())) == 2
    for read in (table.rows, table.texts, lambda: table.serialise("csv")):
        with pytest.raises(UsageError, match="read before"):
            read()


def test_yes_or_no_can_be_read_again(sample_store: Store) -> None:
    answer = sample_store.query("ASK {}")
    assert answer.serialise("json") == answer.serialise("json") and bool(answer)


@pytest.mark.parametrize(
    ("format", "start"),
    [("csv", b"s\r\nhttps:"), ("tsv", b"?s\n<https:"), ("json", b'{"head"'), ("xml", b"<?xml")],
)
def test_results_are_written_in_the_standard_formats(sample_store: Store, format: str, start: bytes) -> None:
    assert sample_store.query("SELECT ?s { ?s a eq:Plan }").serialise(format).startswith(start)


def test_graphs_are_written_in_the_standard_formats(sample_store: Store) -> None:
    written = {
        format: sample_store.query("DESCRIBE <plan/beta-2021>").serialise(format)
        for format in ("turtle", "ntriples", "jsonld", "rdfxml")
    }
    assert b"eq:Plan" in written["turtle"] and b"@prefix eq:" in written["turtle"]
    assert all(b"Beta Framework" in content for content in written.values())
    with pytest.raises(UsageError, match=r"'csv'.*turtle, ntriples, jsonld, rdfxml"):
        sample_store.query("DESCRIBE <plan/beta-2021>").serialise("csv")


def test_an_answer_can_be_written_to_a_file(sample_store: Store, tmp_path: Path) -> None:
    with (tmp_path / "answer.csv").open("wb") as output:
        assert sample_store.query("SELECT ?s { ?s a eq:Milestone }").serialise("csv", output) == b""
    assert (tmp_path / "answer.csv").read_text().count("milestone/b1") == 1


def test_a_description_has_both_directions(sample_store: Store) -> None:
    found = sample_store.describe(f"{BASE}plan/alpha-2020/milestone/b1")
    assert {quad.predicate.value.rpartition("#")[2] for quad in found.incoming} == {"milestone", "hasBody"}
    assert all(quad.subject.value.endswith("b1") for quad in found.outgoing)
    nothing = sample_store.describe("https://example.org/unknown")
    assert (nothing.outgoing, nothing.incoming) == ((), ())
    with pytest.raises(QueryError, match="not an IRI"):
        sample_store.describe("b1")


def test_a_named_query_takes_codes_slugs_and_iris(sample_store: Store, tmp_path: Path) -> None:
    (tmp_path / "about.rq").write_text(
        '#+ summary: Things about a characteristic.\n#+ param: about scheme:characteristic optional "whom"\n'
        '#+ param: plan thing:plan optional "which plan"\n'
        "SELECT ?s { VALUES (?about) { (UNDEF) } VALUES (?plan) { (UNDEF) } "
        "?s eq:characteristic ?about ; eq:plan ?plan }"
    )
    store = Store.open(sample_store.path.parent.parent, catalogue=Catalogue(tmp_path))

    def about(**params: str) -> int:
        return len(list(store.named("about", params).rows()))

    assert (about(), about(about="sex"), about(about="somali", plan="alpha-2020")) == (3, 2, 1)
    assert about(about="https://w3id.org/equigraph/characteristic/sex") == 2
    assert about(about="organisation/alpha") == 0
    for params in ({"about": "sexx"}, {"plan": "alpha"}):
        with pytest.raises(UsageError, match="the graph knows nothing called"):
            about(**params)


def test_another_service_is_not_asked(sample_store: Store) -> None:
    with pytest.raises(QueryRefused):
        sample_store.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


@given(st.text(max_size=60))
def test_any_text_is_answered_or_refused_in_our_own_words(sample_store: Store, text: str) -> None:
    try:
        sample_store.query(text)
    except QueryError as error:
        assert str(error)

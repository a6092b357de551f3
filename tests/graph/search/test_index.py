"""What an index holds and finds, held against the graph it was made from."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from threading import Thread

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import GraphError, UsageError
from equigraph.graph.folder import GraphFolder
from equigraph.graph.search.bits import bits, flags, kept, packed, unpacked
from equigraph.graph.search.bits import read as read_bits
from equigraph.graph.search.found import joined
from equigraph.graph.search.index import SearchIndex
from equigraph.graph.search.kept import index_path
from equigraph.graph.search.nearest import advice
from equigraph.graph.search.values import Records, Values
from equigraph.graph.search.wanted import read
from equigraph.graph.search.writing import write_index
from equigraph.graph.store import Store
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE

CASES = yaml.safe_load(Path(__file__).with_name("searches.yaml").read_text(encoding="utf-8"))
Opened = Callable[[Store], SearchIndex]


@pytest.fixture(scope="module")
def opened() -> Iterator[Opened]:
    made: list[SearchIndex] = []

    def open_it(store: Store) -> SearchIndex:
        path = index_path(store)
        assert path
        made.append(SearchIndex(path))
        return made[-1]

    yield open_it
    for each in made:
        each.close()


@pytest.fixture(scope="module")
def real(opened: Opened, real_store: Store) -> SearchIndex:
    return opened(real_store)


@pytest.mark.parametrize("case", CASES["found"], ids=lambda case: case["search"])
def test_what_is_looked_for_is_found(case: dict[str, str], real: SearchIndex) -> None:
    found = real.find(read(case["search"]), {})
    first = found.hits[0]
    assert (found.total, first.kind) == (case["total"], case["kind"])
    assert case["words"] in first.plain[0]


@pytest.mark.parametrize("case", CASES["nothing"], ids=lambda case: case["search"])
def test_where_nothing_is_found_the_nearest_is_named(case: dict[str, str], real: SearchIndex) -> None:
    wanted = read(case["search"])
    assert real.find(wanted, {}).total == 0
    said = advice(real, wanted)
    assert (str(said.instead) if said.instead else None) == case["instead"]
    assert [str(piece) for piece, _ in said.each] == case["each"]


def test_each_kind_is_as_large_as_in_the_graph(real: SearchIndex, real_store: Store) -> None:
    counts = real_store.manifest.plans.values()
    found = real.find(read(""), {})
    choices = {offer.facet.name: {each.code: each.count for each in offer.choices} for offer in found.offers}
    for kind in ("action", "milestone", "measure", "outcome", "target", "passage", "section"):
        in_graph = sum(plan.counts.get(kind.capitalize(), 0) for plan in counts)
        assert choices["kind"][kind] == in_graph > 0
    assert choices["kind"]["plan"] == len(real_store.manifest.plans)
    assert found.total == sum(choices["kind"].values())


def test_facets_are_the_properties_that_shapes_hold_to_named_things(real: SearchIndex) -> None:
    names = [facet.name for facet in real.facets]
    assert names[:3] == ["kind", "plan", "council"]
    assert {"characteristic", "owner-state", "measure-state", "due-state", "topic"} <= set(names)


def test_a_facet_counts_what_the_graph_says_and_a_broader_value_has_the_narrower_ones(
    real: SearchIndex, real_store: Store
) -> None:
    blank = real_store.query("SELECT DISTINCT ?x { ?x eq:ownerState state:blank }")
    race = real_store.query(
        "SELECT DISTINCT ?x { ?x eq:characteristic/skos:broader* characteristic:race ; a ?kind"
        " FILTER(?kind IN (eq:Action, eq:Milestone)) }"
    )
    found = real.find(read(""), {"owner-state": ["blank"]}, most=1000)
    assert {hit.iri for hit in found.hits} == {iri for (iri,) in blank.texts()} != set()
    found = real.find(read(""), {"characteristic": ["race"], "kind": ["action", "milestone"]}, most=1000)
    assert {hit.iri for hit in found.hits} == {iri for (iri,) in race.texts()} != set()


def test_a_choice_gives_as_many_as_it_says(real: SearchIndex) -> None:
    wanted = read("people")
    for offer in real.find(wanted, {"kind": ["measure"]}).offers:
        for each in offer.choices[:5]:
            chosen = {"kind": ["measure"], offer.facet.name: [each.code]}
            assert real.find(wanted, chosen).total == each.count, (offer.facet.name, each.code)


@pytest.mark.parametrize("typed", ["", "people"])
def test_some_choices_are_the_first_of_all_and_parts_of_one_order(typed: str, real: SearchIndex) -> None:
    wanted, chosen = read(typed), {"parent": [], "kind": ["target", "plan"]}
    every = {offer.facet.name: offer for offer in real.find(wanted, chosen).offers}
    assert {each.code for each in every["kind"].choices[:2]} == {"target", "plan"}
    for offer in real.find(wanted, chosen, offered=3).offers:
        whole = every[offer.facet.name]
        assert (offer.choices, offer.total) == (whole.choices[:3], len(whole.choices))
        parts = [real.offer(wanted, chosen, offer.facet.name, first, 7) for first in range(0, offer.total, 7)]
        assert [each for part in parts for each in part.choices] == list(whole.choices)
    rest = [(not each.chosen, -each.count, each.label, each.code) for each in every["plan"].choices]
    assert rest == sorted(rest)


def test_pages_are_parts_of_one_order_and_marks_change_nothing(real: SearchIndex) -> None:
    wanted = read("residents")
    whole = real.find(wanted, {}, most=10_000, marked=False)
    parts = [real.find(wanted, {}, first, 7).hits for first in range(0, whole.total, 7)]
    assert [hit.iri for part in parts for hit in part] == [hit.iri for hit in whole.hits]
    assert [hit.plain for part in parts for hit in part] == [hit.plain for hit in whole.hits]
    assert all(hit.marked for part in parts for hit in part)
    scores = [hit.score for hit in whole.hits]
    assert scores == sorted(scores, reverse=True)


def test_what_is_found_is_marked(real: SearchIndex) -> None:
    hit = real.find(read("somali"), {"kind": ["action"]}).hits[0]
    assert next(piece for piece, is_hit in hit.text if is_hit).lower().startswith("somali")
    assert joined(hit.text) == hit.plain[0]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"colour": ["red"]}, "There are: kind, plan, council"),
        ({"kind": ["dog"]}, "There are: action, concept"),
    ],
)
def test_what_cannot_be_chosen_is_said(chosen: dict[str, list[str]], said: str, real: SearchIndex) -> None:
    with pytest.raises(UsageError, match=said):
        real.find(read("a"), chosen)


def test_the_same_content_gives_the_same_bytes(real_store: Store, tmp_path: Path) -> None:
    path = index_path(real_store)
    assert path
    for name in ("one", "two"):
        write_index(real_store, tmp_path / name)
        assert (tmp_path / name).read_bytes() == path.read_bytes()


def test_a_new_shape_gives_a_new_facet(opened: Opened, sample_store: Store, tmp_path: Path) -> None:
    with writing(GraphFolder(tmp_path), DEFAULT_BASE) as version:
        for part in sample_store.parts():
            version.add_part(part.stem, part.read_text(encoding="utf-8").splitlines())
        shape, sh = f"{DEFAULT_BASE}shape", "http://www.w3.org/ns/shacl#"
        said = {"path": "<https://w3id.org/equigraph/ns#dueKind>"}
        said |= {"hasValue": "<https://w3id.org/equigraph/due-kind/deadline>"}
        lines = [
            f"<{shape}> <{sh}{name}> {value} <{DEFAULT_BASE}graph/shapes> ." for name, value in said.items()
        ]
        version.add_part("more-shapes", lines)
        version.finish({})
    found = opened(Store.open(tmp_path)).find(read(""), {"due-kind": ["deadline"]})
    assert "due-kind" not in [facet.name for facet in opened(sample_store).facets]
    assert {hit.kind for hit in found.hits} == {"action", "target"}


def test_a_version_that_is_there_gets_the_index_it_lacks(sample_store: Store, tmp_path: Path) -> None:
    def build() -> Store:
        with writing(GraphFolder(tmp_path), DEFAULT_BASE) as version:
            for part in sample_store.parts():
                version.add_part(part.stem, part.read_text(encoding="utf-8").splitlines())
            version.finish({})
        return Store.open(tmp_path)

    first = build()
    older = {**json.loads(first.manifest.to_json()), "search": {}}
    (first.path / "manifest.json").write_text(json.dumps(older))
    assert index_path(Store.open(tmp_path)) is None
    again = build()
    assert again.manifest == first.manifest
    assert index_path(again) == index_path(first)


def test_a_damaged_index_is_told_of(sample_graph: Path, tmp_path: Path) -> None:
    copytree(sample_graph, tmp_path / "graph")
    store = Store.open(tmp_path / "graph")
    path = index_path(store)
    assert path
    path.write_bytes(path.read_bytes()[:5000] + b"\0" * 100)
    with pytest.raises(GraphError, match="not what was built"):
        index_path(store)
    with pytest.raises(GraphError, match="cannot be read"):
        SearchIndex(path)
    with pytest.raises(GraphError, match="not what was built"):
        store.manifest.check_files(store.path)


def test_readers_cannot_write(sample_store: Store) -> None:
    path = index_path(sample_store)
    assert path
    index = SearchIndex(path)
    with index.connection() as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM record")
    index.close()


def test_many_threads_ask_one_index(real: SearchIndex) -> None:
    expected = real.find(read("people"), {}).hits
    found: list[object] = []

    def ask() -> None:
        for _ in range(5):
            found.append(real.find(read("people"), {}).hits)

    threads = [Thread(target=ask) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 120
    assert all(each == expected for each in found)


@given(st.sets(st.integers(0, 300)), st.sets(st.integers(0, 300)))
def test_bits_are_sets(one: set[int], other: set[int]) -> None:
    first, second = bits(one, 301), bits(other, 301)
    assert unpacked(packed(first)) == first
    assert (first & second) == bits(one & other, 301)
    assert first.bit_count() == len(one)
    assert {number for number, held in enumerate(flags(first, 301)) if held} == one
    assert read_bits(kept(sorted(one), 301), len(one), 301) == first


@given(st.sets(st.integers(0, 99)), st.lists(st.sets(st.integers(0, 99), min_size=1), max_size=9))
def test_values_count_the_same_by_bits_and_by_numbers(among: set[int], held: list[set[int]]) -> None:
    rows = [(len(each), kept(sorted(each), 100)) for each in held]
    counts = Values(rows, 100).counts(Records(bits(among, 100), 100))
    assert counts == {place: len(each & among) for place, each in enumerate(held) if each & among}

"""Likeness of words: what it is for two texts, and what is found alike in the three plans."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.graph.search.alike import SETS, Weighing, alike, cosine, tokens
from equigraph.graph.search.index import SearchIndex
from equigraph.graph.search.kept import index_path
from equigraph.graph.store import Store

TASKS = "SELECT ?it WHERE { VALUES ?class { eq:Action eq:Milestone eq:Measure } ?it a ?class } ORDER BY ?it"
SOME = ("school", "meals", "parents", "housing", "race", "café", "the", "of")
WORDS = st.lists(st.sampled_from(SOME), max_size=9)


@pytest.fixture(scope="module")
def index(real_store: Store) -> Iterator[SearchIndex]:
    path = index_path(real_store)
    assert path
    made = SearchIndex(path)
    yield made
    made.close()


def test_words_are_read_as_the_index_has_them(index: SearchIndex) -> None:
    assert tokens("Café-owners’ 5 A*–C: ÉCOLE_no 1") == ["cafe", "owners", "5", "a", "c", "ecole", "no", "1"]
    known = index.vocabulary()
    assert [word for word in ("schools", "meals", "the") if index.things_with(word) != known[word]] == []
    assert index.things_with("nobodywroteit") == 0


@given(left=WORDS, right=WORDS)
def test_likeness_is_the_same_both_ways_and_one_with_itself(
    index: SearchIndex, left: list[str], right: list[str]
) -> None:
    weighing = Weighing(index)
    one, two = weighing.weights(" ".join(left)), weighing.weights(" ".join(right))
    assert cosine(one, two) == pytest.approx(cosine(two, one))
    assert -1e-9 <= cosine(one, two) <= 1 + 1e-9
    assert not one or cosine(one, one) == pytest.approx(1)
    assert {"school", "meals"} & set(left) <= set(one) and "the" not in one


def test_what_is_alike_is_elsewhere_of_a_kind_and_in_order(index: SearchIndex, real_store: Store) -> None:
    things = [row[0] for row in real_store.query(TASKS).texts()]
    councils = {"camden", "islington", "tower-hamlets"}
    found = [(iri, made) for iri in things[::25] if (made := alike(index, iri, 5))]
    assert len(found) > 20
    assert any(made.others for _, made in found)
    for iri, made in found:
        own = next(code for code in councils if f"/{code}-20" in iri)
        kinds = next(kinds for kinds in SETS if made.kind in kinds)
        assert all(other.council.code in councils - {own} and other.kind in kinds for other in made.others)
        assert all(first.score >= second.score for first, second in pairwise(made.others))
        weighing = Weighing(index)
        for other in made.others:
            assert other.score == pytest.approx(
                cosine(weighing.weights(made.text), weighing.weights(other.text))
            )
            assert set(other.shared) <= set(tokens(made.text)) & set(tokens(other.text))


def test_in_a_large_graph_few_words_lead_to_enough(
    index: SearchIndex, real_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = [row[0] for row in real_store.query(TASKS).texts()]
    every = ((task, made) for task in tasks if (made := alike(index, task, 100)))
    task, whole = next((task, made) for task, made in every if len(made.others) > 50)
    monkeypatch.setattr("equigraph.graph.search.alike.ENOUGH", 1)
    fewer = alike(index, task, 100)
    assert fewer and fewer.others
    known = {other.iri: other for other in whole.others}
    assert len(fewer.others) < len(known)
    assert all(known[other.iri] == other for other in fewer.others if other.iri in known)


def test_what_is_found_is_the_same_each_time(index: SearchIndex, real_store: Store) -> None:
    path = index_path(real_store)
    assert path
    other = SearchIndex(path)
    things = [row[0] for row in real_store.query(TASKS).texts()][::60]
    assert [alike(index, iri, 10) for iri in things] == [alike(other, iri, 10) for iri in things]
    other.close()


def test_nothing_is_alike_to_what_is_not_there_or_not_compared(index: SearchIndex, real_store: Store) -> None:
    base = real_store.manifest.base
    assert alike(index, f"{base}plan/camden-2020/action/000000000000", 5) is None
    assert alike(index, f"{base}plan/camden-2020", 5) is None

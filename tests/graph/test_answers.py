"""What a build answers once, for every page that shows all plans."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from equigraph.build import build
from equigraph.errors import GraphError
from equigraph.graph.answers import KEPT
from equigraph.graph.store import Store
from equigraph.queries.catalogue import Catalogue

NAMES = [name for folder in KEPT for name in Catalogue.standard().names(folder)]


@pytest.fixture
def graph(real_graph: Path, tmp_path: Path) -> Path:
    """A copy of the graph of the three plans, to be changed."""
    return Path(shutil.copytree(real_graph, tmp_path / "graph"))


def files(store: Store) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (store.path / "answers").iterdir()}


def forget(graph: Path) -> Store:
    """The version as one was that was built before there were answers."""
    store = Store.open(graph)
    shutil.rmtree(store.path / "answers")
    manifest = store.path / "manifest.json"
    known = json.loads(manifest.read_text())
    del known["answers"], known["sizes"]["answers"]
    manifest.write_text(json.dumps(known))
    return Store.open(graph)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_kept_is_what_would_be_answered(name: str, real_store: Store) -> None:
    asked = real_store.named(name)
    kept = real_store.kept(name)
    assert kept.variables == asked.variables
    assert list(kept.texts()) == list(asked.texts())


def test_every_answer_is_kept_and_listed(real_store: Store) -> None:
    listed = {f"{name}.json" for name in real_store.manifest.answers}
    assert {name.rpartition("-")[0] for name in real_store.manifest.answers} == {
        name.rpartition("/")[2] for name in NAMES
    }
    assert set(files(real_store)) == listed
    assert real_store.manifest.sizes["answers"] == sum(map(len, files(real_store).values()))


def test_two_builds_keep_the_same_bytes(real_store: Store, tmp_path: Path) -> None:
    build(graph=tmp_path / "other", jobs=2)
    other = Store.open(tmp_path / "other")
    assert other.manifest.answers == real_store.manifest.answers
    assert files(other) == files(real_store)


def test_a_damaged_answer_is_not_given_and_made_again(graph: Path) -> None:
    store = Store.open(graph)
    whole = files(store)
    damaged = next(path for path in (store.path / "answers").iterdir() if path.name.startswith("plans-"))
    damaged.write_bytes(damaged.read_bytes().replace(b"Camden", b"Hamden"))
    with pytest.raises(GraphError, match=r"plans-.*\.json: the file is not what was built"):
        store.overview("plans")
    assert build(graph=graph).manifest.version == store.version
    assert files(Store.open(graph)) == whole


def test_a_version_without_answers_is_asked(graph: Path, real_store: Store) -> None:
    older = forget(graph)
    assert older.manifest.answers == {}
    assert list(older.overview("plans").texts()) == list(real_store.overview("plans").texts())


def test_a_build_gives_an_older_version_the_answers_it_lacks_and_changes_nothing_else(
    graph: Path, real_store: Store
) -> None:
    older = forget(graph)
    manifest = build(graph=graph).manifest
    assert manifest == replace(older.manifest, answers=real_store.manifest.answers, sizes=manifest.sizes)
    assert files(Store.open(graph)) == files(real_store)


def test_an_answer_is_given_only_to_the_text_it_answers(real_store: Store, tmp_path: Path) -> None:
    shutil.copytree(str(Catalogue.standard().root), tmp_path / "queries")
    changed = tmp_path / "queries/overview/plans.rq"
    changed.write_text(
        changed.read_text().replace("ORDER BY ?council_label", "ORDER BY DESC(?council_label)")
    )
    other = replace(real_store, catalogue=Catalogue(tmp_path / "queries"))
    assert list(other.overview("plans").texts()) == list(real_store.overview("plans").texts())[::-1]

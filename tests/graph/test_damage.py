"""What lies damaged on disk is noticed: nothing wrong is exported, cached or kept as a version."""

import shutil
from pathlib import Path

import pytest

from equigraph.build import build
from equigraph.errors import GraphError
from equigraph.graph.cache import PartCache
from equigraph.graph.dumps import dump_to
from equigraph.graph.store import Store


@pytest.fixture
def graph(real_graph: Path, tmp_path: Path) -> Path:
    """A copy of the graph of the three plans, to be damaged."""
    return Path(shutil.copytree(real_graph, tmp_path / "graph"))


def part(graph: Path) -> Path:
    return Store.open(graph).path / "parts/plan-camden-2020.nq"


def test_a_damaged_part_is_not_exported(graph: Path, tmp_path: Path) -> None:
    damaged = part(graph)
    damaged.write_bytes(damaged.read_bytes()[:-100])
    with pytest.raises(GraphError, match=r"plan-camden-2020\.nq: the file is not what was built"):
        dump_to(Store.open(graph), "nquads", tmp_path / "dump.nq")


def test_a_missing_part_is_named(graph: Path, tmp_path: Path) -> None:
    part(graph).unlink()
    with pytest.raises(GraphError, match=r"plan-camden-2020\.nq: the file is missing"):
        dump_to(Store.open(graph), "nquads", tmp_path / "dump.nq")


def test_a_missing_ledger_is_named(graph: Path) -> None:
    (Store.open(graph).path / "ledgers/camden-2020.json").unlink()
    with pytest.raises(GraphError, match=r"camden-2020\.json: the file is missing"):
        Store.open(graph).ledgers()


def test_a_build_makes_a_damaged_version_again(graph: Path) -> None:
    version, damaged = Store.open(graph).version, part(graph)
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-100])
    assert build(graph=graph).manifest.version == version
    assert part(graph).read_bytes() == whole


def test_the_cache_gives_only_what_was_put(tmp_path: Path) -> None:
    cache = PartCache(tmp_path)
    cache.put("one.json", b"Public Health")
    assert cache.get("one.json") == b"Public Health"
    path = tmp_path / "one.json"
    path.write_bytes(path.read_bytes().replace(b"Health", b"Wealth"))
    assert cache.get("one.json") is None

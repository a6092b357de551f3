from pathlib import Path

import pytest

from equigraph.errors import GraphError
from equigraph.graph.folder import GraphFolder
from equigraph.graph.store import Store
from equigraph.graph.writer import writing


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    with writing(GraphFolder(tmp_path), "https://example.org/id/") as version:
        version.add_part("a", ["<a:s> <a:p> <a:o> <a:g> ."])
        version.finish({})
    return tmp_path


def test_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphError) as caught:
        Store.open(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in str(caught.value)
    assert "equigraph build" in caught.value.remedy


@pytest.mark.parametrize("pointer", [b"", b"no version\n", b"../../../etc", b"\xff\xfe", b"0123456789ab"])
def test_a_damaged_pointer(graph: Path, pointer: bytes) -> None:
    (graph / "current").write_bytes(pointer)
    with pytest.raises(GraphError, match=r"pointer to the current version is damaged.*Build again"):
        Store.open(graph)


@pytest.mark.parametrize("version", ["0123456789ab", "..", ""])
def test_an_unknown_version(graph: Path, version: str) -> None:
    with pytest.raises(GraphError, match=r"there is no version.*equigraph info"):
        Store.open(graph, version)


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"plans": [], "parts": {}}', '{"version": "x"}'])
def test_a_damaged_manifest(graph: Path, manifest: str) -> None:
    (GraphFolder(graph).find() / "manifest.json").write_text(manifest)
    with pytest.raises(GraphError, match=r"manifest\.json: the version's manifest is missing or damaged"):
        Store.open(graph)


def test_an_older_version_stays_open_and_can_be_opened(graph: Path) -> None:
    old = Store.open(graph)
    with writing(GraphFolder(graph), "https://example.org/id/") as version:
        version.add_part("a", ["<a:t> <a:p> <a:o> <a:g> ."])
        version.finish({})
    question = "ASK { <a:s> <a:p> <a:o> }"
    assert [
        bool(store.query(question)) for store in (old, Store.open(graph, old.version), Store.open(graph))
    ] == [
        True,
        True,
        False,
    ]


def test_parts_are_kept_for_the_next_build(tmp_path: Path) -> None:
    cache = GraphFolder(tmp_path).cache
    assert cache.get("4f.nq") is None
    cache.put("4f.nq", b"one")
    cache.put("4f.nq", b"two")
    assert cache.get("4f.nq") == b"two"
    assert [path.name for path in cache.folder.iterdir()] == ["4f.nq"]

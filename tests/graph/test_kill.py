import subprocess
import sys
from pathlib import Path

import pytest

from equigraph.graph.folder import GraphFolder
from equigraph.graph.store import Store
from equigraph.graph.writer import writing

BASE = "https://example.org/id/"
OLD = f'<{BASE}old> <{BASE}says> "old" <{BASE}graph/plan/a> .'
NEW = f'<{BASE}new> <{BASE}says> "new" <{BASE}graph/plan/a> .'


def build(folder: Path, line: str) -> str:
    with writing(GraphFolder(folder), BASE) as version:
        version.add_part("plan-a", [line])
        return version.finish({}).version


def said(folder: Path) -> set[str]:
    return {text for (text,) in Store.open(folder).query("SELECT ?text { ?thing <says> ?text }").texts()}


@pytest.fixture(scope="module")
def wrecks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("killed")
    build(folder / "graph", OLD)
    (folder / "copies").mkdir()
    script = Path(__file__).parent / "killed_builds.py"
    subprocess.run([sys.executable, script, folder / "graph", folder / "copies"], check=True)
    return sorted((folder / "copies").iterdir())


def test_builds_were_killed_at_many_steps(wrecks: list[Path]) -> None:
    assert len(wrecks) > 10
    assert any(list(wreck.glob("versions/.building-*/store")) for wreck in wrecks)
    assert any(len(GraphFolder(wreck).versions()) == 2 for wreck in wrecks)


def test_a_killed_build_leaves_the_old_version_or_the_whole_new_one(wrecks: list[Path]) -> None:
    answers = {frozenset(said(wreck)) for wreck in wrecks}
    assert answers == {frozenset({"old"}), frozenset({"0", "1", "2"})}


def test_the_next_build_succeeds_and_cleans_up(wrecks: list[Path]) -> None:
    for wreck in wrecks:
        version = build(wreck, NEW)
        assert (GraphFolder(wreck).current(), said(wreck)) == (version, {"new"})
        assert not [path for path in wreck.rglob(".*") if path.name.startswith((".building-", ".writing-"))]

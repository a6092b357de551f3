import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from equigraph.errors import BuildError, GraphError
from equigraph.graph.folder import GraphFolder
from equigraph.graph.manifest import Manifest
from equigraph.graph.store import Store
from equigraph.graph.writer import writing

BASE = "https://example.org/id/"
HOLD = """
import os, sys, time
from pathlib import Path
from equigraph.graph.folder import GraphFolder
from equigraph.graph.writer import writing
with writing(GraphFolder(Path(sys.argv[1])), "https://example.org/id/"):
    child = os.fork()
    if child:
        print(child, flush=True)
    time.sleep(60)
"""


def line(thing: str = "<a:s>", value: str = '"x"', graph: str = f"{BASE}graph/plan/a") -> str:
    return f"{thing} <a:p> {value} <{graph}> ."


def build(folder: Path, parts: Mapping[str, Iterable[str]], ledger: object = ()) -> Manifest:
    with writing(GraphFolder(folder), BASE) as version:
        for name, lines in parts.items():
            version.add_part(name, lines)
        version.add_ledger("a", ledger)
        return version.finish({"a.txt": "00"})


def test_the_version_is_named_by_its_content(tmp_path: Path) -> None:
    lines = [line(value='"1"'), line(value='"2"')]
    first = build(tmp_path / "one", {"a": lines, "b": [line("<a:t>")]})
    again = build(tmp_path / "two", {"b": [line("<a:t>")], "a": [*reversed(lines), *lines]})
    other = build(tmp_path / "one", {"a": lines})
    ledger = build(tmp_path / "one", {"a": lines}, ["text"])
    assert first.version == again.version
    assert len({first.version, other.version, ledger.version}) == 3
    assert [each.version for each in GraphFolder(tmp_path / "two").versions()] == [first.version]


def test_the_same_content_gives_the_version_that_is_there(tmp_path: Path) -> None:
    first = build(tmp_path, {"a": [line()]})
    build(tmp_path, {"a": [line(value='"y"')]})
    written = (tmp_path / "versions" / first.version / "manifest.json").stat().st_mtime_ns
    assert build(tmp_path, {"a": [line()]}) == first
    assert GraphFolder(tmp_path).current() == first.version
    assert (tmp_path / "versions" / first.version / "manifest.json").stat().st_mtime_ns == written


def test_a_damaged_version_is_made_again(tmp_path: Path) -> None:
    first = build(tmp_path, {"a": [line()]})
    (tmp_path / "versions" / first.version / "store/CURRENT").unlink()
    with pytest.raises(GraphError, match="store is damaged"):
        Store.open(tmp_path)
    build(tmp_path, {"a": [line()]})
    assert bool(Store.open(tmp_path).query("ASK { <a:s> <a:p> 'x' }"))


def test_the_manifest_tells_what_was_built(tmp_path: Path) -> None:
    manifest = build(tmp_path, {"a": [line(), line(value='"y"')], "b": [line("<a:t>")]})
    assert (manifest.quads, manifest.base, manifest.inputs) == (3, BASE, {"a.txt": "00"})
    assert [(name, part.quads) for name, part in manifest.parts.items()] == [("a", 2), ("b", 1)]
    assert manifest.sizes["parts"] == sum(part.bytes for part in manifest.parts.values())
    assert "pyoxigraph" in manifest.libraries


def test_the_manifest_counts_each_plans_things(sample_store: Store) -> None:
    plans = sample_store.manifest.plans
    assert {slug: plan.title for slug, plan in plans.items()} == {
        "alpha-2020": "Alpha Equality Plan",
        "beta-2021": "Beta Framework",
    }
    assert plans["alpha-2020"].counts == {
        "Action": 2,
        "Finding": 2,
        "Measure": 3,
        "Milestone": 1,
        "Passage": 1,
        "Section": 2,
        "Target": 1,
    }
    assert plans["beta-2021"].counts == {"Action": 1, "Measure": 1, "Outcome": 1}


def test_a_plan_without_things_is_counted_too(tmp_path: Path) -> None:
    eq, terms = "https://w3id.org/equigraph/ns#", "http://purl.org/dc/terms/"
    said = {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type": f"<{eq}Plan>"}
    said |= {f"{terms}identifier": '"a"', f"{terms}title": '"A"'}
    manifest = build(tmp_path, {"a": [f"<a:p> <{name}> {value} <a:g> ." for name, value in said.items()]})
    assert {slug: (plan.title, plan.counts) for slug, plan in manifest.plans.items()} == {"a": ("A", {})}


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        ([line(), line(graph=f"{BASE}graph/plan/b")], "one triple in two graphs"),
        ([line("_:b")], "a blank node in"),
        ([line(value="_:b")], "a blank node in"),
        (["<a:s> <a:p> <a:o> ."], "without a named graph"),
        (['<a:s> <a:p> "a <b>" .'], "without a named graph"),
        ([line("<not an iri>")], "not N-Quads"),
    ],
)
def test_what_breaks_a_rule_builds_nothing(tmp_path: Path, lines: list[str], cause: str) -> None:
    kept = build(tmp_path, {"a": [line(value='"kept"')]})
    with pytest.raises(BuildError, match=cause):
        build(tmp_path, {"a": lines})
    assert GraphFolder(tmp_path).current() == kept.version
    assert [path.name for path in (tmp_path / "versions").iterdir()] == [kept.version]


def test_a_triple_in_two_graphs_is_found_across_parts(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match='<a:s> <a:p> "x"'):
        build(tmp_path, {"a": [line()], "b": [line(graph=f"{BASE}graph/plan/b")]})


def test_ontology_and_shapes_keep_their_blank_nodes(tmp_path: Path) -> None:
    blank = [line("_:b", "_:c", f"{BASE}graph/{name}") for name in ("ontology",)]
    assert build(tmp_path, {"a": [*blank, line("_:d", "_:c", f"{BASE}graph/shapes")]}).quads == 2


@pytest.mark.parametrize("name", ["../a", "", "A", ".a", "a/b"])
def test_a_part_needs_a_plain_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(BuildError, match="no part can be called"):
        build(tmp_path, {name: [line()]})


def test_a_part_is_added_once(tmp_path: Path) -> None:
    with writing(GraphFolder(tmp_path), BASE) as version:
        version.add_part("a", [line()])
        with pytest.raises(BuildError, match="no part can be called 'a'"):
            version.add_part("a", [line()])


def test_a_second_builder_is_refused_until_the_first_is_dead(tmp_path: Path) -> None:
    first = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert first.stdout
    worker = int(first.stdout.readline())
    try:
        with pytest.raises(BuildError, match=r"another build is writing.*Wait until it has ended"):
            build(tmp_path, {"a": [line()]})
        first.kill()
        first.wait()
        assert build(tmp_path, {"a": [line()]}).quads == 1, "although its worker lives on"
    finally:
        os.kill(worker, signal.SIGKILL)
        first.kill()
        first.stdout.close()
        first.wait()

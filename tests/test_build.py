"""Builds: the same from the same, only what changed made again, and nothing lost where one is killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from bench.waiting import until
from equigraph.build import BuildReport, build
from equigraph.errors import GraphError
from equigraph.graph.dumps import FORMATS, write_dump
from equigraph.graph.folder import GraphFolder
from equigraph.graph.store import Store
from equigraph.mappings.sources import packaged_sources, sources

CASES = Path(__file__).parent / "mappings/cases"
CHOSEN = {"one": "two-deadlines", "two": "bullets-run-on", "three": "run-on-table-corrected"}
TITLES = "SELECT ?title { ?plan a eq:Plan ; dcterms:title ?title } ORDER BY ?title"


def place_plans(folder: Path, *names: str) -> Path:
    """Three small plans, or those of the ``names``, a folder each."""
    for name in names or CHOSEN:
        shutil.copytree(CASES / CHOSEN[name], folder / name)
        (folder / name / "expected.yaml").unlink()
        change(folder / name / "mapping.yaml", "example-2020", f"{name}-2020")
    return folder


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def dumps(graph: Path) -> dict[str, bytes]:
    store = Store.open(graph)
    written = {format: BytesIO() for format in FORMATS}
    for format, output in written.items():
        write_dump(store, format, output)
    return {format: output.getvalue() for format, output in written.items()}


def cached(report: BuildReport) -> dict[str, bool]:
    return {part.slug.removesuffix("-2020"): part.cached for part in report.plans}


def titles(graph: Path) -> list[str | None]:
    return [title for (title,) in Store.open(graph).query(TITLES).texts()]


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    return place_plans(tmp_path / "plans")


def test_the_same_from_the_same_with_any_number_of_jobs(plans: Path, tmp_path: Path) -> None:
    elsewhere = place_plans(tmp_path / "other/place")
    reports = [
        build(sources([plans]), tmp_path / "a", jobs=1),
        build(sources([plans]), tmp_path / "b", jobs=2),
        build(sources([elsewhere]), tmp_path / "c", jobs=3),
        build(sources([elsewhere]), tmp_path / "a", jobs=1),
    ]
    assert len({report.manifest.version for report in reports}) == 1
    assert [set(cached(report).values()) for report in reports] == [{False}, {False}, {False}, {True}]
    assert dumps(tmp_path / "a") == dumps(tmp_path / "b") == dumps(tmp_path / "c")


def test_the_three_plans_build_to_the_same_dump_twice(real_graph: Path, tmp_path: Path) -> None:
    build(graph=tmp_path / "again", jobs=1)
    assert GraphFolder(tmp_path / "again").current() == GraphFolder(real_graph).current()
    assert dumps(tmp_path / "again") == dumps(real_graph)


def test_only_the_plan_whose_mapping_changed_is_made_again(plans: Path, tmp_path: Path) -> None:
    first = build(sources([plans]), tmp_path / "graph", jobs=1)
    change(plans / "two/mapping.yaml", "An example plan", "Another title")
    second = build(sources([plans]), tmp_path / "graph", jobs=1)
    assert cached(second) == {"one": True, "two": False, "three": True}
    assert second.manifest.version != first.manifest.version
    assert titles(tmp_path / "graph") == ["An example plan", "An example plan", "Another title"]


def test_a_part_is_made_again_under_another_base_and_without_corrections(plans: Path, tmp_path: Path) -> None:
    def built(**options: object) -> bool:
        return cached(build(sources([plans / "three"]), tmp_path / "graph", **options))["three"]  # type: ignore[arg-type]

    assert [built(), built()] == [False, True]
    assert [built(base="https://example.org/"), built(base="https://example.org/")] == [False, True]
    assert [built(corrections=False), built(corrections=False)] == [False, True]


def test_a_document_of_another_name_is_named_so(plans: Path, tmp_path: Path) -> None:
    build(sources([plans / "one"]), tmp_path / "graph")
    (plans / "one/document.txt").rename(plans / "one/renamed.txt")
    build(sources([plans / "one"]), tmp_path / "graph")
    answer = Store.open(tmp_path / "graph").query(
        "SELECT ?name { ?plan a eq:Plan ; dcterms:source/dcterms:identifier ?name }"
    )
    assert list(answer.texts()) == [("renamed.txt",)]


def test_a_damaged_cache_is_made_again(plans: Path, tmp_path: Path) -> None:
    first = build(sources([plans]), tmp_path / "graph", jobs=1)
    for damage, kept in zip([b"", b"{", b'{"slug": "x"}'], (tmp_path / "graph/cache").iterdir(), strict=True):
        kept.write_bytes(damage)
    second = build(sources([plans]), tmp_path / "graph", jobs=1)
    assert not any(cached(second).values())
    assert second.manifest.version == first.manifest.version


def test_a_version_holds_exactly_the_documents_named(plans: Path, tmp_path: Path) -> None:
    build(sources([plans]), tmp_path / "graph", jobs=1)
    report = build(sources([plans / "two", plans / "one/document.txt"]), tmp_path / "graph")
    assert sorted(cached(report)) == ["one", "two"]
    assert len(titles(tmp_path / "graph")) == 2
    assert sorted(report.manifest.inputs) == [
        f"{slug}-2020/{file}" for slug in ("one", "two") for file in ("document.txt", "mapping.yaml")
    ]


def test_the_rows_of_a_splitter_alone_are_others(real_store: Store, tmp_path: Path) -> None:
    islington = [source for source in packaged_sources() if "islington" in str(source.document)]
    alone = build(islington, tmp_path / "graph", corrections=False)
    assert alone.plans[0].characters["unmapped"] == 0
    assert alone.manifest.version != real_store.version
    plan = f"<{real_store.manifest.base}plan/islington-2021>"
    targets = f"SELECT ?text {{ ?target a eq:Target ; eq:text ?text ; eq:plan {plan} }}"
    found = set(Store.open(tmp_path / "graph").query(targets).texts())
    assert found and found != set(real_store.query(targets).texts())


@pytest.fixture(scope="module")
def wrecks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Path]]]:
    folder = tmp_path_factory.mktemp("wrecks")
    plans = place_plans(folder / "plans", "one")
    build(sources([plans]), folder / "graph")
    change(plans / "one/mapping.yaml", "An example plan", "Another title")
    (folder / "copies").mkdir()
    script = Path(__file__).with_name("killed_plan_builds.py")
    subprocess.run(
        [sys.executable, script, plans, folder / "graph", folder / "copies"], env=environment(), check=True
    )
    yield plans, sorted((folder / "copies").iterdir())


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def test_a_killed_build_leaves_the_old_version_or_the_whole_new_one(wrecks: tuple[Path, list[Path]]) -> None:
    found = [titles(wreck) for wreck in wrecks[1]]
    assert found.count(["An example plan"]) > 5
    assert [title for title in found if title != ["An example plan"]] == [["Another title"]] * (
        len(found) - found.count(["An example plan"])
    )


def test_the_next_build_succeeds(wrecks: tuple[Path, list[Path]]) -> None:
    plans, copies = wrecks
    assert any(list(wreck.glob("**/.building-*")) for wreck in copies)
    built = {build(sources([plans]), wreck).manifest.version for wreck in copies}
    assert len(built) == 1
    assert {tuple(titles(wreck)) for wreck in copies} == {("Another title",)}
    assert not [path for wreck in copies for path in wreck.glob("**/.building-*")]


@pytest.fixture
def running(plans: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A build in processes of its own, both of which are there."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "equigraph.cli",
        "build",
        plans,
        "--graph",
        tmp_path / "graph",
        "--jobs",
        "2",
    ]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job has it ignored
    with subprocess.Popen(
        command, env=environment(), stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        signal.signal(signal.SIGINT, before)
        until(lambda: len(workers(process.pid)) == 2)
        yield process


def workers(pid: int) -> list[int]:
    """The processes that process ``pid`` started to read plans."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children if b"spawn_main" in commands(int(child))]


def hold(pid: int) -> bool:
    """Stop a process that has its set-up behind it; whether it has."""
    if ignored := ignores_interrupts(pid):
        os.kill(pid, signal.SIGSTOP)
    return ignored


def ignores_interrupts(pid: int) -> bool:
    """Whether a process has its set-up behind it (proc(5): SigIgn is a mask in hexadecimal)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return bool(int(status.partition("SigIgn:")[2].split()[0], 16) >> (signal.SIGINT - 1) & 1)


def commands(pid: int) -> bytes:
    """The command line of a process, empty where there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_the_workers_of_a_killed_build_end(
    running: subprocess.Popen[str], plans: Path, tmp_path: Path
) -> None:
    started = workers(running.pid)
    running.kill()
    running.wait()
    until(lambda: not any(commands(pid) for pid in started))
    with pytest.raises(GraphError):
        Store.open(tmp_path / "graph")
    assert len(build(sources([plans]), tmp_path / "graph", jobs=1).plans) == 3


def test_a_worker_that_dies_is_one_line(running: subprocess.Popen[str], tmp_path: Path) -> None:
    os.kill(workers(running.pid)[0], signal.SIGKILL)
    _, said = running.communicate()
    assert (running.returncode, said.count("\n")) == (2, 1)
    assert "a process that was reading a plan died" in said
    assert not list((tmp_path / "graph").glob("versions/*"))


def test_an_interrupted_build_says_nothing_more(running: subprocess.Popen[str], tmp_path: Path) -> None:
    held = workers(running.pid)
    for pid in held:  # so that the build is not over before it is interrupted
        until(lambda pid=pid: hold(pid))
    os.killpg(running.pid, signal.SIGINT)
    for pid in held:
        os.kill(pid, signal.SIGCONT)
    _, said = running.communicate()
    assert (running.returncode, said.strip()) == (130, "")
    assert not list((tmp_path / "graph").glob("versions/*"))


def test_what_was_built_is_told(plans: Path, tmp_path: Path) -> None:
    report = build(sources([plans]), tmp_path / "graph", jobs=1)
    told = {part.slug: (part.counts, part.characters, part.notes) for part in report.plans}
    counts, characters, notes = told["three-2020"]
    assert {kind: number for kind, number in counts.items() if number} == {
        "sections": 1, "actions": 2, "targets": 2, "outcomes": 2, "measures": 1,
    }  # fmt: skip
    ledger = json.loads((Store.open(tmp_path / "graph").path / "ledgers/three-2020.json").read_text())
    assert sum(characters.values()) == sum(len("".join(entry["text"].split())) for entry in ledger)
    assert characters["unmapped"] == 0
    assert notes == {"splitter alone": "1 of 2 rows and 4 of 6 cells as in the corrected tables"}

"""Processes that are late, large, killed or no longer wanted: who asked is told, and all else goes on."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from bench.processes import here
from bench.waiting import until
from equigraph.graph.folder import GraphFolder
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE
from equigraph.server.engine.client import Client
from equigraph.server.engine.job import Job, Reply

from .conftest import ENDLESS, Asker, Family, MakeAsker, children, is_alive

SMALL = "ASK {}"
SORTING = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a ?d"
DIGITS = "{ 0 1 2 3 4 5 6 7 8 9 }"
NUMBERS = " ".join(f"VALUES ?v{n} {DIGITS}" for n in range(12))
ENDLESS_WITHOUT_DATA = f"SELECT (COUNT(*) AS ?n) {{ {NUMBERS} }}"


def answers(asker: Asker) -> bool:
    return asker.ask(SMALL).state == "answered"


def kill(*processes: int) -> None:
    for process in processes:
        os.kill(process, signal.SIGKILL)


def nested(depth: int) -> str:
    return f"ASK {{ FILTER({'(' * depth}1{')' * depth}) }}"


def build(folder: Path, word: str) -> str:
    """A new version that says ``word``."""
    line = f'<{DEFAULT_BASE}thing> <{DEFAULT_BASE}says> "{word}" <{DEFAULT_BASE}graph/plan/a> .'
    with writing(GraphFolder(folder), DEFAULT_BASE) as version:
        version.add_part("plan-a", [line])
        return version.finish({}).version


def test_a_late_query_is_stopped_while_others_are_answered(asker: Asker) -> None:
    with asker.asking(ENDLESS, seconds=1) as late:
        assert answers(asker)
    assert [reply.state for reply in late] == ["late"]
    assert answers(asker)


def test_a_query_that_finds_no_worker_is_told_so(make_asker: MakeAsker, sample_graph: Path) -> None:
    asker = make_asker(sample_graph, workers=1)
    impatient = Client(asker.pool.folder, patience=0.05)
    version = GraphFolder(sample_graph).current()
    with asker.asking(ENDLESS, seconds=600) as endless:
        assert impatient.run(Job(version, SMALL, "json")).state == "busy"
        assert (asker.pool.health().busy, endless) == (1, [])
        kill(*Family.of(asker.pool).workers)
    assert [reply.state for reply in endless] == ["broken"]


def test_an_asker_that_goes_away_frees_its_worker(make_asker: MakeAsker, sample_graph: Path) -> None:
    asker, gone = make_asker(sample_graph, workers=1), Event()
    replies: list[Reply] = []
    job = Job(GraphFolder(sample_graph).current(), ENDLESS, "json")
    thread = Thread(target=lambda: replies.append(asker.pool.run(job, gone.is_set)), daemon=True)
    thread.start()
    until(lambda: asker.pool.health().busy)
    gone.set()
    thread.join()
    assert [reply.state for reply in replies] == ["gone"]
    assert answers(asker)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")
def test_a_query_that_takes_too_much_memory_breaks_only_its_worker(
    make_asker: MakeAsker, sample_graph: Path
) -> None:
    asker = make_asker(sample_graph, workers=1, memory=200_000_000)
    assert asker.ask(SORTING).state == "broken"
    assert answers(asker)


def test_a_query_so_deep_that_the_engine_dies_breaks_only_its_worker(asker: Asker) -> None:
    depth = 200_000
    assert asker.ask(f"SELECT * {{ FILTER({'(' * depth}1{')' * depth}) }}").state in (
        "broken",
        "late",
        "refused",
    )
    assert answers(asker)


def test_a_worker_that_is_killed_is_replaced_and_its_asker_told(
    make_asker: MakeAsker, sample_graph: Path
) -> None:
    asker = make_asker(sample_graph, workers=1)
    with asker.asking(ENDLESS) as broken:
        kill(*Family.of(asker.pool).workers)
    assert [reply.state for reply in broken] == ["broken"]
    assert answers(asker)


def test_an_idle_worker_that_is_killed_is_replaced(make_asker: MakeAsker, sample_graph: Path) -> None:
    asker = make_asker(sample_graph, workers=2)
    before = Family.of(asker.pool).workers
    kill(*before)
    assert answers(asker)
    until(lambda: len(Family.of(asker.pool).workers) == 2)
    assert not set(before) & set(Family.of(asker.pool).workers)


@pytest.mark.parametrize("killed", ["loaders", "keeper"])
def test_a_loader_or_keeper_that_is_killed_is_replaced_with_its_workers(
    make_asker: MakeAsker, sample_graph: Path, killed: str
) -> None:
    asker = make_asker(sample_graph, workers=2)
    before = Family.of(asker.pool)
    with asker.asking(ENDLESS) as broken:
        kill(*(before.loaders if killed == "loaders" else [before.keeper]))
    assert [reply.state for reply in broken] == ["broken"]
    assert answers(asker)
    until(lambda: not any(is_alive(each) for each in [*before.loaders, *before.workers]))


def test_nothing_is_left_when_a_pool_is_closed(make_asker: MakeAsker, sample_graph: Path) -> None:
    asker = make_asker(sample_graph, workers=2)
    assert asker.pool.folder.stat().st_mode & 0o777 == 0o700
    family, folder = Family.of(asker.pool), asker.pool.folder
    with asker.asking(ENDLESS) as broken:
        asker.pool.close()
    assert [reply.state for reply in broken] == ["broken"]
    until(lambda: not any(is_alive(each) for each in family.all))
    assert not folder.exists()


def test_nothing_is_left_when_the_owner_is_killed(sample_graph: Path) -> None:
    owner = Path(__file__).parent / "owner.py"
    command = [sys.executable, str(owner), str(sample_graph)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=here()) as process:
        assert process.stdout
        try:
            folder = Path(process.stdout.readline().strip())
            keeper = int(process.stdout.readline())
            assert folder.is_dir() and is_alive(keeper)
        finally:
            process.kill()
    until(lambda: not is_alive(keeper) and not folder.exists())


def test_a_new_version_is_served_and_no_query_lost(make_asker: MakeAsker, tmp_path: Path) -> None:
    first = build(tmp_path / "graph", "first")
    asker = make_asker(tmp_path / "graph", workers=2)
    old = Family.of(asker.pool)
    replies: list[Reply] = []
    ended = Event()
    asking = [Thread(target=lambda: ask_on(asker, ended, replies), daemon=True) for _ in range(4)]
    for thread in asking:
        thread.start()
    second = build(tmp_path / "graph", "second")
    until(lambda: not any(is_alive(each) for each in [*old.loaders, *old.workers]))
    ended.set()
    for thread in asking:
        thread.join()
    assert {reply.state for reply in replies} == {"answered"}
    assert b'"second"' in said(asker, second) and b'"first"' in said(asker, first)


def ask_on(asker: Asker, ended: Event, replies: list[Reply]) -> None:
    while not ended.is_set():
        replies.append(asker.ask(SMALL))


def said(asker: Asker, version: str) -> bytes:
    return asker.pool.run(Job(version, "SELECT ?word { ?thing ?says ?word }", "tsv")).head


def test_a_running_query_ends_on_the_version_it_began_with(make_asker: MakeAsker, tmp_path: Path) -> None:
    build(tmp_path / "graph", "first")
    asker = make_asker(tmp_path / "graph", workers=1)
    old = Family.of(asker.pool).loaders
    with asker.asking(ENDLESS_WITHOUT_DATA, seconds=3) as late:
        build(tmp_path / "graph", "second")
        until(lambda: Family.of(asker.pool).loaders != old)
        until(lambda: asker.pool.health().busy == 0)
        assert b'"second"' in said(asker, GraphFolder(tmp_path / "graph").current())
    assert [reply.state for reply in late] == ["late"]


def test_a_version_that_was_removed_is_no_graph(make_asker: MakeAsker, tmp_path: Path) -> None:
    first = build(tmp_path / "graph", "first")
    build(tmp_path / "graph", "second")
    asker = make_asker(tmp_path / "graph", workers=1)
    assert b'"first"' in said(asker, first)
    gone = GraphFolder(tmp_path / "graph").version_path(first)
    gone.rename(tmp_path / "aside")
    assert asker.pool.run(Job(first, SMALL, "json")).state == "no graph"


def test_a_damaged_new_version_leaves_the_old_one_serving(make_asker: MakeAsker, tmp_path: Path) -> None:
    first = build(tmp_path / "graph", "first")
    asker = make_asker(tmp_path / "graph", workers=1)
    (GraphFolder(tmp_path / "graph").path / "current").write_text("nonsense")
    assert b'"first"' in said(asker, first)
    second = build(tmp_path / "graph", "second")
    until(lambda: b'"second"' in said(asker, second))


@pytest.mark.parametrize("store_memory", [None, 0], ids=["memory", "RocksDB"])
def test_a_new_version_that_cannot_be_loaded_is_told_once(
    make_asker: MakeAsker, tmp_path: Path, store_memory: int | None, capfd: pytest.CaptureFixture[str]
) -> None:
    folder, first = GraphFolder(tmp_path / "graph"), build(tmp_path / "graph", "first")
    second = build(tmp_path / "graph", "second")
    for file in (folder.version_path(second) / "store").glob("*.sst"):
        file.chmod(0o600)
        file.write_bytes(b"")
    folder.switch(first)
    asker = make_asker(tmp_path / "graph", workers=1, store_memory=store_memory)
    family, tried = Family.of(asker.pool), set[int]()
    folder.switch(second)
    until(lambda: tried.update(children(family.keeper)) or len(tried.difference(family.loaders)) > 1)
    assert (b'"first"' in said(asker, first), asker.pool.health().stale) == (True, True)
    err = capfd.readouterr().err
    assert (err.count("damaged"), err.count(f"version {second} cannot be served")) == (1, 1)
    assert "Traceback" not in err
    folder.switch(first)
    until(lambda: not asker.pool.health().stale)


def test_a_graph_that_is_moved_away_is_told_once_and_served_when_it_is_back(
    make_asker: MakeAsker, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first = build(tmp_path / "graph", "first")
    asker = make_asker(tmp_path / "graph", workers=1)
    family, tried = Family.of(asker.pool), set[int]()
    (tmp_path / "graph").rename(tmp_path / "aside")
    kill(*family.workers)
    until(lambda: tried.update(children(*family.loaders)) or len(tried.difference(family.workers)) > 1)
    assert asker.pool.health().stale
    (tmp_path / "aside").rename(tmp_path / "graph")
    assert b'"first"' in said(asker, first)
    err = capfd.readouterr().err
    assert (err.count("no graph in this folder"), "Traceback" in err) == (1, False)


def test_a_version_that_was_replaced_in_its_place_is_loaded_anew(
    make_asker: MakeAsker, tmp_path: Path
) -> None:
    version = build(tmp_path / "graph", "first")
    asker = make_asker(tmp_path / "graph", workers=1)
    old = Family.of(asker.pool).loaders
    manifest = GraphFolder(tmp_path / "graph").version_path(version) / "manifest.json"
    content = manifest.read_bytes()
    manifest.unlink()
    manifest.write_bytes(content)
    assert b'"first"' in said(asker, version)
    until(lambda: not set(old) & set(Family.of(asker.pool).loaders))
    assert b'"first"' in said(asker, version)

"""Mixed load for minutes, with builds that switch versions and workers killed at random; the reckoning."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Thread
from time import monotonic

import psutil

from equigraph.graph.folder import GraphFolder
from equigraph.graph.store import Store
from equigraph.ontology.terms import DEFAULT_BASE

from .client import await_ready
from .processes import await_port, free_port, here, running
from .soak_clients import Memory, Seen, clients, digest, texts
from .watching import Watch

Say = Callable[[str], None]
SWITCHING = 300
"""Seconds more that the load may go on until a version was switched to."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, how many clients and workers, how many seconds between kills, builds and samples."""

    seconds: float
    clients: int = 8
    workers: int = 8
    kills: float = 2
    builds: float = 10
    samples: float = 2
    seed: int = 1


@dataclass(slots=True)
class Reckoning:
    """What came of it."""

    plan: Plan
    answers: int = 0
    versions: int = 0
    wrong: list[Seen] = field(default_factory=list)
    failures: dict[int, int] = field(default_factory=dict)
    causes: dict[str, int] = field(default_factory=dict)
    kills: int = 0
    builds: int = 0
    failed_builds: list[str] = field(default_factory=list)
    watch: Watch | None = None
    left: list[int] = field(default_factory=list)


def soak(plan: Plan, say: Say) -> Reckoning:
    """Serve, ask, build, kill; then compare every answer with that of the version it names."""
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        place = Path(folder)
        graph, log, port = place / "graph", place / "serve.log", free_port()
        _build(graph, 0)
        command = [sys.executable, "-m", "equigraph.cli", "serve", "--graph", str(graph), "--log", "none"]
        ample = ["--workers", str(plan.workers), "--patience", "30"]
        with running([*command, "--port", str(port), *ample], log) as process:
            await_port(port, process, log)
            await_ready(port, 300)
            done, memory = _live(plan, graph, port, Watch(process.pid), say)
        assert done.watch is not None, "it was watched"
        done.left = done.watch.left()
        _reckon(done, memory, graph)
        return done


def _live(plan: Plan, graph: Path, port: int, watch: Watch, say: Say) -> tuple[Reckoning, Memory]:
    """The time of the load."""
    done, memory, stop = Reckoning(plan, watch=watch), Memory(), Event()
    folder = GraphFolder(graph)
    url = f"http://127.0.0.1:{port}/sparql"
    others = [
        Thread(target=_every, args=(plan.builds, stop, lambda: _switch(done, graph)), daemon=True),
        Thread(target=_every, args=(plan.kills, stop, _killer(done, watch, Random(plan.seed))), daemon=True),
        Thread(target=_every, args=(plan.samples, stop, watch.look), daemon=True),
    ]
    asking = clients(plan.clients, url, DEFAULT_BASE, lambda: _kept(folder), memory, stop)
    for thread in others:
        thread.start()
    _wait(plan.seconds, done, memory, say)
    stop.set()
    for thread in (*asking, *others):
        thread.join()
    watch.look()
    return done, memory


def _wait(seconds: float, done: Reckoning, memory: Memory, say: Say) -> None:
    """Wait, and say now and then how it goes; on a slow machine until a version was switched to and asked."""
    end = monotonic() + seconds
    while (left := end - monotonic()) > 0:
        Event().wait(min(left, 30))
        held = done.watch.samples[-1].kinds if done.watch and done.watch.samples else {}
        answers = sum(memory.answers.values())
        each = ", ".join(f"{kind} {size:,.0f}" for kind, size in sorted(held.items()))
        say(f"{answers:,} answers, {done.builds} builds, {done.kills} kills; MiB held: {each}")
    while memory.versions() < 2 and not done.failed_builds and monotonic() < end + SWITCHING:
        Event().wait(0.5)


def _every(seconds: float, stop: Event, work: Callable[[], None]) -> None:
    while not stop.wait(seconds):
        work()


def _kept(folder: GraphFolder) -> list[str]:
    """The versions that can be asked for by name."""
    return sorted(folder.known())


def _switch(done: Reckoning, graph: Path) -> None:
    fault = _build(graph, done.builds + 1)
    done.builds += 1
    if fault:
        done.failed_builds.append(fault)


def _build(graph: Path, number: int) -> str:
    """Make another version the current one: the three plans, or synthetic ones nobody saw before."""
    real = [sys.executable, "-m", "equigraph.cli", "build", "--graph", str(graph), "--jobs", "1"]
    made = [sys.executable, "-m", "bench", "plans", "--count", "2", "--seed", str(number), "--no-audit"]
    command = [*made, "--jobs", "1", "--base", DEFAULT_BASE, "--graph", str(graph)] if number % 2 else real
    run = subprocess.run(command, capture_output=True, text=True, env=here())
    return run.stderr if run.returncode else ""


def _killer(done: Reckoning, watch: Watch, random: Random) -> Callable[[], None]:
    def kill() -> None:
        workers = watch.workers()
        if workers:
            with suppress(psutil.NoSuchProcess):
                random.choice(workers).kill()
                done.kills += 1

    return kill


def _reckon(done: Reckoning, memory: Memory, graph: Path) -> None:
    done.answers = sum(memory.answers.values())
    done.failures, done.causes = dict(memory.failures), dict(memory.causes)
    versions = sorted({seen.version for seen in memory.answers})
    done.versions = len(versions)
    right = {seen for version in versions for seen in _right(graph, version)}
    done.wrong = [seen for seen in memory.answers if seen not in right]


def _right(graph: Path, version: str) -> list[Seen]:
    """What a version answers, asked of its own files."""
    if version not in GraphFolder(graph).known():
        return []
    store = Store.open(graph, version)
    asked = texts(DEFAULT_BASE).items()
    return [Seen(version, name, digest(store.query(text).serialise("csv"))) for name, text in asked]

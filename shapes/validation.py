"""Stored parts of plans validated anew, in parallel processes that are ended when their time is over."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from time import monotonic

from ..errors import AssetError, BuildError, EquigraphError
from ..graph.processes import be_a_worker
from ..graph.store import Store
from .audit import Audit, audited
from .data import Shared, plan_data, shared_data
from .engine import Engine
from .packs import Pack
from .shape import Shape

LIMIT = 60.0
"""Seconds that a plan may take, unless told otherwise."""
TRIES = (3.0, 12.0)
"""Seconds for one shape while that which is not done is looked for: on a busy machine any may be late."""


@dataclass(frozen=True, slots=True)
class Task:
    """One plan to be audited: the files of its parts and of shared things, the packs and the engine."""

    slug: str
    parts: tuple[Path, ...]
    shared: Path
    base: str
    packs: tuple[Pack, ...]
    engine: Engine | None


@dataclass(slots=True)
class _Worker:
    """A process, the line to it, and until when it may work on its task."""

    process: SpawnProcess
    line: Connection
    task: Task | None = None
    end: float = 0.0


def audit_stored(
    store: Store,
    slugs: Iterable[str],
    packs: Sequence[Pack],
    engine: Engine | None = None,
    jobs: int = 0,
    limit: float = LIMIT,
) -> dict[str, Audit]:
    """The audits of the plans ``slugs`` of a version by the ``packs``.

    ``jobs`` processes work at once (0: one a processor). Raises GraphError for a part that is damaged,
    AssetError for shapes that cannot be used or that are not done with a plan after ``limit`` seconds, and
    BuildError where a process dies.
    """
    files = {path.stem: path for path in store.parts()}
    tasks = [_task(slug, files, store.manifest.base, tuple(packs), engine) for slug in slugs]
    done: dict[str, Audit] = {}
    for task, audit in _run(tasks, jobs or os.cpu_count() or 1, limit):
        if audit is None:
            raise _endless(task, limit)
        done[task.slug] = audit
    return done


def _task(
    slug: str, files: Mapping[str, Path], base: str, packs: tuple[Pack, ...], engine: Engine | None
) -> Task:
    parts = (files[f"plan-{slug}"], files[f"plan-{slug}.inferred"])
    return Task(slug, parts, files["organisations"], base, packs, engine)


def _run(tasks: Sequence[Task], jobs: int, limit: float) -> Iterator[tuple[Task, Audit | None]]:
    """Each task with its audit, as they end; without one, and as the last, one whose time was over."""
    waiting = list(reversed(tasks))
    workers = [_started() for _ in range(min(jobs, len(tasks)))]
    try:
        busy = [_hand(worker, waiting.pop(), limit) for worker in workers]
        while busy:
            for worker in _ended(busy):
                audit = _answer(worker)
                yield _task_of(worker), audit
                if audit is None:
                    return
                busy.remove(worker)
                busy += [_hand(worker, waiting.pop(), limit)] if waiting else []
    finally:
        for worker in workers:
            _stop(worker)


def _started() -> _Worker:
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_work, args=(there,), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


def _hand(worker: _Worker, task: Task, limit: float) -> _Worker:
    """Give a worker its next task; its time runs from when it is ready."""
    _received(worker, "read the shapes")
    worker.line.send(task)
    worker.task, worker.end = task, monotonic() + limit
    return worker


def _ended(workers: Sequence[_Worker]) -> list[_Worker]:
    """Those that have answered, have died, or whose time is over: at least one."""
    soonest = min(worker.end for worker in workers)
    ready = wait([worker.line for worker in workers], max(0.0, soonest - monotonic()))
    now = monotonic()
    return [worker for worker in workers if worker.line in ready or worker.end <= now]


def _answer(worker: _Worker) -> Audit | None:
    if not worker.line.poll():
        return None
    found = _received(worker, f"audited {_task_of(worker).slug}")
    if isinstance(found, EquigraphError):
        raise found
    return found


def _received(worker: _Worker, doing: str) -> Audit | EquigraphError | None:
    try:
        message: Audit | EquigraphError | None = worker.line.recv()
    except (EOFError, ConnectionError) as error:
        remedy = "See that there is memory enough, or audit with --jobs 1"
        raise BuildError(f"the process that {doing} died", remedy) from error
    return message


def _task_of(worker: _Worker) -> Task:
    if worker.task is None:
        raise RuntimeError("a worker without a task has no answer")
    return worker.task


def _stop(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.line.close()


def _work(line: Connection) -> None:
    """Say that one is ready, take a task, answer it, and again, until the parent is gone."""
    be_a_worker()
    while True:
        line.send(None)
        line.send(_answered(line.recv()))


def _answered(task: Task) -> Audit | EquigraphError:
    try:
        return _audit(task)
    except EquigraphError as error:
        return error


def _audit(task: Task) -> Audit:
    quads = b"".join(path.read_bytes() for path in task.parts)
    return audited(plan_data(quads, _shared(task.shared)), task.base, task.packs, task.engine)


@cache
def _shared(path: Path) -> Shared:
    return shared_data(path.read_bytes())


def _endless(task: Task, limit: float) -> AssetError:
    """The error for a task that ran out of time, with the first shape that takes for ever by itself."""
    pack, shape = next(_slow_shapes(task), (task.packs[0], None))
    cause = f"the shapes were not done with {task.slug} after {limit:g} seconds"
    if shape is not None:
        cause = f"{shape.name} was not done with {task.slug} after {limit:g} seconds"
    files = pack.file if shape is not None else ", ".join(each.file for each in task.packs)
    remedy = "Mend its constraint, or give more time with --time-limit"
    return AssetError(cause, remedy, files, f"line {shape.line}" if shape is not None else "")


def _slow_shapes(task: Task) -> Iterator[tuple[Pack, Shape]]:
    """Shapes that by themselves are not done soon; first of packs that do not come with the package."""
    packs = sorted(task.packs, key=lambda pack: pack.ours)
    singles = [(pack, shape) for pack in packs for shape in pack.shapes]
    for pack, shape in singles:
        alone = Task(task.slug, task.parts, task.shared, task.base, (pack.only(shape.iri),), task.engine)
        if all(audit is None for limit in TRIES for _, audit in _run([alone], 1, limit)):
            yield pack, shape

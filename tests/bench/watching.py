"""The processes of a server as the system sees them: memory, descriptors, who is a worker, who is left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import monotonic

import psutil

Reader = Callable[[psutil.Process], float]
LOADER = "equigraph.server.engine.loader"
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """At a ``second`` of the watch: MiB held by all processes, their descriptors, their number."""

    second: float
    memory: float
    descriptors: int
    processes: int


class Watch:
    """Watches one process and all below it."""

    def __init__(self, process: int) -> None:
        self._root, self._start = psutil.Process(process), monotonic()
        self._seen: dict[int, psutil.Process] = {}
        self.samples: list[Sample] = []

    def look(self) -> None:
        """Take a sample; a process that ends meanwhile counts as nothing."""
        found = self.processes()
        memory = sum(_number(each, _held) for each in found) / MEBIBYTE
        descriptors = sum(int(_number(each, _opened)) for each in found)
        self.samples.append(Sample(monotonic() - self._start, memory, descriptors, len(found)))

    def processes(self) -> list[psutil.Process]:
        """All that live now."""
        try:
            found = [self._root, *self._root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []
        self._seen |= {each.pid: each for each in found}
        return found

    def workers(self) -> list[psutil.Process]:
        """Those that answer queries: forks of a loader."""
        return [each for each in self.processes() if _is_worker(each)]

    def left(self) -> list[int]:
        """Those of all that were ever seen that still live."""
        return [pid for pid, each in self._seen.items() if each.is_running() and not _is_zombie(each)]


def growth(samples: Sequence[Sample]) -> tuple[float, float]:
    """MiB held after the first third (a warm-up), and the growth from there to the last third.

    The lower quarter of each: while a new version is loaded there are two.
    """
    third = max(len(samples) // 3, 1)
    before, after = _low(samples[third : 2 * third] or samples), _low(samples[-third:])
    return before, after - before


def descriptors(samples: Sequence[Sample]) -> tuple[int, int]:
    """The median number after the first third, and in the last third."""
    third = max(len(samples) // 3, 1)
    parts = samples[third : 2 * third] or samples, samples[-third:]
    before, after = (int(median(each.descriptors for each in part)) for part in parts)
    return before, after


def _low(samples: Sequence[Sample]) -> float:
    return sorted(each.memory for each in samples)[len(samples) // 4]


def _is_worker(process: psutil.Process) -> bool:
    try:
        parent = process.parent()
        return parent is not None and LOADER in process.cmdline() and LOADER in parent.cmdline()
    except psutil.Error:
        return False


def _is_zombie(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def _number(process: psutil.Process, read: Reader) -> float:
    try:
        return read(process)
    except psutil.Error:
        return 0


def _held(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss)


def _opened(process: psutil.Process) -> float:
    return float(process.num_fds())

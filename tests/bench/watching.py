"""The processes of a server as the system sees them: memory, descriptors, who is a worker, who is left."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import monotonic

import psutil

Reader = Callable[[psutil.Process], float]
LOADER, KEEPER = "equigraph.server.engine.loader", "equigraph.server.engine.keeper"
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """At a ``second`` of the watch: MiB held by the processes of each kind, descriptors and number of all."""

    second: float
    kinds: Mapping[str, float]
    descriptors: int
    processes: int

    @property
    def memory(self) -> float:
        """MiB held by all."""
        return sum(self.kinds.values())


class Watch:
    """Watches one process and all below it."""

    def __init__(self, process: int) -> None:
        self._root, self._start = psutil.Process(process), monotonic()
        self._seen: dict[int, psutil.Process] = {}
        self.samples: list[Sample] = []

    def look(self) -> None:
        """Take a sample; a process that ends meanwhile counts as nothing."""
        found = self.processes()
        kinds: defaultdict[str, float] = defaultdict(float)
        for each in found:
            kinds[_kind(each)] += _number(each, _held) / MEBIBYTE
        descriptors = sum(int(_number(each, _opened)) for each in found)
        self.samples.append(Sample(monotonic() - self._start, kinds, descriptors, len(found)))

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
        return [each for each in self.processes() if _kind(each) == "workers"]

    def left(self) -> list[int]:
        """Those of all that were ever seen that still live."""
        return [pid for pid, each in self._seen.items() if each.is_running() and not _is_zombie(each)]


def growth(samples: Sequence[Sample], kind: str | None = None) -> tuple[float, float]:
    """MiB held by processes of one ``kind``, or by all, after the first third (a warm-up), and how much more
    in the last.

    The lower quarter of each: while a new version is loaded there are two.
    """
    third = max(len(samples) // 3, 1)
    before, after = _low(samples[third : 2 * third] or samples, kind), _low(samples[-third:], kind)
    return before, after - before


def kinds(samples: Sequence[Sample]) -> list[str]:
    """The kinds of the processes that were seen."""
    return sorted({kind for each in samples for kind in each.kinds})


def descriptors(samples: Sequence[Sample]) -> tuple[int, int]:
    """The median number after the first third, and in the last third."""
    third = max(len(samples) // 3, 1)
    parts = samples[third : 2 * third] or samples, samples[-third:]
    before, after = (int(median(each.descriptors for each in part)) for part in parts)
    return before, after


def _low(samples: Sequence[Sample], kind: str | None) -> float:
    return sorted(each.kinds.get(kind, 0) if kind else each.memory for each in samples)[len(samples) // 4]


def _kind(process: psutil.Process) -> str:
    """What it does; a fork of a loader is a worker."""
    try:
        command, parent = process.cmdline(), process.parent()
        if LOADER in command:
            return "workers" if parent and LOADER in parent.cmdline() else "loader"
        return "keeper" if KEEPER in command else "web"
    except psutil.Error:
        return "gone"


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

"""What the system is told about the processes of the pool, as far as it can be."""

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

STACK = 64 * 1024 * 1024
_PR_SET_PDEATHSIG = 1


def prepare() -> None:
    """For processes started from now on: a deep stack, and no core dumped when one breaks."""
    _lower(resource.RLIMIT_CORE, 0)
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    _lower(resource.RLIMIT_STACK, STACK if hard == resource.RLIM_INFINITY else min(STACK, hard))


def limit_memory(more: int) -> None:
    """Let this process take ``more`` bytes than it has; only Linux knows what it has, and counts it."""
    if sys.platform == "linux":
        _lower(resource.RLIMIT_DATA, _data() + more)


def die_with_parent(parent: int) -> None:
    """End this process as soon as ``parent``, which started it, ends; on Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that owns the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def total_memory() -> int:
    """Bytes of memory that the machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _lower(kind: int, soft: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _data() -> int:
    """Bytes that Linux counts against RLIMIT_DATA."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData"))

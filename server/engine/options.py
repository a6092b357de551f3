"""What the processes of the pool are told when they start."""

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PoolOptions:
    """The ``graph`` to serve, the number of ``workers``, and bytes of memory.

    A worker may take ``memory`` on top of what it was started with; the in-memory mode may take
    ``store_memory`` in all, by default a quarter of what the machine has.
    """

    graph: Path
    workers: int = 8
    memory: int = 2048 * 1024 * 1024
    store_memory: int | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """The options, the pool's ``folder``, and, for a loader, its ``version`` and the listening socket.

    It is ``quiet`` about a fault where the same version failed before.
    """

    options: PoolOptions
    folder: Path
    version: str = ""
    listening: int = -1
    quiet: bool = False

    def to_json(self) -> str:
        """This as the argument of a process."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> "Started":
        """What ``to_json`` wrote."""
        read = json.loads(text)
        options = {**read.pop("options")}
        graph, folder = Path(options.pop("graph")), Path(read.pop("folder"))
        return cls(PoolOptions(graph, **options), folder, **read)

    @property
    def socket(self) -> str:
        """Where the pool listens."""
        return str(self.folder / "socket")

    def command(self, module: str) -> list[str]:
        """The command that starts ``module`` of this package with this."""
        return [sys.executable, "-P", "-m", f"{__package__}.{module}", self.to_json()]


def environment() -> dict[str, str]:
    """The environment in which a process finds the modules that this one does; faults are told briefly."""
    found = os.pathsep.join(path for path in sys.path if path)
    return {**os.environ, "PYTHONPATH": found, "RUST_BACKTRACE": "0"}

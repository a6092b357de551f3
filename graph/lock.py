"""One builder at a time for a graph folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import BuildError


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file ``path``; BuildError where another process holds it.

    A POSIX record lock: the system frees it when the process dies, and forked workers that outlive a killed
    builder do not hold it, as they would with ``flock``.
    """
    with path.open("a") as handle:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BuildError(
                cause="another build is writing to this graph folder",
                remedy="Wait until it has ended, or build into another folder with --graph",
                file=str(path.parent),
            ) from error
        yield

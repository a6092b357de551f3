"""Servers that a measurement starts, waits for and ends; it ends nothing else."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import choice

PATIENCE = 30
"""Seconds that a server has to end by itself."""
STARTING = 300
"""Seconds in which it must listen; one that ends before is not waited for."""
PORTS = range(20_000, 32_000)
"""Ports that no outgoing connection is given, so that none is taken before it is listened on."""


@contextmanager
def running(
    command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The process of ``command``, in a session of its own, until the block ends; it writes into ``log``."""
    more = {**here(), **(environment or {})}
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env=more, cwd=cwd, start_new_session=True
        )
    try:
        yield process
    finally:
        end(process)


def here() -> dict[str, str]:
    """The environment in which another Python finds the same modules as this one."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}


def end(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """Ask the process, which has a session of its own, to end; make it and what it started end where it does
    not.
    """
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    while True:
        port = choice(PORTS)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def await_port(port: int, process: subprocess.Popen[bytes], log: Path, seconds: float = STARTING) -> None:
    """Wait until something listens on the port; RuntimeError with the ``log``'s end where nothing does."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"a server did not start: {log.read_text(errors='replace')[-2000:]}")

"""Our own server, in the ways it can run."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path

from ..client import await_ready
from ..processes import await_port, free_port, running
from .service import Data, Peer, Service


@contextmanager
def serving(data: Data, folder: Path, name: str, options: tuple[str, ...]) -> Iterator[Service]:
    """``equigraph serve`` with these options, ready to answer."""
    port, log = free_port(), folder / "equigraph.log"
    command = [
        sys.executable,
        "-m",
        "equigraph.cli",
        "serve",
        "--graph",
        str(data.graph),
        "--port",
        str(port),
    ]
    with running([*command, "--log", "none", *options], log) as process:
        await_port(port, process, log)
        await_ready(port, 300)
        yield Service(name, version("equigraph"), f"http://127.0.0.1:{port}/sparql")


def ways() -> tuple[Peer, ...]:
    """With the cache; without it, from memory; without it, from disk."""
    patient = ("--patience", "60")  # as the others: who finds all busy waits
    ample = ("--store-memory", "16000", *patient)
    kinds = {
        "equigraph, cached": ample,
        "equigraph, from memory": (*ample, "--cache", "0"),
        "equigraph, from disk": ("--store-memory", "1", "--cache", "0", *patient),
    }
    return tuple(
        Peer(name, lambda: "", partial(serving, name=name, options=options))
        for name, options in kinds.items()
    )

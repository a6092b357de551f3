"""Whether a version is held in memory, and how it gets there."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat

from ...graph.syntax import damaged
from .limits import total_memory
from .options import PoolOptions

QUAD = 390
"""Bytes that the engine takes for a statement."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a version's statements are read from, ``memory`` or ``RocksDB``, and ``why``."""

    mode: str
    why: str


def plan(options: PoolOptions, quads: int) -> Plan:
    """How to hold ``quads`` statements: a forked worker soon has a copy of its own, and each counts."""
    copies = options.workers + 1
    needed = copies * quads * QUAD
    limit = total_memory() // 4 if options.store_memory is None else options.store_memory
    sizes = f"{copies} times {_mebibytes(quads * QUAD)} of {_mebibytes(limit)} for {quads:,} statements"
    return Plan("memory", f"{sizes}: fits") if needed <= limit else Plan("RocksDB", f"{sizes}: does not fit")


def load(path: Path, quads: int) -> pyoxigraph.Store:
    """The store at ``path`` in memory, blank nodes labelled alike; GraphError where it cannot be read.

    Another process reads it, because the engine's database leaves threads behind, and this one will fork.
    """
    reading, writing = os.pipe()
    reader = os.fork()
    if reader == 0:
        os.close(reading)
        _dump(path, writing)
    os.close(writing)
    store = pyoxigraph.Store()
    with os.fdopen(reading, "rb") as dumped, suppress(SyntaxError):  # which breaks off in a line
        store.bulk_extend(pyoxigraph.parse(dumped, RdfFormat.N_QUADS))
    if os.waitpid(reader, 0)[1] or len(store) != quads:
        raise damaged(f"it gives {len(store):,} of {quads:,} statements", str(path))
    return store


def try_to_open(path: Path) -> None:
    """GraphError where the store at ``path`` cannot be opened; in another process, for the same reason."""
    opener = os.fork()
    if opener == 0:
        _open(path)
    if os.waitpid(opener, 0)[1]:
        raise damaged("it cannot be opened", str(path))


def _open(path: Path) -> None:
    """In the process that tries: open the store, and end."""
    ended = 1
    try:
        pyoxigraph.Store.read_only(str(path))
        ended = 0
    finally:
        os._exit(ended)


def _dump(path: Path, writing: int) -> None:
    """In the process that reads: write all statements, and end."""
    ended = 1
    try:
        with os.fdopen(writing, "wb") as pipe:
            pyoxigraph.Store.read_only(str(path)).dump(pipe, RdfFormat.N_QUADS)
        ended = 0
    finally:
        os._exit(ended)


def _mebibytes(size: int) -> str:
    return f"{size // (1024 * 1024):,} MiB"

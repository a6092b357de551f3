"""Oxigraph's own server (PyPI: oxigraph), reading a RocksDB store of its own."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import which
from sysconfig import get_path

from ..processes import await_port, free_port, running
from .service import Data, Peer, Service


def _program() -> str:
    return which("oxigraph", path=get_path("scripts")) or which("oxigraph") or ""


def _lacking() -> str:
    return "" if _program() else "oxigraph is not installed (PyPI: oxigraph; extra bench)"


@contextmanager
def _serving(data: Data, folder: Path) -> Iterator[Service]:
    port, log, store = free_port(), folder / "oxigraph.log", folder / "oxigraph"
    files = sorted(str(part) for part in data.parts.glob("*.nq"))
    subprocess.run(
        [_program(), "load", "--location", str(store), "--file", *files],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    subprocess.run([_program(), "optimize", "--location", str(store)], check=True, stderr=subprocess.DEVNULL)
    command = [_program(), "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with running([*command, "--union-default-graph"], log) as process:
        await_port(port, process, log)
        yield Service("Oxigraph server", _version(), f"http://127.0.0.1:{port}/query")


def _version() -> str:
    try:
        return version("oxigraph")
    except PackageNotFoundError:
        return subprocess.run([_program(), "--version"], capture_output=True, text=True).stdout.split()[-1]


PEER = Peer("Oxigraph server", _lacking, _serving)

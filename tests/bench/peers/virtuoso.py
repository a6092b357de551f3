"""Virtuoso (Debian: virtuoso-opensource), with a database of its own."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from shutil import which

from ..processes import await_port, free_port, running
from .service import Data, Peer, Service

PROGRAMS = ("virtuoso-t", "isql-vt")


def _lacking() -> str:
    return "" if all(map(which, PROGRAMS)) else "Virtuoso is not installed (Debian: virtuoso-opensource)"


@contextmanager
def _serving(data: Data, folder: Path) -> Iterator[Service]:
    place, sql, http = folder / "virtuoso", free_port(), free_port()
    place.mkdir()
    settings = (files("bench.peers") / "virtuoso.ini").read_text(encoding="utf-8")
    (place / "virtuoso.ini").write_text(settings.format(sql=sql, http=http, parts=data.parts.absolute()))
    log = place / "output.log"
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with running(command, log, cwd=place) as process:
        await_port(sql, process, log)
        _fill(sql, data.parts)
        await_port(http, process, log)
        yield Service("Virtuoso", _version(), f"http://127.0.0.1:{http}/sparql")


def _fill(port: int, parts: Path) -> None:
    """Load the parts; every statement goes into the graph that its line names."""
    loads = [
        f"DB.DBA.TTLP_MT(file_open('{part.absolute()}'), '', 'http://example.org/none', 512);"
        for part in sorted(parts.glob("*.nq"))
    ]
    work = "\n".join(["log_enable(2, 1);", *loads, "checkpoint;"])
    command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", "VERBOSE=OFF", "ERRORS=STDOUT"]
    done = subprocess.run(command, input=work, capture_output=True, text=True)
    if done.returncode or "Error" in done.stdout:
        raise RuntimeError(f"Virtuoso could not load: {(done.stdout + done.stderr)[:2000]}")


def _version() -> str:
    said = subprocess.run(["virtuoso-t", "-?"], capture_output=True, text=True)
    words = (said.stderr + said.stdout).partition("Version ")[2]
    return words.split()[0] if words else "unknown"


PEER = Peer("Virtuoso", _lacking, _serving)

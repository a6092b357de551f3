"""Load on a server: so many clients that ask one thing over and over, by wrk."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from shutil import which

NUMBER = "ANOTHERNUMBER"
"""What stands in an address where each request has another number."""


@dataclass(frozen=True, slots=True)
class Load:
    """What ``clients`` saw: milliseconds at median and 99th percentile, answers a second, failures."""

    clients: int
    p50: float
    p99: float
    rate: float
    failed: int

    def __str__(self) -> str:
        if not self.rate:
            return f"none in time{f', {self.failed} failed' if self.failed else ''}"
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.p50:.2f} / {self.p99:.2f} ms, {self.rate:,.0f}/s{failed}"


def load(url: str, clients: int, seconds: float, headers: Mapping[str, str]) -> Load:
    """Ask ``url`` with so many connections for so long; RuntimeError where wrk fails.

    Where it has ``NUMBER``, each request has another number there.
    """
    with as_file(files("bench") / "load.lua") as script:
        given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
        command = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", "60s"]
        done = subprocess.run(
            [*command, "--latency", "-s", str(script), *given, url],
            capture_output=True,
            text=True,
            env={**os.environ, **({"FRESH": NUMBER} if NUMBER in url else {})},
        )
    if done.returncode or "{" not in done.stdout:
        raise RuntimeError(f"wrk failed: {done.stderr or done.stdout}")
    return _read(done.stdout, clients)


def _read(printed: str, clients: int) -> Load:
    found = json.loads(printed[printed.index("{") :].splitlines()[0])
    rate = found["requests"] / found["seconds"]
    return Load(clients, found["p50"], found["p99"], rate, found["failed"])


def lacking() -> str:
    """Why there can be no load, "" where there can."""
    return "" if which("wrk") else "wrk is not installed (Debian: wrk)"

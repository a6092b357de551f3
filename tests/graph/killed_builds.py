"""Run as a program: builds that kill themselves, each at its own step, in copies of a graph folder.

    python killed_builds.py FOLDER COPIES

For n = 1, 2, ... a forked child builds in COPIES/n, and sends itself SIGKILL at its n-th step on a file
there, until one ends unharmed; COPIES/loading is killed while the store is being loaded.
"""

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from equigraph.graph.folder import GraphFolder
from equigraph.graph.writer import writing

BASE = "https://example.org/id/"
STEPS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "tempfile.mkdtemp"}


def build(folder: Path, statements: int = 3) -> str:
    lines = [f'<{BASE}{n}> <{BASE}says> "{n}" <{BASE}graph/plan/a> .' for n in range(statements)]
    with writing(GraphFolder(folder), BASE) as version:
        version.add_part("plan-a", lines)
        version.add_ledger("a", [])
        version.finish({}).to_json()
    return GraphFolder(folder).current()


def kill_at(step: int, folder: Path) -> None:
    steps = count(1)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in STEPS and str(folder) in str(args[0]) and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def kill_while_loading(folder: Path) -> None:
    def watch() -> None:
        while not list(folder.glob("versions/.building-*/store/*.sst")):
            time.sleep(0.001)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def killed(folder: Path, arm: Callable[[], None], statements: int) -> bool:
    child = os.fork()
    if child == 0:
        arm()
        build(folder, statements)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def main(original: Path, copies: Path) -> None:
    loading = shutil.copytree(original, copies / "loading")
    assert killed(loading, lambda: kill_while_loading(loading), 100_000)
    for step in count(1):
        copy = shutil.copytree(original, copies / str(step))
        if not killed(copy, lambda copy=copy, step=step: kill_at(step, copy), 3):
            break


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

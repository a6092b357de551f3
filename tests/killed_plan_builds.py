"""Run as a program: builds of plans that kill themselves, each at its own step, in copies of a graph folder.

    python killed_plan_builds.py PLANS GRAPH COPIES

For n = 1, 8, 15 ... a forked child builds the folder PLANS in COPIES/n, and sends itself SIGKILL at its n-th
step on a file there, until one ends unharmed.
"""

import os
import shutil
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

from equigraph.build import build, make_part
from equigraph.mappings.sources import sources
from equigraph.ontology.terms import DEFAULT_BASE

STEPS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "tempfile.mkdtemp"}


def kill_at(step: int, folder: Path) -> None:
    steps = count(1)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in STEPS and str(folder) in str(args[0]) and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def killed(plans: Path, graph: Path, step: int) -> bool:
    child = os.fork()
    if child == 0:
        kill_at(step, graph)
        build(sources([plans]), graph, jobs=1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def main(plans: Path, original: Path, copies: Path) -> None:
    make_part(sources([plans])[0], DEFAULT_BASE, True)  # so that every child has what it imports
    for step in count(1, 7):
        if not killed(plans, shutil.copytree(original, copies / str(step)), step):
            break


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))

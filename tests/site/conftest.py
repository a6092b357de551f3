"""One server of the three plans, and one browser, for all checks of the site."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench.browser import opened
from bench.client import await_ready
from bench.processes import await_port, free_port, running

VIOLATIONS = """document.addEventListener("securitypolicyviolation",
    (event) => console.error(`refused: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))"""
PATIENCE = 300
"""Seconds that a server may take to be ready on a busy machine."""


@pytest.fixture(scope="package")
def site(real_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the three plans."""
    port, log = free_port(), tmp_path_factory.mktemp("site") / "log"
    options = [
        "--port",
        str(port),
        "--graph",
        str(real_graph),
        "--workers",
        "2",
        "--patience",
        "60",
        "--log",
        "none",
    ]
    with running([sys.executable, "-m", "equigraph.cli", "serve", *options], log) as process:
        await_port(port, process, log)
        await_ready(port, PATIENCE)
        yield f"http://127.0.0.1:{port}"


@dataclass
class Watched:
    """A page in a browser, and what went wrong in it: errors, what the policy refused, requests elsewhere."""

    page: Page
    site: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.site}/", "blob:", "data:")):
            self.wrong.append(f"asked elsewhere: {url}")

    def open(self, path: str) -> Page:
        """The page at ``path``."""
        self.page.goto(f"{self.site}{path}")
        return self.page


Visit = Callable[..., Watched]


@pytest.fixture
def visit(chrome: Browser, site: str) -> Iterator[Visit]:
    """Makes watched pages, with or without script; fails where anything went wrong in one."""
    watched: list[Watched] = []
    with ExitStack() as pages:

        def make(**options: object) -> Watched:
            page = pages.enter_context(opened(chrome, **{"accept_downloads": True, **options}))
            page.add_init_script(VIOLATIONS)
            watched.append(Watched(page, site))
            return watched[-1]

        yield make
    assert [wrong for each in watched for wrong in each.wrong] == []

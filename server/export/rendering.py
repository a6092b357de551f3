"""Asks the application, in this process, for what a copy holds, and writes it as files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ...graph.store import Store
from ..app import create_app
from ..engine.client import Client
from ..settings import Settings
from .finder import STAYS, replace_search
from .ledger import Written
from .places import DATA, Place, Plot
from .rewriting import rewritten

HTML = "text/html"
MOVED = (301, 302, 303, 307, 308)
PATIENCE = 300
"""Seconds that a page may take: nobody waits for it."""
ORIGIN = "https://copy.invalid"
"""Where the application takes itself to be while it is asked: no IRI begins so. In the end the copy's own
address, with a path or without, stands for it."""
OF_A_DAY = re.compile(r"[?&]as-of=")


@dataclass(frozen=True, slots=True)
class Job:
    """What a copy is made from and where it is written; ``plot``; ``home``, where it will be found; ``live``,
    where the service runs that it leads to, "" for none; whether it has a ``search`` of its own.
    """

    graph: Path
    out: Path
    home: str
    plot: Plot
    live: str = ""
    search: bool = False


class Renderer:
    """The application for one version, in this process; ``engine`` is where queries are answered."""

    def __init__(self, job: Job, engine: Path) -> None:
        self._job = job
        self._found: dict[str, tuple[Place, str] | None] = {}  # where links that begin at the root lead
        settings = Settings(workers=1, patience=PATIENCE, seconds=PATIENCE)
        store = Store.open(job.graph, job.plot.version)
        app = create_app(store, settings, Client(engine, PATIENCE))
        if job.search:
            replace_search(app)
        self._stays = STAYS if job.search else frozenset()
        self._client: FlaskClient = app.test_client()

    def write(self, places: Iterable[Place]) -> list[Written]:
        """Write the files of ``places``; what does not answer with 200 is not written."""
        return [self._write(place) for place in places]

    def _write(self, place: Place) -> Written:
        status, type, content = self._ask(place)
        if status != 200:
            return Written(place, fault=str(status))
        if place.is_page and type != HTML:
            return Written(place, fault=f"as {type}, and is no page")
        links: set[tuple[Place, str]] = set()
        places: frozenset[str] = frozenset()
        if type == HTML:
            live = self._job.live + place.address if self._job.live else ""
            page = content.decode()
            text, places = rewritten(page, lambda link: self._way(place, link, links), live, self._stays)
            content = text.encode()
        path = self._job.out / place.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self._at_home(content))
        return Written(place, frozenset(links), places)

    def _at_home(self, content: bytes) -> bytes:
        """The content with the copy's own address; what is no text, such as a workbook, has none."""
        for written in (ORIGIN, quote(ORIGIN, "")):
            home = self._job.home if written == ORIGIN else quote(self._job.home, "")
            content = content.replace(written.encode(), home.encode())
        return content

    def _way(self, place: Place, link: str, links: set[tuple[Place, str]]) -> str | None:
        """The way from a page to where a ``link`` on it leads, which is noted among ``links``."""
        if not link.startswith("/"):
            found = self._job.plot.place(place, link)
        elif link in self._found:
            found = self._found[link]
        else:
            found = self._found[link] = self._job.plot.place(place, link)
        if found is None:
            return None
        links.add(found)
        return place.way_to(*found)

    def _ask(self, place: Place) -> tuple[int, str, bytes]:
        """Status, type and content of an address: of the copy's day, where it depends on one."""
        answer = self._followed(place, self._get(place, place.address))
        if OF_A_DAY.search(answer.headers.get("Link", "")):
            day = f"as-of={self._job.plot.day}"
            answer = self._get(place, f"{place.address}{'&' if '?' in place.address else '?'}{day}")
        return answer.status_code, answer.mimetype or "", answer.data

    def _followed(self, place: Place, answer: TestResponse) -> TestResponse:
        """The answer, or the one to which it leads on this site: a copy has it under both addresses."""
        location = answer.headers.get("Location", "").removeprefix(ORIGIN)
        if answer.status_code in MOVED and location.startswith("/"):
            return self._get(place, location)
        return answer

    def _get(self, place: Place, address: str) -> TestResponse:
        accept = "text/turtle" if place.path in DATA else f"{HTML}, */*;q=0.1"
        return self._client.get(address, base_url=ORIGIN, headers={"Accept": accept})

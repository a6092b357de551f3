"""The search of a copy: a page with a script in the place of the site's own, and the data it searches."""

import json
from collections.abc import Callable, Iterable
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from flask import Flask, render_template

from ...errors import GraphError, UsageError
from ...graph.search.found import Hit, joined
from ...graph.search.index import SearchIndex
from ...graph.search.kept import index_path
from ...graph.search.wanted import read
from ...graph.store import Store
from ..links import Links
from .ledger import Written
from .places import Place, Plot

PAGE = Place("/search")
WORDS = Place("/search/words.json")
"""What the script searches."""
SCRIPT, LICENCES = "vendor/finder.js", "vendor/finder.licences.txt"
"""What ``make site`` builds, below the folder of static files."""
STAYS = frozenset((PAGE.path, f"/static/{SCRIPT}"))
"""Where forms lead and scripts stand that a copy with a search keeps."""
NONE = -1
"""The place of what a thing does not have, such as a plan."""


class Table(dict[tuple[str, ...], int]):
    """Values that several things have: each once, at a place of its own."""

    def place(self, *value: str) -> int:
        """The place of a value, which is added where it is new."""
        return self.setdefault(value, len(self))

    def listed(self) -> list[object]:
        """The values by their places; those of one part without brackets."""
        return [value[0] if len(value) == 1 else value for value in self]


def check_built() -> None:
    """Raise UsageError where the script of the search was not built."""
    if not files("equigraph.server").joinpath("static", SCRIPT).is_file():
        raise UsageError("the search for a copy was not built", "Build it with: make site (which needs npm)")


def replace_search(app: Flask) -> None:
    """Let ``app`` answer for its own search with the page of a copy's."""

    def page() -> str:
        return render_template("finder.html", words=WORDS.path, script=SCRIPT, licences=LICENCES)

    app.view_functions["search.page"] = page


def write_words(store: Store, plot: Plot, out: Path) -> Written:
    """Write what the search index of the version has into the folder ``out``; gives where it leads.

    Raises GraphError where the version has no index.
    """
    path = index_path(store)
    if path is None:
        raise GraphError("this version has no search index", "Build it again with: equigraph build")
    with closing(SearchIndex(path)) as index:
        hits = index.find(read(""), {}, 0, index.size, marked=False, offered=0).hits
    links: set[tuple[Place, str]] = set()
    pages = Links(store.manifest.base)

    def way(iri: str) -> str:
        found = plot.place(PAGE, pages.page(iri))
        if found is None:
            raise GraphError(f"{iri} has no page in a copy", "Nothing was written")
        links.add(found)
        return PAGE.way_to(*found)

    text = json.dumps(columns(hits, way), ensure_ascii=False, separators=(",", ":"))
    file = out / WORDS.file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8")
    return Written(WORDS, frozenset(links))


def columns(hits: Iterable[Hit], way: Callable[[str], str]) -> dict[str, list[object]]:
    """The things, a column for each of what is known of them, and the tables of what several have.

    ``way`` is how to get from the page of the search to that of an IRI.
    """
    kinds, councils, plans, places, folders = (Table() for _ in range(5))
    rows = []
    for hit in hits:
        folder, page = _parted(way(hit.iri))
        rows.append(
            {
                "kind": kinds.place(hit.kind),
                "council": councils.place(hit.council.label, hit.council.code) if hit.council else NONE,
                "plan": plans.place(hit.plan.label, way(hit.plan.iri)) if hit.plan else NONE,
                "place": places.place(joined(hit.place)),
                "folder": folders.place(folder),
                "page": page,
                "line": hit.line if hit.line and hit.plan else 0,
                "text": joined(hit.text),
                "also": joined(hit.also),
            }
        )
    names = ("kind", "council", "plan", "place", "folder", "page", "line", "text", "also")
    tables = {"kinds": kinds, "councils": councils, "plans": plans, "places": places, "folders": folders}
    of_things: dict[str, list[object]] = {name: [row[name] for row in rows] for name in names}
    return {name: table.listed() for name, table in tables.items()} | of_things


def _parted(way: str) -> tuple[str, str]:
    """The folder that a way leads through, which many share, and its last part."""
    end = way.rfind("/", 0, len(way) - 1) + 1
    return way[:end], way[end:]

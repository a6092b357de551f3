"""The kinds of page that the site has, with an address of each in the graph that is served."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote

import yaml

from equigraph.graph.store import Store
from equigraph.queries.catalogue import NAMES
from equigraph.server.links import Links

LISTED = Path(__file__).parent.parent / "site/pages.yaml"
EXAMPLES = Path(__file__).parent / "examples.rq"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: the ``path`` of one, as it is ``listed`` and as it is asked, and the ``status`` it
    answers with.
    """

    listed: str
    status: int = 200
    path: str = ""

    def of(self, known: Mapping[str, str]) -> "Kind":
        """The kind with an address made of the examples that are ``known``; KeyError where one is lacking."""
        return replace(self, path=Template(self.listed).substitute(known))

    def fits(self, known: Mapping[str, str]) -> bool:
        """Whether no example is lacking."""
        return set(Template(self.listed).get_identifiers()) <= set(known)


def listed() -> list[Kind]:
    """Every kind, without addresses."""
    found = (each if isinstance(each, dict) else {"path": each} for each in _listed()["pages"])
    return [Kind(each["path"], each.get("status", 200)) for each in found]


def kinds(store: Store) -> list[Kind]:
    """Every kind with an address in the graph of ``store``, which may have no example of some."""
    known = examples(store)
    return [each.of(known) for each in listed() if each.fits(known)]


def excused() -> Mapping[str, str]:
    """The addresses of the application that are no pages, with the reason."""
    found: dict[str, str] = _listed()["excused"]
    return found


def examples(store: Store) -> dict[str, str]:
    """An example of each kind of thing: its path on the site, of a plan its slug; and ``…_name``, without
    what pages' paths begin with. ``read`` is a plan whose document's text is here.
    """
    rows = store.query(EXAMPLES.read_text(encoding="utf-8")).texts()
    found = {kind: _address(store.manifest.base, name) for kind, name in rows if name}
    read = {"read": found["slug"]} if store.document(found["slug"]) is not None else {}
    return found | read | {f"{kind}_name": path.removeprefix("/doc/") for kind, path in found.items()}


def _address(base: str, name: str) -> str:
    return Links(base).page(name) if name.startswith((base, NAMES)) else quote(name)


def _listed() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(LISTED.read_text(encoding="utf-8"))
    return read

"""What a version of the graph says of itself and its plans for a citation, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...graph.store import Store
from ..records import Record, records

SELF = "equigraph"
"""Who publishes the data where they name nobody."""


@dataclass(frozen=True, slots=True)
class Work:
    """Something with a ``title`` that a ``publisher`` issued; ``issued`` is a date, or as much of it as is
    known.
    """

    title: str
    publisher: str
    issued: str

    @property
    def year(self) -> str:
        """The year it was issued, "" where that is not known."""
        return self.issued[:4]


@dataclass(frozen=True, slots=True)
class Sources:
    """A version's ``data`` as a work, its ``plans`` by their slugs, and the ``digest`` of its content."""

    version: str
    data: Work
    plans: Mapping[str, Work]
    digest: str


def read(store: Store) -> Sources:
    """Those of the version that ``store`` has open."""
    manifest = store.manifest
    rows = records(store.named("site/cited", {"dataset": f"{manifest.base}dataset"}))
    plans = {_text(row, "slug"): _work(row) for row in rows if row["slug"]}
    whole = next((_work(row) for row in rows if not row["slug"]), Work("The graph", "", ""))
    data = Work(whole.title, whole.publisher or SELF, manifest.built[:10])
    return Sources(manifest.version, data, plans, manifest.digest)


def _work(row: Record) -> Work:
    return Work(_text(row, "title"), _text(row, "publisher"), _text(row, "issued"))


def _text(row: Record, column: str) -> str:
    term = row[column]
    return str(getattr(term, "value", ""))

"""What a page says of one thing; each part is a named query."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ..errors import UsageError
from ..graph.answer import Answer
from ..graph.store import Store
from .linked.kinds import Kind, kind_of
from .records import Record, first_text, records, total

COUNTED = 10_000
"""How many of the things that point to one are counted, as queries/site/links.rq has it."""
LONGEST = 4_000
"""Characters of the longest IRI that a thing may have."""


@dataclass(frozen=True, slots=True)
class Link:
    """Things that point to a thing by one property: the first few, and how many there are."""

    property: Record
    things: list[Record]
    count: int


@dataclass(frozen=True, slots=True)
class Description:
    """A thing with everything its page shows: ``found`` are the rows that its ``kind`` asks for, by query."""

    iri: str
    label: str
    types: list[Record]
    kind: Kind
    found: Mapping[str, list[Record]]
    statements: list[Record]
    links: list[Link]

    @property
    def many(self) -> bool:
        """Whether more things point to it than are counted."""
        return sum(link.count for link in self.links) >= COUNTED


def is_iri(text: str) -> bool:
    """Whether ``text`` can be the IRI of a thing: it is one, and of no unreasonable length."""
    try:
        return len(text) <= LONGEST and bool(NamedNode(text).value)
    except ValueError:
        return False


def is_known(store: Store, iri: str) -> bool:
    """Whether ``store`` knows anything of ``iri``; False also where that is no IRI."""
    try:
        return is_iri(iri) and bool(store.named("site/known", {"thing": iri}))
    except UsageError:
        return False


def describe(store: Store, iri: str) -> Description:
    """What ``store`` says of ``iri``."""

    def ask(name: str) -> list[Record]:
        return records(store.named(f"site/{name}", {"thing": iri}))

    types = ask("heading")
    kind = kind_of([each["type"].value for each in types if isinstance(each["type"], NamedNode)])
    return Description(
        iri=iri,
        label=first_text(types, "label"),
        types=types,
        kind=kind,
        found={name: ask(name) for name in kind.asks},
        statements=ask("statements"),
        links=[_link(store, iri, link) for link in ask("links")],
    )


def statements(store: Store, iri: str, query: str = "site/describe") -> Answer:
    """What ``store`` says of ``iri`` as RDF, by ``query``; for a named graph, all that stands in it."""
    graph = store.named("site/is-graph", {"thing": iri})
    return store.named("site/graph" if graph else query, {"thing": iri})


def _link(store: Store, iri: str, link: Record) -> Link:
    by = link["property"]
    assert isinstance(by, NamedNode), "a predicate"
    things = records(store.named("site/pointing-first", {"thing": iri, "property": by.value}))
    return Link(link, things, total([link], "things"))

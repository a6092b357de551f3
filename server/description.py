"""What a page says of one thing; each part is a named query."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from ..errors import UsageError
from ..graph.answer import Answer
from ..graph.store import Store
from .records import Record, first_text, records, total


@dataclass(frozen=True, slots=True)
class Link:
    """Things that point to a thing by one property: the first few, and how many there are."""

    property: Record
    things: list[Record]
    count: int


@dataclass(frozen=True, slots=True)
class Description:
    """A thing with everything its page shows; ``size`` counts the statements of a named graph."""

    iri: str
    label: str
    types: list[Record]
    statements: list[Record]
    quotes: list[Record]
    contents: list[Record]
    terms: list[Record]
    links: list[Link]
    size: int


def is_known(store: Store, iri: str) -> bool:
    """Whether ``store`` knows anything of ``iri``; False also where that is no IRI."""
    try:
        return bool(store.named("site/known", {"thing": iri}))
    except UsageError:
        return False


def describe(store: Store, iri: str) -> Description:
    """What ``store`` says of ``iri``."""

    def ask(name: str) -> list[Record]:
        return records(store.named(f"site/{name}", {"thing": iri}))

    types = ask("heading")
    return Description(
        iri=iri,
        label=first_text(types, "label"),
        types=types,
        statements=ask("statements"),
        quotes=ask("quotes"),
        contents=ask("contents"),
        terms=ask("terms"),
        links=[_link(store, iri, link) for link in ask("links")],
        size=total(ask("graph-size"), "statements"),
    )


def statements(store: Store, iri: str) -> Answer:
    """What ``store`` says of ``iri`` as RDF; for a named graph, all that stands in it."""
    graph = store.named("site/is-graph", {"thing": iri})
    return store.named("site/graph" if graph else "site/describe", {"thing": iri})


def _link(store: Store, iri: str, link: Record) -> Link:
    by = link["property"]
    assert isinstance(by, NamedNode), "a predicate"
    things = records(store.named("site/pointing-first", {"thing": iri, "property": by.value}))
    return Link(link, things, total([link], "things"))

"""A document as it was read, with the records that its words went into and the words that went into none."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...graph.ledgers import read_ledgers
from ...graph.store import Store
from ...shapes.plan_context import OWN, PlanContext, plan_contexts
from .passages import Span

KINDS = {"ownership": "owner", "due": "deadline", "observation": "quantity"}
"""What a reader calls a kind of record, where its class has another name."""


MINOR = ("quantity", "owner", "deadline", "measure")
"""Kinds that stand behind others read from the same words, the least of them first."""


@dataclass(frozen=True, slots=True)
class Record:
    """That words went into the record ``iri`` of this ``kind``, such as "action"."""

    iri: str
    kind: str


@dataclass(frozen=True, slots=True)
class Left:
    """That words went into no record: ``fate`` is ``noise`` or ``unmapped``, with the reason."""

    fate: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The ``text`` of a document, and what became of its words."""

    text: str
    records: tuple[Span[Record], ...]
    left: tuple[Span[Left], ...]

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return 4 * len(self.text) + 500 * (len(self.records) + len(self.left))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the records, in the order of the document."""
        return tuple(dict.fromkeys(each.mark.kind for each in self.records))


def read(store: Store, slug: str) -> Reading | None:
    """The document of a plan; None where the version does not keep its text, GraphError where damaged."""
    text = store.document(slug)
    if text is None:
        return None
    (context,) = plan_contexts(store, (slug,))
    return Reading(
        text, tuple(sorted(dict.fromkeys(_records(context)), key=_rank)), tuple(_left(store, slug))
    )


def _rank(span: Span[Record]) -> tuple[int, int, int]:
    minor = MINOR[::-1].index(span.mark.kind) + 1 if span.mark.kind in MINOR else 0
    return span.start, span.end, minor


def _records(context: PlanContext) -> Iterator[Span[Record]]:
    for record, quotes in context.quotes.items():
        kind = context.about(record)[0]
        mark = Record(record, KINDS.get(kind, kind))
        for place in (each.place for each in quotes if each.via == OWN):
            if place.start is not None and place.end is not None:
                yield Span(place.start, place.end, mark)


def _left(store: Store, slug: str) -> Iterator[Span[Left]]:
    path = store.ledger(slug)
    for ledger in read_ledgers([path] if path else []):
        for entry in ledger.entries:
            if entry.fate != "record":
                yield Span(entry.start, entry.end, Left(entry.fate, entry.reason))

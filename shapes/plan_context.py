"""What surrounds the findings of a plan: who published it, its things in words, and where these stand."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..errors import UsageError
from ..graph.ledgers import Tables, read_ledgers
from ..graph.store import Store
from ..queries.catalogue import nearest
from .model import Correction, Place
from .part_words import PartWords, Words
from .shape import local_name

OWN, DUE, OWNER = "", "due", "qualifiedOwnership"
PARTS = {
    **dict.fromkeys(("due", "dueStart", "dueEnd", "dueKind", "dueText", "dueState"), DUE),
    **dict.fromkeys(("owner", "ownerText", "ownerState", "qualifiedOwnership"), OWNER),
    "measure": "measure",
}
"""For a path, by which part of the record its words are found; any other is about the record's own words."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the document: of a record itself, or of the part that it has ``via`` a property."""

    record: str
    via: str
    quote: str
    place: Place
    method: str
    reason: str
    by: str


@dataclass(frozen=True)
class PlanContext:
    """A plan of a version, asked for what a report says beside the findings."""

    store: Store
    iri: str
    slug: str
    title: str
    publisher: str
    issued: str
    period: str
    document: str
    regulations: str

    @cached_property
    def records(self) -> Mapping[str, tuple[str, str]]:
        """The kind and the words of each thing."""
        return {record: (kind.lower(), words) for record, (kind, words) in self._part.records().items()}

    @cached_property
    def tables(self) -> Tables:
        """What became of the text of its tables."""
        ledger = self.store.ledger(self.slug)
        return Tables(read_ledgers([ledger])[0].entries if ledger else ())

    @cached_property
    def quotes(self) -> Mapping[str, tuple[Quoted, ...]]:
        """The words of each thing, in the order of the document."""
        found: dict[str, list[Quoted]] = defaultdict(list)
        for words in sorted(self._part.words(), key=_order):
            found[words.record].append(_quoted(words, self.tables))
        return {record: tuple(dict.fromkeys(each)) for record, each in found.items()}

    @cached_property
    def _part(self) -> PartWords:
        part = self.store.part(f"plan-{self.slug}")
        return PartWords(self.iri, [part] if part else self.store.parts())

    @cached_property
    def known(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Flags of each thing, in words, and the owner and deadline that it lacks and one above it has."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for _, record, what, words in self.store.named("audit/known", {"plan": self.iri}).texts():
            found[record].append((what, words))
        return {record: tuple(each) for record, each in found.items()}

    def about(self, focus: str) -> tuple[str, str]:
        """The kind of a thing and its words; a plan is known by its title."""
        if focus == self.iri:
            return "plan", self.title
        return self.records.get(focus, (_kind(focus, self.iri), ""))

    def words_for(self, focus: str, path: str) -> tuple[Quoted, ...]:
        """The words that a finding on ``focus`` by ``path`` is about; else the thing's, or a part's."""
        found = self.quotes.get(focus, ())
        wanted = PARTS.get(local_name(path), OWN)
        choices = (wanted, OWN, DUE, OWNER)
        words = next((w for via in choices if (w := tuple(q for q in found if q.via == via))), ())
        return self._of_text(focus, words)

    def _of_text(self, focus: str, words: tuple[Quoted, ...]) -> tuple[Quoted, ...]:
        """Of a thing's words those of its text, and not of other cells of its row, if any are."""
        text = self.about(focus)[1]
        return tuple(q for q in words if " ".join(q.quote.split()) in text) or words

    def corrections(self) -> tuple[Correction, ...]:
        """What people changed in the reading, and text that no record took, in the order of the document."""
        changed = [*self._repairs(), *self._ledger()]
        return tuple(sorted(dict.fromkeys(changed), key=lambda each: (each.place.start or 0, each.about)))

    def _repairs(self) -> Iterable[Correction]:
        for quoted in (q for found in self.quotes.values() for q in found if q.reason and q.via == OWN):
            kind, words = self.about(quoted.record)
            about = f"{kind}: {words}" if words else kind
            yield Correction("corrected", about, quoted.quote, quoted.place, quoted.reason, quoted.by)

    def _ledger(self) -> Iterable[Correction]:
        for entry in self.tables.entries:
            if entry.fate != "record" and any(map(str.isalnum, entry.text)):
                lines = entry.first_line or None, entry.last_line or None
                place = Place(self.document, None, *lines, entry.start, entry.end, entry.cell)
                yield Correction(entry.fate, "", entry.text, place, entry.reason, entry.by)


def plan_contexts(store: Store, slugs: Iterable[str] = ()) -> tuple[PlanContext, ...]:
    """The plans ``slugs`` of the version (none: all); UsageError for one that it does not have."""
    chosen = [{"plan": known_plan(store, slug)} for slug in dict.fromkeys(slugs)] or [{}]
    found = tuple(_context(store, row) for each in chosen for row in _rows(store, each))
    if not found:
        raise UsageError("there is no plan in this version", "Build the graph again with: equigraph build")
    return found


def known_plan(store: Store, slug: str) -> str:
    """The slug or IRI of a plan; UsageError for a slug that no plan has."""
    plans = store.manifest.plans
    if slug not in plans and ":" not in slug:
        otherwise = "See which there are with: equigraph info"
        raise UsageError(f"there is no plan {slug!r}", nearest(slug, plans, otherwise))
    return slug


def _rows(store: Store, given: Mapping[str, str]) -> list[tuple[str, ...]]:
    """One row a plan: labels in other languages make further ones."""
    rows = {row[0]: row for row in reversed(list(store.named("audit/scope", given).texts()))}
    return [rows[iri] for iri in sorted(rows)]


def _context(store: Store, row: tuple[str, ...]) -> PlanContext:
    iri, slug, title, publisher, issued, start, end, document, regulations = row
    slug = slug or local_name(iri)
    period = (
        f"{start} to {end}" if start and end else f"from {start}" if start else f"until {end}" if end else ""
    )
    facts = (iri, slug, title or slug, publisher, issued, period, document, regulations)
    return PlanContext(store, *facts)


def _order(words: Words) -> tuple[str, str, int, int, str, str]:
    return words.record, words.via, words.start, words.end, words.method, words.reason


def _quoted(words: Words, tables: Tables) -> Quoted:
    place = _place(words, tables)
    return Quoted(words.record, words.via, words.quote, place, words.method, words.reason, words.by)


def _place(words: Words, tables: Tables) -> Place:
    """The place; it is a fragment as RFC 5147 (lines, from zero), RFC 3778 or RFC 7111 has it."""
    said = words.place
    lines = re.search(r"line=(\d+),(\d+)", said)
    page = re.search(r"page=(\d+)", said)
    cell = re.search(r"(?:row|col|cell)=[\d,]+", said)
    return Place(
        document=words.document,
        page=int(page[1]) if page else None,
        first_line=int(lines[1]) + 1 if lines else None,
        last_line=int(lines[2]) if lines else None,
        start=words.start,
        end=words.end,
        cell=cell[0].replace("=", " ") if cell else tables.cell(words.start, words.end),
    )


def _kind(focus: str, plan: str) -> str:
    """The kind of a thing without a record, from its IRI."""
    return focus.removeprefix(f"{plan}/").partition("/")[0] if focus.startswith(f"{plan}/") else "thing"

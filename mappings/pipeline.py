"""The way of one document: file → document → layout → records → quads."""

from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from ..ontology.vocabulary import Vocabulary, vocabulary
from . import runon, tabs
from .assemble import assemble
from .checks import check_declared
from .document import Document
from .enrich import Enricher, spellings
from .facts import plan_facts, plan_year
from .iris import PlanIris
from .layout import Layout, Row
from .ledger import tally
from .mapping import Mapping, check_document, read_mapping
from .quads import plan_quads
from .readers import read_document
from .records import PlanRecords
from .sources import Source
from .values.mentions import Finder


@dataclass(frozen=True)
class MappedPlan:
    """A plan's quads as sorted N-Quads lines, its document's text, the ledger of table text, and figures."""

    slug: str
    title: str
    quads: tuple[str, ...]
    text: str
    ledger: list[dict[str, Any]]
    characters: dict[str, int]
    counts: dict[str, int]
    notes: dict[str, str]


def map_plan(source: Source, base: str, corrections: bool = True) -> MappedPlan:
    """Map one document; InputError where the document or its mapping cannot be used.

    ``corrections`` false leaves a splitter's rows as they are found.
    """
    records, mapping = read_plan(source, corrections)
    iris = PlanIris(base, records.slug, mapping.data["plan"]["council"])
    units = {code: unit["name"] for _, unit in mapping.items("units") for code in unit["codes"]}
    return MappedPlan(
        slug=records.slug,
        title=records.facts.title,
        quads=plan_quads(records, iris, units),
        text=records.text,
        ledger=ledger_of(records),
        characters=tally(records.ledger),
        counts=counts_of(records),
        notes=records.notes,
    )


def read_plan(source: Source, corrections: bool = True) -> tuple[PlanRecords, Mapping]:
    """The records of one document, and the mapping they were read by."""
    mapping = read_mapping(source.mapping)
    document = read_document(source.document)
    check_document(mapping, document)
    known = vocabulary()
    check_declared(mapping, document, (flag.code for flag in known.scheme("flag")))
    run_on = mapping.data["document"]["layout"] == "run-on"
    layout = runon.lay_out(document, mapping, corrections) if run_on else tabs.lay_out(document, mapping)
    return _records(document, mapping, layout, known), mapping


def _records(document: Document, mapping: Mapping, layout: Layout, known: Vocabulary) -> PlanRecords:
    notation = mapping.data["plan"]["council"]
    council = known.councils().get(notation)
    if council is None:
        listed = ", ".join(sorted(known.councils()))
        raise mapping.fault(f"unknown council {notation!r}", f"Known: {listed}", "plan", "council")
    concepts = {f"{concept.scheme}/{concept.code}": concept for concept in known.concepts}
    enricher = Enricher(
        plan_year(mapping),
        _finder(),
        council.iri,
        mapping.data.get("owners", "team"),
        known={label.lower(): body.iri for body in known.organisations() for label in body.labels},
    )
    enricher = replace(enricher, names=_names(enricher, layout))
    return assemble(document, mapping, layout, plan_facts(mapping, document, concepts, council), enricher)


@cache
def _finder() -> Finder:
    """Finds what the package's vocabularies name, and organisations they do not know."""
    schemes = ("characteristic", "group", "organisation")
    return Finder([concept for scheme in schemes for concept in vocabulary().scheme(scheme)], discover=True)


def _names(enricher: Enricher, layout: Layout) -> dict[str, str]:
    rows = [item for item in layout.items if isinstance(item, Row)]
    return spellings(enricher, [(role, row.cell(role)) for row in rows for role in ("lead", "owner")])


def ledger_of(records: PlanRecords) -> list[dict[str, Any]]:
    """What became of each stretch of table text, in the order of the document."""
    return [asdict(entry) for entry in records.ledger]


def counts_of(records: PlanRecords) -> dict[str, int]:
    """How many records of each kind."""
    actions = records.actions
    measures = [*records.measures, *(m for action in actions for m in action.measures)]
    return {
        "sections": len(records.sections),
        "passages": len(records.passages),
        "actions": sum(action.kind == "action" for action in actions),
        "milestones": sum(action.kind == "milestone" for action in actions),
        "targets": sum(len(action.targets) for action in actions),
        "outcomes": sum(len(action.outcomes) for action in actions),
        "measures": len(measures),
    }

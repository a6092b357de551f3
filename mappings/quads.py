"""Records into N-Quads: the plan's graph, its evidence graph, and what it says of agents."""

from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from ..ontology.terms import term
from .iris import PlanIris
from .keys import Keys
from .quads_agents import mentioned, named_by, owned
from .quads_editions import contact, edition
from .quads_evidence import Evidence
from .quads_measures import add_measure
from .records import (
    Action,
    Due,
    Measure,
    Mention,
    Outcome,
    Passage,
    PlanRecords,
    Quantity,
    Section,
    Statement,
    Target,
)
from .sink import Sink, Value, coded, each, iri
from .topics import topics_of


def plan_quads(records: PlanRecords, iris: PlanIris, units: dict[str, str]) -> tuple[str, ...]:
    """The statements of one plan, sorted; ``units``: printed code of a directorate → its name."""
    sink = Sink()
    writer = _Writer(records, iris, units, sink, Evidence(records, iris, sink))
    writer.plan()
    for section in records.sections:
        writer.section(section)
    for passage in records.passages:
        writer.passage(passage)
    for action in records.actions:
        writer.action(action)
    for measure in records.measures:
        writer.measure(measure, "")
    writer.evidence.write()
    return sink.lines()


class _Writer:
    def __init__(
        self, records: PlanRecords, iris: PlanIris, units: dict[str, str], sink: Sink, evidence: Evidence
    ) -> None:
        self.records, self.iris, self.units, self.sink, self.evidence = records, iris, units, sink, evidence
        self.graph = iris.graph()
        owners = (owner for action in records.actions for owner in action.owners)
        self.teams = frozenset(owner.name for owner in owners if owner.kind == "team")

    def plan(self) -> None:
        facts, plan = self.records.facts, self.iris.plan
        self.sink.add(
            self.graph, plan,
            ("rdf:type", term("eq:Plan")), ("dcterms:title", facts.title),
            ("dcterms:identifier", self.records.slug),
            ("dcterms:publisher", iri(facts.council)), ("dcterms:source", iri(self.iris.document)),
            ("dcterms:issued", _issued(facts.published)), ("dcterms:rights", facts.rights),
            ("eq:regulations", iri(facts.regulations)),
            ("eq:periodStart", facts.period_start), ("eq:periodEnd", facts.period_end),
            *each("eq:lacksColumn", [coded("column", column) for column in self.records.lacks]),
        )  # fmt: skip
        self.sink.add(
            self.graph, self.iris.document,
            ("rdf:type", term("prov:Entity")), ("dcterms:title", facts.title),
            ("dcterms:identifier", self.records.file), ("eq:sha256", self.records.sha256),
            ("dcterms:conformsTo", iri("http://tools.ietf.org/rfc/rfc5147")),
            ("eq:characters", len(self.records.text)),
        )  # fmt: skip
        if facts.period_text:
            period = f"{plan}/period"
            self.sink.add(self.graph, plan, ("dcterms:temporal", iri(period)))
            self.sink.add(self.graph, period, ("eq:text", facts.period_text))
            self.interval(period, facts.period_start, facts.period_end)
        self.mentions(plan, facts.focus)
        edition(self.sink, self.iris, facts)
        contact(self.sink, self.evidence, self.iris, facts)

    def section(self, section: Section) -> None:
        subject = self.iris.thing("section", section.key)
        self.sink.add(
            self.graph, subject,
            ("rdf:type", term("eq:Section")), ("eq:plan", iri(self.iris.plan)),
            ("dcterms:title", section.cell.text), ("eq:path", section.path),
            ("eq:level", section.level), ("eq:position", section.position),
            ("eq:parentSection", iri(self.iris.thing("section", section.parent)) if section.parent else None),
        )  # fmt: skip
        self.evidence.of(section.cell, subject)

    def passage(self, passage: Passage) -> None:
        self.statement(passage, "passage", "eq:Passage", ("eq:section", self._section(passage.section)))

    def action(self, action: Action) -> None:
        kind = "eq:Action" if action.kind == "action" else "eq:Milestone"
        parent = iri(self.iris.thing(*action.parent)) if action.parent else None
        subject = self.statement(action, action.kind, kind, ("eq:section", self._section(action.section)))
        self.sink.add(
            self.graph, subject,
            ("eq:parent", parent),
            ("eq:status", action.status.text if action.status else None),
            ("eq:term", action.term.text if action.term else None),
            ("eq:ownerText", action.owner.text if action.owner else None),
            ("eq:ownerState", coded("state", action.owner_state)),
            ("eq:measureState", coded("state", action.measure_state)),
            ("eq:dueState", coded("state", action.due_state)),
            ("eq:method", coded("method", action.method)),
            ("eq:confidence", _confidence(action.confidence)),
        )  # fmt: skip
        if not action.cell.text:
            for cell in (action.owner, action.due_cell):
                self.evidence.of(cell, subject)
        owned(self.sink, self.evidence, self.iris, self.units, action, subject)
        if action.due:
            self.evidence.of(action.due_cell, self.due(subject, action.key, action.due))
        elif action.due_cell:
            self.sink.add(self.graph, subject, ("eq:dueText", action.due_cell.text))
            self.evidence.of(action.due_cell, subject)
        for target in action.targets:
            self.target(target, subject)
        for outcome in action.outcomes:
            self.outcome(outcome, subject)
        for measure in action.measures:
            self.measure(measure, subject)

    def target(self, target: Target, action: str) -> None:
        subject = self.statement(target, "target", "eq:Target")
        self.sink.add(self.graph, action, ("eq:target", iri(subject)))
        if target.due:
            due = self.due(subject, target.key, target.due)
            self.evidence.of_quote(target.due.quote, "derived", due)

    def outcome(self, outcome: Outcome, action: str) -> None:
        subject = self.statement(outcome, "outcome", "eq:Outcome")
        self.sink.add(self.graph, action, ("eq:outcome", iri(subject)))

    def measure(self, measure: Measure, action: str) -> None:
        subject = self.statement(measure, "measure", "eq:Measure")
        add_measure(self.sink, self.iris, measure, subject, action)

    def statement(self, record: Statement, kind: str, type_: str, *more: tuple[str, Value]) -> str:
        """What every record of words says; gives its IRI."""
        subject = self.iris.thing(kind, record.key)
        self.sink.add(
            self.graph, subject,
            ("rdf:type", term(type_)), ("eq:plan", iri(self.iris.plan)), ("eq:position", record.position),
            ("eq:text", record.cell.text),
            *each("eq:flag", [coded("flag", flag) for flag in record.cell.flags]),
            *more,
        )  # fmt: skip
        for cell in (record.cell, *record.others):
            self.evidence.of(cell, subject)
        self.mentions(subject, record.mentions)
        for topic in topics_of(record.cell.quote):
            self.sink.add(self.graph, subject, ("eq:topic", iri(topic.iri)))
            self.evidence.of_mention(topic, topic.iri, subject)
        keys = Keys()
        for quantity in record.quantities:
            key = keys.mint(record.key, "observation", quantity.quote.text)
            self.quantity(record, subject, self.iris.thing("observation", key), quantity)
        return subject

    def mentions(self, subject: str, found: tuple[Mention, ...]) -> None:
        for mention in found:
            node = named_by(mention, self.iris, self.teams)
            mentioned(self.sink, self.iris, mention, node, subject)
            self.evidence.of_mention(mention, node, subject)

    def quantity(self, record: Statement, subject: str, observation: str, quantity: Quantity) -> None:
        self.sink.add(self.graph, subject, ("eq:quantity", iri(observation)))
        self.sink.add(
            self.graph, observation,
            ("rdf:type", term("eq:Observation")), ("rdf:type", term("qb:Observation")),
            ("eq:quantityRole", quantity.role), ("eq:value", quantity.value), ("eq:unit", quantity.unit),
            ("eq:direction", quantity.direction), ("eq:text", quantity.quote.text),
        )  # fmt: skip
        self.evidence.of(record.cell, observation)

    def due(self, subject: str, key: str, due: Due) -> str:
        """The time of a record: its own node, whose IRI it gives, and direct copies for asking."""
        node = self.iris.thing("due", Keys().mint(key, "due", due.quote.text))
        times = (
            ("eq:dueKind", coded("due-kind", due.kind)),
            ("eq:dueStart", due.start),
            ("eq:dueEnd", due.end),
        )
        self.sink.add(self.graph, subject, ("eq:due", iri(node)), ("eq:dueText", due.quote.text), *times)
        self.sink.add(
            self.graph, node,
            ("rdf:type", term("eq:Due")), ("eq:text", due.quote.text), *times,
            ("eq:method", coded("method", due.method)),
            *each("eq:flag", [coded("flag", flag) for flag in due.flags]),
        )  # fmt: skip
        self.interval(node, due.start, due.end)
        return node

    def interval(self, node: str, start: date | None, end: date | None) -> None:
        """A time:ProperInterval with the ends that are known (OWL-Time, 4.1)."""
        self.sink.add(self.graph, node, ("rdf:type", term("time:ProperInterval")))
        for name, edge, day in (("time:hasBeginning", "beginning", start), ("time:hasEnd", "end", end)):
            if day:
                instant = f"{node}/{edge}"
                self.sink.add(self.graph, node, (name, iri(instant)))
                self.sink.add(
                    self.graph, instant, ("rdf:type", term("time:Instant")), ("time:inXSDDate", day)
                )

    def _section(self, key: str) -> NamedNode | None:
        return iri(self.iris.thing("section", key)) if key else None


def _issued(printed: str) -> Literal:
    kind = {4: "xsd:gYear", 7: "xsd:gYearMonth"}.get(len(printed), "xsd:date")
    return Literal(printed, datatype=term(kind))


def _confidence(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))

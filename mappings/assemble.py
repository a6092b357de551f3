"""A laid-out document into the records of one plan, in print order."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..errors import MappingError
from .document import Document
from .enrich import Enricher
from .headers import role_of
from .keys import Keys
from .layout import Heading, Layout, Paragraph, Row
from .ledger import account
from .mapping import Mapping
from .records import Action, Cell, Measure, Passage, PlanFacts, PlanRecords, Section, Statement
from .rows import RowReader


@dataclass
class _Reading:
    """What has been read so far, and where in the document's outline we are."""

    sections: list[Section] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    outline: list[Section] = field(default_factory=list)
    by_line: dict[int, Action] = field(default_factory=dict)
    measure_lines: dict[int, list[str]] = field(default_factory=dict)
    action: Action | None = None

    @property
    def section(self) -> str:
        return self.outline[-1].key if self.outline else ""


def assemble(
    document: Document, mapping: Mapping, layout: Layout, facts: PlanFacts, enricher: Enricher
) -> PlanRecords:
    """Records of everything the layout holds, and the ledger of the tables' characters.

    MappingError where a row is declared under a line that is no row, or the counts are not those expected.
    """
    declared = (row["id"] for _, row, _ in mapping.repairs("row") if "id" in row)
    keys, reading = Keys(declared), _Reading()
    rows = RowReader(mapping.slug, enricher, keys)
    for item in layout.items:
        if isinstance(item, Heading):
            _open_section(item, mapping, keys, reading)
        elif isinstance(item, Paragraph):
            _add_passage(item, mapping, keys, enricher, reading)
        else:
            _add_row(item, rows, mapping, reading)
    _named_measures(document, mapping, keys, enricher, reading)
    if not reading.actions and not reading.measures:
        raise _nothing_read(document, mapping)
    actions = tuple(_measured_by_milestones(reading.actions))
    _check_counts(mapping, actions, reading.measures)
    return PlanRecords(
        slug=mapping.slug,
        text=document.text,
        file=document.file,
        sha256=document.sha256,
        facts=facts,
        sections=tuple(reading.sections),
        passages=tuple(reading.passages),
        actions=actions,
        measures=tuple(reading.measures),
        lacks=_lacking(layout),
        ledger=account(document, layout.tables, layout.noise, _cells(reading)),
        notes=layout.notes,
    )


def _nothing_read(document: Document, mapping: Mapping) -> MappingError:
    """The error for a document without any row, naming the first line that looks like a header row."""
    tabbed = ((number, line) for number, line in enumerate(document.lines, 1) if "\t" in line)
    number, line = next(tabbed, (0, ""))
    unknown = [f"{heading.strip()!r}" for heading in line.split("\t") if not role_of(heading)]
    first = (
        f"; in line {number}, its first with tabs, no role is known for {', '.join(unknown)}"
        if unknown
        else ""
    )
    return mapping.fault(
        f"no action, milestone or measure was found in {document.file}{first}",
        "Declare its header rows under headers",
        "headers",
    )


def _open_section(item: Heading, mapping: Mapping, keys: Keys, reading: _Reading) -> None:
    while reading.outline and reading.outline[-1].level >= item.level:
        reading.outline.pop()
    above = reading.outline[-1] if reading.outline else None
    reading.action = None
    if not item.cell.text:
        return
    section = Section(
        key=keys.mint(above.key if above else mapping.slug, "section", item.cell.text),
        cell=item.cell,
        position=len(reading.sections) + 1,
        level=item.level,
        path=f"{above.path} > {item.cell.text}" if above else item.cell.text,
        parent=above.key if above else "",
    )
    reading.sections.append(section)
    reading.outline.append(section)


def _add_passage(
    item: Paragraph, mapping: Mapping, keys: Keys, enricher: Enricher, reading: _Reading
) -> None:
    reading.passages.append(
        Passage(
            key=keys.mint(mapping.slug, "passage", item.cell.text),
            cell=item.cell,
            position=len(reading.passages) + 1,
            mentions=enricher.mentions(item.cell.quote),
            section=reading.section,
        )
    )


def _add_row(row: Row, rows: RowReader, mapping: Mapping, reading: _Reading) -> None:
    if row.kind == "measure":
        measure = rows.measure(row, len(reading.measures) + 1)
        reading.measures.append(measure)
        reading.measure_lines.setdefault(row.line, []).append(measure.key)
        return
    if row.kind == "action" and _is_own_action(row):
        reading.action = rows.action(row, reading.section, len(reading.actions) + 1)
        reading.actions.append(reading.action)
        reading.by_line[row.line] = reading.action
    if row.kind == "milestone" or row.cell("milestone"):
        parent = _parent(row, mapping, reading)
        milestone = rows.milestone(row, reading.section, len(reading.actions) + 1, parent)
        reading.actions.append(milestone)
        reading.by_line[row.line] = milestone


def _is_own_action(row: Row) -> bool:
    """Whether the row opens an action: one without words does where its table has no milestones."""
    return row.cell("action") is not None or "milestone" not in row.columns


def _parent(row: Row, mapping: Mapping, reading: _Reading) -> Action | None:
    if not row.under:
        return reading.action
    if row.under not in reading.by_line:
        raise mapping.fault(
            f"line {row.under} is no row above line {row.line}", "Name the row's line", "repairs"
        )
    return reading.by_line[row.under]


def _named_measures(
    document: Document, mapping: Mapping, keys: Keys, enricher: Enricher, reading: _Reading
) -> None:
    """The measures that the mapping finds named outside the tables."""
    for index, named in mapping.items("measures"):
        quote = mapping.words(document, named["line"], named["words"], "measures", index).folded()
        refined = [key for line in named.get("refines", []) for key in reading.measure_lines.get(line, [])]
        reading.measures.append(
            Measure(
                key=keys.mint(mapping.slug, "measure", quote.text),
                cell=Cell(quote),
                position=len(reading.measures) + 1,
                mentions=enricher.mentions(quote),
                quantities=enricher.quantities(quote),
                method="stated",
                theme=named.get("theme", ""),
                refines=tuple(refined),
            )
        )


def _measured_by_milestones(actions: list[Action]) -> Iterable[Action]:
    """The actions; one counts as measured also through milestones below it that have a measure."""
    parents: dict[tuple[str, str], tuple[str, str] | None] = {
        (action.kind, action.key): action.parent for action in actions
    }
    measured: set[tuple[str, str] | None] = set()
    for action in (action for action in actions if action.measures):
        above = action.parent
        while above:
            measured.add(above)
            above = parents[above]
    for action in actions:
        through = (action.kind, action.key) in measured
        yield replace(action, measure_state="stated") if through else action


def _check_counts(mapping: Mapping, actions: tuple[Action, ...], measures: list[Measure]) -> None:
    found = {"measure": len(measures)} | {
        k: sum(a.kind == k for a in actions) for k in ("action", "milestone")
    }
    for kind, wanted in mapping.data.get("expect", {}).items():
        if found[kind] != wanted:
            raise mapping.fault(
                f"{found[kind]} rows of kind {kind} were found where {wanted} are expected",
                "Check the headers and the repairs, or the count",
                "expect",
                kind,
            )


def _lacking(layout: Layout) -> tuple[str, ...]:
    """The columns an action ought to have and no table of actions in this document has."""
    rows = [item for item in layout.items if isinstance(item, Row) and item.kind != "measure"]
    there = {role for row in rows for role in row.columns}
    wanted = {
        "owner": {"owner", "lead"},
        "measure": {"measure"},
        "due": {"due"},
        "outcome": {"outcome"},
        "target": {"target"},
    }
    return tuple(column for column, roles in wanted.items() if rows and not roles & there)


def _cells(reading: _Reading) -> Iterable[Cell]:
    """The words that the records hold, each with its places."""
    kept: list[Statement] = [*reading.passages, *reading.measures, *reading.actions]
    yield from (section.cell for section in reading.sections)
    for action in reading.actions:
        kept += [*action.targets, *action.outcomes, *action.measures]
        yield from (cell for cell in (action.owner, action.due_cell) if cell)
    for record in kept:
        yield from (record.cell, *record.others)

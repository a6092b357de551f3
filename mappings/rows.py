"""Rows into actions, milestones and measures."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .enrich import Enricher
from .keys import Keys
from .layout import Row
from .measured import Measured, derived_measures, stated_measures
from .records import Action, Cell, Measure, Mention, Outcome, Reason, State, Target
from .states import placeholder, state_of
from .text import Quote, join

_EMPTY = Cell(Quote("", ()))


@dataclass(frozen=True)
class RowReader:
    """Makes records of rows with the plan's values and keys."""

    slug: str
    enrich: Enricher
    keys: Keys

    def action(self, row: Row, section: str, position: int) -> Action:
        """The action of a row, with its targets, outcomes and measures."""
        return self._acted(row, "action", section, position, None, _times(row, "action"))

    def milestone(self, row: Row, section: str, position: int, parent: Action | None) -> Action:
        """The milestone of a row, below ``parent`` where it has one."""
        above = (parent.kind, parent.key) if parent else None
        return self._acted(row, "milestone", section, position, above, row)

    def measure(self, row: Row, position: int) -> Measure:
        """The measure of a row that belongs to no action."""
        cell = row.cell("measure") or _EMPTY
        theme, groups = row.cell("theme"), row.cell("characteristic")
        named = self.enrich.mentions(groups.quote) if groups else ()
        mentions = (
            *self.enrich.mentions(cell.quote),
            *(replace(mention, method="verbatim") for mention in named),
        )
        return Measure(
            key=row.key or self.keys.mint(self.slug, "measure", cell.text),
            cell=cell,
            position=position,
            mentions=_distinct(mentions),
            quantities=self.enrich.quantities(cell.quote),
            others=tuple(other for other in (theme, groups) if other),
            method="stated",
            theme=theme.text if theme else "",
        )

    def _acted(
        self, row: Row, kind: str, section: str, position: int, parent: tuple[str, str] | None, times: Row
    ) -> Action:
        is_action = kind == "action"
        cell = replace(row.cells.get(kind, _EMPTY), reasons=_reasons(row, kind))
        key = row.key or self.keys.mint(parent[1] if parent else self.slug, kind, _printed(row, kind))
        due_cell = times.cell("due")
        owners = self.enrich.owners((("lead", row.cell("lead")), ("owner", row.cell("owner"))))
        due = self.enrich.due(due_cell) if due_cell and placeholder(due_cell) != "not-applicable" else None
        own = row.kind == kind
        targets = tuple(self._targets(row, key)) if own else ()
        outcomes = tuple(self._outcomes(row, key)) if own else ()
        measured = self._measured(row, key, is_action, cell, targets, outcomes)
        mentions = (
            *self.enrich.mentions(cell.quote),
            *self.enrich.partners_of_owner(row.cell("owner")),
            *(self.enrich.mentions(due_cell.quote) if due_cell else ()),
        )
        return Action(
            key=key,
            kind="action" if is_action else "milestone",
            cell=cell,
            method=row.method if row.method != "verbatim" else cell.method,
            position=position,
            section=section,
            parent=parent,
            mentions=_distinct(mentions),
            quantities=self.enrich.quantities(cell.quote),
            others=_others(row, measured.measures),
            status=row.cell("status") if own else None,
            term=row.cell("term") if own else None,
            owner=_joined(row.cell("lead"), row.cell("owner")),
            owners=owners,
            owner_state=state_of(row, ("lead", "owner"), bool(owners)),
            due_cell=due_cell,
            due=due,
            due_state=_due_state(times, due is not None, targets),
            targets=targets,
            outcomes=outcomes,
            measures=measured.measures,
            measure_state=measured.state,
            confidence=row.confidence,
        )

    def _targets(self, row: Row, parent: str) -> Iterable[Target]:
        for position, cell in enumerate(row.statements("target"), 1):
            yield Target(
                key=self.keys.mint(parent, "target", cell.text),
                cell=cell,
                position=position,
                mentions=self.enrich.mentions(cell.quote),
                quantities=self.enrich.quantities(cell.quote),
                due=self.enrich.due_within(cell.quote),
            )

    def _outcomes(self, row: Row, parent: str) -> Iterable[Outcome]:
        for position, cell in enumerate(row.statements("outcome"), 1):
            yield Outcome(
                key=self.keys.mint(parent, "outcome", cell.text),
                cell=cell,
                position=position,
                mentions=self.enrich.mentions(cell.quote),
                quantities=self.enrich.quantities(cell.quote),
            )

    def _measured(
        self,
        row: Row,
        key: str,
        is_action: bool,
        cell: Cell,
        targets: tuple[Target, ...],
        outcomes: tuple[Outcome, ...],
    ) -> Measured:
        stated = stated_measures(row, key, self.enrich, self.keys)
        drawn = derived_measures(
            [*(("target", t) for t in targets), *(("outcome", o) for o in outcomes)],
            None if is_action else (key, cell),
            key, len(stated), self.enrich, self.keys,
        )  # fmt: skip
        return Measured((*stated, *drawn), _measure_state(row, stated, drawn))


def _others(row: Row, measures: tuple[Measure, ...]) -> tuple[Cell, ...]:
    """The cells of status, term and columns without a role, and a measure's that holds only a placeholder."""
    empty = None if any(measure.method == "stated" for measure in measures) else row.cell("measure")
    unnamed = (row.cell(role) for role in row.cells if role.startswith("other-"))
    return tuple(cell for cell in (row.cell("status"), row.cell("term"), empty, *unnamed) if cell)


def _measure_state(row: Row, stated: tuple[Measure, ...], drawn: tuple[Measure, ...]) -> State:
    return "stated" if stated or drawn else state_of(row, ("measure",), False)


def _due_state(times: Row, understood: bool, targets: tuple[Target, ...]) -> State:
    if any(target.due for target in targets):
        return "stated"
    return state_of(times, ("due",), understood)


def _times(row: Row, kind: str) -> Row:
    """The row whose times are the action's own: in a row with a milestone they are the milestone's."""
    if kind == "action" and "milestone" in row.columns:
        own = {role: cell for role, cell in row.cells.items() if role != "due"}
        return replace(row, cells=own, columns=row.columns - {"due"})
    return row


def _printed(row: Row, kind: str) -> str:
    """What the key is made of: the words, or people and dates where there are none."""
    cell = row.cell(kind)
    if cell:
        return cell.text
    return "|".join(found.text for role in ("lead", "owner", "due") if (found := row.cell(role)))


def _reasons(row: Row, kind: str) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys((*row.cells.get(kind, _EMPTY).reasons, *row.reasons)))


def _joined(*cells: Cell | None) -> Cell | None:
    there = [cell for cell in cells if cell]
    if len(there) < 2:
        return there[0] if there else None
    row = there[0].place.partition(",")[0]
    return replace(there[0], quote=join([cell.quote for cell in there]), place=row)


def _distinct(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The first mention at each place."""
    return tuple({(m.iri or m.label, m.quote.offsets): m for m in mentions}.values())

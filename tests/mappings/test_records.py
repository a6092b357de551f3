"""Documents with a mess each, the mapping that mends it, and the records that come of it: ``cases/<mess>/``.

``expected.yaml`` holds the records in a short form: what is empty or usual is left out.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from equigraph.mappings.pipeline import read_plan
from equigraph.mappings.records import (
    Action,
    Due,
    Measure,
    Mention,
    Ownership,
    PlanRecords,
    Section,
    Statement,
)
from equigraph.mappings.sources import Source

CASES = Path(__file__).parent / "cases"
USUAL = {"method": "verbatim", "states": "owner stated, measure stated, due stated", "confidence": "1"}


def kept(**values: object) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value and USUAL.get(key) != value}


def words(statement: Statement) -> dict[str, Any]:
    cell = statement.cell
    return kept(
        text=cell.text,
        method=cell.method,
        reasons=[reason.words for reason in cell.reasons],
        flags=list(cell.flags),
        mentions=mentions(statement.mentions),
        quantities=[f"{q.value} {q.unit}".strip() for q in statement.quantities],
    )


def mentions(found: Iterable[Mention]) -> list[str]:
    return [f"{m.quote.text} ({m.label})" if m.quote.text != m.label else m.label for m in found]


def due(time: Due | None) -> str:
    if time is None:
        return ""
    flags = "".join(f", {flag}" for flag in time.flags)
    return f"{time.quote.text}: {time.kind} {time.start or ''}..{time.end or ''}, {time.method}{flags}"


def owner(who: Ownership) -> str:
    named = ", ".join(filter(None, (who.kind, who.role, who.title, who.unit, *who.flags)))
    return f"{who.name} ({named})"


def measure(one: Measure) -> dict[str, Any]:
    drawn = "" if one.method == "stated" else one.method
    more = kept(got=drawn, theme=one.theme, refines=len(one.refines))
    values = kept(unit=one.unit, baseline=one.baseline, target=one.target_value)
    return {key: value for key, value in words(one).items() if key != "method"} | more | values


def action(one: Action, texts: dict[str, str], sections: dict[str, str]) -> dict[str, Any]:
    states = f"owner {one.owner_state}, measure {one.measure_state}, due {one.due_state}"
    cells = {"status": one.status, "term": one.term, "owner": one.owner, "when": one.due_cell}
    return {one.kind: words(one)} | kept(
        below=texts[one.parent[1]] if one.parent else "",
        section=sections.get(one.section, ""),
        **{name: cell.text for name, cell in cells.items() if cell},
        due=due(one.due),
        owners=[owner(who) for who in one.owners],
        targets=[words(each) | kept(due=due(each.due)) for each in one.targets],
        outcomes=[words(each) for each in one.outcomes],
        measures=[measure(each) for each in one.measures],
        states=states,
        row=one.method if one.method != one.cell.method else "",
        confidence=str(one.confidence),
    )


def section(one: Section) -> str:
    return f"{one.level} {one.path}"


def short(plan: PlanRecords) -> dict[str, Any]:
    texts = {one.key: one.cell.text or f"(lost, {one.position})" for one in plan.actions}
    sections = {one.key: one.path for one in plan.sections}
    return kept(
        focus=mentions(plan.facts.focus),
        sections=[section(one) for one in plan.sections],
        passages=[words(one) for one in plan.passages],
        records=[action(one, texts, sections) for one in plan.actions],
        measures=[measure(one) for one in plan.measures],
        lacks=list(plan.lacks),
        noise=[f"{one.text}: {one.reason}" for one in plan.ledger if one.fate == "noise"],
        unmapped=[one.text for one in plan.ledger if one.fate == "unmapped"],
    )


def read(case: Path) -> PlanRecords:
    plan, _ = read_plan(Source(case / "document.txt", case / "mapping.yaml"))
    return plan


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_the_records_are_as_a_person_reads_the_document(case: Path) -> None:
    assert short(read(case)) == yaml.safe_load((case / "expected.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(CASES.glob("*/cells.yaml")), ids=lambda path: path.parent.name)
def test_words_of_tables_are_known_by_row_and_column(path: Path) -> None:
    kept = (one for one in read(path.parent).ledger if one.fate == "record")
    found = [f"line {one.first_line}, {one.cell}: {one.text}" for one in kept]
    assert found == yaml.safe_load(path.read_text(encoding="utf-8"))


def test_who_repaired_the_reading_is_kept_with_why() -> None:
    repaired = read(CASES / "row-goes-on-in-plain-lines").actions[0].measures
    assert {reason.by for measure in repaired for reason in measure.cell.reasons} == {"Auditor One"}


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_positions_count_in_print_order_and_keys_are_each_given_once(case: Path) -> None:
    plan = read(case)
    assert [one.position for one in plan.actions] == list(range(1, len(plan.actions) + 1))
    keys = [(one.kind, one.key) for one in plan.actions]
    assert len(set(keys)) == len(keys)

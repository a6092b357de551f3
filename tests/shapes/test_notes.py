"""What findings say is known of their rows, in the three plans."""

from pathlib import Path

import pytest
import yaml

from equigraph.graph.store import Store
from equigraph.shapes.model import Report
from equigraph.shapes.reporting import read_report

HERE = Path(__file__).parent
CASES: list[list[str]] = yaml.safe_load((HERE / "notes.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def report(real_store: Store) -> Report:
    return read_report(real_store, as_of="2026-11-24")


@pytest.mark.parametrize(("plan", "check", "said"), CASES)
def test_a_finding_says_what_is_known_of_its_row(report: Report, plan: str, check: str, said: str) -> None:
    notes = [found.note for found in report.findings if (found.plan, found.name) == (plan, check)]
    assert any(said in note for note in notes), notes


def test_a_row_that_nothing_is_known_of_has_no_note(report: Report) -> None:
    assert {found.note for found in report.findings if found.name == "RightsStated"} == {""}


def test_words_that_the_plan_does_not_hold_are_no_evidence(report: Report) -> None:
    """Camden's plan says what it is about, and four characteristics are not in it."""
    plan = next(plan for plan in report.plans if plan.slug == "camden-2020")
    explained = {each.check.rpartition("#Covers")[2] for each in plan.populations if each.explained}
    assert explained == {"GenderReassignment", "PregnancyAndMaternity", "Sex", "SexualOrientation"}
    outcomes = {each.outcome for each in plan.populations if each.explained}
    assert outcomes == {"gap explained by the plan's focus"}


def test_what_no_plan_tells_of_its_progress_is_unknown_and_blames_nothing(report: Report) -> None:
    assert not [found for found in report.findings if found.name == "DueAndNotDone"]
    assert sorted(found.plan for found in report.findings if found.name == "ProgressUnknown") == sorted(
        plan.slug for plan in report.plans
    )

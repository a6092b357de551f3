"""Printed times: the cases of ``dates.yaml``, and what holds for every text."""

import calendar
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equigraph.mappings.values.dates import DueReading, PlanYear, find_dues, read_due

PLAN = PlanYear(None, None, 2020)


@cache
def cases() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("dates.yaml").read_text(encoding="utf-8")
    )
    return content


TEXTS = (
    st.text()
    | st.lists(st.sampled_from(cases()["words"])).map(" ".join)
    | st.text(alphabet="0123456789/-. JulyMay")
)


def listed(kind: str) -> list[tuple[str, str, Any]]:
    return [(plan, text, wanted) for plan, group in cases()[kind].items() for text, wanted in group.items()]


def plan_year(name: str) -> PlanYear:
    facts = cases()["plans"][name]
    return PlanYear(facts.get("start"), facts.get("end"), facts["year"])


def shown(reading: DueReading | None) -> str:
    assert reading is not None
    days = (day.isoformat() if day else "-" for day in (reading.start, reading.end))
    return " ".join([reading.kind, *days, *reading.flags])


@pytest.mark.parametrize(("plan", "text", "wanted"), listed("read"))
def test_a_cell_of_times(plan: str, text: str, wanted: str) -> None:
    reading = read_due(text, plan_year(plan))
    assert shown(reading) == wanted
    assert reading is not None
    assert reading.inferred == ("year-inferred" in wanted)


@pytest.mark.parametrize(("plan", "text", "wanted"), listed("find"))
def test_times_in_running_text(plan: str, text: str, wanted: dict[str, str]) -> None:
    found = find_dues(text, plan_year(plan))
    assert {text[due.start : due.end]: shown(due.reading) for due in found} == wanted


@pytest.mark.parametrize("text", ["", " ", "—", " \n", "..."])
def test_no_word_is_no_time(text: str) -> None:
    assert read_due(text, PLAN) is None


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y"]),
)
def test_every_day_is_read_as_printed(day: date, form: str) -> None:
    assert read_due(day.strftime(form), PLAN) == DueReading("deadline", end=day)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1900, 2199))
def test_a_day_is_possible_or_has_no_end(day: int, month: int, year: int) -> None:
    possible = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    reading = read_due(f"{day:02}/{month:02}/{year}", PLAN)
    assert reading is not None
    assert (
        (reading.end == date(year, month, day))
        if possible
        else (reading.kind, reading.end) == ("impossible", None)
    )


@given(st.integers(1, 12), st.integers(1990, 2100))
def test_a_month_is_due_on_its_last_day(month: int, year: int) -> None:
    reading = read_due(f"by {calendar.month_name[month]} {year}", PLAN)
    assert reading is not None
    assert reading.end is not None
    assert ((reading.end + timedelta(days=1)).day, reading.end.month, reading.end.year) == (1, month, year)


@given(TEXTS)
def test_readings_keep_their_promises(text: str) -> None:
    reading = read_due(text, PLAN)
    assert (reading is None) == (not any(c.isalnum() for c in text))
    for each in [reading, *(due.reading for due in find_dues(text, PLAN))]:
        if each is None:
            continue
        assert each.start is None or each.end is None or each.start <= each.end
        assert each.kind not in ("undecided", "impossible") or (each.start, each.end) == (None, None)
        assert each.kind not in ("deadline",) or (each.start is None and each.end is not None)
        assert each.kind != "open" or each.end is None
        assert each.inferred == ("year-inferred" in each.flags)


@given(TEXTS)
def test_dues_stand_in_the_text_in_order(text: str) -> None:
    at = 0
    for due in find_dues(text, PLAN):
        assert at <= due.start < due.end <= len(text)
        at = due.end

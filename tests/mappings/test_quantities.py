"""Quantities in text: the cases of ``quantities.yaml``, and what holds for every text."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equigraph.mappings.values.quantities import QuantityReading, find_quantities

CASES = yaml.safe_load(Path(__file__).with_name("quantities.yaml").read_text(encoding="utf-8"))
TEXTS = (
    st.text()
    | st.lists(st.sampled_from(CASES["words"])).map(" ".join)
    | st.text(alphabet="0123456789,.%£ -/to")
)


def shown(text: str, reading: QuantityReading) -> str:
    words = text[reading.start : reading.end]
    facts = (words, format(reading.value, "f"), reading.unit or "-", reading.role, reading.direction)
    return " | ".join(facts).strip()


@pytest.mark.parametrize(("text", "wanted"), CASES["read"].items())
def test_the_quantities_of_a_text(text: str, wanted: list[str]) -> None:
    assert [shown(text, reading) for reading in find_quantities(text)] == wanted


@given(
    st.integers(2, 9_999_999), st.booleans(), st.sampled_from(["residents", "new affordable homes", "staff"])
)
def test_a_printed_number_is_read_whole(value: int, grouped: bool, unit: str) -> None:
    text = f"Support {value:,} {unit}" if grouped else f"Support {value} {unit}"
    (reading,) = find_quantities(text)
    assert (reading.value, reading.unit, reading.role) == (Decimal(value), unit, "target")


@given(st.decimals(0, 1000, places=2))
def test_a_per_cent_keeps_its_decimals(value: Decimal) -> None:
    assert [(each.value, each.unit) for each in find_quantities(f"a share of {value}%")] == [(value, "%")]


@given(
    st.dates().filter(lambda day: 1900 <= day.year < 2200),
    st.sampled_from(["%d/%m/%Y", "%d %B %Y", "by %B %Y"]),
)
def test_a_date_is_no_quantity(day: object, form: str) -> None:
    assert find_quantities(f"Support it {day:{form}}") == ()


@given(TEXTS)
def test_quantities_stand_in_the_text_in_order(text: str) -> None:
    at = 0
    for reading in find_quantities(text):
        assert at <= reading.start < reading.end <= len(text)
        assert reading.value >= 0
        assert text[reading.start : reading.end].strip() == text[reading.start : reading.end]
        at = reading.end

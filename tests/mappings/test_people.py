from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equigraph.mappings.values.people import canonical_names, partners_phrase, read_owners

CASES = yaml.safe_load(Path(__file__).with_name("people.yaml").read_text(encoding="utf-8"))
PIECES = st.sampled_from(
    ["Cllr", "Deputy Mayor", "Jo", "Bloggs", "Housing", "(ABC)", "(", ")", "/", ",", "&", "and", "van", "."]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map(" ".join))
COLUMNS: st.SearchStrategy[Literal["lead", "owner"]] = st.sampled_from(["lead", "owner"])
EXPECTED: st.SearchStrategy[Literal["person", "team"] | None] = st.sampled_from(["person", "team", None])


@pytest.mark.parametrize("case", CASES, ids=[each["case"] for each in CASES])
def test_an_owner_cell(case: dict[str, Any]) -> None:
    found = read_owners(case["text"], case["column"], case.get("expect"))
    assert [[o.name, o.kind, o.role, o.title, o.unit, list(o.flags)] for o in found] == case["owners"]


@given(TEXTS, COLUMNS, EXPECTED)
def test_owners_stand_apart_within_the_text(
    text: str, column: Literal["lead", "owner"], expect: Literal["person", "team"] | None
) -> None:
    found = read_owners(text, column, expect)
    assert all(0 <= o.start < o.end <= len(text) and o.name for o in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(TEXTS, COLUMNS)
def test_a_unit_is_printed_where_it_is_said_to_be(text: str, column: Literal["lead", "owner"]) -> None:
    placed = [(o.unit, o.unit_at) for o in read_owners(text, column) if o.unit_at]
    assert all(" ".join(text[at[0] : at[1]].split()) == unit for unit, at in placed)


def test_a_reading_covers_title_and_name() -> None:
    text = "Deputy Mayor, Cllr  Member\nOne (ABC)"
    (owner,) = read_owners(text, "lead")
    assert (text[owner.start : owner.end], owner.name) == ("Deputy Mayor, Cllr  Member\nOne", "Member One")


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("Anytown Learning in partnership with schools and Public Health ", "schools and Public Health"),
        ("Housing, supported by Finance", "Finance"),
        ("Housing in partnership with", None),
        ("Housing", None),
    ],
)
def test_who_only_helps(text: str, partners: str | None) -> None:
    place = partners_phrase(text)
    assert (text[place[0] : place[1]] if place else None) == partners


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["Jo Bannerjee", "Jo Banerjee", "Jo Banerjee"], "Jo Banerjee"),
        (["Jo Bannerjee", "Jo Banerjee"], "Jo Bannerjee"),
        (["Jo McDermott", "Jo MCDERMOTT", "Jo McDermott"], "Jo McDermott"),
        (["Jo Tahlia", "Jo Thalia"], None),
        (["Jo Robinson", "Jo Roibnson"], "Jo Robinson"),
        (["Jo Scott", "Jo Bamber"], None),
        (["Anne Bloggs", "Ann Bloggs"], None),
        (["Anne Canning", "Ann Sutcliffe"], None),
        (["Christina One", "Christine One"], None),
        (["Jo Robinson", "Jo Ann Robinson"], None),
        (["Bob Banerjee", "Bab Bannerjee"], None),
    ],
)
def test_one_person_under_two_spellings(names: list[str], chosen: str | None) -> None:
    found = canonical_names(names)
    assert found == {name: chosen or name for name in names}


@given(st.lists(st.text()))
def test_every_name_gets_one_that_was_given(names: list[str]) -> None:
    found = canonical_names(names)
    assert set(found) == set(names) >= set(found.values())
    assert all(found[chosen] == chosen for chosen in found.values())

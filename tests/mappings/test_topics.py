"""What words point to, and where readers can turn."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equigraph.mappings.pipeline import map_plan
from equigraph.mappings.sources import Source
from equigraph.mappings.text import Quote, Span
from equigraph.mappings.topics import topics_of
from equigraph.mappings.values.contacts import find_contact
from equigraph.ontology.vocabulary import concepts

HERE = Path(__file__).parent
TOPICS, CONTACTS = (
    yaml.safe_load((HERE / name).read_text(encoding="utf-8")) for name in ("topics.yaml", "contacts.yaml")
)
LABELS = [label for each in concepts("topic") for label in each.labels]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from([*LABELS, ".", "and", "-"])).map(" ".join))


def quote(text: str) -> Quote:
    return Quote.at(text, Span(0, len(text)))


@pytest.mark.parametrize("case", TOPICS, ids=[each["text"] for each in TOPICS])
def test_what_words_point_to(case: dict[str, Any]) -> None:
    found = topics_of(quote(case["text"]))
    assert [f"{each.iri.rpartition('/')[2]} {each.label}" for each in found] == case["topics"]
    assert {each.method for each in found} <= {"inferred"}


@given(TEXTS)
def test_a_topic_is_given_once_with_the_words_at_its_place(text: str) -> None:
    found = topics_of(quote(text))
    assert len({each.iri for each in found}) == len(found)
    assert all(" ".join(each.quote.text.split()) == each.label for each in found)


def test_every_label_is_found_in_a_sentence() -> None:
    found = {label: topics_of(quote(f"with {label} as well")) for label in LABELS}
    assert [label for label, topics in found.items() if label not in {each.label for each in topics}] == []


@pytest.mark.parametrize("case", CONTACTS, ids=[each["text"] for each in CONTACTS])
def test_where_readers_can_turn(case: dict[str, str]) -> None:
    place = find_contact(case["text"])
    assert (case["text"][slice(*place)] if place else "") == case["contact"]


@given(st.text())
def test_a_contact_lies_within_the_text(text: str) -> None:
    place = find_contact(text)
    assert place is None or 0 <= place[0] < place[1] <= len(text)


def mapped(tmp_path: Path, more: str) -> str:
    """The quads of a small plan whose mapping says ``more`` of it."""
    shutil.copytree(HERE / "cases/two-deadlines", tmp_path / "plan")
    mapping = tmp_path / "plan/mapping.yaml"
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(text.replace("plan:", f"plan:\n{more}", 1), encoding="utf-8")
    source = Source(tmp_path / "plan/document.txt", mapping)
    return "\n".join(map_plan(source, "https://example.org/").quads)


def test_a_plan_is_an_edition_of_its_councils_equality_plans(tmp_path: Path) -> None:
    quads = mapped(tmp_path, "")
    assert re.search(r"#inSeries> <https://example.org/series/[\w-]+/equality-plans>", quads)
    assert '#yearsBetween> "4"' in quads and "#previousVersion>" not in quads


def test_a_mapping_can_name_series_edition_before_and_contact(tmp_path: Path) -> None:
    series = "  series: {title: Equality information, publishes: information}\n  previous: example-2019\n"
    quads = mapped(tmp_path, series + "  contact: {line: 1, words: Milestone}")
    assert '#yearsBetween> "1"' in quads
    assert quads.count("<https://example.org/plan/example-2019>") == 2
    assert re.search(r'/contact> <[^>]*ns#text> "Milestone"', quads)
    assert re.search(r"#hasBody> <[^>]*/contact>", quads)

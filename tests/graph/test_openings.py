"""What a build keeps of answers to named queries: the first rows, how many there are, and the checksum."""

import json
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.graph.openings import ROWS, UNASKED, beginning
from equigraph.graph.store import Store
from equigraph.queries.catalogue import Catalogue, Query

CATALOGUE = Catalogue.standard()
QUERIES = [CATALOGUE.get(name) for name in CATALOGUE.names() if not name.startswith(UNASKED)]
FIT = [query for query in QUERIES if not any(param.required for param in query.params)]


@pytest.mark.parametrize("query", FIT, ids=lambda query: query.name)
def test_the_first_rows_are_kept_and_the_rest_is_counted(query: Query, real_store: Store) -> None:
    kept = real_store.opening(query)
    if kept is None:
        assert real_store.ask(query, {}).kind != "select" or "NOW()" in query.text
        return
    rows = json.loads(real_store.ask(query, {}).serialise("json"))["results"]["bindings"]
    assert json.loads(kept.body)["results"]["bindings"] == rows[:ROWS]
    assert kept.rows == len(rows)
    assert kept.csv == sha256(real_store.ask(query, {}).serialise("csv")).hexdigest()


def test_some_answer_is_longer_than_what_is_kept(real_store: Store) -> None:
    assert any(kept.rows > ROWS for query in FIT if (kept := real_store.opening(query)))


def test_nothing_is_kept_of_what_needs_values(real_store: Store) -> None:
    asking = [query for query in QUERIES if query not in FIT]
    assert asking and not any(real_store.opening(query) for query in asking)


ROW = st.dictionaries(st.sampled_from("ab"), st.text(alphabet='a"\\{},[]\n', max_size=6), max_size=2)


@given(rows=st.lists(ROW, max_size=12), most=st.integers(1, 13))
def test_a_beginning_is_the_first_rows_whatever_they_say(rows: list[dict[str, str]], most: int) -> None:
    bindings = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
    whole = {"head": {"vars": ["a", "b"]}, "results": {"bindings": bindings}}
    written = json.dumps(whole, separators=(",", ":"), ensure_ascii=False).encode()
    body, count = beginning(BytesIO(written), most)
    assert json.loads(body) == {**whole, "results": {"bindings": bindings[:most]}}
    assert count == len(rows)

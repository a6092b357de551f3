"""Pages one after another are the whole."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from equigraph.graph.paging import next_page

QUERIES = yaml.safe_load((Path(__file__).parent / "data/pages.yaml").read_text(encoding="utf-8"))
SPACE = st.sampled_from([" ", "\n", " # LIMIT 3\n", "\t"])


def rows(text: str) -> list[str]:
    store = Store()
    store.extend(Quad(NamedNode("http://a/s"), NamedNode("http://a/p"), Literal(n)) for n in range(10))
    result = store.query(text)
    assert isinstance(result, QuerySolutions)
    return [row[0].value for row in result]


def in_pages(text: str, size: int) -> list[str]:
    """The rows of all pages, ``size`` from each."""
    got: list[str] = []
    following: str | None = text
    while following:
        page = rows(following)
        got += page[:size]
        following = next_page(following, size) if len(page) > size else None
    return got


@pytest.mark.parametrize("size", [1, 2, 3, 20])
@pytest.mark.parametrize("text", QUERIES)
def test_pages_are_the_whole(text: str, size: int) -> None:
    assert in_pages(text, size) == rows(text)


@given(
    limit=st.none() | st.integers(0, 12),
    offset=st.none() | st.integers(0, 12),
    swapped=st.booleans(),
    inner=st.none() | st.integers(0, 12),
    values=st.booleans(),
    space=SPACE,
    size=st.integers(1, 5),
)
def test_pages_of_any_query_are_the_whole(
    limit: int | None,
    offset: int | None,
    swapped: bool,
    inner: int | None,
    values: bool,
    space: str,
    size: int,
) -> None:
    given = [f"{name}{space}{n}" for name, n in (("LIMIT", limit), ("OFFSET", offset)) if n is not None]
    nested = "" if inner is None else f"{{ SELECT ?n {{ ?s ?p ?n }} ORDER BY DESC(?n) LIMIT {inner} }}"
    last = ["VALUES ?n { 1 3 5 7 }"] if values else []
    parts = [f"SELECT ?n {{ ?s ?p ?n {nested} }} ORDER BY ?n", *given[:: -1 if swapped else 1], *last, "#"]
    text = space.join(parts)
    assert in_pages(text, size) == rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 5",
        "DESCRIBE <http://a/s>",
        "CONSTRUCT { ?s ?p ?o } WHERE { { SELECT * { ?s ?p ?o } LIMIT 5 } }",
        "SELECT * { ?s ?p 'a }",
        "SELECT * { ?s ?p ?o } \\u004cIMIT 5",
        "SELECT * { FILTER(?a<?b#>1) }",
        "SELECT * { ?s ?p ?o } LIMIT 5",
        "",
    ],
)
def test_some_have_no_next_page(text: str) -> None:
    assert next_page(text, 5) is None

"""One text for one query: the same for what differs in spacing only, another for all else."""

from itertools import combinations
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, Store

from equigraph.graph.canonical import canonical, is_volatile
from equigraph.graph.tokens import tokens

DATA = Path(__file__).parent / "data"
GROUPS = yaml.safe_load((DATA / "same.yaml").read_text(encoding="utf-8"))
PIECES = st.sampled_from((DATA / "pieces.txt").read_text(encoding="utf-8").split())
SPACES = st.sampled_from(["", " ", "\n", "\t ", "#x\n", " # '\n", " # }\r\n"])


@pytest.mark.parametrize("group", GROUPS, ids=[group[0] for group in GROUPS])
def test_spacing_says_nothing(group: list[str]) -> None:
    assert len(set(map(canonical, group))) == 1


def test_all_else_does() -> None:
    texts = [canonical(group[0]) for group in GROUPS]
    assert [pair for pair in combinations(texts, 2) if pair[0] == pair[1]] == []


def answer(text: str) -> str:
    """What the engine says of the query: its answer, or that it is none."""
    store = Store()
    store.extend(Quad(NamedNode("http://a/s"), NamedNode("http://a/p"), Literal(n)) for n in (1, 2))
    try:
        result = store.query(text, prefixes={"a": "http://a/"}, base_iri="http://a/")
    except (SyntaxError, RuntimeError, OSError) as error:
        return type(error).__name__
    return str(bool(result)) if isinstance(result, QueryBoolean) else str(sorted(map(str, result)))


@given(st.lists(st.tuples(PIECES, SPACES), max_size=12), st.booleans())
def test_the_canonical_text_is_the_same_query(parts: list[tuple[str, str]], framed: bool) -> None:
    body = "".join(piece + space for piece, space in parts)
    text = f"SELECT * {{ ?s ?p ?o {body} }}" if framed else body
    assert canonical(canonical(text)) == canonical(text)
    assert answer(canonical(text)) == answer(text)


@given(st.lists(st.tuples(PIECES, SPACES, SPACES), max_size=12))
def test_queries_with_one_canonical_text_have_one_answer(parts: list[tuple[str, str, str]]) -> None:
    one, other = ("".join(part[0] + part[way] for part in parts) for way in (1, 2))
    framed = [f"SELECT * {{ ?s ?p ?o {body}\n }}" for body in (one, other)]
    if canonical(framed[0]) == canonical(framed[1]):
        assert answer(framed[0]) == answer(framed[1])


@given(st.text(max_size=60))
def test_any_text_has_one(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
    assert [token.text for token in tokens(canonical(text))] == [token.text for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "volatile"),
    [
        ("ASK { FILTER(now() > ?d) }", True),
        ("ASK { BIND(struuid() AS ?x) }", True),
        ("ASK { FILTER(?a<RAND()&&?b>1) }", True),
        ("ASK { ?s ?p trueFILTER(RAND()<1) }", True),
        ("ASK { BIND(\\u004eOW() AS ?x) }", True),
        ("ASK { ?now ?p 'RAND()' # UUID()\n }", False),
        ("ASK { ?now <http://a/NOW> ?o }", False),
        ("PREFIX now:<http://a/> ASK { ?s now:rand ?o }", False),
        ("ASK { ?s ?p ?o }", False),
    ],
)
def test_what_changes_by_itself_is_known(text: str, volatile: bool) -> None:
    assert is_volatile(text) is volatile

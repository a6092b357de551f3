"""Whatever a query that cannot be read looks like, its fault is told, at one place."""

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from equigraph.errors import QueryError
from equigraph.graph.guard import check
from equigraph.graph.syntax import query_error
from equigraph.ontology.terms import PREFIXES
from equigraph.server.diagnosis import diagnosed

PIECES = (
    "SELECT * { ",
    "?s ?p ?o ",
    ". ",
    "; ",
    "} ",
    "{ ",
    "( ",
    ") ",
    "BIND(1 AS ?x) ",
    "VALUES (?a ?b) { ",
    "(1 UNDEF) ",
    "('a'@en) ",
    '"\\q" ',
    "'\\u00' ",
    "<http://a b> ",
    "<a:b> ",
    "nope:x ",
    "eq:text ",
    "OPTIONL ",
    "“ ",
    "\ufeff",
    "\n",
    "# c\n",
    "'",
    '"""',
    "\\",
    "^^",
)


def fault(text: str) -> QueryError | None:
    """What is wrong with ``text``, by the rules for queries or by the engine."""
    try:
        check(text)
        Store().query(text, prefixes=PREFIXES, base_iri="http://example.org/")
    except QueryError as error:
        return error
    except SyntaxError as error:
        return query_error(text, str(error))
    return None


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_the_detail_names_the_place_of_the_members(text: str) -> None:
    for each in (text, f"SELECT * {{ {text} }}"):
        error = fault(each)
        if error is None:
            continue
        found = diagnosed(each, error)
        members, detail = found.members(each), found.detail(each, error)
        if "line" in members:
            assert detail.startswith(f"line {members['line']}, column {members['column']}: ")
            assert each.startswith(found.offending, found.start)
        else:
            assert not detail.startswith("line ")

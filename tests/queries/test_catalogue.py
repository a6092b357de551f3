from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store
from rdflib.plugins.sparql import prepareQuery

from equigraph.errors import AssetError, UsageError
from equigraph.queries.catalogue import Catalogue, Query, bind, read_query

ECHO = """#+ summary: Gives its parameters back.
#+ question: What was given?
#+ param: text string optional "a text"
#+ param: thing iri optional "a thing"
#+ param: day date optional "a day"
#+ param: number integer optional "a number"
SELECT ?text ?thing ?day ?number {
  VALUES (?text) { (UNDEF) } VALUES (?thing) { (UNDEF) }
  VALUES(?day){(UNDEF)} VALUES ( ?number )
  { ( UNDEF ) }
}"""
NASTY = [
    "",
    '"',
    '""" } # ',
    "\\",
    "\\u0022",
    "') } DROP ALL #",
    '") } UNION { ?s ?p ?o',
    "line\nline\r\n\ttab\x00\x1f\x7f\x85\u2028",
    "VALUES (?thing) { (UNDEF) }",
    r"\1 \g<0> {} %s ${x}",
    "é 漢 😀",
]


def echo(**values: str) -> list[str | None]:
    rows = Store().query(bind(read_query(ECHO, "echo", "echo.rq"), values))
    assert isinstance(rows, QuerySolutions)
    (row,) = rows
    return [row[name] and row[name].value for name in ("text", "thing", "day", "number")]


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_stays_a_text(text: str) -> None:
    assert echo(text=text) == [text, None, None, None]


@given(st.text(), st.dates(), st.integers(-(10**17), 10**17))
def test_values_come_back_as_they_were_given(text: str, day: object, number: int) -> None:
    iri = "https://example.org/é#b?c=(d)'"
    given = {"text": text, "thing": iri, "day": str(day), "number": str(number)}
    assert echo(**given) == [text, iri, str(day), str(number)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thing", "no iri"),
        ("thing", "relative/path"),
        ("thing", "http://a/> } #"),
        ("thing", "http://a/ b"),
        ("thing", "http://a/\\u003E"),
        ("thing", "http:"),
        ("day", "2020-02-30"),
        ("day", "31/03/2020"),
        ("day", "20200331"),
        ("day", "٢٠٢٠-٠١-٠١"),
        ("day", ""),
        ("number", "1.5"),
        ("number", "one"),
        ("number", "٣"),
        ("number", "9" * 19),
        ("text", "half \ud800"),
    ],
)
def test_an_ill_typed_value_is_refused(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"^{name}: .* is not"):
        echo(**{name: value})


def typed(kind: str, need: str = "optional") -> Query:
    text = f'#+ summary: s\n#+ param: it {kind} {need} "what"\nSELECT ?it {{ VALUES (?it) {{ (UNDEF) }} }}'
    return read_query(text, "typed", "typed.rq")


@pytest.mark.parametrize(
    ("kind", "value", "iri"),
    [
        ("scheme:characteristic", "race", "https://w3id.org/equigraph/characteristic/race"),
        ("scheme:characteristic", "group/carers", "https://w3id.org/equigraph/group/carers"),
        ("scheme:characteristic", "https://example.org/x", "https://example.org/x"),
        ("thing:plan", "camden-2020", "https://example.org/id/plan/camden-2020"),
    ],
)
def test_codes_and_slugs_stand_for_iris(kind: str, value: str, iri: str) -> None:
    assert f"VALUES (?it) {{ (<{iri}>) }}" in bind(typed(kind), {"it": value}, "https://example.org/id/")


def test_a_code_that_makes_no_iri_is_refused() -> None:
    with pytest.raises(UsageError, match=r"it: .*not an absolute IRI"):
        bind(typed("scheme:characteristic"), {"it": "race> } #"})


def test_several_iris_are_a_row_each() -> None:
    bound = bind(typed("iris"), {"it": " urn:a  urn:b\nurn:c "})
    assert "VALUES (?it) { (<urn:a>) (<urn:b>) (<urn:c>) }" in bound


@pytest.mark.parametrize("value", ["", " ", "urn:a b", "urn:a urn:b>) } #"])
def test_of_several_iris_each_is_one(value: str) -> None:
    with pytest.raises(UsageError, match=r"it: .*not an absolute IRI"):
        bind(typed("iris"), {"it": value})


def test_a_required_value_may_not_be_missing() -> None:
    with pytest.raises(UsageError, match=r"needs a value for 'it': what.*--param it="):
        bind(typed("string", "required"), {})


def test_an_unknown_parameter_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no parameter 'numbr'.*Did you mean number"):
        echo(numbr="1")


def test_an_unknown_query_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no query 'tables/acton'.*Did you mean tables/actions"):
        Catalogue.standard().get("tables/acton")
    with pytest.raises(UsageError, match="List them with"):
        Catalogue.standard().get("zzz")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("SELECT * {}", "no summary"),
        ("#+ sumary: s\nSELECT * {}", "line 1: not a header line"),
        ("#+ summary: s\n#+summary s", "line 2: not a header line"),
        ('#+ summary: s\n#+ param: it string maybe "what"', "line 2: not of the form"),
        ('#+ summary: s\n#+ param: it text optional "what"', "line 2: not of the form"),
        ("#+ summary: s\n#+ param: it string optional two words", "line 2: not of the form"),
        ('#+ summary: s\n#+ param: it string optional "open', "line 2: not of the form"),
        ('#+ summary: s\n#+ param: it string optional "what"\nSELECT ?it {}', "has no place"),
        ('#+ summary: s\n#+ column: it text "what"', "unknown type 'text'"),
        ("#+ summary: s\n#+ foreign: it", "not of the form"),
    ],
)
def test_a_header_that_cannot_be_used_names_the_file(text: str, cause: str) -> None:
    with pytest.raises(AssetError, match=rf"my\.rq.*{cause}"):
        read_query(text, "my", "my.rq")


def test_names_are_paths_below_the_folder(tmp_path: Path) -> None:
    (tmp_path / "deep/er").mkdir(parents=True)
    for name in ("a.rq", "deep/b.rq", "deep/er/c.rq", "deep/notes.txt"):
        (tmp_path / name).write_text("#+ summary: s\nASK {}")
    catalogue = Catalogue(tmp_path)
    assert catalogue.names() == ("a", "deep/b", "deep/er/c")
    assert catalogue.names("deep") == ("deep/b", "deep/er/c")
    query = catalogue.get("deep/b")
    assert (query.name, query.path, query.summary) == ("deep/b", str(tmp_path / "deep/b.rq"), "s")


@pytest.mark.parametrize("name", Catalogue.standard().names())
def test_every_query_stands_alone_with_summary_and_question(name: str) -> None:
    query = Catalogue.standard().get(name)
    assert query.summary and query.question
    Store().query(query.text)  # declares its own prefixes
    prepareQuery(query.text)  # and another engine reads it too

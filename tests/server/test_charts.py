"""Charts are specifications that any editor reads, drawn here without anything from elsewhere."""

import json
from collections.abc import Iterator
from importlib.resources import files
from itertools import product
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode

from equigraph.queries.catalogue import Catalogue
from equigraph.server.charts.bars import as_bars
from equigraph.server.charts.chart import Chart, charts
from equigraph.server.charts.drawing import SIZES, THEMES, drawn, filled

PLANS = "/chart/plan-completeness.svg?plan=alpha-2020"
GENERAL = "/chart/generic-bar.svg?of=completeness/of-plan&plan=alpha-2020"
CHARTS = [
    *(f"/chart/{name}.svg" for name, chart in charts().items() if chart.query.startswith("overview/")),
    PLANS,
    GENERAL,
]
THEME = json.loads(files("equigraph.server.charts").joinpath("theme.json").read_text(encoding="utf-8"))


def leaves(value: object) -> Iterator[tuple[str, object]]:
    """Every key of a specification with its value, however deep."""
    for key, inside in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield str(key), inside
        yield from leaves(inside)


@pytest.mark.parametrize("chart", charts().values(), ids=list(charts()))
def test_a_specification_says_what_it_shows_and_fetches_nothing(chart: Chart) -> None:
    assert chart.title and len(chart.description) > 40
    assert chart.spec["data"] == {"name": "rows"}
    addresses = {key for key, value in leaves(chart.spec) if isinstance(value, str) and "://" in value}
    assert addresses == {"$schema"}
    assert not {"url", "href", "image"} & {key for key, _ in leaves(chart.spec)}


@pytest.mark.parametrize(
    "chart", [each for each in charts().values() if each.query], ids=lambda each: each.name
)
def test_the_table_shows_columns_that_the_query_has(chart: Chart) -> None:
    known = {column.name for column in Catalogue.standard().get(chart.query).header.columns}
    assert set(chart.columns) <= known


@pytest.mark.parametrize("address", CHARTS)
@pytest.mark.parametrize(("theme", "size"), list(product(THEMES, SIZES)))
def test_a_chart_is_drawn_light_and_dark_wide_and_narrow(
    address: str, theme: str, size: str, client: FlaskClient
) -> None:
    sign = "&" if "?" in address else "?"
    response = client.get(f"{address}{sign}theme={theme}&size={size}")
    assert (response.status_code, response.content_type) == (200, "image/svg+xml")
    picture = fromstring(response.text)
    assert picture.attrib["width"] == str(SIZES[size])
    names = {each.tag.rpartition("}")[2] for each in picture.iter()}
    assert "text" in names and not names & {"script", "image", "a", "style", "foreignObject"}
    assert THEME[theme]["background"] in response.text


def test_a_specification_can_be_had_with_its_rows(client: FlaskClient) -> None:
    spec = client.get("/chart/completeness.vl.json").get_json()
    rows = client.get("/query/overview/completeness.json").get_json()["results"]["bindings"]
    assert rows
    assert [str(each["entries"]) for each in spec["data"]["values"]] == [
        row["entries"]["value"] for row in rows
    ]
    assert fromstring(drawn(spec))


def test_a_chart_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get(PLANS)
    again = client.get(PLANS, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "version=" in first.headers["Link"]


def test_nothing_is_fetched_for_a_chart() -> None:
    spec = {**charts()["generic-bar"].spec, "data": {"url": "http://127.0.0.1:9/rows.json"}}
    with pytest.raises(ValueError, match="not allowed"):
        drawn(spec)


def test_words_of_the_data_stay_words() -> None:
    nasty = "</text><script>alert(1)</script>&\"'"
    spec = filled(charts()["generic-bar"].spec, [{"label": Literal(nasty), "number": Literal(1)}])
    texts = ["".join(each.itertext()) for each in fromstring(drawn(spec)).iter()]
    assert nasty in texts


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/chart/none.svg", 404, "There is no chart 'none'"),
        ("/chart/none.vl.json", 404, "There is no chart"),
        ("/chart/completeness.svg?theme=pink", 400, "There are: light, dark"),
        ("/chart/completeness.svg?size=9", 400, "There are: wide, narrow"),
        ("/chart/completeness.svg?council=x", 400, "has no parameter 'council'"),
        ("/chart/plan-completeness.svg", 400, "needs a value for 'plan'"),
        ("/chart/generic-bar.svg", 400, "nothing says which query"),
        ("/chart/generic-bar.svg?of=no/such", 400, "there is no query"),
        ("/chart/generic-bar.svg?of=site/describe&thing=https://example.org/x", 400, "gives no table"),
        ("/chart/generic-bar.svg?of=site/prefixes-none", 400, "there is no query"),
        ("/chart/generic-bar.svg?of=tables/plans", 400, "gives nothing to draw"),
    ],
)
def test_what_cannot_be_drawn_is_told(address: str, status: int, words: str, client: FlaskClient) -> None:
    response = client.get(address)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert words in response.get_json()["detail"]


ONE, TWO, A, IRI = Literal(1), Literal(2), Literal("a"), NamedNode("https://example.org/a")


@pytest.mark.parametrize(
    ("rows", "labels"),
    [
        ([], None),
        ([{"name": A}], None),
        ([{"number": ONE}], None),
        ([{"name": A, "number": ONE}, {"name": A, "number": None}], None),
        ([{"name": A, "number": ONE}], ("name",)),
        ([{"of": IRI, "of_label": A, "number": ONE}], ("of_label",)),
        ([{"name": A, "kind": IRI, "n": ONE}, {"name": A, "kind": A, "n": TWO}], ("name", "kind")),
    ],
)
def test_bars_are_made_of_words_and_numbers(rows: list[Any], labels: tuple[str, ...] | None) -> None:
    found = as_bars(rows)
    assert (found and found.labels) == labels


def test_rows_of_one_name_are_told_apart() -> None:
    rows: list[Any] = [{"name": A, "number": ONE}, {"name": A, "number": TWO}]
    found = as_bars(rows)
    assert found
    assert [name for name, _ in found.named(rows)] == ["a", "a (2)"]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2)."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_words_and_bars_stand_out(theme: str) -> None:
    colours = THEME[theme]
    ground, ink = colours["background"], colours["text"]["color"]
    assert min(contrast(ink, each) for each in (ground, *colours["range"]["heatmap"])) >= 4.5
    assert min(contrast(colours["axis"][each], ground) for each in ("labelColor", "titleColor")) >= 4.5
    assert (
        min(contrast(each, ground) for each in (colours["mark"]["color"], *colours["range"]["category"])) >= 3
    )

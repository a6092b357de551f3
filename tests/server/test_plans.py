"""The list of plans, and the first page, as people choose and sort them."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from equigraph.server.charts.chart import charts

from .conftest import MakeApp
from .test_pages import Page, page

CHARTS = [name for name, chart in charts().items() if chart.query.startswith("overview/")]


@pytest.fixture(scope="module")
def real(make_app: MakeApp, real_graph: Path) -> FlaskClient:
    return make_app(real_graph).test_client()


def in_order(found: Page, *words: str) -> bool:
    places = [found.text.find(each) for each in words]
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize(
    ("address", "order"),
    [
        ("/plans", ("Camden Council", "Islington Council", "Tower Hamlets Council")),
        ("/plans?order=desc", ("Tower Hamlets Council", "Islington Council", "Camden Council")),
        ("/plans?sort=title", ("Appendix: Outcomes", "Building equal", "Single Equality")),
        ("/plans?sort=actions&order=desc", ("Building equal", "Single Equality", "Appendix: Outcomes")),
        ("/plans?sort=owner", ("Appendix: Outcomes", "Single Equality", "Building equal")),
        ("/plans?sort=period", ("Single Equality", "Appendix: Outcomes", "Building equal")),
    ],
)
def test_plans_are_listed_in_the_order_asked_for(
    address: str, order: tuple[str, ...], real: FlaskClient
) -> None:
    found = page(real, address)
    table = Page("<p>" + found.text.split("A heading of the table sorts by its column.")[1] + "</p>")
    assert in_order(table, *order)


def test_plans_can_be_those_of_one_council(real: FlaskClient) -> None:
    found = page(real, "/plans?council=islington")
    assert "1 of 3 plans" in found.text
    assert "Appendix: Outcomes framework" in found.text and "Single Equality Framework" not in found.text
    assert "/query/overview/plans.csv" in found.links


def test_what_was_never_asked_is_no_zero(real: FlaskClient) -> None:
    assert "never asked 43 of 52 , 9 never asked 30 of 52 , 22 never asked" in page(real, "/plans").text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/plans?sort=colour", 400, "There are: actions, council"),
        ("/plans?order=up", 400, "There are: asc, desc"),
        ("/plans?council=nowhere", 400, "There are: camden, islington, tower-hamlets"),
        ("/plans?colour=red", 400, "It takes: council, sort, order, page"),
        ("/plans?page=x", 400, "Count pages from 1"),
        ("/plans?page=0", 404, "There is one page"),
        ("/plans?page=99999999999", 404, "There is one page"),
    ],
)
def test_what_cannot_be_listed_is_told(address: str, status: int, words: str, real: FlaskClient) -> None:
    assert words in page(real, address, status).text


def test_the_first_page_shows_each_chart_with_its_rows_and_where_to_get_them(real: FlaskClient) -> None:
    found = page(real, "/")
    assert len(CHARTS) == 3
    assert found.pictures == [f"/chart/{name}.svg" for name in CHARTS]
    for name in CHARTS:
        query = charts()[name].query
        assert {f"/query/{query}", f"/query/{query}.csv", f"/chart/{name}.vl.json"} <= set(found.links)
    assert "owner stated 305 411 owner blank 10 411 owner no such column 96 411" in found.text
    assert "2016 Q1 37 97 0 134" in found.text


PLAN = "/doc/plan/tower-hamlets-2015"


def test_a_plan_is_shown_as_its_document_orders_it(real: FlaskClient) -> None:
    found = page(real, PLAN)
    assert "257 of 257 actions and milestones; 100 on this page." in found.text
    assert in_order(found, "Period 2015-04-01 to 2016-03-31", "How complete it is", "Sections", "No. Action")
    row = "1 Increase the availability of affordable housing including family sized housing Cllr Rabina Khan"
    assert in_order(found, row, "2 Prepare proposals and plans with developing RPs")
    assert {f"{PLAN}/document", "/audit/tower-hamlets-2015", "?show=statements"} <= set(found.links)
    assert f"{PLAN}?page=3" in found.links


def test_the_five_states_stand_apart_and_lead_to_their_entries(real: FlaskClient) -> None:
    found = page(real, PLAN)
    assert "Owner 207 6 44 0 0 257 Measure 35 0 222 0 0 257 Deadline 233 13 11 0 0 257" in found.text
    assert "6 of 257 actions and milestones" in page(real, f"{PLAN}?owner_state=blank").text
    assert f"{PLAN}?owner_state=blank#entries" in found.links
    assert "/query/completeness/of-plan.csv?plan=tower-hamlets-2015" in found.links


@pytest.mark.parametrize(
    "asked",
    [
        "section=tower-hamlets-2015/section/777407f8cfb7",
        "owner=odunoye",
        "characteristic=characteristic/disability",
        "measure_state=stated",
        "due_state=no-such-column",
        "due_from=2016-01-01",
        "due_to=2015-12-31",
        "text=TRAINING",
        "text=training&due_to=2016-03-31&owner_state=stated",
    ],
)
def test_a_choice_shows_as_many_entries_as_its_table_has(asked: str, real: FlaskClient) -> None:
    found = page(real, f"{PLAN}?{asked}")
    link = next(link for link in found.links if link.startswith("/query/plans/entries.csv?"))
    rows = real.get(link).text.splitlines()[1:]
    number = int(found.text.split(" of 257 actions and milestones")[0].rsplit(maxsplit=1)[-1])
    assert 0 < number < 257
    assert number == sum(row.startswith(("action,", "milestone,")) for row in rows)


def test_a_milestone_says_that_it_is_part_of_an_action_that_is_not_shown(real: FlaskClient) -> None:
    assert "part of an action that is not shown here" in page(real, f"{PLAN}?text=training").text
    assert "not shown here" not in page(real, PLAN).text


def test_a_choice_that_nothing_fits_says_so(real: FlaskClient) -> None:
    assert "0 of 257 actions and milestones." in page(real, f"{PLAN}?text=no+such+words+anywhere").text


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("due_from=yesterday", 400, "is not a date"),
        ("owner_state=none", 400, "the graph knows nothing called"),
        ("characteristic=<script>", 400, "is not an absolute IRI"),
        ("section=nowhere", 400, "the graph knows nothing called"),
        ("colour=red", 400, "this page takes no value"),
        ("page=99", 404, "There are 3 pages"),
        ("page=-1", 400, "Count pages from 1"),
    ],
)
def test_what_cannot_be_chosen_is_told(asked: str, status: int, words: str, real: FlaskClient) -> None:
    found = page(real, f"{PLAN}?{asked}", status)
    assert words in found.text
    assert "script" not in found.tags


def test_an_unknown_plan_is_not_found(real: FlaskClient) -> None:
    assert "Nothing is known by this name" in page(real, "/doc/plan/nowhere-1999", 404).text


def test_every_statement_about_a_plan_is_one_link_away(real: FlaskClient) -> None:
    assert "What points to it" in page(real, f"{PLAN}?show=statements").text


def test_the_document_of_a_plan_has_places_to_lead_to(real: FlaskClient) -> None:
    response = real.get(f"{PLAN}/document")
    assert response.status_code == 200
    assert 'id="line-12"' in response.text and 'id="L12"' in response.text
    assert PLAN in Page(response.text).links
    assert response.headers.getlist("Link")


@pytest.mark.parametrize("address", [PLAN, f"{PLAN}/document", "/doc/plan/camden-2020?owner_state=blank"])
def test_what_a_plan_leads_to_is_there(address: str, real: FlaskClient) -> None:
    links = sorted({link.partition("#")[0] for link in page(real, address).links if link.startswith("/")})
    assert len(links) > 30
    chosen = [link for link in links if not link.startswith("/doc/plan/")] + links[:10]
    assert [link for link in chosen if link and real.get(link).status_code != 200] == []

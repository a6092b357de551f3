"""Pages that set plans beside each other: what they say is what the documents say, and bad input is told."""

import csv
import re
from collections.abc import Callable
from functools import partial
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, abort
from flask.testing import FlaskClient
from icalendar import Calendar
from playwright.sync_api import Browser
from playwright.sync_api import Page as BrowserPage
from werkzeug.exceptions import HTTPException

from bench.browser import opened, shown_width
from bench.older import without
from equigraph.graph.store import Store
from equigraph.server.across.rows import together
from equigraph.server.services import facts, store

MakeApp = Callable[..., Flask]
CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("across.yaml").read_text(encoding="utf-8")
)
OWN = sorted(
    {each["address"] for each in CASES if "status" not in each and not each["address"].startswith("/doc/")}
)
PERSON = {"Accept": "text/html"}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ALIKE = "plan/tower-hamlets-2015/action/d1f906d0bd0d"


class Page(HTMLParser):
    """A page's tags with their attributes, and its words with white space folded."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.found if name in attributes]


@pytest.fixture(scope="module")
def real(make_app: MakeApp, real_graph: Path) -> FlaskClient:
    return make_app(real_graph).test_client()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["address"])
def test_a_page_says_what_the_documents_say(case: dict[str, Any], real: FlaskClient) -> None:
    response = real.get(case["address"], headers=PERSON)
    assert (response.status_code, response.mimetype) == (case.get("status", 200), "text/html")
    page = Page(response.text)
    folded = re.sub(r" (?=[,.;:])", "", page.text)
    assert [words for words in case["says"] if words not in page.text and words not in folded] == []
    assert [words for words in case.get("lacks", ()) if words in page.text] == []
    assert set(case.get("links", ())) - set(page.values("href")) == set()


@pytest.mark.parametrize("address", OWN)
def test_headings_step_down_tables_and_fields_are_named(address: str, real: FlaskClient) -> None:
    found = Page(real.get(address, headers=PERSON).text).found
    levels = [int(tag[1]) for tag, _ in found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    tags = [tag for tag, _ in found]
    assert tags.count("table") == tags.count("caption")
    assert all("scope" in attributes for tag, attributes in found if tag == "th")
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    fields = {a["id"] for tag, a in found if tag in ("select", "input") and a.get("type") != "hidden"}
    assert fields <= {a["for"] for tag, a in found if tag == "label"}
    assert not {"script", "style"} & set(tags)


def test_the_matrix_counts_what_its_links_list(real: FlaskClient) -> None:
    links = [
        (attributes["href"], int(said.replace(",", "")))
        for (_, attributes), said in _counted(real.get("/characteristics", headers=PERSON).text)
    ]
    assert len(links) > 60
    for address, number in links[::9]:
        listed = real.get(address.replace("naming?", "naming.csv?"))
        assert len(_rows(listed.text)) == number


def _counted(text: str) -> list[tuple[tuple[str, dict[str, str]], str]]:
    found = re.findall(r'<a href="(/query/characteristics/naming[^"]+)">([\d,]+) of', text)
    return [(("a", {"href": href.replace("&amp;", "&")}), number) for href, number in found]


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_the_tables_of_the_matrix_and_the_timeline_are_whole(real: FlaskClient) -> None:
    matrix = _rows(real.get("/characteristics.csv").text)
    assert {row["plan_code"] for row in matrix} == {"camden-2020", "islington-2021", "tower-hamlets-2015"}
    assert len(_rows(real.get("/timeline.csv").text)) == 284
    assert len(_rows(real.get("/timeline.csv?state=undated").text)) == 212


def test_pages_of_the_timeline_are_its_table_in_parts(real: FlaskClient) -> None:
    days: list[str] = []
    for number in (1, 2, 3):
        page = Page(real.get(f"/timeline?state=past&as-of=2026-11-24&page={number}", headers=PERSON).text)
        days += [
            a["datetime"] for (before, _), (tag, a) in pairwise(page.found) if (before, tag) == ("td", "time")
        ]
    assert days == [row["due_end"] for row in _rows(real.get("/timeline.csv").text)]


@pytest.mark.parametrize(
    "asked",
    ["", "kind=action&from=2020-09-15&to=2020-12-15", "from=2021-03-01", "to=2015-12-31", "kind=target"],
)
def test_the_timeline_counts_by_month_what_its_table_has(asked: str, real: FlaskClient) -> None:
    page = real.get(f"/timeline?{asked}", headers=PERSON).text
    listed = _rows(real.get(f"/timeline.csv?{asked}").text)
    table = page.partition('id="periods"')[2].partition("<tfoot>")[0]
    cells = [re.findall(r'<td class="number">([\d,]+|–)</td>', row) for row in table.split("<tr>")[2:]]
    months = [int(row[-1].replace(",", "")) for row in cells]
    assert sum(months) == len(listed) > 0
    assert len(months) == len({row["due_end"][:7] for row in listed})


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "time=none",
        "time=none&kind=action",
        "time=open",
        "time=impossible",
        "council=camden",
        "kind=target",
    ],
)
def test_pages_of_what_has_no_day_are_their_table_in_parts(asked: str, real: FlaskClient) -> None:
    listed = [row["record"] for row in _rows(real.get(f"/timeline.csv?state=undated&{asked}").text)]
    shown: list[str] = []
    for number in range(1, 2 + (len(listed) - 1) // 100):
        page = real.get(f"/timeline?state=undated&{asked}&page={number}", headers=PERSON).text
        cells = re.findall(r'<td class="long"><a href="(/doc/[^"]+)"', page)
        shown += [address.removeprefix("/doc/") for address in cells]
    assert shown == [iri.partition("/id/")[2] for iri in listed] != []


def test_an_older_version_that_keeps_no_answers_is_asked_and_shows_the_same(
    make_app: MakeApp, real_graph: Path, real: FlaskClient, tmp_path: Path
) -> None:
    client = make_app(without(real_graph, tmp_path / "graph", "answers", "openings")).test_client()
    for address in ("/timeline?kind=action", "/timeline?state=undated", "/timeline?state=undated&time=none"):
        assert client.get(address, headers=PERSON).text == real.get(address, headers=PERSON).text


def test_parts_of_a_page_are_asked_within_its_request_and_fail_as_the_first_of_them_does(
    make_app: MakeApp, real_graph: Path, real_store: Store
) -> None:
    def late(status: int) -> str:
        facts().outcome = "late"
        abort(status)

    with make_app(real_graph).test_request_context("/compare"):
        assert together([lambda: store().version for _ in range(5)]) == 5 * [real_store.version]
        with pytest.raises(HTTPException) as failed:
            together([lambda: store().version, partial(late, 504), partial(late, 503)])
        assert (failed.value.code, facts().outcome) == (504, "")


def test_the_calendar_has_each_thing_on_its_last_day_under_its_own_name(real: FlaskClient) -> None:
    response = real.get("/timeline.ics?council=islington")
    assert response.content_type == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(response.data).walk("VEVENT")
    due = _rows(real.get("/timeline.csv?council=islington").text)
    assert [(str(each["uid"]), each.decoded("dtstart").isoformat()) for each in events] == [
        (row["record"], row["due_end"]) for row in due
    ]
    assert len(events) == 31
    assert "Printed: By early 2021" in str(events[1]["description"])


def test_the_calendar_of_a_version_is_always_the_same(
    real: FlaskClient, make_app: MakeApp, real_graph: Path, real_store: Store
) -> None:
    address = f"/timeline.ics?version={real_store.version}&as-of=2021-01-01"
    first, again = real.get(address), make_app(real_graph).test_client().get(address)
    assert first.data == again.data
    assert "immutable" in first.headers["Cache-Control"]


def test_a_graph_without_days_is_told(client: FlaskClient) -> None:
    for address in ("/timeline", "/characteristics"):
        assert client.get(address, headers=PERSON).status_code == 200


def test_what_is_alike_says_as_csv_how_it_was_found(real: FlaskClient) -> None:
    response = real.get("/compare/similar.csv?action=plan/tower-hamlets-2015/action/d1f906d0bd0d")
    (first, *_) = _rows(response.text)
    assert first["plan"] == "camden-2020" and first["text"].startswith("Improve case finding")
    assert (first["method"], first["version"]) == ("TF-IDF cosine of words", "1")
    assert 0.3 < float(first["score"]) < 0.4


def test_every_link_of_a_comparison_leads_somewhere(real: FlaskClient) -> None:
    page = Page(real.get("/compare?of=camden&of=islington&characteristic=age", headers=PERSON).text)
    links = {link for link in page.values("href") if link.startswith(("/compare", "/query", "/doc", "/id"))}
    assert len(links) > 30
    statuses = {link: real.get(link, headers=PERSON).status_code for link in sorted(links)}
    assert {link: status for link, status in statuses.items() if status not in (200, 303)} == {}


def test_a_version_without_an_index_compares_without_likeness(
    make_app: MakeApp, real_graph: Path, tmp_path: Path
) -> None:
    client = make_app(without(real_graph, tmp_path / "graph", "search")).test_client()
    page = Page(client.get("/compare?of=islington&of=tower-hamlets", headers=PERSON).text)
    assert "Any two measures can be put to the question" in page.text
    address = "/compare/similar?action=plan/tower-hamlets-2015/action/d1f906d0bd0d"
    assert client.get(address, headers=PERSON).status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_journey_that_compares_two_councils(
    script: bool, serve: Callable[..., Any], real_graph: Path, chrome: Browser
) -> None:
    problems: list[str] = []
    size = {"width": 320, "height": 800}
    with (
        serve(real_graph, "--workers", "1", "--log", "") as served,
        opened(chrome, java_script_enabled=script, viewport=size) as browser,
    ):
        browser.on("console", lambda message: problems.append(message.text))
        browser.goto(f"{served.address}/")
        browser.get_by_role("link", name="Compare", exact=True).click()
        browser.get_by_label("Council or plan 1").select_option("islington")
        browser.get_by_label("Council or plan 2").select_option("tower-hamlets")
        browser.get_by_label("For whom").select_option("disability")
        browser.get_by_role("button", name="Compare").click()
        title = "Side by side: Islington Council and Tower Hamlets Council"
        assert browser.get_by_role("heading", level=1).inner_text() == title
        _fits(browser, script)
        browser.get_by_role("link", name="Become a Disability Confident Employer").first.click()
        assert "Disability Confident" in browser.get_by_role("main").inner_text()
        for path in ("/timeline?by=year", "/characteristics?unfold=race", f"/compare/similar?action={ALIKE}"):
            browser.goto(f"{served.address}{path}")
            _fits(browser, script)
    assert problems == []


def _fits(browser: BrowserPage, script: bool) -> None:
    """The page is as wide as a phone; where script runs, axe finds no fault."""
    assert shown_width(browser) == 320
    if script:
        found = Axe().run(browser, options=AXE)
        assert found.violations_count == 0, found.generate_report()

"""The search pages, through the application and in a browser."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from bench.browser import opened, shown_width
from bench.older import without
from equigraph.server.search.forms import COLUMNS

PERSON = {"Accept": "text/html"}
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def real(make_app: Callable[..., object], real_graph: Path) -> FlaskClient:
    app = make_app(real_graph)
    return app.test_client()  # type: ignore[attr-defined]  # a Flask


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address, headers=PERSON)
    assert response.status_code == status, response.text
    assert response.content_type == "text/html; charset=utf-8"
    return " ".join(response.text.split())


def test_hits_are_marked_and_lead_to_things(real: FlaskClient) -> None:
    found = page(real, "/search?q=somali+families")
    assert "<mark>Somali</mark>" in found and "<mark>families</mark>" in found
    assert "Camden Council · line" in found
    links = [each.split('"')[0] for each in found.split('class="words"><a href="')[1:]]
    assert links
    assert {real.get(link, headers=PERSON, follow_redirects=True).status_code for link in links} == {200}


def test_without_words_there_is_a_form_with_lists_to_begin_with(real: FlaskClient) -> None:
    found = page(real, "/search")
    assert 'name="q"' in found and "things can be found" in found
    assert 'href="/search?kind=milestone" rel="nofollow">milestone</a>' in found
    assert "<ol" not in found
    assert "34 found" in page(real, "/search?kind=person")


def test_facets_narrow_down_and_can_be_taken_back(real: FlaskClient) -> None:
    found = page(real, "/search?q=employment&kind=action&characteristic=race")
    assert '<a href="/search?q=employment&amp;characteristic=race">take back' in found
    assert '<input type="hidden" name="characteristic" value="race">' in found
    assert "<summary>State of the owner</summary>" in found
    both = page(real, "/search?q=employment&kind=action&kind=measure&characteristic=race")
    numbers = [int(text.split('<h2 id="results">')[1].split()[0]) for text in (found, both)]
    assert 0 < numbers[0] < numbers[1]


def test_what_is_not_shown_to_choose_has_pages_of_its_own(real: FlaskClient) -> None:
    found = page(real, "/search?q=people&kind=milestone")
    ((address, more),) = re.findall(
        r'href="(/search/choices[^"]*of=parent[^"]*)" rel="nofollow">(\d+) more', found
    )
    there = page(real, address.replace("&amp;", "&"))
    links = re.findall(r'<li><a href="(/search[?][^"]*parent=[^"]*)"', there)
    assert len(links) == int(more) + 12
    assert all(link.startswith("/search?q=people&amp;kind=milestone&amp;parent=") for link in links)
    assert "1 found" in page(real, links[-1].replace("&amp;", "&"))


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/search/choices", 400, "nothing can be chosen by &#39;&#39;. There are: kind, plan"),
        ("/search/choices?of=colour", 400, "There are: kind, plan, council"),
        ("/search/choices?of=plan&kind=dog", 400, "There are: action, concept"),
        ("/search/choices?of=plan&page=2", 404, "There is one page of these choices."),
        ("/search?of=plan", 400, "takes no value &#39;of&#39;"),
    ],
)
def test_pages_of_choices_say_what_does_not_fit(
    address: str, status: int, said: str, real: FlaskClient
) -> None:
    assert said in page(real, address, status)


def test_pages_of_hits(real: FlaskClient) -> None:
    first, second = (page(real, f"/search?q=people&page={number}") for number in (1, 2))
    assert 'rel="next" href="/search?q=people&amp;page=2"' in first
    assert '<ol class="hits" start="21">' in second


def test_what_is_misspelt_is_proposed(real: FlaskClient) -> None:
    found = page(real, "/search?q=comunity")
    assert 'Did you mean <a href="/search?q=community">community</a>?' in found
    assert json.loads(real.get("/search.json?q=comunity").text)["did_you_mean"] == "community"


def test_json_and_csv_say_the_same_as_the_page(real: FlaskClient) -> None:
    found = json.loads(real.get("/search.json?q=housing&kind=action").text)
    rows = list(csv.DictReader(io.StringIO(real.get("/search.csv?q=housing&kind=action").text)))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == found["total"] > 0
    assert [each["iri"] for each in found["hits"]] == [row["iri"] for row in rows][: len(found["hits"])]
    assert {facet["name"] for facet in found["facets"]} >= {"kind", "plan", "council", "characteristic"}
    assert found["hits"][0]["words"][0].lower().startswith("hous")
    response = real.get("/search.csv?q=housing")
    assert response.headers["Content-Disposition"] == 'attachment; filename="search.csv"'


def test_every_key_and_column_is_documented(real: FlaskClient) -> None:
    text = (ROOT / "docs/search.md").read_text(encoding="utf-8")
    found = json.loads(real.get("/search.json?q=housing&kind=action").text)
    keys = {*found, *found["hits"][0], *found["facets"][0], *found["facets"][0]["choices"][0], *COLUMNS}
    assert [key for key in sorted(keys) if f"`{key}`" not in text] == []


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/search?page=0", 400, "page=0 is no page of a search"),
        ("/search?page=x", 400, "page=x is no page"),
        ("/search?q=people&page=501", 400, "Count from 1 to 500"),
        ("/search?q=people&page=99999999999999999999", 400, "is no page"),
        ("/search?q=people&page=400", 404, "pages of hits"),
        ("/search?kind=dog", 400, "There are: action, concept"),
        ("/search?colour=red", 400, "takes no value &#39;colour&#39;. It takes: kind, plan, council"),
        ("/search?plan=%3Cscript%3E", 400, "there is no plan &#39;&lt;script&gt;&#39; here"),
        (f"/search?q={'x' * 401}", 400, "at most 400 characters"),
        ("/search?" + "&".join(f"kind={n}" for n in range(60)), 400, "at most 50 choices"),
        ("/search?version=000000000000", 404, "never was a version"),
    ],
)
def test_what_does_not_fit_is_said(address: str, status: int, said: str, real: FlaskClient) -> None:
    assert said in page(real, address, status)
    for path in ("/search.json", "/search.csv"):
        response = real.get(address.replace("/search", path), headers={"Accept": "application/problem+json"})
        if "page" not in address or path == "/search.json":
            assert (response.status_code, response.json and response.json["status"]) == (status, status)


@given(typed=st.text(max_size=60) | st.text(st.sampled_from('"*-<>&a \x02'), max_size=30))
def test_whatever_is_typed_gets_a_page_with_nothing_unescaped(typed: str, app: Flask) -> None:
    text = typed.encode("utf-8", "replace").decode() + "<b>"
    response = app.test_client().get(f"/search?q={quote(text)}", headers=PERSON)
    assert response.status_code in (200, 400)
    assert response.status_code == 200 or "\0" in text
    assert "<b>" not in re.sub(r"<b>\w+</b>", "", response.text)


def test_texts_are_escaped(client: FlaskClient) -> None:
    found = page(client, "/search?q=safety")
    assert "&#34;<mark>safety</mark>&#34;" in found


def test_a_version_without_an_index_says_so(
    make_app: Callable[..., object], real_graph: Path, tmp_path: Path
) -> None:
    older = without(real_graph, tmp_path / "graph", "search")
    client: FlaskClient = make_app(older).test_client()  # type: ignore[attr-defined]  # a Flask
    assert "was built without a search index" in page(client, "/search?q=a", 404)
    assert client.get("/search.json").status_code == client.get("/search.csv").status_code == 404


def test_an_answer_has_a_tag_and_a_lasting_address(real: FlaskClient) -> None:
    response = real.get("/search?q=somali", headers=PERSON)
    version = response.headers["Equigraph-Version"]
    again = real.get("/search?q=somali", headers={**PERSON, "If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert f"/search?q=somali&version={version}>" in response.headers["Link"]
    pinned = page(real, f"/search?q=somali&version={version}")
    assert f'name="version" value="{version}"' in pinned


@pytest.fixture
def browser(request: pytest.FixtureRequest, chrome: Browser) -> Iterator[Page]:
    script = request.param
    with opened(chrome, viewport={"width": 320, "height": 800}, java_script_enabled=script) as page:
        yield page


@pytest.mark.browser
@pytest.mark.parametrize("browser", [True, False], indirect=True, ids=["script", "no-script"])
def test_a_journey_from_the_box_in_the_header_to_the_words_of_an_action(
    serve: Callable[..., object], real_graph: Path, browser: Page, request: pytest.FixtureRequest
) -> None:
    problems: list[str] = []
    asked: set[str] = set()
    browser.on("console", lambda message: problems.append(message.text))
    browser.on("request", lambda request: asked.add(request.url))
    script = "[script]" in request.node.nodeid
    with serve(real_graph, "--workers", "1", "--log", "") as served:  # type: ignore[attr-defined]  # a Serve
        browser.goto(f"{served.address}/plans")
        browser.get_by_role("searchbox", name="Search the plans").fill("somali families")
        browser.keyboard.press("Enter")
        browser.get_by_role("heading", name="found").wait_for()
        fits(browser, script)
        browser.get_by_role("complementary").get_by_role("link", name="action", exact=True).click()
        browser.get_by_role("listitem").filter(has_text="kind: action").wait_for()
        browser.get_by_role("listitem").get_by_role("link", name="Somali").first.click()
        assert "Somali families" in browser.get_by_role("heading", level=1).inner_text()
        browser.goto(f"{served.address}/search?q=hosuing")
        browser.get_by_role("link", name="housing", exact=True).click()
        browser.get_by_role("heading", name="found").wait_for()
        browser.goto(f"{served.address}/search")
        fits(browser, script)
        browser.goto(f"{served.address}/search/choices?of=parent")
        fits(browser, script)
    assert problems == []
    assert {url for url in asked if not url.startswith(f"{served.address}/")} == set()


def fits(browser: Page, script: bool) -> None:
    """The page is as wide as a phone, and axe finds no fault."""
    if script:
        assert shown_width(browser) == 320
        found = Axe().run(browser)
        assert found.violations_count == 0, found.generate_report()

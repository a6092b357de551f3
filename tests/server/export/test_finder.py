"""The search of a copy: in a browser from a plain web server, under the copy's own policy; and its data."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from bench.browser import opened, shown_width
from equigraph.cli import main_group
from equigraph.errors import GraphError, UsageError
from equigraph.graph.search.found import Hit, Name
from equigraph.graph.store import Store
from equigraph.server.export import finder
from equigraph.server.export.copying import copy_site
from equigraph.server.export.finder import LICENCES, SCRIPT, WORDS, columns, write_words
from equigraph.server.export.places import Plot

SERVICE = "https://live.example.org"
Hosted = Callable[..., AbstractContextManager[str]]
is_built = files("equigraph.server").joinpath("static", SCRIPT).is_file()
built = pytest.mark.skipif(not is_built, reason="the search of a copy was not built: make site")


@pytest.fixture(scope="module")
def copy(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with a search that stands below a path, and leads elsewhere to a service."""
    out = tmp_path_factory.mktemp("finder") / "under/site"
    copy_site(graph, out, "https://plans.example.org", jobs=2, live=SERVICE, search=True)
    return out


class Visited:
    """A page in a browser, and what went wrong in it."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home, self.wrong = page, home, list[str]()
        page.on("console", lambda said: self.wrong.append(said.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda asked: self._asked(asked.url))

    def _asked(self, url: str) -> None:
        if not url.startswith(self.home):
            self.wrong.append(f"asked elsewhere: {url}")

    def open(self, path: str) -> Page:
        self.page.goto(self.home + path)
        return self.page


Visit = Callable[..., AbstractContextManager[Visited]]


@pytest.fixture
def visit(copy: Path, chrome: Browser, hosted: Hosted) -> Visit:
    """A page on the copy under the policy that its rules have; nothing may go wrong in it."""

    @contextmanager
    def visited(**options: Any) -> Iterator[Visited]:  # noqa: ANN401 - playwright's
        with (
            opened(chrome, viewport={"width": 320, "height": 800}, **options) as page,
            hosted(copy.parents[1], policy(copy)) as root,
        ):
            made = Visited(page, f"{root}/under/site/")
            yield made
        assert made.wrong == []

    return visited


def policy(copy: Path) -> str:
    (found,) = re.findall(r"Content-Security-Policy: (.+)", (copy / "_headers").read_text())
    return str(found)


def fits(page: Page) -> None:
    """The page is as wide as a phone, and axe finds no fault."""
    assert shown_width(page) == 320
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@built
@pytest.mark.browser
def test_from_the_box_in_the_header_to_an_action_by_a_word_of_it(visit: Visit) -> None:
    with visit() as visited:
        page = visited.open("plans/")
        page.get_by_role("searchbox", name="Search the plans").fill("tenants")
        page.keyboard.press("Enter")
        page.wait_for_url("**/under/site/search/?q=tenants")
        expect(page.get_by_role("status")).to_have_text(re.compile(r"\d+ found\."))
        fits(page)
        page.get_by_label("Kind").select_option(label="Action (1)")
        page.wait_for_url("**/search/?q=tenants&kind=action")
        expect(page.get_by_role("status")).to_have_text("1 found.")
        expect(page.locator("#hits mark").first).to_have_text("tenant")
        page.get_by_role("link", name="Visit every tenant").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Visit every tenant")
        assert "/under/site/doc/plan/example-2020/action/" in page.url
        page.go_back()
        expect(page.get_by_role("status")).to_have_text("1 found.")
        expect(page.get_by_role("searchbox")).to_have_value("tenants")


@built
@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "said", "marked"),
    [
        ("q=lift", "found.", "lifts"),
        ("q=TEN%C3%81N", "found.", "tenant"),
        ("q=tennat", "no text has “tennat”", "tenant"),
        ("q=repair+housing&council=camden", "found.", "Repair"),
        ("q=%3Cimg+src%3Dx%3E+lifts", "Nothing was found", ""),
    ],
    ids=["another form", "a beginning, in capitals, with an accent", "misspelt", "two words", "no markup"],
)
def test_an_address_leads_to_what_is_found(query: str, said: str, marked: str, visit: Visit) -> None:
    with visit(color_scheme="dark") as visited:
        page = visited.open(f"search/?{query}")
        expect(page.get_by_role("status")).to_contain_text(said)
        if marked:
            expect(page.locator("#hits mark").get_by_text(marked, exact=True).first).to_be_visible()
        assert page.locator("main img").count() == 0
        fits(page)


@built
@pytest.mark.browser
def test_where_nothing_is_found_it_says_what_to_do(visit: Visit) -> None:
    with visit() as visited:
        page = visited.open("search/?q=qqqqqqqqq")
        expect(page.get_by_text("No text has “qqqqqqqqq”")).to_be_visible()
        fits(page)
        page.get_by_role("searchbox").fill("tenant ontology")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_text("Nothing has all of these words together")).to_be_visible()
        page.locator("#hints").get_by_role("link", name="tenant").click()
        expect(page.get_by_role("status")).to_contain_text("found.")
        visited.open("search/?q=tenant&kind=term")
        expect(page.get_by_text("Take back what is chosen")).to_be_visible()


@built
@pytest.mark.browser
def test_more_is_shown_where_asked_for_and_the_keyboard_led_there(visit: Visit) -> None:
    with visit() as visited:
        page = visited.open("search/?kind=term")
        expect(page.locator("#hits > li")).to_have_count(20)
        page.get_by_role("button", name="Show 20 more").press("Enter")
        expect(page.locator("#hits > li")).to_have_count(40)
        expect(page.locator("#hits > li").nth(20).get_by_role("link").first).to_be_focused()
        expect(page.get_by_role("status")).to_contain_text("40 of ")


@built
@pytest.mark.browser
def test_without_script_it_says_so_and_leads_to_lists(visit: Visit) -> None:
    with visit(java_script_enabled=False) as visited:
        page = visited.open("")
        page.get_by_role("searchbox").first.fill("tenant")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Searching this copy needs a script")).to_be_visible()
        expect(page.get_by_role("heading", name="Results")).to_be_hidden()
        page.get_by_role("main").get_by_role("link", name="Plans", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Plans")


@built
def test_every_box_leads_to_the_copys_own_search_and_a_filter_to_the_service(copy: Path) -> None:
    pages = [path for path in copy.rglob("index.html") if 'class="find"' in path.read_text(encoding="utf-8")]
    assert len(pages) > 100
    for path in pages:
        (action,) = re.findall(r'<form action="([^"]*)"[^>]* class="find"', path.read_text(encoding="utf-8"))
        assert (path.parent / action).resolve() == copy / "search", path
    assert f'href="{SERVICE}/sparql"' in (copy / "sparql/index.html").read_text(encoding="utf-8")
    scripts = {path for path in copy.rglob("*.html") if "<script src" in path.read_text(encoding="utf-8")}
    assert scripts == {copy / "search/index.html"}
    assert (copy / "static" / LICENCES).read_text().startswith("minisearch ")


@built
def test_everything_that_can_be_found_has_its_file(copy: Path) -> None:
    data = json.loads((copy / WORDS.file).read_text(encoding="utf-8"))
    assert len({len(data[name]) for name in ("kind", "folder", "page", "text", "also", "place", "line")}) == 1
    for folder, page in zip(data["folder"], data["page"], strict=True):
        assert (copy / "search" / data["folders"][folder] / page.partition("#")[0] / "index.html").is_file()


def test_the_data_are_the_same_bytes_each_time(graph: Path, tmp_path: Path) -> None:
    store = Store.open(graph)
    written = [write_words(store, Plot(store.version, ""), tmp_path / name) for name in ("a", "b")]
    assert written[0] == written[1] and written[0].links
    assert (tmp_path / "a" / WORDS.file).read_bytes() == (tmp_path / "b" / WORDS.file).read_bytes()


def test_what_several_things_have_is_said_once() -> None:
    council, plan = Name("c", "A council", "a"), Name("p", "A plan", "plan-1")
    place = (("Homes", False),)
    hits = [
        Hit(iri, "action", ((text, False),), (), (), place, plan, council, line, 0)
        for iri, text, line in (("x/1", "Visit", 3), ("x/2", "Repair", None))
    ]
    hits.append(Hit("ns#T", "term", (("T", False),), (), (), (), None, None, None, 0))
    assert columns(hits, lambda iri: f"../{iri}{'' if '#' in iri else '/'}") == {
        "kinds": ["action", "term"],
        "councils": [("A council", "a")],
        "plans": [("A plan", "../p/")],
        "places": ["Homes", ""],
        "folders": ["../x/", "../"],
        "kind": [0, 0, 1],
        "council": [0, 0, -1],
        "plan": [0, 0, -1],
        "place": [0, 0, 1],
        "folder": [0, 0, 1],
        "page": ["1/", "2/", "ns#T"],
        "line": [3, 0, 0],
        "text": ["Visit", "Repair", "T"],
        "also": ["", "", ""],
    }


def test_a_version_without_an_index_has_no_search(sample_store: Store, tmp_path: Path) -> None:
    sample_store = replace(sample_store, manifest=replace(sample_store.manifest, search={}))
    with pytest.raises(GraphError, match=r"no search index.*equigraph build"):
        write_words(sample_store, Plot(sample_store.version, ""), tmp_path)


def test_where_the_script_was_not_built_the_option_says_how(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder, "SCRIPT", "vendor/none.js")
    given = ["export", "site", "--search", "--graph", str(graph), "--out", str(tmp_path / "site")]
    ended = CliRunner().invoke(main_group, given)
    assert isinstance(ended.exception, UsageError) and "make site" in str(ended.exception)
    assert list(tmp_path.iterdir()) == []

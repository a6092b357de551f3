"""The first page, the list of plans and a plan in a real browser: a journey, and what axe says of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench.browser import opened, shown_width
from bench.waiting import until

from .conftest import Serve

PAGES = [
    "/",
    "/plans?sort=owner&order=desc",
    "/doc/plan/tower-hamlets-2015",
    "/doc/plan/camden-2020?owner_state=blank",
    "/doc/plan/camden-2020/document",
]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(serve: Serve, real_graph: Path) -> Iterator[str]:
    with serve(real_graph, "--workers", "2", "--log", "") as served:
        yield served.address


@pytest.fixture(scope="module")
def browser_page(chrome: Browser) -> Iterator[Page]:
    with opened(chrome) as page:
        yield page


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_nothing_that_shuts_people_out(
    path: str, width: int, address: str, browser_page: Page
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    browser_page.set_viewport_size({"width": width, "height": 900})
    browser_page.goto(f"{address}{path}")
    assert shown_width(browser_page) == width
    found = Axe().run(browser_page).response
    assert found["passes"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == []


def test_a_journey_from_the_plans_to_an_entry_without_an_owner(address: str, browser_page: Page) -> None:
    browser_page.goto(f"{address}/plans")
    browser_page.get_by_label("Council").select_option("Camden Council")
    browser_page.get_by_role("button", name="Choose").click()
    browser_page.get_by_role("link", name="Building equal foundations").click()
    browser_page.get_by_label("Owner is").select_option("left blank")
    browser_page.get_by_role("button", name="Choose").click()
    assert browser_page.get_by_role("status").inner_text() == "4 of 102 actions and milestones."
    browser_page.get_by_role("link", name="Design a borough-wide job brokerage").click()
    assert "job brokerage" in browser_page.get_by_role("heading", level=1).inner_text()


def test_the_charts_are_drawn(address: str, browser_page: Page) -> None:
    browser_page.goto(f"{address}/")
    browser_page.evaluate("for (const each of document.images) each.loading = 'eager'")
    # asked from here again and again: a page that waits by itself has to evaluate strings, which it may not
    until(lambda: browser_page.evaluate("[...document.images].every(each => each.complete)"))
    widths = browser_page.evaluate("[...document.images].map(each => each.naturalWidth)")
    assert len(widths) == 3 and all(widths)

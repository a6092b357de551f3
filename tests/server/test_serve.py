"""The server as it is run: a process of its own, asked over the network and by a browser."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page

from bench.browser import opened, shown_width
from bench.processes import here


def equigraph(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "equigraph.cli", *arguments]


@pytest.fixture(scope="module")
def address(serve: Callable[..., AbstractContextManager[Any]], sample_graph: Path) -> Iterator[str]:
    with serve(sample_graph, "--workers", "1", "--patience", "60") as served:
        yield served.address


def test_it_says_where_to_look_and_answers_there(address: str) -> None:
    query = urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?plan a eq:Plan }"})
    with urlopen(f"{address}/sparql?{query}") as response:
        rows = json.load(response)["results"]["bindings"]
    assert [row["n"]["value"] for row in rows] == ["2"]


def test_it_negotiates_over_the_network(address: str) -> None:
    thing = Request(f"{address}/id/plan/beta-2021", headers={"Accept": "text/turtle"})
    with urlopen(thing) as response:
        assert response.headers["Content-Type"] == "text/turtle; charset=utf-8"
        assert "Beta Framework" in response.read().decode()


def test_a_port_in_use_is_said_with_a_remedy(address: str, sample_graph: Path) -> None:
    port = address.rpartition(":")[2]
    command = equigraph("serve", "--port", port, "--graph", str(sample_graph))
    ended = subprocess.run(command, capture_output=True, text=True, env=here())
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"port {port}: something else listens there. Name another with --port" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_no_graph_is_said_with_a_remedy(tmp_path: Path) -> None:
    command = equigraph("serve", "--port", "0", "--graph", str(tmp_path))
    ended = subprocess.run(command, capture_output=True, text=True, env=here())
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False)
    assert "equigraph build" in ended.stderr


@pytest.fixture
def browser_page(chrome: Browser) -> Iterator[Page]:
    with opened(chrome, viewport={"width": 320, "height": 800}) as page:
        yield page


@pytest.mark.browser
def test_a_journey_from_the_first_page_to_a_thing(address: str, browser_page: Page) -> None:
    problems: list[str] = []
    asked: set[str] = set()
    browser_page.on("console", lambda message: problems.append(message.text))
    browser_page.on("pageerror", lambda error: problems.append(str(error)))
    browser_page.on("request", lambda request: asked.add(request.url))

    browser_page.goto(f"{address}/")
    browser_page.keyboard.press("Tab")
    assert browser_page.locator(":focus").inner_text() == "Skip to the content"
    browser_page.get_by_role("navigation", name="Site").get_by_role("link", name="Questions").click()
    browser_page.get_by_role("link", name="What did the audit find in a plan").click()
    browser_page.get_by_label("Plan (optional)").select_option("Alpha Equality Plan")
    browser_page.get_by_role("button", name="Ask").click()
    browser_page.get_by_role("link", name="plan/alpha-2020/action/a2").first.click()
    assert browser_page.get_by_role("heading", level=1).inner_text() == "Review lettings"
    query = urlencode({"edit": "SELECT ?t { <plan/beta-2021> dcterms:title ?t }"})
    browser_page.goto(f"{address}/sparql?{query}")
    browser_page.get_by_role("button", name="Run the query").click()
    assert browser_page.get_by_role("cell").all_inner_texts() == ["Beta Framework"]

    assert problems == []
    assert {url for url in asked if not url.startswith(f"{address}/")} == set()
    assert f"{address}/static/style.css" in asked


@pytest.mark.browser
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/plans",
        "/doc/plan/alpha-2020",
        "/doc/plan/alpha-2020/document",
        "/query/tables/actions",
        "/sparql",
    ],
)
def test_a_page_fits_a_phone(address: str, browser_page: Page, path: str) -> None:
    browser_page.goto(f"{address}{path}")
    assert shown_width(browser_page) == 320

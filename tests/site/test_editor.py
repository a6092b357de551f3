"""The editor of queries in a real browser: it completes our terms, asks nobody else, nobody needs it."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from equigraph.server.vocabulary import has_editor

Visit = Callable[..., Any]
pytestmark = pytest.mark.browser
built = pytest.mark.skipif(not has_editor(), reason="the editor was not built: make site")
TITLES = "SELECT ?t { ?plan a eq:Plan ; dcterms:title ?t } ORDER BY ?t"


def value(page: Page) -> str:
    expect(page.locator(".CodeMirror")).to_be_visible()
    return str(page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()"))


def opened(page: Page) -> Page:
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    return page


@built
def test_it_completes_classes_and_properties_of_the_data_and_declares_their_prefix(visit: Visit) -> None:
    page = opened(visit().open("/sparql"))
    page.keyboard.type("SELECT * { ?a a eq:Miles")
    page.keyboard.press("Control+Space")
    expect(page.locator(".CodeMirror-hints li")).to_have_text(["eq:Milestone"])
    page.keyboard.press("Enter")
    page.keyboard.type(" ; eq:ownerS")
    page.keyboard.press("Control+Space")
    expect(page.locator(".CodeMirror-hints li")).to_have_text(["eq:ownerState"])
    page.keyboard.press("Enter")
    assert value(page).split() == [
        *["PREFIX", "eq:", "<https://w3id.org/equigraph/ns#>"],
        *["SELECT", "*", "{", "?a", "a", "eq:Milestone", ";", "eq:ownerState"],
    ]


@built
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("owners", ["<https://w3id.org/equigraph/ns#ownerState>"]),
        ("<http://xmlns.com/foaf/0.1/maker", []),
    ],
    ids=["by its last name", "not of a vocabulary that is not here"],
)
def test_it_offers_what_the_data_use_and_nothing_else(typed: str, offered: list[str], visit: Visit) -> None:
    page = opened(visit().open("/sparql"))
    page.keyboard.type(f"SELECT * {{ ?a {typed}")
    page.keyboard.press("Control+Space")
    page.wait_for_timeout(500)  # for what must not appear
    expect(page.locator(".CodeMirror-hints li")).to_have_text(offered)


@built
def test_it_is_written_in_run_and_left_by_keyboard_alone(visit: Visit) -> None:
    page = visit().open(f"/sparql?{urlencode({'edit': TITLES})}")
    expect(page.locator(".CodeMirror")).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.CodeMirror') !== null"):
            break
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Run the query"
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell")).to_have_count(3)
    expect(page.locator(".CodeMirror")).to_be_visible()
    assert value(page) == TITLES


@built
def test_an_editor_may_run_scripts_of_this_server_and_nothing_else(visit: Visit) -> None:
    watched = visit()
    response = watched.page.goto(f"{watched.site}/sparql")
    assert response is not None
    policy = dict(each.split(" ", 1) for each in response.headers["content-security-policy"].split("; "))
    assert {name: policy[name] for name in ("default-src", "script-src", "connect-src", "style-src")} == {
        "default-src": "'none'",
        "script-src": "'self'",
        "connect-src": "'self'",
        "style-src": "'self'",
    }
    ask = "fetch('https://example.org/').then(() => 'asked', () => 'refused')"
    with watched.page.expect_console_message(lambda said: "refused: connect-src" in said.text):
        assert watched.page.evaluate(ask) == "refused"
    watched.page.close()
    watched.wrong.clear()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_query_is_run_and_downloaded(script: bool, visit: Visit, tmp_path: Path) -> None:
    page: Page = visit(java_script_enabled=script).open(f"/sparql?{urlencode({'edit': TITLES})}")
    if script and has_editor():
        expect(page.locator(".CodeMirror")).to_be_visible()
    else:
        expect(page.get_by_label("SPARQL query")).to_have_value(TITLES)
    page.get_by_role("button", name="Run the query").click()
    expect(page.get_by_role("cell")).to_have_count(3)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV", exact=True).click()
    saved = tmp_path / "answer.csv"
    waiting.value.save_as(saved)
    assert saved.read_text(encoding="utf-8").splitlines()[0] == "t"
    page.get_by_text("Cite this page").click()
    expect(page.locator(".cite")).to_contain_text(
        f"sha256:{sha256(saved.read_bytes()).hexdigest()} of the CSV"
    )


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_question_is_found_asked_and_opened_in_the_editor(script: bool, visit: Visit) -> None:
    page: Page = visit(java_script_enabled=script).open("/questions")
    page.get_by_label("With the words").fill("due period")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="What is due in this period").click()
    page.get_by_label("From").fill("2021-01-01")
    page.get_by_label("To", exact=True).fill("2021-12-31")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()
    page.get_by_text("The query", exact=True).click()
    page.get_by_role("link", name="Open it in the editor").click()
    text = value(page) if script and has_editor() else page.get_by_label("SPARQL query").input_value()
    assert '"2021-01-01"^^' in text

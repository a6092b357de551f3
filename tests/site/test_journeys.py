"""What people come for, done in a real browser, from page to page as they would."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Any]
pytestmark = pytest.mark.browser
with_and_without = pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])


@with_and_without
def test_an_action_is_found_and_leads_to_its_words_in_the_document(script: bool, visit: Visit) -> None:
    page: Page = visit(java_script_enabled=script).open("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("Words to look for").fill("violence")
    page.locator("main").get_by_role("button", name="Search").click()
    hit = page.locator("main a[href^='/doc/plan/'][href*='/action/']").first
    hit.click()
    expect(page.locator("main h1")).to_be_visible()
    words = page.locator("blockquote").first
    expect(words).to_be_visible()


@with_and_without
def test_two_councils_are_compared(script: bool, visit: Visit) -> None:
    page: Page = visit(java_script_enabled=script).open("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Compare").click()
    page.get_by_label("Council or plan 1").select_option(index=1)
    page.get_by_label("Council or plan 2").select_option(index=2)
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Side by side")
    expect(page.get_by_role("heading", name="Measures, and what they can be compared by")).to_be_visible()


@with_and_without
def test_an_audit_is_read_from_the_matrix_to_the_words_of_a_finding(script: bool, visit: Visit) -> None:
    page: Page = visit(java_script_enabled=script).open("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Audit").click()
    page.locator("main table a[href^='/audit/']").first.click()
    page.locator(".finds li a[href*='/document']:visible").first.click()
    expect(page.locator("ol.document li").first).to_be_visible()
    assert page.evaluate("location.hash").startswith("#")


def test_a_question_is_asked_with_the_keyboard_alone(visit: Visit) -> None:
    page: Page = visit().open("/questions")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("outside the period")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 question")
    while page.evaluate("document.activeElement.getAttribute('href')") != "/query/time/outside-period":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()

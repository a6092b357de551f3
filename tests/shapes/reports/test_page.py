"""The page of a report and that of a sample: what they are made of, and what a browser makes of them."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from bench.browser import opened, shown_width
from equigraph.errors import UsageError
from equigraph.graph.store import Store
from equigraph.shapes.model import Report
from equigraph.shapes.reporting import read_report
from equigraph.shapes.reports import pdf
from equigraph.shapes.reports.drawing import draw
from equigraph.shapes.reports.html import asset, write
from equigraph.shapes.reports.sample import write as write_sample

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Tags(HTMLParser):
    """The start tags of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def values(self, *names: str) -> list[str]:
        return [value for _, attributes in self.found for name in names if (value := attributes.get(name))]


@pytest.fixture
def tags(report: Report) -> Tags:
    return Tags(write(report).decode())


def test_the_page_runs_nothing_and_fetches_nothing(tags: Tags) -> None:
    assert not {tag for tag, _ in tags.found} & {"script", "link", "img", "iframe", "object", "embed"}
    assert tags.values("src", "srcset", "data", "onclick", "onload") == []
    assert re.findall(r"url\(|@import", asset("report.css")) == []


def test_words_of_a_plan_are_never_markup(report: Report) -> None:
    page = write(report).decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_headings_step_down_by_one_and_ids_are_there_once(tags: Tags) -> None:
    levels = [int(tag[1]) for tag, _ in tags.found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = tags.values("id")
    assert len(set(ids)) == len(ids)


def test_every_link_within_the_page_leads_somewhere(tags: Tags) -> None:
    inside = {link[1:] for link in tags.values("href") if link.startswith("#")}
    named = {name for value in tags.values("aria-labelledby") for name in value.split()}
    assert inside | named <= set(tags.values("id"))


def test_every_table_has_a_caption_and_scopes(tags: Tags) -> None:
    kinds = [tag for tag, _ in tags.found]
    assert kinds.count("table") == kinds.count("caption") > 0
    assert all("scope" in attributes for tag, attributes in tags.found if tag == "th")


def test_numbers_have_denominators_and_nothing_tested_is_no_pass(report: Report) -> None:
    page = write(report).decode()
    assert "<b>1 of 4</b> Measure left blank, 1 more waived" in page
    assert "nothing to test" in page
    assert "no evidence found" in page
    assert "cannot be told: No earlier edition to compare with" in page


def test_many_plans_stand_in_several_tables(report: Report) -> None:
    many = tuple(replace(report.plans[1], slug=f"plan-{number}", findings=()) for number in range(9))
    page = write(replace(report, plans=many)).decode()
    assert page.count('<table class="matrix">') == 3


def test_the_pdf_is_the_same_file_again(clean: Report) -> None:
    pytest.importorskip("weasyprint", exc_type=OSError)
    made = pdf.write(clean)
    assert made.startswith(b"%PDF-")
    assert made == pdf.write(clean)


def test_without_the_extra_the_error_names_it(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError, match=r'pip install "equigraph\[pdf\]"'):
        pdf.write(report)


@pytest.fixture
def browser_page(chrome: Browser) -> Iterator[Page]:
    with opened(chrome, viewport={"width": 320, "height": 800}) as page:
        yield page


@pytest.mark.browser
def test_axe_finds_no_fault_and_320_pixels_are_wide_enough(
    report: Report, sample_store: Store, real_store: Store, browser_page: Page, tmp_path: Path
) -> None:
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    pages = {
        "report.html": write(report),
        "real.html": write(read_report(real_store, as_of="2026-11-24")),
        "sample.html": write_sample(draw(sample_store, 3, "seed"), "html"),
    }
    for name, content in pages.items():
        (tmp_path / name).write_bytes(content)
        browser_page.goto((tmp_path / name).as_uri())
        found = Axe().run(browser_page, options=AXE)
        assert found.violations_count == 0, found.generate_report()
        assert shown_width(browser_page) == 320
        browser_page.keyboard.press("Tab")
        assert browser_page.locator(":focus").inner_text().startswith("Skip to the")
    assert asked == [(tmp_path / name).as_uri() for name in pages]

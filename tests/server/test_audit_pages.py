"""The audit on the site: what it counts, which words it marks, and its forms, those of the command line."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from playwright.sync_api import Page as BrowserPage

from bench.browser import opened, shown_width
from bench.older import without
from equigraph.graph.store import Store
from equigraph.server.audit.forms import FORMS
from equigraph.server.audit.pages import exact
from equigraph.server.audit.passages import Span, line_at, line_starts, lines
from equigraph.shapes.model import Report
from equigraph.shapes.reporting import read_report
from equigraph.shapes.reports.forms import write
from equigraph.shapes.reports.view import anchor, cell

MakeApp = Callable[..., Flask]
DAY = "2026-11-24"
AT = f"?as-of={DAY}"
PERSON = {"Accept": "text/html"}
SLUGS = ("camden-2020", "islington-2021", "tower-hamlets-2015")
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OPEN = {"meta", "link", "input", "br", "img", "source"}


class Page(HTMLParser):
    """A page's tags with their attributes, its words, and those of each line of a document."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text, self.lines = "", list[str]()
        self._open: list[bool] = []
        self.feed(text)
        self.text = " ".join(self.text.split())
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.found.append((tag, named))
        if named.get("class") == "words":
            self.lines.append("")
        if tag not in OPEN:
            self._open.append(named.get("class") == "words")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - of the library
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "
        if any(self._open):
            self.lines[-1] += data

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.found if name in attributes]


@pytest.fixture(scope="module")
def real(make_app: MakeApp, real_graph: Path) -> FlaskClient:
    return make_app(real_graph).test_client()


@pytest.fixture(scope="module")
def report(real_store: Store) -> Report:
    return read_report(real_store, (), DAY)


def page(client: FlaskClient, address: str, status: int = 200) -> Page:
    response = client.get(address, headers=PERSON)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    return Page(response.text)


def test_the_matrix_says_of_each_criterion_and_plan_what_was_found_out_of_how_many(
    real: FlaskClient, report: Report
) -> None:
    found = page(real, f"/audit{AT}")
    cells = [
        (line.number, line.words)
        for pack in report.packs
        for criterion in pack.criteria
        for plan in report.plans
        for line in cell(criterion, plan).lines
    ]
    assert len(cells) > 100
    position = 0
    for number, words in cells:
        position = found.text.index(" ".join(f"{number} {words}".split()), position)
    links = set(found.values("href"))
    assert {f"/audit/{slug}{AT}" for slug in SLUGS} <= links
    assert "/shapes/completeness#Owner" in links
    assert f"/audit/camden-2020{AT}&criterion=completeness-Owner#completeness-Owner" in links


def test_the_totals_are_those_of_the_report(real: FlaskClient, report: Report) -> None:
    for plan in report.plans:
        totals = [f"{plan.totals[name]:,}" for name in ("Violation", "Warning", "Info")]
        assert " ".join(totals) in page(real, f"/audit{AT}").text


@pytest.mark.parametrize("slug", SLUGS)
def test_each_finding_stands_once_with_its_words_and_its_place(
    slug: str, real: FlaskClient, report: Report
) -> None:
    plan = next(plan for plan in report.plans if plan.slug == slug)
    found = page(real, f"/audit/{slug}{AT}")
    anchors = [each for each in found.values("id") if each.startswith("f-")]
    assert sorted(anchors) == sorted(f"f-{each.fingerprint}" for each in plan.findings)
    for each in plan.findings:
        said = (each.condition, each.quote or each.text, each.cause, each.effect, each.remedy, each.place)
        assert [words for words in said if " ".join(words.split()) not in found.text] == []
    ids = found.values("id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("severity", ["", "&severity=all", "&severity=ours"])
def test_nothing_of_a_document_is_lost_or_doubled(
    slug: str, severity: str, real: FlaskClient, real_store: Store
) -> None:
    found = page(real, f"/audit/{slug}/document{AT}{severity}")
    assert "\n".join(found.lines) == real_store.document(slug)
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    assert {f"L{number}" for number in range(1, len(found.lines) + 1)} <= set(ids)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_place_of_a_finding_is_in_the_document_where_it_is_said_to_be(
    slug: str, real: FlaskClient
) -> None:
    links = {link for link in page(real, f"/audit/{slug}{AT}").values("href") if "/document?" in link}
    targets = {urlsplit(link).fragment for link in links} - {""}
    there = set(page(real, f"/audit/{slug}/document{AT}&severity=all").values("id"))
    assert targets - there == set()
    assert len(targets) > 50


def test_words_that_no_record_took_say_why(real: FlaskClient) -> None:
    found = page(real, f"/audit/camden-2020/document{AT}")
    assert "Left out: The table of contents" in found.text
    assert "noise" in " ".join(found.values("class"))


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ("severity=problem", lambda each, _: each.severity == "Violation"),
        ("severity=ours", lambda each, _: each.ours),
        ("pack=consistency", lambda each, _: each.pack.endswith("/consistency")),
        ("criterion=completeness-Owner", lambda _, name: name == "completeness-Owner"),
        (
            "criterion=completeness-Deadline&severity=problem",
            lambda each, name: name == "completeness-Deadline" and each.severity == "Violation",
        ),
    ],
)
def test_findings_can_be_chosen(
    asked: str, fits: Callable[[object, str], bool], real: FlaskClient, report: Report
) -> None:
    plan = next(plan for plan in report.plans if plan.slug == "tower-hamlets-2015")
    names = {each.iri: anchor(pack, each) for pack in report.packs for each in pack.criteria}
    wanted = {f"f-{each.fingerprint}" for each in plan.findings if fits(each, names[each.criterion])}
    found = page(real, f"/audit/tower-hamlets-2015{AT}&{asked}")
    assert {each for each in found.values("id") if each.startswith("f-")} == wanted != set()


@pytest.mark.parametrize("slug", [None, "islington-2021"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_is_the_one_of_the_command_line(
    form: object, slug: str | None, real: FlaskClient, real_store: Store, report: Report
) -> None:
    (known,) = (each for each in FORMS if each == form)
    path = f"/audit/{slug}" if slug else "/audit"
    response = real.get(f"{path}/report.{known.ending}{AT}")
    assert response.data == write(read_report(real_store, (slug,), DAY) if slug else report, known.name)
    assert response.content_type == known.type
    file = f'attachment; filename="audit{f"-{slug}" if slug else ""}-{DAY}.{known.ending}"'
    assert response.headers.get("Content-Disposition") == (file if known.attached else None)
    by_name = real.get(f"{path}/report.{known.name}{AT}")
    assert (by_name.data, by_name.get_etag()) == (response.data, response.get_etag())


def test_the_page_to_keep_may_use_its_own_style_and_nothing_else(real: FlaskClient) -> None:
    response = real.get(f"/audit/report.html{AT}")
    style = response.text.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    for answer in (response, real.get(f"/audit/report.html{AT}", headers={"If-None-Match": "*"})):
        policy = answer.headers["Content-Security-Policy"]
        assert f"style-src 'sha256-{digest}';" in policy
        assert "unsafe" not in policy and policy.startswith("default-src 'none'")


def test_a_form_is_not_made_again_for_who_has_it(make_app: MakeApp, real_graph: Path) -> None:
    app = make_app(real_graph)
    first = app.test_client().get(f"/audit/report.json{AT}").headers["ETag"]
    again = make_app(real_graph)
    response = again.test_client().get(f"/audit/report.json{AT}", headers={"If-None-Match": first})
    assert (response.status_code, response.data, response.headers["ETag"]) == (304, b"", first)
    assert len(again.extensions["equigraph"].audits.reports) == 0
    others = (
        "/audit/report.csv" + AT,
        "/audit/report.json?as-of=2026-11-25",
        f"/audit/{SLUGS[0]}/report.json",
    )
    assert first not in {again.test_client().get(other).headers["ETag"] for other in others}


@pytest.mark.parametrize("path", ["/audit", "/audit/camden-2020", "/audit/camden-2020/document"])
def test_a_page_has_a_tag_and_asks_no_worker(path: str, make_app: MakeApp, real_graph: Path) -> None:
    client = make_app(real_graph, workers=1).test_client()
    tag = client.get(path, headers=PERSON).headers["ETag"]
    assert client.get(path, headers={**PERSON, "If-None-Match": tag}).status_code == 304
    assert "equigraph_engine_seconds_count 0" in client.get("/metrics").text.replace(".0", "")


def test_reports_are_kept_by_plan_and_day(make_app: MakeApp, real_graph: Path) -> None:
    app = make_app(real_graph)
    for path in ("/audit", "/audit/camden-2020", "/audit/camden-2020/document", "/audit/report.text"):
        app.test_client().get(f"{path}{AT}")
    assert len(app.extensions["equigraph"].audits.reports) == 3
    app.test_client().get("/audit/camden-2020?as-of=2020-01-01")
    assert len(app.extensions["equigraph"].audits.reports) == 4


def test_the_day_decides_what_is_overdue(real: FlaskClient) -> None:
    early, late = (page(real, f"/audit/camden-2020?as-of={day}") for day in ("2020-01-01", DAY))
    assert "overdue-Overdue" in late.values("id")
    assert "overdue-Overdue" not in early.values("id")


def test_without_a_day_today_is_meant_and_the_lasting_address_says_so(real: FlaskClient) -> None:
    today, version = date.today().isoformat(), real.get("/audit").headers["Equigraph-Version"]
    response = real.get("/audit/camden-2020")
    assert f"/audit/camden-2020?as-of={today}&version={version}>" in response.headers["Link"]
    pinned = real.get(f"/audit/camden-2020?version={version}")
    assert "immutable" not in pinned.headers["Cache-Control"]
    lasting = real.get(f"/audit/camden-2020?as-of={today}&version={version}")
    assert "immutable" in lasting.headers["Cache-Control"]
    links = [link for link in Page(lasting.text).values("href") if link.startswith("/audit/")]
    assert [link for link in links if f"as-of={today}&version={version}" not in link] == []


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/audit/nobody-2020", 404, "no plan 'nobody-2020'. It has: camden-2020, islington-2021"),
        ("/audit/nobody-2020/document", 404, "no plan 'nobody-2020'"),
        ("/audit/nobody-2020/report.csv", 404, "no plan 'nobody-2020'"),
        ("/audit/report.pdf", 404, "no form 'pdf' here. There are: report.html"),
        ("/audit/camden-2020/report.doc", 404, "no form 'doc' here"),
        ("/audit?page=2", 404, "There is one page"),
        ("/audit?page=one", 400, "page=one is no number"),
        ("/audit?as-of=yesterday", 400, "as-of=yesterday is no day"),
        ("/audit?as-of=2026-02-30", 400, "as-of=2026-02-30 is no day"),
        ("/audit/report.csv?as-of=20261124", 400, "as-of=20261124 is no day"),
        ("/audit/camden-2020?criterion=Owner", 400, "no criterion 'Owner' here. There are: across-"),
        ("/audit/camden-2020?severity=grave", 400, "There are: note, ours, problem, warning"),
        ("/audit/camden-2020?pack=all", 400, "no pack 'all' here"),
        ("/audit/camden-2020?finding=000000000000", 400, "no finding '000000000000'"),
        ("/audit/camden-2020?as_of=2026-11-24", 400, "takes no value 'as_of'. It takes: severity"),
        ("/audit?version=000000000000", 404, "never was a version"),
    ],
)
def test_what_is_not_there_is_said(address: str, status: int, said: str, real: FlaskClient) -> None:
    assert said in page(real, address, status).text
    problem = real.get(address, headers={"Accept": "application/problem+json"})
    assert (problem.status_code, problem.json and problem.json["status"]) == (status, status)


def test_a_version_without_the_text_says_why_it_cannot_be_shown(
    make_app: MakeApp, real_graph: Path, tmp_path: Path
) -> None:
    client = make_app(without(real_graph, tmp_path / "graph", "documents")).test_client()
    found = page(client, "/audit/camden-2020/document", 404)
    assert "was built before versions kept the text of their documents" in found.text
    plan = page(client, "/audit/camden-2020")
    assert [link for link in plan.values("href") if link.startswith("/audit/camden-2020/document")] == []
    assert "line 113" in plan.text


def test_a_version_without_an_audit_says_so(client: FlaskClient) -> None:
    assert "holds no audit" in page(client, "/audit").text
    for path in ("/audit/report.csv", "/audit/alpha-2020", "/audit/alpha-2020/document"):
        assert "holds no audit" in page(client, path, 404).text


@pytest.mark.parametrize(
    "address",
    ["/audit", "/audit/islington-2021?severity=problem", "/audit/camden-2020?criterion=completeness-Owner"],
)
def test_every_link_leads_somewhere(address: str, real: FlaskClient) -> None:
    links = {
        link for link in page(real, address).values("href") if link.startswith("/") and "static" not in link
    }
    found = {urlsplit(link)._replace(fragment="").geturl() for link in links if "/report." not in link}
    assert {link: real.get(link, headers=PERSON).status_code for link in found} == dict.fromkeys(found, 200)
    assert found


def test_the_site_leads_to_the_audit_and_a_finding_to_its_place_there(
    real: FlaskClient, report: Report
) -> None:
    home, plan = page(real, "/"), page(real, "/doc/plan/camden-2020")
    assert "/audit" in home.values("href")
    assert {"/audit/camden-2020", "/doc/plan/camden-2020/document"} <= set(plan.values("href"))
    finding = next(each for each in report.findings if each.severity == "Info" and each.places)
    path = finding.iri.partition("/id/")[2]
    (lead,) = (link for link in page(real, f"/doc/{path}").values("href") if link.startswith("/audit/"))
    assert unquote(urlsplit(lead).fragment) in page(real, lead).values("id")


@pytest.mark.parametrize(
    "path", ["/audit", *(f"/audit/{slug}" for slug in SLUGS), "/audit/camden-2020/document"]
)
def test_headings_step_down_and_tables_are_named(path: str, real: FlaskClient) -> None:
    found = page(real, path).found
    levels = [int(tag[1]) for tag, _ in found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    tags = [tag for tag, _ in found]
    assert tags.count("table") == tags.count("caption")
    assert all("scope" in attributes for tag, attributes in found if tag == "th")
    assert {a.get("type") for tag, a in found if tag == "script"} <= {"application/ld+json"}
    assert "style" not in {*tags, *(name for _, attributes in found for name in attributes)}


SPANS = st.lists(st.builds(Span, st.integers(-3, 40), st.integers(-3, 40), st.text(max_size=2)), max_size=12)


@given(text=st.text(st.sampled_from("ab \n\r\t\f<&"), max_size=36), spans=SPANS)
def test_whatever_is_marked_the_pieces_are_the_text(text: str, spans: list[Span[str]]) -> None:
    cut = list(lines(text, spans))
    assert "\n".join("".join(piece.text for piece in line.pieces) for line in cut) == text
    assert [line.number for line in cut] == list(range(1, text.count("\n") + 2))
    for piece in (piece for line in cut for piece in line.pieces):
        fit = [each for each in spans if 0 <= each.start < each.end <= len(text)]
        for place in range(piece.start, piece.start + len(piece.text)):
            assert {id(s) for s in fit if s.start <= place < s.end} == {id(s) for s in piece.spans}
            assert line_at(line_starts(text), place) == text.count("\n", 0, place) + 1


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_a_page_gives_each_character_back(text: str) -> None:
    assert "\r" not in exact(text)
    if not any(0x7F <= ord(letter) <= 0x9F for letter in text):
        assert unescape(exact(text)) == text


@pytest.fixture
def browser(chrome: Browser) -> Iterator[BrowserPage]:
    with opened(chrome, viewport={"width": 320, "height": 800}) as page:
        yield page


@pytest.mark.browser
def test_a_journey_from_the_first_page_to_the_words_of_a_finding(
    serve: Callable[..., object], real_graph: Path, real_store: Store, browser: BrowserPage
) -> None:
    problems: list[str] = []
    browser.on("console", lambda message: problems.append(message.text))
    with serve(real_graph, "--workers", "1", "--log", "") as served:  # type: ignore[attr-defined]  # a Serve
        browser.goto(f"{served.address}/")
        browser.get_by_role("link", name="Audit", exact=True).click()
        fits(browser)
        browser.get_by_role("link", name="4 of 102 Owner left blank").click()
        fits(browser)
        finding = browser.get_by_role("listitem").filter(has_text="co-design a new approach").first
        finding.get_by_role("link", name="line 113").click()
        fits(browser)
        assert "co-design a new approach" in browser.locator(":target").inner_text()
        words = browser.locator(".words").evaluate_all("all => all.map(each => each.textContent).join('\\n')")
        assert words == real_store.document("camden-2020")
        browser.goto(f"{served.address}/audit/report.html")
        assert browser.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert problems == []


def fits(browser: BrowserPage) -> None:
    """The page is as wide as a phone, and axe finds no fault."""
    assert shown_width(browser) == 320
    found = Axe().run(browser, options=AXE)
    assert found.violations_count == 0, found.generate_report()

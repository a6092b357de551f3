"""What people see: every page is well-formed, leads on, and never runs what the data says."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from equigraph.graph.folder import GraphFolder
from equigraph.graph.lines import to_lines
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE
from equigraph.server.links import Links

MakeApp = Callable[..., Flask]
PERSON = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
PLAN = "/doc/plan/alpha-2020"
PAGES = [
    "/",
    "/sparql",
    "/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+5",
    PLAN,
    f"{PLAN}/document",
    f"{PLAN}/action/a1",
    f"{PLAN}/milestone/b1",
    "/doc/graph/plan/alpha-2020/evidence",
    "/characteristic/race",
    "/query/tables/actions",
    "/query/audit/findings?plan=alpha-2020",
    "/query/site/statements",
]
EDITOR = {"src": "/static/vendor/editor.js", "defer": None}
"""The only script: a file of our own, where it was built."""
VOID = {"meta", "link", "input", "br", "img", "source"}


class Page(HTMLParser):
    """A page's elements and links; a tag that does not fit is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.pictures: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_data = tag == "script" and ("type", "application/ld+json") in attrs  # data are never run
        is_editor = tag == "script" and dict(attrs) == EDITOR  # the site's own file, by just these attributes
        if not (is_data or is_editor):
            self.tags.add(tag)
            self.pictures += [value or "" for name, value in attrs if name == "src"]
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href" and tag == "a"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    @property
    def text(self) -> str:
        return " ".join(self.words)


def page(client: FlaskClient, address: str, status: int = 200) -> Page:
    response = client.get(address, headers=PERSON)
    assert (response.status_code, response.content_type) == (status, "text/html; charset=utf-8")
    return Page(response.text)


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_page_leads_somewhere(address: str, client: FlaskClient) -> None:
    links = {link for link in page(client, address).links if link.startswith("/")}
    found = {link: client.get(link, headers=PERSON).status_code for link in sorted(links)}
    # the sample graph names terms of the ontology and shapes without describing them
    assert {urlsplit(link).path for link, status in found.items() if status != 200} <= {"/ns", "/shapes"}
    assert links


@pytest.mark.parametrize("address", [*PAGES, "/nowhere", "/query/nowhere", "/sparql?query=nonsense"])
def test_a_page_is_guarded_and_in_a_language(address: str, client: FlaskClient) -> None:
    response = client.get(address, headers=PERSON)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert '<html lang="en-GB">' in response.text
    assert not {"script", "style", "iframe"} & Page(response.text).tags


def test_the_sign_is_where_browsers_look_for_it(client: FlaskClient) -> None:
    with client.get("/favicon.ico") as response:
        assert (response.status_code, response.mimetype) == (200, "image/svg+xml")


def test_the_first_page_counts_with_what_it_is_out_of(client: FlaskClient) -> None:
    text = page(client, "/").text
    assert "Plans 2 of 2 councils Actions 3 and 1 milestones" in text
    assert "With an owner 2 of 4 actions and milestones" in text
    assert "Violation 1 0 Warning 1 0" in text


def test_a_thing_shows_its_words_and_where_they_stand(client: FlaskClient) -> None:
    text = page(client, f"{PLAN}/action/a1").text
    assert "https://w3id.org/equigraph/id/plan/alpha-2020/action/a1" in text
    assert (
        "In Alpha Equality Plan Offer advice, with the Forum line 3 to Somali residents lines 5 to 6" in text
    )
    assert "Somali about Somali people" in text
    assert "In the named graph graph/plan/alpha-2020/inferred eq:milestone" in text
    assert "eq:parent plan/alpha-2020/milestone/b1" in text


def test_a_correction_shows_its_reason(client: FlaskClient) -> None:
    assert "Inclusive line 8: The page lost its left column" in page(client, f"{PLAN}/milestone/b1").text


def test_a_document_shows_the_plan_in_order(client: FlaskClient) -> None:
    text = page(client, f"{PLAN}/document").text
    assert "Homes 3 Review lettings 31/09/2020 Safe homes 1 Offer advice, with the Forum, to Somali" in text
    assert "Officer One / Officer Two (H&S) by summer 2020 2 (the text is lost) Inclusive" in text


def test_a_query_offers_its_answer_in_other_formats(client: FlaskClient) -> None:
    links = page(client, "/query/audit/findings?plan=alpha-2020").links
    assert "/query/audit/findings.csv?plan=alpha-2020" in links
    assert client.get("/query/audit/findings.csv?plan=alpha-2020").mimetype == "text/csv"


def test_a_query_that_needs_a_value_waits_for_it(client: FlaskClient) -> None:
    assert "Answer" not in page(client, "/query/site/statements").text
    assert "has no parameter" in page(client, "/query/tables/plans?colour=red", 400).text


def test_a_long_table_says_what_it_leaves_out(make_app: MakeApp, sample_graph: Path) -> None:
    few = page(make_app(sample_graph, rows=2).test_client(), "/query/tables/actions")
    assert "4 rows. Shown are rows 1 to 2 ; the formats below have all." in few.text


def test_a_fault_is_text_for_who_asks_for_text(client: FlaskClient) -> None:
    response = client.get("/nowhere", headers={"Accept": "text/plain"})
    assert (response.status_code, response.content_type) == (404, "text/plain; charset=utf-8")


@pytest.fixture(scope="module")
def nasty(make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("nasty") / "graph"
    with writing(GraphFolder(folder), DEFAULT_BASE) as version:
        source = Path(__file__).parent / "nasty.trig"
        version.add_part("nasty", to_lines(parse(path=source, format=RdfFormat.TRIG)))
        version.finish({})
    return make_app(folder).test_client()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/doc/plan/nasty",
        "/doc/plan/nasty/document",
        "/doc/plan/nasty/action/1",
        "/query/tables/actions",
        "/query/audit/findings",
        "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o }"}),
        "/sparql?" + urlencode({"query": "CONSTRUCT WHERE { ?s ?p ?o }"}),
        "/sparql?" + urlencode({"query": '</textarea><script>alert("query")</script>'}),
        "/query/audit/findings?" + urlencode({"plan": '"><script>alert(1)</script>'}),
        "/query/audit/findings?" + urlencode({'"><script>': "x"}),
        "/query/<script>alert(1)</script>",
        "/doc/<script>alert(1)</script>",
        "/doc/plan/nasty/<script>alert(1)</script>",
        "/<img src=x onerror=alert(1)>",
    ],
)
def test_what_the_data_or_an_address_says_is_never_run(address: str, nasty: FlaskClient) -> None:
    response = nasty.get(address, headers=PERSON)
    assert response.status_code in (200, 400, 404)
    read = Page(response.text)
    assert "script" not in read.tags
    assert all(each.startswith("/chart/") for each in read.pictures)
    assert not [name for name in read.attributes if name.startswith("on")]
    assert {urlsplit(link).scheme for link in read.links} <= {"", "http", "https"}


def test_a_plan_says_why_an_owner_is_missing(nasty: FlaskClient) -> None:
    assert "1 <img src=x onerror=alert(1)> no such column" in page(nasty, "/doc/plan/nasty").text


def test_an_iri_with_odd_characters_answers_at_its_link(nasty: FlaskClient) -> None:
    link = next(link for link in page(nasty, "/doc/plan/nasty").links if "it's" in unquote(link))
    assert "onmouseover" in page(nasty, link).text


@given(st.text(st.characters(exclude_characters='<>"{}|^`\\', min_codepoint=33, exclude_categories=["Cs"])))
def test_a_link_leads_back_to_its_iri(rest: str) -> None:
    links = Links("https://example.org/id/")
    path = urlsplit(links.local(links.thing(rest)))
    assert unquote(path.path) + (f"#{unquote(path.fragment)}" if path.fragment else "") in (
        f"/doc/{rest}",
        f"/doc/{rest.removesuffix('#')}",
    )

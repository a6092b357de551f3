"""Every page and result can be cited: version, lasting address, checksums, and citations to save."""

import json
import re
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import yaml
from flask.testing import FlaskClient

from equigraph.graph.canonical import canonical
from equigraph.graph.store import Store

PERSON = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
TITLES = "SELECT ?t { ?plan a eq:Plan ; dcterms:title ?t } ORDER BY ?t"
PLAN = "/doc/plan/alpha-2020"


class Page(HTMLParser):
    """A page's tags, links and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if (tag, name) == ("a", "href")]

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    @property
    def text(self) -> str:
        return " ".join(self.words)


def page(client: FlaskClient, address: str) -> Page:
    response = client.get(address, headers=PERSON)
    assert response.status_code == 200
    return Page(response.text)


def fact(found: Page, name: str) -> str:
    """The value that stands after ``name`` in the block that cites the page."""
    return found.text.rpartition(" Cite this page ")[2].partition(f" {name} ")[2]


@pytest.mark.parametrize(
    "address",
    ["/", PLAN, "/audit", "/query/tables/plans", "/sparql", "/problems", "/sparql?query=ASK{}"],
)
def test_a_page_says_what_it_is_and_where_it_will_be(
    address: str, client: FlaskClient, sample_store: Store
) -> None:
    found = page(client, address)
    assert fact(found, "Version").startswith(sample_store.version)
    assert fact(found, "Checksum of the version").startswith(f"sha256:{sample_store.manifest.digest}")
    lasting = fact(found, "Lasting address").split()[0].removeprefix("http://localhost")
    assert lasting in found.links
    kept = client.get(lasting, headers=PERSON)
    assert (kept.status_code, kept.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert fact(Page(kept.text), "Lasting address").split()[0].endswith(lasting)


def test_a_page_of_a_plan_names_its_publisher(client: FlaskClient) -> None:
    assert "Source: Alpha Council, Alpha Equality Plan (2020" in page(client, f"{PLAN}/action/a1").text


@pytest.mark.parametrize("ending", ["csv", "xml"])
def test_a_results_checksum_is_that_of_the_file(ending: str, client: FlaskClient) -> None:
    found = page(client, f"/sparql?{urlencode({'query': TITLES})}")
    (saved,) = {link for link in found.links if link.endswith(f"format={ending}")}
    digest = sha256(client.get(saved).data).hexdigest()
    assert (f"sha256:{digest} of the CSV" in found.text) == (ending == "csv")
    assert fact(found, "Rows").startswith("2 Checksum of the result")
    assert f"sha256:{sha256(canonical(TITLES).encode()).hexdigest()}" in found.text
    assert fact(found, "Query").startswith("SELECT ?t { ?plan a eq:Plan ;")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ASK { ?s ?p ?o }", "of the JSON"),
        ("CONSTRUCT { ?s a eq:Plan } WHERE { ?s a eq:Plan }", "of the Turtle"),
        ("SELECT (NOW() AS ?now) {}", "none: the query gives another result each time it is asked"),
    ],
)
def test_another_form_of_result_says_what_its_checksum_is_of(
    query: str, told: str, client: FlaskClient
) -> None:
    found = page(client, f"/sparql?{urlencode({'query': query})}")
    assert told in fact(found, "Checksum of the result").partition("Checksum of the query")[0]


def test_a_query_that_was_posted_has_a_lasting_address_too(client: FlaskClient) -> None:
    found = Page(client.post("/sparql", data={"query": TITLES}, headers=PERSON).text)
    lasting = next(link for link in found.links if "version=" in link and link.startswith("/sparql"))
    assert parse_qs(urlsplit(lasting).query)["query"] == [TITLES]


@pytest.mark.parametrize(
    "address", ["/nowhere", "/doc/plan/nowhere", "/sparql?query=nonsense", "/query/nowhere"]
)
def test_what_is_not_there_is_not_cited(address: str, client: FlaskClient) -> None:
    assert "Cite this page" not in client.get(address, headers=PERSON).text


def saved(client: FlaskClient, ending: str, address: str = PLAN) -> str:
    (link,) = {link for link in page(client, address).links if link.startswith(f"/cite.{ending}?")}
    response = client.get(link)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    return response.text


def test_a_citation_can_be_saved_for_reference_managers(client: FlaskClient, sample_store: Store) -> None:
    (item,) = json.loads(saved(client, "csl.json"))
    assert (item["title"], item["type"]) == ("Alpha Equality Plan", "dataset")
    assert item["URL"] == f"http://localhost{PLAN}?version={sample_store.version}"
    assert "Source: Alpha Council, Alpha Equality Plan" in item["note"]
    assert yaml.safe_load(saved(client, "cff"))["version"] == sample_store.version
    text = saved(client, "bib")
    assert re.match(rf"@misc\{{equigraph-{sample_store.version}-alpha-2020,\n", text)
    assert (text.count("{"), text.count("\n}")) == (text.count("}"), 1)


NASTY = 'A "title" {of} 100 % & \\more # <b>it</b>'


@pytest.mark.parametrize("ending", ["bib", "csl.json", "cff"])
def test_a_title_is_written_so_that_it_says_nothing_else(ending: str, client: FlaskClient) -> None:
    address = f"/cite.{ending}?" + urlencode({"page": "/sparql", "title": NASTY})
    text = client.get(address).text
    if ending == "bib":
        assert r'A "title" \{of\} 100 \% \& \textbackslash{}more \# <b>it</b>' in text
    else:
        content = json.loads(text)[0] if ending == "csl.json" else yaml.safe_load(text)
        assert content["title"].startswith(NASTY)


def test_how_to_cite_shows_every_form(client: FlaskClient) -> None:
    found = page(client, "/cite?" + urlencode({"page": "/sparql", "title": NASTY}))
    assert "b" not in found.tags
    assert {"cff-version: 1.2.0", "@misc{equigraph", '"type": "dataset"'} <= set(
        re.findall(r'cff-version: 1\.2\.0|@misc\{equigraph|"type": "dataset"', found.text)
    )


@pytest.mark.parametrize(
    "values",
    [
        {"page": "//example.org/"},
        {"page": "https://example.org/"},
        {"page": "/x}y"},
        {"page": "/x\ny"},
        {"title": "x" * 301},
    ],
)
def test_a_citation_is_of_a_page_here(values: dict[str, str], client: FlaskClient) -> None:
    assert client.get("/cite?" + urlencode(values), headers=PERSON).status_code == 400


@pytest.mark.parametrize(("address", "status"), [("/cite.ris", 404), ("/cite?version=000000000000", 404)])
def test_an_unknown_form_or_version_of_a_citation_is_not_there(
    address: str, status: int, client: FlaskClient
) -> None:
    assert client.get(address, headers=PERSON).status_code == status

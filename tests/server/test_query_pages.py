"""Asking on pages: the menu of questions, forms with values, long answers, terms to complete."""

import re
from collections.abc import Callable
from csv import DictReader
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

MakeApp = Callable[..., Flask]
PERSON = {"Accept": "text/html"}
ACTIONS = "SELECT ?a { ?a a eq:Action } ORDER BY ?a"


class Page:
    """A page as a browser reads it."""

    def __init__(self, text: str) -> None:
        self.root = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False).parse(text)

    def all(self, path: str) -> list[dict[str, str]]:
        return [each.attrib for each in self.root.iterfind(f".//{path}")]

    def texts(self, path: str) -> list[str]:
        return [" ".join("".join(each.itertext()).split()) for each in self.root.iterfind(f".//{path}")]

    @property
    def links(self) -> list[str]:
        return [each.get("href", "") for each in self.all("a")]


def page(client: FlaskClient, address: str, status: int = 200) -> Page:
    response = client.get(address, headers=PERSON)
    assert response.status_code == status
    return Page(response.text)


def test_the_menu_has_every_question_under_its_subject(client: FlaskClient) -> None:
    found = page(client, "/questions")
    assert {"Actions", "Time", "Tables"} <= set(found.texts("h2"))
    assert "/query/time/past-deadline" in found.links
    assert not [link for link in found.links if link.startswith("/query/site/")]
    last = [text for text in found.texts("h2") if text in ("Time", "Tables", "Audit")]
    assert last[0] == "Time", "what the program itself uses comes last"


def test_the_menu_finds_words_of_a_question(client: FlaskClient) -> None:
    found = page(client, "/questions?q=DEADLINE+outside")
    names = [link for link in found.links if link.startswith("/query/")]
    assert "/query/time/outside-period" in names
    assert len(names) < 5
    assert page(client, "/questions?q=zzz").texts("p[@role='status']") == [
        "0 questions with “zzz”. All questions"
    ]


@pytest.mark.parametrize("values", [{"p": "x"}, {"q": "x" * 201}])
def test_the_menu_says_what_it_does_not_take(values: dict[str, str], client: FlaskClient) -> None:
    page(client, f"/questions?{urlencode(values)}", 400)


def test_few_choices_are_a_menu_and_its_value_stays_chosen(client: FlaskClient) -> None:
    found = page(client, "/query/audit/findings?plan=alpha-2020")
    options = found.all("select[@id='value-plan']/option")
    assert {option["value"] for option in options} == {"", "alpha-2020", "beta-2021"}
    assert [option["value"] for option in options if "selected" in option] == ["alpha-2020"]
    assert found.all("label[@for='value-plan']")


@pytest.mark.parametrize(
    ("address", "name", "told"),
    [
        ("/query/time/due-between?from=soon&to=2020-12-31", "from", "not a date"),
        ("/query/time/due-between?from=2020-01-01", "to", "A value is needed"),
        ("/query/audit/findings?plan=nowhere", "plan", "knows nothing called"),
    ],
)
def test_a_fault_stands_at_its_field_and_leads_there(
    address: str, name: str, told: str, client: FlaskClient
) -> None:
    found = page(client, address, 400)
    (field,) = [
        each for tag in ("input", "select") for each in found.all(tag) if each.get("aria-invalid") == "true"
    ]
    assert field["id"] == f"value-{name}"
    assert f"fault-{name}" in field["aria-describedby"].split()
    assert re.search(told, " ".join(found.texts(f"p[@id='fault-{name}']")))
    assert f"#value-{name}" in found.links
    assert parse_qs(urlsplit(address).query).get(name, [""])[0] == field.get("value")


@pytest.fixture(scope="module")
def paged(make_app: MakeApp, sample_graph: Path) -> FlaskClient:
    return make_app(sample_graph, rows=3, workers=1).test_client()


@pytest.mark.parametrize("start", ["/query/tables/actions", f"/sparql?{urlencode({'query': ACTIONS})}"])
def test_the_pages_of_a_long_answer_have_each_row_once(start: str, paged: FlaskClient) -> None:
    rows, address = [], start
    whole = paged.get(start.replace("actions", "actions.csv") if "tables" in start else f"{start}&format=csv")
    while address:
        found = page(paged, address)
        rows += found.texts("main//tbody/tr")
        onward = [each["href"] for each in found.all("a") if each.get("rel") == "next"]
        address = onward[0].partition("#")[0] if onward else ""
    assert len(rows) == len(set(rows)) == whole.text.count("\n") - 1


@pytest.mark.parametrize("number", ["9", "0", "-1", "x", "999999999999", "²"])
def test_a_page_that_is_not_there_is_said_so(number: str, paged: FlaskClient) -> None:
    page(paged, f"/query/tables/actions?{urlencode({'page': number})}", 404)


def test_a_version_stays_in_every_link_of_a_result(client: FlaskClient) -> None:
    version = client.get("/").headers["Equigraph-Version"]
    found = page(client, f"/query/tables/plans?version={version}")
    written = [link for link in found.links if link.startswith("/query/tables/plans.")]
    assert written
    assert all(f"version={version}" in link for link in written)
    assert found.all("section//a[@rel='alternate']")


def test_a_question_opens_in_the_editor_without_being_asked(client: FlaskClient) -> None:
    found = page(client, "/query/audit/findings?plan=alpha-2020")
    (edit,) = [link for link in found.links if link.startswith("/sparql?edit=")]
    opened = page(client, edit)
    (text,) = opened.texts("textarea")
    assert "plan/alpha-2020>" in text
    assert "Answer" not in opened.texts("h2")


def test_the_terms_to_complete_are_those_of_the_description(real_client: FlaskClient) -> None:
    terms = real_client.get("/sparql/terms.json").get_json()
    assert "https://w3id.org/equigraph/ns#Action" in terms["class"]
    assert "https://w3id.org/equigraph/ns#owner" in terms["property"]
    assert "eq: <https://w3id.org/equigraph/ns#>" in terms["prefixes"]
    described = real_client.get("/.well-known/void", headers={"Accept": "application/n-triples"}).text
    assert all(f"<{iri}>" in described for iri in (*terms["class"], *terms["property"]))


@pytest.fixture(scope="module")
def real_client(make_app: MakeApp, real_graph: Path) -> FlaskClient:
    return make_app(real_graph, workers=1).test_client()


def test_a_short_answer_with_words_and_numbers_has_a_chart(client: FlaskClient) -> None:
    pictures = [each["src"] for each in page(client, "/query/plans/contents").all("img")]
    assert pictures == ["/chart/generic-bar.svg?of=plans%2Fcontents"]
    assert client.get(pictures[0]).mimetype == "image/svg+xml"
    assert page(client, "/query/tables/actions").all("img") == []


def asked(client: FlaskClient) -> str:
    """How often workers were asked."""
    (found,) = re.findall(r"(?m)^equigraph_engine_seconds_count (.*)$", client.get("/metrics").text)
    return str(found)


def test_a_page_that_the_build_kept_asks_no_worker(real_client: FlaskClient) -> None:
    before = asked(real_client)
    found = page(real_client, "/query/tables/actions?page=2")
    assert asked(real_client) == before
    assert len(found.texts("main//tbody/tr")) > 1


def test_pages_go_on_past_what_the_build_kept(real_client: FlaskClient) -> None:
    pages = [page(real_client, f"/query/tables/evidence?page={number}") for number in (5, 6)]
    csv = real_client.get("/query/tables/evidence.csv").text
    said = [re.findall(r"([\d,]+) rows\.", " ".join(found.texts("main//p"))) for found in pages]
    assert said[0] == said[1]
    assert int(said[0][0].replace(",", "")) == len(list(DictReader(csv.splitlines()))) > 1_000
    assert not set(pages[0].texts("main//tbody/tr")) & set(pages[1].texts("main//tbody/tr"))

"""Pages of the site as pages of a copy: what stays as it is, where links lead, what is taken out."""

from urllib.parse import quote, unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.server.export.places import Place, Plot
from equigraph.server.export.rewriting import ABSENT, NOT_HERE, THERE, rewritten

PLOT = Plot(
    "aaaaaaaaaaaa",
    "2026-01-31",
    {
        "/doc/plan/x/evidence/": "/doc/graph/plan/x/evidence",
        "/doc/dataset/class/Plan": "/doc/graph/description",
    },
)


def translate(link: str) -> str | None:
    page = Place("/doc/plan/x")
    found = PLOT.place(page, link)
    return page.way_to(*found) if found else None


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/audit/x", "audit/x/index.html"),
        ("/audit/report.html", "audit/report.html"),
        ("/doc/organisation/a.b.csv", "doc/organisation/a.b.csv/index.html"),
        ("/data/plan/x.ttl", "data/plan/x.ttl"),
        ("/catalogue.turtle", "catalogue.turtle"),
        ("/static/style.css", "static/style.css"),
        ("/.well-known/void", ".well-known/void"),
        ("/doc/caf%C3%A9", "doc/café/index.html"),
    ],
)
def test_each_address_has_a_file(address: str, file: str) -> None:
    assert Place(address).file == file


def test_pages_of_a_list_have_folders_of_their_own() -> None:
    assert (Place("/plans", 3).file, Place("/plans", 3).address) == (
        "plans/page/3/index.html",
        "/plans?page=3",
    )


@pytest.mark.parametrize(
    ("link", "way"),
    [
        ("/", "../../../"),
        ("/#plans", "../../../#plans"),
        ("/doc/plan/x", "./"),
        ("/doc/plan/x/action/1", "action/1/"),
        ("/doc/plan/x/action/1?version=aaaaaaaaaaaa", "action/1/"),
        ("/data/plan/x.ttl", "../../../data/plan/x.ttl"),
        ("/data/plan/x.nt", None),
        ("/audit/x?as-of=2026-01-31&version=aaaaaaaaaaaa", "../../../audit/x/"),
        ("/audit/x?criterion=Owner#Owner", "../../../audit/x/#Owner"),
        ("/plans?page=2", "../../../plans/page/2/"),
        ("/query/tables/actions?council=x", None),
        ("/sparql?query=SELECT", None),
        ("/doc/plan/x?version=bbbbbbbbbbbb", None),
        ("/doc/plan/x/evidence/12/1/at", "../../graph/plan/x/evidence/"),
        ("/doc/dataset/class/Plan", "../../graph/description/"),
        ("/doc/dataset/class", "../../dataset/class/"),
    ],
)
def test_links_lead_to_files_whatever_the_copy_stands_under(link: str, way: str | None) -> None:
    assert translate(link) == way


@pytest.mark.parametrize(
    ("page", "made"),
    [
        ("<!doctype html>\n<p title='a &amp; b'>1 &lt; 2 &#39;</p><br/>", None),
        ('<a href="https://example.org/">x</a><a href="#here">y</a>', None),
        ('<script type="application/ld+json">{"a": "</"}</script>', None),
        ('<a href="/" title="&quot;">x</a>', '<a href="../../../" title="&quot;">x</a>'),
        (
            '<p><a href="/q?a=1"><b>x</b></a> <a href="/">y</a></p>',
            f'<p><span class="absent" title="{ABSENT}"><b>x</b></span> <a href="../../../">y</a></p>',
        ),
        ('<link rel="alternate" href="/data/plan/x.nt"><p></p>', "<p></p>"),
        ('<form class="find"><p>x</p></form><script src="/a.js"></script>y', "y"),
        ("<form><input></form>", f'<p class="hint">{ABSENT}</p>'),
        (
            '<form action="/search"><input id="a"><button>Find <b>it</b></button></form>y',
            f'<p class="hint">“Find it” {NOT_HERE}</p>y',
        ),
        (
            "<!-- <a href='/q?a=1'> --><a title='>' href=/ >x</a>",
            "<!-- <a href='/q?a=1'> --><a title='>' href=\"../../../\" >x</a>",
        ),
        ('<svg><image href="/a.svg"/></svg>', '<svg><image href="../../../a.svg"/></svg>'),
        ('<a href="/?page=2&amp;version=aaaaaaaaaaaa">x</a>', '<a href="../../../page/2/">x</a>'),
        ('<img src="/chart/a.svg" alt="">', '<img src="../../../chart/a.svg" alt="">'),
    ],
)
def test_only_what_a_copy_cannot_have_is_changed(page: str, made: str | None) -> None:
    assert rewritten(page, translate)[0] == (page if made is None else made)


def test_what_a_copy_cannot_do_leads_to_the_service_where_one_is_named() -> None:
    page = (
        '<a href="/q?a=1&amp;b=2">x</a><form action="/search"><button>Find</button></form><a href="/">y</a>'
    )
    made, _ = rewritten(page, translate, "https://live.example.org/doc/plan/x")
    assert made == (
        '<a href="https://live.example.org/q?a=1&amp;b=2">x</a>'
        f'<p class="hint">“Find” {NOT_HERE} <a href="https://live.example.org/search">{THERE}</a>.</p>'
        '<a href="../../../">y</a>'
    )


def test_forms_and_scripts_that_stay_are_translated_and_their_places_known() -> None:
    page = (
        '<script src="/a.js" defer></script><script src="/b.js"></script><form>x</form>'
        '<form class="find" action="/search" id="a"><a id="b" href="/"><b>x</b></a></form>'
    )
    made, places = rewritten(page, translate, stays={"/search", "/a.js"})
    assert made == (
        f'<script src="../../../a.js" defer></script><p class="hint">{ABSENT}</p>'
        '<form class="find" action="../../../search/" id="a"><a id="b" href="../../../"><b>x</b></a></form>'
    )
    assert places == {"a", "b"}


def test_places_that_links_can_lead_to_are_known() -> None:
    assert rewritten('<p id="a"></p><form id="b"><p id="c"></p></form>', translate)[1] == {"a"}


SEGMENTS = st.lists(st.text(st.sampled_from("abé -"), min_size=1, max_size=5), max_size=4)


@given(SEGMENTS, SEGMENTS)
def test_a_way_leads_from_one_file_to_the_other(here: list[str], there: list[str]) -> None:
    one, other = Place("/" + "/".join(here)), Place("/" + "/".join(there))
    way = urljoin(f"https://example.org/under/{quote(one.file)}", one.way_to(other, ""))
    assert unquote(way) == f"https://example.org/under/{other.file}".removesuffix("index.html")

"""Every kind of page: its HTML, what axe finds, on a telephone, in the dark, printed, by keyboard."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bench.browser import opened, shown_width
from bench.kinds import Kind, examples, excused, kinds, listed
from equigraph.graph.store import Store
from equigraph.server.app import create_app
from equigraph.server.settings import Settings

HERE = Path(__file__).parent
CHECKER = HERE / "node_modules/.bin/html-validate"
PATIENCE = 120
ALLOWED = r'src="/static/vendor/editor\.js" defer></script>|type="application/ld\+json">'
"""The editor, a file of our own, and data, which no browser runs."""
INLINE = re.compile(rf"<script (?!{ALLOWED})|<script>|<style| style=".encode())
CLIPPED = """[...document.querySelectorAll(".wide")]
    .filter((each) => getComputedStyle(each).overflowX !== "visible").length"""
UNSEEN = """(() => {
    const at = document.activeElement, style = getComputedStyle(at);
    if (at === document.body || at.closest(".CodeMirror")) return "";
    const seen = parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none";
    return seen ? "" : at.outerHTML.slice(0, 200);
})()"""
"""What has the focus and does not show it."""
RULES: dict[str, dict[str, Any]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
"""What axe looks at: all, and in the dark what depends on it."""
Visit = Callable[..., Any]


each_kind = pytest.mark.parametrize("kind", listed(), ids=lambda kind: kind.listed[:60], indirect=True)


@pytest.fixture(scope="module")
def known(real_store: Store) -> dict[str, str]:
    """An example of each kind of thing in the three plans."""
    return examples(real_store)


@pytest.fixture
def kind(request: pytest.FixtureRequest, known: dict[str, str]) -> Kind:
    """A kind of page with its address in the three plans."""
    listed_kind: Kind = request.param
    return listed_kind.of(known)


class Nobody:
    """An engine that is never asked."""

    def run(self, *_: object) -> Any:  # noqa: ANN401 - it never answers
        raise AssertionError("a test of addresses asks no query")

    def close(self) -> None:
        """Nothing is open."""


def test_every_address_of_the_application_is_looked_at_or_excused(real_store: Store) -> None:
    app = create_app(real_store, Settings(), Nobody())  # type: ignore[arg-type]  # for its addresses alone
    adapter = app.url_map.bind("localhost")
    known = kinds(real_store)
    assert len(known) == len(listed()), "the three plans have an example of each"
    looked_at = {adapter.match(urlsplit(kind.path).path, return_rule=True)[0].rule for kind in known}
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    assert rules - looked_at == set(excused())


def asked(site: str, kind: Kind) -> tuple[int, str, bytes]:
    """The status, media type and body of the page."""
    with closing(HTTPConnection(site.removeprefix("http://"), timeout=PATIENCE)) as connection:
        connection.request("GET", kind.path, headers={"Accept": "text/html"})
        response = connection.getresponse()
        return response.status, response.headers.get_content_type(), response.read()


@each_kind
def test_a_page_answers_as_it_should_without_script_or_style_in_it(kind: Kind, site: str) -> None:
    status, media, body = asked(site, kind)
    assert (status, media) == (kind.status, "text/html")
    assert INLINE.findall(body) == []


@pytest.mark.skipif(not CHECKER.exists(), reason="html-validate is not installed: npm ci --prefix tests/site")
def test_the_html_of_every_page_is_valid(site: str, real_store: Store, tmp_path: Path) -> None:
    known = kinds(real_store)
    for number, kind in enumerate(known):
        (tmp_path / f"{number:02}.html").write_bytes(asked(site, kind)[2])
    options = ["--config", str(HERE / "htmlvalidate.json"), "--formatter", "json"]
    checked = subprocess.run([str(CHECKER), *options, str(tmp_path)], capture_output=True, text=True)
    found = {
        f"{known[int(Path(report['filePath']).stem)].path}: {each['ruleId']}: {each['message']}"
        for report in json.loads(checked.stdout)
        for each in report["messages"]
    }
    assert (sorted(found), checked.returncode) == ([], 0)


@pytest.fixture(scope="module")
def wide(chrome: Browser, site: str) -> Iterator[Page]:
    """A page of a large screen, used again by one test after the other."""
    with opened(chrome, base_url=site, viewport={"width": 1280, "height": 900}) as page:
        yield page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@each_kind
def test_axe_finds_nothing(kind: Kind, scheme: Any, wide: Page) -> None:  # noqa: ANN401 - playwright's literal
    wide.emulate_media(color_scheme=scheme)
    wide.goto(kind.path)
    wide.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    found = Axe().run(wide, options=RULES[scheme]).response["violations"]
    assert [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found] == []


@pytest.fixture(scope="module")
def narrow(chrome: Browser, site: str) -> Iterator[Page]:
    """A page of a telephone, used again by one test after the other."""
    with opened(chrome, base_url=site, viewport={"width": 320, "height": 640}) as page:
        yield page


@pytest.mark.browser
@each_kind
def test_a_page_fits_a_telephone(kind: Kind, narrow: Page) -> None:
    narrow.goto(kind.path)
    assert shown_width(narrow) == 320


@pytest.mark.browser
@each_kind
def test_a_page_can_be_printed(kind: Kind, wide: Page) -> None:
    wide.emulate_media(media="print", color_scheme="light")
    wide.goto(kind.path)
    assert wide.locator("nav:visible, form:visible, .skip:visible").count() == 0
    assert wide.evaluate(CLIPPED) == 0
    wide.emulate_media(media="screen")


@pytest.mark.browser
@each_kind
def test_a_page_asks_for_nothing_elsewhere_and_keeps_its_own_policy(kind: Kind, visit: Visit) -> None:
    watched = visit()
    page = watched.open(kind.path)
    expect(page.locator("main h1")).to_have_count(1)
    if kind.status >= 400:
        refused = f"the server responded with a status of {kind.status}"
        watched.wrong[:] = [each for each in watched.wrong if refused not in each]


@pytest.mark.browser
@each_kind
def test_everything_is_reached_by_keyboard_and_seen(kind: Kind, visit: Visit) -> None:
    watched = visit(java_script_enabled=True)
    page = watched.open(kind.path)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(UNSEEN) == ""
    watched.wrong[:] = [each for each in watched.wrong if "the server responded with a status of" not in each]

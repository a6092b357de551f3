"""A whole copy of the site of a small plan: complete, the same each time, and of use under any address."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from bench.browser import opened
from equigraph.cli import main_group
from equigraph.errors import GraphError, UsageError
from equigraph.graph.store import Store
from equigraph.server.export.copying import Copied, copy_site
from equigraph.server.export.finder import SCRIPT, WORDS
from equigraph.server.export.hosting import LISTING, RULES
from equigraph.server.export.things import things

HOME = "https://plans.example.org/under/site"


@pytest.fixture(scope="module")
def copied(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Copied]:
    out = tmp_path_factory.mktemp("copy") / "under/site"
    return out, copy_site(graph, out, HOME, jobs=2)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_thing_has_a_page_and_data(copied: tuple[Path, Copied], graph: Path) -> None:
    out, made = copied
    store = Store.open(graph)
    found = things(store)
    names = [iri.removeprefix(store.manifest.base) for iri in found.own]
    assert any("/action/" in name for name in names) and any("/finding/" in name for name in names)
    for name in names:
        assert (out / "doc" / name / "index.html").is_file()
        assert (out / "data" / f"{name}.ttl").is_file() and (out / "data" / f"{name}.jsonld").is_file()
    assert not list((out / "doc").glob("plan/*/evidence/*"))
    for _, within in found.within:
        assert (
            (out / "data" / f"{within.removeprefix(store.manifest.base)}.ttl").read_text().count("oa:hasBody")
        )
    assert made.files == len(contents(out)) > 3 * len(names)


def test_parts_of_a_description_have_no_page_and_stand_in_the_data_to_which_rules_lead(
    copied: tuple[Path, Copied], graph: Path
) -> None:
    out, _ = copied
    store = Store.open(graph)
    parts = [(iri.removeprefix(store.manifest.base), described) for iri, described in things(store).parts]
    assert len(parts) > 100
    assert {described for _, described in parts} == {f"{store.manifest.base}graph/description"}
    said = (out / "data/graph/description.ttl").read_text()
    for name, _ in parts:
        assert re.fullmatch(r"dataset/(.+/)?(class|property|prefix)/[^/]+", name)  # as in the rules
        assert f"/{name}> " in said and not (out / "doc" / name).exists()
    assert (out / "doc/graph/description/index.html").is_file()


def test_what_the_site_has_besides_things_is_there_too(copied: tuple[Path, Copied]) -> None:
    out, _ = copied
    expected = ["index.html", "ns/index.html", "ns.ttl", ".well-known/void", "static/style.css"]
    expected += ["audit/index.html", "audit/report.csv", "audit/report.xlsx"]
    expected += ["query/tables/actions.csv", "query/tables/actions.tsv", "catalogue.turtle"]
    assert [name for name in (*expected, *RULES.values()) if not (out / name).is_file()] == []
    assert "void:Dataset" in (out / ".well-known/void").read_text()
    listed = json.loads((out / LISTING).read_text())["files"]
    assert listed == {n: sha256(c).hexdigest() for n, c in contents(out).items() if n != LISTING}


def test_what_is_to_be_taken_home_is_there_as_its_checksums_say(copied: tuple[Path, Copied]) -> None:
    folder = copied[0] / "downloads"
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert {"equigraph.nq.gz", "plans/example-2020.trig.zst", "tables/actions.csv"} <= listed.keys()
    found = {name: sha256(content).hexdigest() for name, content in contents(folder).items()}
    del found["SHA256SUMS"]
    assert found == listed


def test_its_own_address_is_the_one_that_was_given(copied: tuple[Path, Copied]) -> None:
    out, _ = copied
    for name in ("feed.atom", "sitemap.xml", "index.html"):
        assert f"{HOME}/" in (out / name).read_text(), name
    for name, content in contents(out).items():
        assert b"copy.invalid" not in content, name
    with ZipFile(out / "audit/report.xlsx") as book:
        assert not any(b"copy.invalid" in book.read(name) for name in book.namelist())


def test_no_page_needs_a_service_or_a_script(copied: tuple[Path, Copied]) -> None:
    pages = [path for path in copied[0].rglob("*.html") if path.name == "index.html"]
    assert pages
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "<form" not in text and "<script src" not in text, path
        assert 'href="/' not in text and 'src="/' not in text, path
    assert not (copied[0] / WORDS.file).exists() and not (copied[0] / "static" / SCRIPT).exists()
    assert "script-src" not in (copied[0] / RULES["headers"]).read_text()


def test_two_copies_are_the_same_bytes_and_the_second_takes_the_place_of_the_first(
    copied: tuple[Path, Copied], graph: Path
) -> None:
    out, made = copied
    before = contents(out)
    (out / "left-over.html").write_text("of an earlier version")
    assert copy_site(graph, out, HOME, jobs=2) == made
    assert contents(out) == before
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_a_link_that_leads_nowhere_is_named_and_nothing_is_written(
    sample_graph: Path, tmp_path: Path
) -> None:
    with pytest.raises(GraphError, match=r"leads to \S+, which answers 404.*Nothing was written"):
        copy_site(sample_graph, tmp_path / "site", HOME, jobs=2)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_something_else_is_left_alone(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="something in the way"):
        copy_site(graph, tmp_path, HOME)
    assert contents(tmp_path) == {"thesis.txt": b"mine"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--url", "plans.example.org/x"], "no scheme and host"),
        (["--service", "example.org"], "--service 'example.org' is no scheme and host"),
        (["--as-of", "soon"], "is no day"),
    ],
)
def test_options_that_do_not_fit_are_said(options: list[str], said: str, tmp_path: Path) -> None:
    ended = CliRunner().invoke(main_group, ["export", "site", "--out", str(tmp_path / "x"), *options])
    assert said in str(ended.exception)


def test_the_command_is_listed_with_its_sisters() -> None:
    listed = CliRunner().invoke(main_group, ["export", "--help"]).output
    assert all(f"  {name} " in listed for name in ("jsonld", "nquads", "site", "tables", "trig"))


@pytest.fixture
def address(
    copied: tuple[Path, Copied], hosted: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    with hosted(copied[0].parents[1]) as root:
        yield f"{root}/under/site/"


@pytest.fixture
def browser(chrome: Browser) -> Iterator[Page]:
    with opened(chrome, java_script_enabled=False, viewport={"width": 320, "height": 800}) as page:
        yield page


@pytest.mark.browser
def test_a_plain_web_server_shows_it_without_script(address: str, browser: Page) -> None:
    failed: list[str] = []
    asked: set[str] = set()
    browser.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    browser.on("request", lambda request: asked.add(request.url))
    browser.goto(address)
    browser.get_by_role("link", name="Audit", exact=True).click()
    browser.get_by_role("link", name="with what was found").click()
    browser.locator("a.read").filter(has_text="Visit every tenant").first.click()
    assert browser.get_by_role("heading", level=1).inner_text() == "Visit every tenant"
    assert "/under/site/doc/plan/example-2020/action/" in browser.url
    browser.get_by_role("link", name="Housing").first.click()
    browser.get_by_role("link", name="equigraph", exact=True).click()
    assert browser.url == address
    assert failed == []
    assert {url for url in asked if not url.startswith(address)} == set()
    assert f"{address}static/style.css" in asked

"""What the documentation lists is what there is."""

import re
from pathlib import Path

import click

from equigraph.cli import main_group
from equigraph.queries.catalogue import Catalogue

ROOT = Path(__file__).parent.parent
OWN = ("tables/", "audit/", "description/", "site/", "overview/", "search/")
"""Folders of queries that the program uses itself."""


def section(name: str) -> str:
    """The README after the mark ``name``, up to the next heading."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.split(r"\n## ", text.split(f"<!-- {name}: ", 1)[1])[0]


def test_every_command_is_in_the_readme() -> None:
    listed = set(re.findall(r"^\| `equigraph ([\w-]+)", section("commands"), re.MULTILINE))
    assert listed == set(main_group.list_commands(click.Context(main_group)))


def test_every_query_is_in_the_readme_with_its_question() -> None:
    listed = dict(re.findall(r"^\| `([\w/-]+)` \| (.+?) \|$", section("queries"), re.MULTILINE))
    catalogue = Catalogue.standard()
    names = [name for name in catalogue.names() if not name.startswith(OWN)]
    assert listed == {name: catalogue.get(name).question for name in names}


def test_links_within_the_documentation_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("mappings/**/*.md")]
    text = {page: page.read_text(encoding="utf-8") for page in pages}
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)\)", text[page])]
    assert links
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []

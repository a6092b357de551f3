"""Header rows: which role each column of a table has."""

import re
from functools import cache
from importlib.resources import files

import yaml

from .text import Quote


@cache
def synonyms() -> dict[str, str]:
    """Column heading (lower case, no marks) → role, from ``headers.yaml``."""
    data = yaml.safe_load(files(__package__).joinpath("headers.yaml").read_text(encoding="utf-8"))
    return {heading: role for role, headings in data.items() for heading in headings}


def roles_of(cells: list[Quote]) -> tuple[str, ...]:
    """The role of each column if this is a header row (two or more headings, all of them known), else ()."""
    roles = tuple(role_of(cell.text) for cell in cells)
    return roles if len(roles) > 1 and all(roles) else ()


def role_of(heading: str) -> str:
    """The role that a column heading names, "" where it is not known."""
    return synonyms().get(re.sub(r"\W+", " ", heading.lower()).strip(), "")

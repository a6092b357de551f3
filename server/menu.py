"""The page of the named queries: what can be asked, by subject, and what of it has some words."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from ..errors import UsageError
from ..queries.catalogue import Query
from .services import services

blueprint = Blueprint("menu", __name__)

OWN = ("tables", "overview", "audit", "description")
"""Folders whose queries the program itself uses; they come last."""
GENERAL = "General"
TAKEN = ("q", "version")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Group:
    """The ``queries`` of one ``folder``."""

    folder: str
    queries: tuple[Query, ...]

    @property
    def title(self) -> str:
        """The folder's name for people."""
        return self.folder.capitalize().replace("-", " ").replace("/", ", ") or GENERAL

    @property
    def own(self) -> bool:
        """Whether the program itself uses them."""
        return is_own(self.folder)


def is_own(name: str) -> bool:
    """Whether the program itself uses the query or folder of that name."""
    return name.partition("/")[0] in OWN


@blueprint.get("/questions")
def questions() -> str:
    """The questions by subject; with ``q``, those that have all its words.

    Raises UsageError for a value that it does not take, and for words that are too many.
    """
    if unknown := next((name for name in request.args if name not in TAKEN), None):
        raise UsageError(f"the questions take no value {unknown[:100]!r}", "They take: q")
    words = " ".join(request.args.get("q", "").split())
    if len(words) > LONGEST:
        raise UsageError("there are too many words", f"Give at most {LONGEST} characters")
    groups = sorted(_with(words.lower().split()), key=lambda group: (group.own, group.folder))
    count = sum(len(group.queries) for group in groups)
    return render_template("questions.html", groups=groups, words=words, count=count)


def _with(words: list[str]) -> Iterator[Group]:
    for folder, queries in services().questions.items():
        found = tuple(query for query in queries if all(word in _text(query) for word in words))
        if found:
            yield Group(folder, found)


def _text(query: Query) -> str:
    """All that is said of the query, to find words in."""
    header = query.header
    said = [each.description for each in header.params] + [each.description for each in header.columns]
    return " ".join((query.name, query.question, query.summary, *said)).lower()

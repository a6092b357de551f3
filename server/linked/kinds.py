"""What the page of a thing shows first, by the kind of thing."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from ...ontology.terms import PREFIXES


@dataclass(frozen=True, slots=True)
class Kind:
    """Things of these ``classes``, by their IRIs: the ``template`` of what is shown first, and the queries in
    site/ that it ``asks``.
    """

    template: str
    classes: frozenset[str]
    asks: tuple[str, ...]


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order in which they are tried; the last is for whatever is of no other."""
    content = files("equigraph.server.linked").joinpath("kinds.yaml").read_text(encoding="utf-8")
    return tuple(
        Kind(each["template"], frozenset(map(_full, each["classes"])), tuple(each["asks"]))
        for each in yaml.safe_load(content)
    )


def kind_of(classes: Collection[str]) -> Kind:
    """The kind of a thing of these ``classes``."""
    return next((kind for kind in kinds() if kind.classes & set(classes)), kinds()[-1])


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local

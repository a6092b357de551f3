"""Which of our terms and codes the files of other rooms name, so that checks find unused and unknown ones."""

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from pyoxigraph import NamedNode, Triple

from .terms import PREFIXES, term

OURS = {prefix: iri for prefix, iri in PREFIXES.items() if iri.startswith("https://w3id.org/equigraph/")}
"""Prefixes of the namespaces that this project keeps."""

PLACES = ("ontology/rules", "queries", "mappings", "graph", "shapes", "build.py", "server")
"""Where a term counts as used."""

ENDINGS = (".html", ".json", ".py", ".rq", ".ttl", ".yaml")

_NAMED = re.compile(rf"(?<![\w.-])({'|'.join(OURS)}):([A-Za-z](?:[\w-]*\w)?)")
_SPELT = re.compile(rf"({'|'.join(map(re.escape, OURS.values()))})([A-Za-z](?:[\w-]*\w)?)")


def references() -> list[Triple]:
    """``<asset:file> dcterms:references <term>`` for each file of the other rooms and each term it names."""
    named = {(name, iri) for name, text in _texts() for iri in names_in(text)}
    relation = term("dcterms:references")
    return [Triple(NamedNode(f"asset:{name}"), relation, NamedNode(iri)) for name, iri in sorted(named)]


def names_in(text: str) -> frozenset[str]:
    """The IRIs of our terms and codes that ``text`` names, with a prefix or in full."""
    short = {OURS[prefix] + local for prefix, local in _NAMED.findall(text)}
    return frozenset(short | {space + local for space, local in _SPELT.findall(text)})


def _texts() -> Iterator[tuple[str, str]]:
    root = files("equigraph")
    for place in PLACES:
        yield from _walk(root.joinpath(place), place)


def _walk(item: Traversable, name: str) -> Iterator[tuple[str, str]]:
    if item.is_dir():
        for child in item.iterdir():
            yield from _walk(child, f"{name}/{child.name}")
    elif item.is_file() and name.endswith(ENDINGS):
        yield name, item.read_text(encoding="utf-8")

"""What follows from a plan by the ontology's rules."""

from collections.abc import Iterable
from functools import cache

from ..ontology.assets import rule_files, vocabulary_files
from .assets import asset_lines
from .infer import inferred


def follows(lines: Iterable[str], base: str, graph: str) -> list[str]:
    """What the rules add, in the named ``graph``, to a plan's N-Quads ``lines`` and the vocabularies."""
    return inferred([*lines, *_vocabularies(base)], [rule.text for rule in rule_files()], graph)


@cache
def _vocabularies(base: str) -> list[str]:
    known = ((file.name, file.text) for file in vocabulary_files())
    return asset_lines(known, f"{base}graph/vocabularies")

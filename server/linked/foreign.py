"""Names for terms of others, which the graph uses and does not describe."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, RdfFormat, parse


@cache
def names() -> Mapping[str, str]:
    """The name of each term in foreign.ttl by its IRI."""
    content = files("equigraph.server.linked").joinpath("foreign.ttl").read_bytes()
    return {
        quad.subject.value: quad.object.value
        for quad in parse(content, format=RdfFormat.TURTLE)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }


def foreign(iri: str) -> str:
    """The name of a term of others; "" where none is known."""
    return names().get(iri, "")

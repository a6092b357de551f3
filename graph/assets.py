"""Turtle files as N-Quads lines of a named graph, blank nodes labelled the same whenever the content is."""

from collections.abc import Iterable
from typing import Any

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from ..errors import AssetError
from .lines import to_lines


def asset_lines(files: Iterable[tuple[str, str]], graph: str) -> list[str]:
    """The statements of Turtle ``files`` (name, text) in ``graph``, as sorted lines.

    Blank nodes get labels by RDF Dataset Canonicalization (RDFC-1.0) with the graph's name before them, so
    that no two graphs share one. AssetError naming file and line where a file is not Turtle.
    """
    name = NamedNode(graph)
    dataset = Dataset(quad for file in files for quad in _quads(*file, name))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    prefix = graph.rstrip("/").rsplit("/", 1)[-1]
    return to_lines(
        Quad(_labelled(q.subject, prefix), q.predicate, _labelled(q.object, prefix), name) for q in dataset
    )


def _quads(file: str, text: str, graph: NamedNode) -> list[Quad]:
    try:
        parsed = list(parse(text, RdfFormat.TURTLE, rename_blank_nodes=True))
    except SyntaxError as error:
        raise AssetError(
            f"is not Turtle ({error.msg})", "Mend the file", file, f"line {error.lineno}"
        ) from error
    return [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed]


def _labelled(node: Any, prefix: str) -> Any:  # noqa: ANN401 - any term of pyoxigraph
    return BlankNode(f"{prefix}-{node.value}") if isinstance(node, BlankNode) else node

"""The files of this room: the ontology, vocabularies, examples, rules and checks, as texts and as triples."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from pyoxigraph import RdfFormat, Triple, parse

from ..errors import AssetError

GRAPH_FILES = ("equigraph.ttl", "alignments.ttl")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of this room: its ``name`` within the room, such as ``rules/milestones.rq``, and its text."""

    name: str
    text: str

    @property
    def stem(self) -> str:
        """The name without folder and ending."""
        return self.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    @property
    def summary(self) -> str:
        """The sentence after ``#+ summary:`` on the first line of a query; empty where there is none."""
        head, _, sentence = self.text.partition("\n")[0].partition("#+ summary:")
        return "" if head else sentence.strip()


def ontology_files() -> tuple[Asset, ...]:
    """The ontology and its alignments, which make up the ontology's graph."""
    return tuple(_asset(name) for name in GRAPH_FILES)


def vocabulary_files() -> tuple[Asset, ...]:
    """The SKOS vocabularies, one file a scheme."""
    return _folder("vocabularies", ".ttl")


def example_files() -> tuple[Asset, ...]:
    """Small invented plans in the shape that mappings write."""
    return _folder("examples", ".ttl")


def rule_files() -> tuple[Asset, ...]:
    """CONSTRUCT queries over a plan and the vocabularies as one graph; they fill its inferred graph."""
    return _folder("rules", ".rq")


def check_files() -> tuple[Asset, ...]:
    """Queries over the ontology, vocabularies, examples and their use that must give no row."""
    return _folder("checks", "-violation.rq")


def reasoning_files() -> tuple[Asset, ...]:
    """CONSTRUCT queries that say for a reasoner what RDF leaves open."""
    return _folder("reasoning", ".rq")


def triples(assets: Iterable[Asset]) -> list[Triple]:
    """What the Turtle files ``assets`` say; AssetError for one that cannot be read (Turtle, 6.5)."""
    return [triple for asset in assets for triple in _triples(asset)]


def _triples(asset: Asset) -> list[Triple]:
    try:
        quads = parse(asset.text, RdfFormat.TURTLE, rename_blank_nodes=True)
        return [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    except SyntaxError as error:
        place = f"line {error.lineno}"
        raise AssetError(str(error), "Correct the Turtle", f"ontology/{asset.name}", place) from error


def _folder(folder: str, ending: str) -> tuple[Asset, ...]:
    found = files("equigraph.ontology").joinpath(folder).iterdir()
    names = sorted(each.name for each in found if each.name.endswith(ending))
    return tuple(_asset(f"{folder}/{name}") for name in names)


def _asset(name: str) -> Asset:
    return Asset(name, files("equigraph.ontology").joinpath(name).read_text(encoding="utf-8"))

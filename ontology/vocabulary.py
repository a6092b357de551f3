"""The SKOS vocabularies as Python values: concepts with their labels, organisations with kind and area."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from operator import attrgetter

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ..errors import AssetError
from .terms import term

Properties = Mapping[NamedNode, list[str]]


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a ``scheme`` (its short name): its label, other labels, IRIs of broader concepts."""

    iri: str
    code: str
    label: str
    alternatives: tuple[str, ...]
    broader: tuple[str, ...]
    scheme: str

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label, the preferred one first."""
        return (self.label, *self.alternatives)


@dataclass(frozen=True, slots=True)
class Organisation(Concept):
    """An organisation: ``kind`` is its class in the Organization Ontology, ``area`` a council's GSS code."""

    kind: str
    area: str


@dataclass(frozen=True)
class Vocabulary:
    """The concepts of all schemes, in the order of their IRIs."""

    concepts: tuple[Concept, ...]

    @classmethod
    def read(cls, assets: Iterable[Traversable]) -> "Vocabulary":
        """The concepts of the Turtle files ``assets``; AssetError for one that cannot be read."""
        return cls(tuple(sorted((each for asset in assets for each in _read(asset)), key=attrgetter("iri"))))

    def scheme(self, name: str) -> tuple[Concept, ...]:
        """The concepts of the scheme with the short ``name``; AssetError where it has none."""
        found = tuple(each for each in self.concepts if each.scheme == name)
        if not found:
            known = ", ".join(sorted({each.scheme for each in self.concepts}))
            raise AssetError(f"there is no scheme {name!r}", f"The schemes are {known}")
        return found

    def organisations(self) -> tuple[Organisation, ...]:
        """Councils and partner bodies."""
        return tuple(each for each in self.concepts if isinstance(each, Organisation))

    def councils(self) -> dict[str, Organisation]:
        """The organisations that serve an area, by their code."""
        return {each.code: each for each in self.organisations() if each.area}


@cache
def vocabulary() -> Vocabulary:
    """The vocabularies that come with the package; AssetError where one cannot be read."""
    folder = files("equigraph.ontology").joinpath("vocabularies")
    return Vocabulary.read(each for each in folder.iterdir() if each.name.endswith(".ttl"))


def concepts(scheme: str) -> tuple[Concept, ...]:
    """The concepts of ``scheme``, such as ``characteristic``; AssetError where there is no such scheme."""
    return vocabulary().scheme(scheme)


def organisations() -> tuple[Organisation, ...]:
    """The councils and partner bodies of the organisations vocabulary."""
    return vocabulary().organisations()


def _read(asset: Traversable) -> list[Concept]:
    try:
        triples = [quad.triple for quad in parse(asset.read_bytes(), RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise AssetError(str(error), "Correct the Turtle", asset.name, f"line {error.lineno}") from error
    in_scheme, subjects = term("skos:inScheme"), _by_subject(triples)
    return [_concept(iri, props, asset.name) for iri, props in subjects.items() if in_scheme in props]


def _by_subject(triples: Iterable[Triple]) -> dict[str, Properties]:
    subjects: dict[str, defaultdict[NamedNode, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            subjects[triple.subject.value][triple.predicate].append(triple.object.value)
    return dict(subjects)


def _concept(iri: str, props: Properties, file: str) -> Concept:
    base = Concept(
        iri=iri,
        code=_one(iri, props, "skos:notation", file),
        label=_one(iri, props, "skos:prefLabel", file),
        alternatives=tuple(props.get(term("skos:altLabel"), []) + props.get(term("skos:hiddenLabel"), [])),
        broader=tuple(props.get(term("skos:broader"), [])),
        scheme=_tail(_one(iri, props, "skos:inScheme", file)),
    )
    kinds = [each for each in props.get(term("rdf:type"), []) if each.startswith(term("org:").value)]
    return _organisation(base, kinds[0], props) if kinds else base


def _organisation(base: Concept, kind: str, props: Properties) -> Organisation:
    area = _tail(next(iter(props.get(term("dcterms:spatial"), [])), ""))
    return Organisation(
        base.iri,
        base.code,
        base.label,
        base.alternatives,
        base.broader,
        base.scheme,
        kind=kind.removeprefix(term("org:").value),
        area=area,
    )


def _one(iri: str, props: Properties, name: str, file: str) -> str:
    values = props.get(term(name), [])
    if len(values) != 1:
        raise AssetError(f"{len(values)} values of {name}", "Give exactly one", file, iri)
    return values[0]


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]

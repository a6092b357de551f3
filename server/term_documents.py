"""What the pages of the ontology and of the vocabularies show."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import render_template
from pyoxigraph import NamedNode

from .overview import rows
from .records import Record, first_text, records, total
from .services import store

KINDS = (
    ("class", "Classes", "What there is."),
    ("relation", "Properties that lead to a thing", "How things belong together."),
    ("attribute", "Properties that have a value", "Words, numbers and dates."),
)
"""The kinds of terms, with what they are called and a word about them."""

USERS = ("query", "shape")
"""What uses a term, as overview/ontology-relations calls it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology: what is said of it, and others by what they have to do with it."""

    about: Record
    related: Mapping[str, list[Record]]

    @property
    def iri(self) -> str:
        """Its IRI."""
        return _iri(self.about, "term")

    @property
    def name(self) -> str:
        """The end of its IRI, which is its place on the page."""
        return self.iri.partition("#")[2]

    @property
    def kind(self) -> str:
        """Which of ``KINDS`` it is."""
        return first_text([self.about], "kind")

    @property
    def used(self) -> int:
        """How often the graph uses it."""
        return total([self.about], "used")


@dataclass(frozen=True, slots=True)
class Arrow:
    """A property in a diagram, and the class at its other end."""

    label: str
    name: str
    other: str
    other_label: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept with those directly within it."""

    about: Record
    narrower: tuple["Concept", ...]

    @property
    def name(self) -> str:
        """The end of its IRI, which is its place on the page."""
        return _iri(self.about, "concept").rpartition("/")[2]

    @property
    def others(self) -> list[str]:
        """Other names of it."""
        return [each for each in first_text([self.about], "others").split("\n") if each]


def document(iri: str, **values: object) -> str | None:
    """The page of an ontology or vocabulary with its terms; None where ``iri`` is neither."""
    about = next((row for row in rows("terms") if _iri(row, "terms") == iri), None)
    if about is None:
        return None
    if any(_iri(row, "scheme") == iri for row in rows("concepts")):
        return _scheme(iri, about, values)
    terms = _terms()
    groups = [
        (*kind, [term for term in terms if first_text([term.about], "kind") == kind[0]]) for kind in KINDS
    ]
    statements = records(store().named("site/statements", {"thing": iri}))
    return render_template(
        "ontology.html",
        iri=iri,
        about=about,
        groups=groups,
        statements=statements,
        leaving=_arrows(terms, "of", "value"),
        arriving=_arrows(terms, "value", "of"),
        using={row["other"] for term in terms for by in USERS for row in term.related[by]},
        **values,
    )


def _scheme(iri: str, about: Record, values: Mapping[str, object]) -> str:
    found = [row for row in rows("concepts") if _iri(row, "scheme") == iri]
    collections = records(store().named("site/collections", {"thing": iri}))
    return render_template(
        "scheme.html",
        iri=iri,
        about=about,
        tree=tuple(_tree(found)),
        number=len(found),
        collections=collections,
        **values,
    )


def _terms() -> list[Term]:
    related: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for row in rows("ontology-relations"):
        related[_iri(row, "term")][first_text([row], "relation")].append(row)
    return [Term(row, related[_iri(row, "term")]) for row in rows("ontology")]


def _arrows(terms: list[Term], here: str, there: str) -> dict[str, list[Arrow]]:
    """The properties between classes of the ontology, by the class at the end ``here``."""
    classes = {term.iri: term for term in terms if term.kind == "class"}
    found: dict[str, list[Arrow]] = defaultdict(list)
    for term in terms:
        others = [classes[_iri(row, "other")] for row in term.related[there] if _iri(row, "other") in classes]
        for row in term.related[here]:
            for other in others:
                label = first_text([term.about], "label")
                found[_iri(row, "other")].append(
                    Arrow(label, term.name, other.name, first_text([other.about], "label"))
                )
    return found


def _tree(found: list[Record]) -> Iterator[Concept]:
    """The concepts below none, each with those within it."""
    known = {_iri(row, "concept") for row in found}
    within: dict[str, list[Record]] = defaultdict(list)
    for row in found:
        above = _iri(row, "broader")
        within[above if above in known else ""].append(row)
    return _below("", within, frozenset())


def _below(above: str, within: Mapping[str, list[Record]], seen: frozenset[str]) -> Iterator[Concept]:
    """Those directly within ``above``; a concept that is within itself is not followed again."""
    for row in within.get(above, ()):
        iri = _iri(row, "concept")
        if iri not in seen:
            yield Concept(row, tuple(_below(iri, within, seen | {iri})))


def _iri(row: Record, column: str) -> str:
    value = row[column]
    return value.value if isinstance(value, NamedNode) else ""

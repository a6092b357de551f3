"""What the graph knows of synthetic councils before any plan names them."""

from equigraph.mappings.sink import Sink, iri
from equigraph.ontology.terms import PREFIXES, term

from .edition import BASE, Edition


def council_lines(edition: Edition, base: str = BASE) -> tuple[str, ...]:
    """The council of a plan as N-Quads in the graph of organisations."""
    council = edition.publisher
    sink = Sink()
    sink.add(
        f"{base}graph/organisations", council,
        ("rdf:type", term("org:FormalOrganization")), ("skos:prefLabel", f"Council {edition.council}"),
        ("skos:notation", edition.code), ("skos:definition", "A council made up for measurements."),
        ("skos:inScheme", iri(PREFIXES["organisation"].rstrip("/"))),
    )  # fmt: skip
    return sink.lines()

"""Which series a plan is an edition of, which edition it follows (DCAT 3, 11), and who answers for it."""

from ..ontology.terms import term
from .iris import PlanIris
from .quads_evidence import Evidence
from .records import PlanFacts
from .sink import Sink, iri


def edition(sink: Sink, iris: PlanIris, facts: PlanFacts) -> None:
    """State the series, described in the graph all plans share, and the edition before this one."""
    series, before = iris.series(facts.series), iris.sibling(facts.previous)
    sink.add(
        iris.graph(), iris.plan,
        ("dcat:inSeries", iri(series)),
        ("dcat:previousVersion", iri(before)), ("prov:wasRevisionOf", iri(before)),
    )  # fmt: skip
    sink.add(
        iris.organisations, series,
        ("rdf:type", term("dcat:DatasetSeries")), ("dcterms:title", facts.series),
        ("dcterms:publisher", iri(facts.council)), ("eq:yearsBetween", facts.years_between),
    )  # fmt: skip


def contact(sink: Sink, evidence: Evidence, iris: PlanIris, facts: PlanFacts) -> None:
    """State where readers can turn, if the document says it."""
    if facts.contact is None:
        return
    node = f"{iris.plan}/contact"
    sink.add(iris.graph(), iris.plan, ("dcat:contactPoint", iri(node)))
    sink.add(
        iris.graph(), node,
        ("rdf:type", term("vcard:Kind")), ("eq:text", facts.contact.text),
    )  # fmt: skip
    evidence.of_quote(facts.contact, "verbatim", node)

"""What a measure says beyond its words."""

from .iris import PlanIris
from .records import Measure
from .sink import Sink, coded, each, iri


def add_measure(sink: Sink, iris: PlanIris, measure: Measure, subject: str, action: str) -> None:
    """State how the measure was got, its values, what it was drawn from, and the ``action`` it measures."""
    source = iri(iris.thing(*measure.source)) if measure.source else None
    sink.add(
        iris.graph(), subject,
        ("eq:method", coded("method", measure.method)), ("eq:theme", measure.theme),
        ("eq:unit", measure.unit),
        ("eq:baseline", measure.baseline), ("eq:targetValue", measure.target_value),
        ("prov:wasDerivedFrom", source),
        *each("eq:refines", [iri(iris.thing("measure", key)) for key in measure.refines]),
    )  # fmt: skip
    if action:
        sink.add(iris.graph(), action, ("eq:measure", iri(subject)))

"""What a mapping states of its plan."""

from datetime import date
from importlib.resources import files
from typing import Any

import yaml

from ..ontology.vocabulary import Concept
from .document import Document
from .mapping import Mapping
from .records import Mention, PlanFacts
from .text import Quote, Span
from .values.contacts import find_contact
from .values.dates import PlanYear

DEFAULT_SERIES = "Equality plans"
"""The title of a council's series where a mapping gives none."""
YEARS_BETWEEN = {"objectives": 4, "information": 1}
"""The most years between editions, by what they publish (SI 2017/353, regulations 4 and 5)."""


def plan_facts(
    mapping: Mapping, document: Document, concepts: dict[str, Concept], council: Concept
) -> PlanFacts:
    """Title, council, dates and focus; ``concepts`` by ``scheme/code``. MappingError for an unknown one."""
    plan = mapping.data["plan"]
    period, series = plan.get("period", {}), plan.get("series", {})
    return PlanFacts(
        title=plan["title"],
        council=council.iri,
        published=str(plan["published"]),
        period_text=period.get("text", ""),
        period_start=_day(period.get("start")),
        period_end=_day(period.get("end")),
        rights=plan.get("rights", "not stated"),
        regulations=regulations(published(mapping)),
        focus=tuple(_focus(mapping, document, concepts)),
        series=series.get("title", DEFAULT_SERIES),
        years_between=YEARS_BETWEEN[series.get("publishes", "objectives")],
        previous=plan.get("previous", ""),
        contact=_contact(mapping, document),
    )


def plan_year(mapping: Mapping) -> PlanYear:
    """The year that a date without one means: the period's, or that of publication."""
    period = mapping.data["plan"].get("period", {})
    start, end = _day(period.get("start")), _day(period.get("end"))
    return PlanYear(start=start, end=end, year=(start or published(mapping)).year)


def published(mapping: Mapping) -> date:
    """The first day on which the plan can have been published."""
    year, month, day = (str(mapping.data["plan"]["published"]) + "-01-01").split("-")[:3]
    return date(int(year), int(month), int(day))


def regulations(day: date) -> str:
    """The IRI of the regulations in force on ``day``, "" before the first."""
    listed = yaml.safe_load(files(__package__).joinpath("regulations.yaml").read_text(encoding="utf-8"))
    return next((str(entry["iri"]) for entry in reversed(listed) if entry["from"] <= day), "")


def _focus(mapping: Mapping, document: Document, concepts: dict[str, Concept]) -> list[Mention]:
    found = []
    for index, focus in enumerate(mapping.data["plan"].get("focus", [])):
        place = ("plan", "focus", index)
        concept = concepts.get(focus["concept"])
        if concept is None:
            raise mapping.fault(f"unknown concept {focus['concept']!r}", "See ontology/vocabularies", *place)
        quote = mapping.words(document, focus["line"], focus["words"], *place)
        found.append(Mention(concept.iri, concept.label, quote))
    return found


def _contact(mapping: Mapping, document: Document) -> Quote | None:
    """The contact that the mapping names, else the first address or number in the document."""
    named = mapping.data["plan"].get("contact")
    if named:
        return mapping.words(document, named["line"], named["words"], "plan", "contact")
    found = find_contact(document.text)
    return Quote.at(document.text, Span(*found)) if found else None


def _day(value: Any) -> date | None:  # noqa: ANN401 - a YAML date or its text
    return date.fromisoformat(str(value)) if value else None

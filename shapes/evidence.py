"""The words in which a plan shows what a check looks for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .findings import Checks
from .model import Check, Evidence, Place, Population
from .plan_context import PlanContext
from .shape import local_name

SHOWN = 5
"""Pieces of evidence that a report gives; it says how many there are."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A ``concept`` that is mentioned by words of the plan."""

    concept: str
    evidence: Evidence


def with_evidence(
    populations: Iterable[Population], checks: Checks, context: PlanContext
) -> tuple[Population, ...]:
    """The ``populations``, with evidence where a check looks for some and it was found."""
    counted = tuple(populations)
    if not any(checks[each.check][2].seeks for each in counted):
        return counted
    mentions = tuple(_mentions(context))
    return tuple(_evidenced(each, checks[each.check][2], mentions) for each in counted)


def _evidenced(population: Population, check: Check, mentions: Sequence[_Mention]) -> Population:
    if not (check.seeks and population.passed):
        return population
    found = tuple(dict.fromkeys(each.evidence for each in mentions if _counts(each, check)))
    return replace(population, evidence=_first(found), pieces=len(found))


def _counts(mention: _Mention, check: Check) -> bool:
    kind = mention.evidence.kind
    return (
        mention.concept in check.seeks
        and (not check.within or kind in check.within)
        and kind not in check.beyond
    )


def _first(found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Some pieces in the order of the document, in as many different words as there are."""
    words = {each.words.casefold(): each for each in reversed(found)}
    different = sorted(words.values(), key=found.index)
    alike = (each for each in found if each not in different)
    return tuple(sorted((*different, *alike)[:SHOWN], key=found.index))


def _mentions(context: PlanContext) -> Iterator[_Mention]:
    rows = context.store.named("audit/evidence", {"plan": context.iri}).texts()
    for _, concept, record, kind, document, words, start, end in rows:
        place = _place(context, record, Place(document, None, None, None, int(start), int(end), ""))
        yield _Mention(concept, Evidence(words, place, record, local_name(kind).lower()))


def _place(context: PlanContext, record: str, place: Place) -> Place:
    """The place with the page and lines of the quote of its record that it lies in."""
    places = (quoted.place for quoted in context.quotes.get(record, ()))
    around = next((each for each in places if _holds(each, place)), place)
    return replace(around, start=place.start, end=place.end)


def _holds(around: Place, place: Place) -> bool:
    ends = (around.start, place.start, place.end, around.end)
    known = [end for end in ends if end is not None]
    return len(known) == len(ends) and known == sorted(known)

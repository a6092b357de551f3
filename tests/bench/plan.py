"""One synthetic plan as records, and as the statements that the mapper makes of such records."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from equigraph.mappings.facts import DEFAULT_SERIES, regulations
from equigraph.mappings.keys import Keys
from equigraph.mappings.quads import plan_quads
from equigraph.mappings.records import Action, Cell, LedgerEntry, Passage, PlanFacts, PlanRecords, Section
from equigraph.mappings.text import Quote

from .edition import BASE, Edition
from .page import Page
from .planted import planted_in, slots
from .rows import Rows
from .words import Words, read


@dataclass(frozen=True, slots=True)
class Rules:
    """Which rows of a plan have which fault, and which actions must have a day for a milestone to miss it."""

    actions: dict[int, str]
    milestones: dict[int, str]
    firm: frozenset[int]


def statements(edition: Edition, base: str = BASE) -> tuple[str, ...]:
    """The plan as sorted N-Quads, as ``mappings`` would write it."""
    return plan_quads(plan_records(edition), edition.iris(base), {})


def plan_records(edition: Edition) -> PlanRecords:
    """The plan as records; the same edition gives the same ones."""
    kinds = {fault.kind for fault in planted_in(edition.number)}
    lacks = frozenset(kind.removeprefix("lacks-") for kind in kinds if kind.startswith("lacks-"))
    words = Words(f"{edition.seed} {edition.slug}", read("sizes.yaml")["partners"])
    page, keys = Page(), Keys()
    contact = _opening(edition, page)
    sections = tuple(_sections(edition, page, words, keys))
    passages = tuple(_passages(edition, page, words, keys, sections))
    actions = tuple(_actions(edition, page, words, lacks, sections))
    return PlanRecords(
        slug=edition.slug,
        text=page.text,
        file=f"{edition.slug}.txt",
        sha256=sha256(page.text.encode()).hexdigest(),
        facts=_facts(edition, "no-end" not in kinds, contact),
        sections=sections,
        passages=passages,
        actions=actions,
        measures=(),
        lacks=tuple(sorted(lacks)),
        ledger=(LedgerEntry(0, len(page.text), "record", "", page.text),),
    )


def _opening(edition: Edition, page: Page) -> Quote:
    page.put(f"Equality plan of Council {edition.council} for {edition.year}", "\n")
    return page.put(f"equality@{edition.code}.example", "\n")


def _facts(edition: Edition, ends: bool, contact: Quote) -> PlanFacts:
    return PlanFacts(
        title=f"Equality plan {edition.year} of Council {edition.council}",
        council=edition.publisher,
        published=edition.starts.isoformat(),
        period_text=f"{edition.year}/{(edition.year + 1) % 100:02}",
        period_start=edition.starts,
        period_end=edition.ends if ends else None,
        rights="synthetic",
        regulations=regulations(edition.starts),
        series=DEFAULT_SERIES,
        previous=edition.previous,
        contact=contact,
    )


def _sections(edition: Edition, page: Page, words: Words, keys: Keys) -> Iterator[Section]:
    for number in range(1, edition.size("sections") + 1):
        cell = Cell(page.put(words.section(number), "\n"))
        key = keys.mint(edition.slug, "section", cell.text)
        yield Section(key=key, cell=cell, position=number, level=1, path=cell.text)


def _passages(
    edition: Edition, page: Page, words: Words, keys: Keys, sections: tuple[Section, ...]
) -> Iterator[Passage]:
    for number in range(1, edition.size("passages") + 1):
        phrase = words.filled("passages")
        quote = page.put(phrase.text, "\n")
        yield Passage(
            key=keys.mint(edition.slug, "passage", quote.text),
            cell=Cell(quote),
            position=number,
            mentions=phrase.mentions(quote),
            section=sections[number % len(sections)].key,
        )


def _actions(
    edition: Edition, page: Page, words: Words, lacks: frozenset[str], sections: tuple[Section, ...]
) -> Iterator[Action]:
    """Each action, and after it its milestones, in print order."""
    rows, rules = Rows(edition, page, words, lacks), _rules(edition, words)
    count, position = edition.size("actions"), 0
    for number in range(count):
        section = sections[number * len(sections) // count].key
        fault, firm = rules.actions.get(number, ""), number in rules.firm
        action = rows.action(section, position := position + 1, fault, firm)
        yield action
        for step in range(number, edition.size("milestones"), count):
            yield rows.milestone(action, position := position + 1, rules.milestones.get(step, ""))


def _rules(edition: Edition, words: Words) -> Rules:
    """No milestone with a fault belongs to an action with one, so that each fault is found as itself."""
    here, count = planted_in(edition.number), edition.size("actions")
    actions = slots(here, "action", words.shuffled(range(count)))
    steps = words.shuffled(range(edition.size("milestones")))
    milestones = slots(here, "milestone", [step for step in steps if step % count not in actions])
    late = (step % count for step, kind in milestones.items() if kind == "milestone-after-action")
    return Rules(actions, milestones, frozenset(late))

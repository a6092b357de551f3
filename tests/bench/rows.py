"""Rows of synthetic tables: actions with what hangs on them, and milestones, sound or with a fault."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from equigraph.mappings.keys import Keys
from equigraph.mappings.records import Action, Cell, Measure, Outcome, Quantity, State, Target
from equigraph.mappings.text import Quote

from .cells import Cells, When, Who
from .edition import Edition
from .page import Page
from .words import Phrase, Words, read

NO_WORDS = ("text-blank", "text-lost")


class Rows:
    """Writes the rows of one plan, each with at most one fault."""

    def __init__(self, edition: Edition, page: Page, words: Words, lacks: frozenset[str]) -> None:
        self._edition, self._page, self._words, self._lacks = edition, page, words, lacks
        self._cells, self._keys = Cells(edition, page, words, lacks), Keys()

    def action(self, section: str, position: int, fault: str, firm: bool) -> Action:
        """A row of an action; ``firm``: with a day, for a milestone will lie after it."""
        row = self._row("action", self._words.action(), fault, self._cells.when(fault, firm))
        measures = tuple(self._measures(row.key, fault))
        return replace(
            row,
            section=section,
            position=position,
            status=Cell(self._page.put(self._words.one("statuses"))),
            term=Cell(self._page.put(self._words.one("terms"))),
            measures=measures,
            measure_state=self._measure_state(fault),
            targets=tuple(self._targets(row.key)),
            outcomes=tuple(self._outcomes(row.key)),
        )

    def milestone(self, parent: Action, position: int, fault: str) -> Action:
        """A row of a step towards ``parent``."""
        above = parent.due.end if parent.due else None
        row = self._row("milestone", self._words.step(), fault, self._cells.when(fault, False, above))
        return replace(row, section=parent.section, position=position, parent=(parent.kind, parent.key))

    def _row(self, kind: Literal["action", "milestone"], phrase: Phrase, fault: str, when: When) -> Action:
        words = Phrase("") if fault in NO_WORDS else phrase
        quote, who = self._page.put(words.text), self._cells.who(fault)
        return Action(
            key=self._keys.mint(self._edition.slug, kind, quote.text or _instead(who, when)),
            cell=Cell(quote, flags=("text-lost",) if fault == "text-lost" else ()),
            position=0,
            kind=kind,
            mentions=words.mentions(quote),
            owner=who.cell,
            owners=who.owners,
            owner_state=who.state,
            due_cell=when.cell,
            due=when.due,
            due_state=when.state,
            measure_state="no-such-column",
        )

    def _measure_state(self, fault: str) -> State:
        if "measure" in self._lacks:
            return "no-such-column"
        states: dict[str, State] = {"measure-blank": "blank", "measure-unmapped": "unmapped"}
        return states.get(fault, "stated")

    def _measures(self, parent: str, fault: str) -> Iterator[Measure]:
        if self._measure_state(fault) != "stated":
            self._page.put("see appendix" if fault == "measure-unmapped" else "")
            return
        for position in range(1, read("sizes.yaml")["measures"] + 1):
            placeholder = fault == "measure-placeholder" and position == 1
            yield self._placeholder(parent) if placeholder else self._measure(parent, position)

    def _placeholder(self, parent: str) -> Measure:
        cell = Cell(self._page.put("TBC", "; "))
        return Measure(key=self._keys.mint(parent, "measure", "TBC"), cell=cell, position=1, method="stated")

    def _measure(self, parent: str, position: int) -> Measure:
        now, wanted = self._words.number(10, 49), self._words.number(50, 95)
        phrase = self._words.fill(self._words.one("measures"), wanted, now)
        quote = self._page.put(phrase.text, "; ")
        return Measure(
            key=self._keys.mint(parent, "measure", quote.text),
            cell=Cell(quote),
            position=position,
            mentions=phrase.mentions(quote),
            quantities=(_quantity(quote, wanted, "target"), _quantity(quote, now, "baseline")),
            method="stated",
            unit="%",
            baseline=f"{now}%",
            target_value=f"{wanted}%",
        )

    def _targets(self, parent: str) -> Iterator[Target]:
        if self._words.chance(0.5):
            phrase = self._words.filled("targets")
            quote = self._page.put(phrase.text)
            key = self._keys.mint(parent, "target", quote.text)
            yield Target(key=key, cell=Cell(quote), position=1, mentions=phrase.mentions(quote))

    def _outcomes(self, parent: str) -> Iterator[Outcome]:
        phrase = self._words.filled("outcomes")
        quote = self._page.put(phrase.text, "\n")
        key = self._keys.mint(parent, "outcome", quote.text)
        yield Outcome(key=key, cell=Cell(quote), position=1, mentions=phrase.mentions(quote))


def _instead(who: Who, when: When) -> str:
    """What names a row without words: people and time."""
    return " ".join(cell.text for cell in (who.cell, when.cell) if cell)


def _quantity(quote: Quote, number: int, role: Literal["baseline", "target"]) -> Quantity:
    printed = f"{number}%"
    at = quote.text.index(printed)
    return Quantity(quote.slice(at, at + len(printed)), Decimal(number), "%", role)

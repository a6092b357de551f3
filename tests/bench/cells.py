"""The cells of a row that hold a time or a person, sound or with a planted fault."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from equigraph.mappings.records import Cell, Due, Ownership, State

from .edition import Edition
from .page import Page
from .words import Words, read


@dataclass(frozen=True, slots=True)
class When:
    """A printed time and what was read from it."""

    cell: Cell | None
    due: Due | None
    state: State = "stated"

    @property
    def last(self) -> date | None:
        """The last day, where there is one."""
        return self.due.end if self.due else None


@dataclass(frozen=True, slots=True)
class Who:
    """A printed owner and who was read from it."""

    cell: Cell | None
    owners: tuple[Ownership, ...]
    state: State = "stated"


class Cells:
    """Writes cells of times and owners of one plan."""

    def __init__(self, edition: Edition, page: Page, words: Words, lacks: frozenset[str]) -> None:
        self._edition, self._page, self._words, self._lacks = edition, page, words, lacks

    def when(self, fault: str, firm: bool = False, above: date | None = None) -> When:
        """The time of a row with this ``fault``, not after ``above``; ``firm``: a day, and not a late one."""
        if "due" in self._lacks:
            return When(None, None, "no-such-column")
        if fault == "due-blank":
            self._page.put("")
            return When(None, None, "blank")
        if fault == "due-unmapped":
            return When(Cell(self._page.put("when funds allow it")), None, "unmapped")
        return self._read(fault, firm, above)

    def _read(self, fault: str, firm: bool, above: date | None) -> When:
        if fault == "due-impossible":
            return self._impossible()
        if fault == "due-too-early":
            return self._deadline(self._edition.starts - timedelta(days=self._words.number(30, 300)))
        if fault == "due-too-late":
            return self._deadline(self._edition.ends + timedelta(days=self._words.number(30, 300)))
        if fault == "milestone-after-action" and above:
            return self._deadline(self._edition.ends)
        return self._sound(firm, above)

    def _sound(self, firm: bool, above: date | None) -> When:
        possible = above is None or above >= self._month_end(0)
        if possible and (firm or self._words.chance(0.7)):
            drawn = self._month_end(self._words.number(1, 10))
            return self._deadline(min(drawn, above) if above else drawn)
        kind = "open" if self._words.chance(0.6) else "recurring"
        cell = Cell(self._page.put(self._words.one(kind)))
        return When(cell, Due(cell.quote, "open" if kind == "open" else "recurring"))

    def _month_end(self, months: int) -> date:
        """The last day of one of the plan's months, counted from its first as 0."""
        year, month = divmod(self._edition.starts.month - 1 + months, 12)
        year += self._edition.year
        return date(year, month + 1, monthrange(year, month + 1)[1])

    def _deadline(self, day: date) -> When:
        cell = Cell(self._page.put(f"{day:%d/%m/%Y}"))
        return When(cell, Due(cell.quote, "deadline", None, day))

    def _impossible(self) -> When:
        cell = Cell(self._page.put(f"31/09/{self._edition.year}"))
        return When(cell, Due(cell.quote, "impossible", flags=("impossible-date",)))

    def who(self, fault: str) -> Who:
        """The owner of a row with this ``fault``."""
        if "owner" in self._lacks:
            return Who(None, (), "no-such-column")
        if fault == "owner-blank":
            self._page.put("")
            return Who(None, (), "blank")
        if fault == "owner-unmapped":
            return Who(Cell(self._page.put("as in the row above")), (), "unmapped")
        return self._officer() if self._words.chance(0.8) else self._team()

    def _officer(self) -> Who:
        name, unit = f"Officer {self._words.number(1, self._most('officers'))}", self._unit()
        cell = Cell(self._page.put(f"{name} ({unit})"))
        owner = Ownership(cell.quote.slice(0, len(name)), name, "person", "lead-officer", unit=unit)
        return Who(cell, (owner,))

    def _team(self) -> Who:
        unit = self._unit()
        cell = Cell(self._page.put(unit))
        return Who(cell, (Ownership(cell.quote, unit, "team", "owner"),))

    def _unit(self) -> str:
        return f"Team {self._words.number(1, self._most('teams'))}"

    def _most(self, name: str) -> int:
        return int(read("sizes.yaml")[name])

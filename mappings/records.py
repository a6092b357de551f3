"""What a plan says, as records: frozen, in print order, every value with its words and places."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from .text import Quote

Method = Literal["verbatim", "derived", "corrected", "inferred"]
State = Literal["stated", "blank", "no-such-column", "unmapped", "not-applicable"]
DueKind = Literal["deadline", "period", "open", "recurring", "undecided", "impossible"]
Role = Literal["owner", "lead-member", "lead-officer"]
AgentKind = Literal["person", "team", "organisation"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the reading was repaired, and ``by`` whom, where the mapping says so; false where there is none."""

    words: str
    by: str = ""

    def __bool__(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of one cell, how they were got, reasons of repairs, marks (flag codes).

    ``listed``: the words are an item of a list whose opening stands before it. ``place``: the row and column
    of its table, such as "row 12, column Lead officer".
    """

    quote: Quote
    method: Method = "verbatim"
    reasons: tuple[Reason, ...] = ()
    flags: tuple[str, ...] = ()
    listed: bool = False
    place: str = ""

    @property
    def text(self) -> str:
        """The printed words, white space folded."""
        return self.quote.text


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept or organisation (``iri``) named in a record's words."""

    iri: str
    label: str
    quote: Quote
    method: Method = "derived"


@dataclass(frozen=True, slots=True)
class Due:
    """A printed time: its words, first and last day where known, and what kind of time it is."""

    quote: Quote
    kind: DueKind
    start: date | None = None
    end: date | None = None
    method: Method = "derived"
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who answers for a record: ``name`` without title, ``unit`` as printed; IRIs of known bodies."""

    quote: Quote
    name: str
    kind: AgentKind
    role: Role
    title: str = ""
    unit: str = ""
    iri: str = ""
    unit_iri: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a record's words: ``role`` is baseline, target, actual or mention."""

    quote: Quote
    value: Decimal
    unit: str
    role: Literal["baseline", "target", "actual", "mention"] = "mention"
    direction: Literal["increase", "decrease", ""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What every record of words has; ``others``: cells of its row that have no record of their own."""

    key: str
    cell: Cell
    position: int
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    others: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, its level from 1 and the keys of the heading above."""

    key: str
    cell: Cell
    position: int
    level: int
    path: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Statement):
    """A paragraph of prose."""

    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Statement):
    """What will be done."""

    due: Due | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Statement):
    """The change sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Statement):
    """How it is known; ``method`` stated or derived, ``source`` is the record (kind, key) it comes from."""

    method: Literal["stated", "derived"]
    theme: str = ""
    unit: str = ""
    baseline: str = ""
    target_value: str = ""
    source: tuple[str, str] | None = None
    refines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Statement):
    """An action, or a milestone within the record ``parent`` (kind, key); ``method``: how its row was got."""

    kind: Literal["action", "milestone"]
    method: Method = "verbatim"
    section: str = ""
    parent: tuple[str, str] | None = None
    status: Cell | None = None
    term: Cell | None = None
    owner: Cell | None = None
    due_cell: Cell | None = None
    due: Due | None = None
    owners: tuple[Ownership, ...] = ()
    targets: tuple[Target, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    measures: tuple[Measure, ...] = ()
    owner_state: State = "blank"
    measure_state: State = "blank"
    due_state: State = "blank"
    confidence: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Table text, where it stands and what became of it: in a record, noise (and why), or unmapped."""

    start: int
    end: int
    fate: Literal["record", "noise", "unmapped"]
    reason: str
    text: str
    by: str = ""
    first_line: int = 0
    last_line: int = 0
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecords:
    """Everything one document says."""

    slug: str
    text: str
    file: str
    sha256: str
    facts: "PlanFacts"
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    actions: tuple[Action, ...]
    measures: tuple[Measure, ...]
    lacks: tuple[str, ...]
    ledger: tuple[LedgerEntry, ...]
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What the mapping states of a plan; dates where the document gives them."""

    title: str
    council: str
    published: str
    period_text: str = ""
    period_start: date | None = None
    period_end: date | None = None
    rights: str = "not stated"
    regulations: str = ""
    focus: tuple[Mention, ...] = ()
    series: str = ""
    years_between: int = 4
    previous: str = ""
    contact: Quote | None = None

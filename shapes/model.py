"""An audit as plain values: what every form of the report is made from, and nothing else.

A report holds no clock time: the day it speaks for is ``as_of``. Severities are ``Violation``, ``Warning``
and ``Info``, states the five words of the design (or nothing), changes ``new``, ``unchanged`` and ``fixed``
(or nothing, where there is no baseline). What is not known is None, or an empty text.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .criteria import CHANGES as CHANGES
from .criteria import FAILED as FAILED
from .criteria import NOT_FOUND as NOT_FOUND
from .criteria import OURS as OURS
from .criteria import SEVERITIES as SEVERITIES
from .criteria import STATES as STATES
from .criteria import UNKNOWN as UNKNOWN
from .criteria import VERDICTS as VERDICTS
from .criteria import Check as Check
from .criteria import Criterion as Criterion
from .criteria import Pack as Pack
from .criteria import Source as Source
from .decisions import Response as Response
from .decisions import Waiver as Waiver
from .decisions import WaiverFinding as WaiverFinding


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: lines from 1, ``start`` and ``end`` in characters, ``cell`` as in "column Owner"."""

    document: str
    page: int | None
    first_line: int | None
    last_line: int | None
    start: int | None
    end: int | None
    cell: str

    @property
    def words(self) -> str:
        """The place for a reader, such as "page 4, lines 12-14, column Owner"."""
        page = f"page {self.page}" if self.page is not None else ""
        return ", ".join(part for part in (page, self._lines(), self.cell) if part)

    def _lines(self) -> str:
        if self.first_line is None:
            return ""
        if self.last_line is None or self.last_line <= self.first_line:
            return f"line {self.first_line}"
        return f"lines {self.first_line}-{self.last_line}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: the check that failed, on what, in which words and where, and what to do about it.

    ``fingerprint`` stays when a plan is built again or its rows move. ``focus`` is an IRI, ``kind`` its class
    (``action``, ``plan`` ...), ``text`` its words; ``quote`` is what is printed at ``places``, exactly.
    ``datatype`` is that of ``value``: an IRI, ``@en`` for words in a language, ``@id`` where it is an IRI.
    ``note`` says what is known of the row beside that, in sentences, such as why it was read as it was.
    """

    fingerprint: str
    iri: str
    plan: str
    pack: str
    criterion: str
    check: str
    name: str
    label: str
    severity: str
    state: str
    condition: str
    quote: str
    places: tuple[Place, ...]
    cause: str
    effect: str
    remedy: str
    focus: str
    kind: str
    text: str
    path: str
    value: str
    component: str
    verdict: str = FAILED
    change: str = ""
    waiver: Waiver | None = None
    note: str = ""
    datatype: str = ""
    response: Response | None = None

    @property
    def ours(self) -> bool:
        """Whether the fault is ours, and not the plan's."""
        return self.state == OURS

    @property
    def place(self) -> str:
        """The first place for a reader, or nothing."""
        return self.places[0].words if self.places else ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the plan, exactly, that a check took as evidence, and the thing that says them."""

    words: str
    place: Place
    about: str
    kind: str


@dataclass(frozen=True, slots=True)
class Population:
    """How many things a check could be tried on, and what became of them; ``scope`` counts all.

    ``tested`` leaves out those ``unknown`` (nothing can be said: an edition to compare with is lacking) and
    those ``explained`` (evidence is lacking for a reason that the plan gives), and is the sum of ``passed``,
    ``failed`` and ``waived``. ``evidence`` are the first of ``pieces`` that the
    check took as evidence.
    """

    check: str
    scope: int
    tested: int
    passed: int
    failed: int
    waived: int
    unknown: int
    verdict: str = FAILED
    evidence: tuple[Evidence, ...] = ()
    pieces: int = 0
    explained: int = 0

    @property
    def outcome(self) -> str:
        """In words; a check that had nothing to test has not passed."""
        if not self.scope:
            return "nothing to test"
        if not self.tested:
            return "gap explained by the plan's focus" if self.explained else "unknown"
        if self.verdict == NOT_FOUND:
            return "evidence found" if self.passed else "evidence not found"
        if self.failed:
            return "findings"
        return "all waived" if self.waived == self.tested else "no finding"


@dataclass(frozen=True, slots=True)
class Correction:
    """A reading that a person changed: ``kind`` is ``corrected`` or ``noise``, ``by`` who, if it is said."""

    kind: str
    about: str
    quote: str
    place: Place
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """Things of a class that no check looked at: the class, how many there are, and which."""

    kind: str
    number: int
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that went in, and its SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PlanReport:
    """What was found in one plan. ``fixed`` are findings of the baseline that are gone.

    ``regulations`` are those on publishing objectives that were in force when it was published, if known.
    """

    slug: str
    iri: str
    title: str
    publisher: str
    issued: str
    period: str
    document: InputFile
    mapping: InputFile
    counts: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    populations: tuple[Population, ...]
    corrections: tuple[Correction, ...]
    unseen: tuple[Unseen, ...]
    regulations: Source | None = None

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that no waiver covers."""
        return tuple(finding for finding in self.findings if finding.waiver is None)

    @property
    def totals(self) -> dict[str, int]:
        """How many open findings there are of each severity."""
        return totals_of(self.open)

    def population(self, check: str) -> Population | None:
        """What became of the things that ``check`` had in scope."""
        return next((each for each in self.populations if each.check == check), None)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a report is compared with: a version, or a report in a ``file``."""

    name: str
    version: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Report:
    """One audit: of the plans of a ``version``, by the ``packs``, as of a day (``2026-11-24``)."""

    version: str
    base: str
    as_of: str
    stored: bool
    engine: str
    packs: tuple[Pack, ...]
    plans: tuple[PlanReport, ...]
    waiver_findings: tuple[WaiverFinding, ...]
    baseline: Baseline | None
    tools: tuple[tuple[str, str], ...]
    digest: str

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all plans."""
        return tuple(finding for plan in self.plans for finding in plan.findings)

    @property
    def totals(self) -> dict[str, int]:
        """How many open findings there are of each severity, over all plans."""
        return totals_of(tuple(finding for plan in self.plans for finding in plan.open))

    def checks(self) -> Iterator[tuple[Pack, Criterion, Check]]:
        """Each check with its criterion and pack, in their order."""
        for pack in self.packs:
            for criterion in pack.criteria:
                yield from ((pack, criterion, check) for check in criterion.checks)


def totals_of(findings: tuple[Finding, ...]) -> dict[str, int]:
    """How many of the ``findings`` there are of each severity."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in SEVERITIES}

"""What an audit holds plans to, as plain values: packs of criteria, each tried by checks."""

from dataclasses import dataclass

SEVERITIES = ("Violation", "Warning", "Info")
"""From the gravest on."""
STATES = ("stated", "blank", "no-such-column", "unmapped", "not-applicable")
"""Of a value."""
OURS = "unmapped"
"""The state of a value that is printed and was not read: the fault is ours."""
FAILED, NOT_FOUND, UNKNOWN = VERDICTS = ("failed", "not found", "unknown")
"""What a result says of a thing: that it failed, that it shows no evidence, or that nobody can tell."""
CHANGES = ("new", "unchanged", "fixed")
"""Of a finding, against a baseline."""


@dataclass(frozen=True, slots=True)
class Source:
    """A law, regulation or guide that a criterion rests on: its IRI and, where known, its name."""

    iri: str
    words: str


@dataclass(frozen=True, slots=True)
class Check:
    """One shape: a criterion in one state. ``condition`` is its message, with places for values in braces.

    ``verdict`` is what its results say of a thing: ``failed``, ``not found`` (evidence) or ``unknown``.
    ``seeks`` are the concepts (IRIs) whose mention is evidence; where it must stand in things of a kind, or
    must not, these are ``within`` and ``beyond``.
    """

    iri: str
    name: str
    label: str
    severity: str
    state: str
    condition: str
    cause: str
    effect: str
    remedy: str
    verdict: str = FAILED
    seeks: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()

    @property
    def ours(self) -> bool:
        """Whether what it finds is a fault of ours and not of the plan."""
        return self.state == OURS


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a plan is held to, in plain words; ``basis`` is ``law``, ``practice`` or empty."""

    iri: str
    name: str
    label: str
    text: str
    basis: str
    sources: tuple[Source, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A file of shapes: its criteria in their order, and its SHA-256."""

    iri: str
    name: str
    title: str
    text: str
    file: str
    sha256: str
    criteria: tuple[Criterion, ...]

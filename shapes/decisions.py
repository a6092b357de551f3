"""What people decided about findings, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiver:
    """A person's decision, for a ``reason``, not to act on a finding; ``expires`` may be empty."""

    iri: str
    reason: str
    person: str
    date: str
    expires: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class WaiverFinding:
    """A waiver that is ``expired`` or ``unused``, in a sentence."""

    kind: str
    message: str
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Response:
    """What a person wants to do about a finding, which still counts: ``decision`` is ``accept`` or ``fix``.

    Days may be empty.
    """

    decision: str
    reason: str
    person: str
    date: str
    expires: str
    file: str
    line: int

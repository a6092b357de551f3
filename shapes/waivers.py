"""Waivers on the day of an audit: which one covers a finding, and which are expired, early or unused."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from ..errors import InputError
from .model import Waiver, WaiverFinding
from .waiver_file import Waiving


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers that are ``given``, on the day ``as_of``; they note which of them covered a finding."""

    given: Sequence[Waiving]
    as_of: str
    _used: set[int] = field(default_factory=set, repr=False)

    def covering(self, fingerprint: str, shape: str, focus: str) -> Waiver | None:
        """The first waiver in force for the finding."""
        found = [n for n, each in enumerate(self.given) if each.covers(fingerprint, shape, focus)]
        self._used.update(found)
        in_force = (self.given[n].waiver for n in found if not self._fault(self.given[n].waiver))
        return next(in_force, None)

    def findings(self, asked: "Asked") -> tuple[WaiverFinding, ...]:
        """What is wrong with the waivers, in their order, after all findings of what was ``asked`` were seen.

        One is unused only where the audit could have used it, or no audit of this version could.
        """
        return tuple(self._findings(asked))

    def check(self, shapes: Collection[str], file: str) -> None:
        """Raise InputError, with the line, for a waiver of a shape that is not among the known ``shapes``."""
        for each in self.given:
            if each.shape and each.shape not in shapes:
                cause = f"no pack has a shape <{each.shape}>"
                raise InputError(cause, "Mend the file of waivers", file, f"line {each.waiver.line}")

    def _findings(self, asked: "Asked") -> Iterator[WaiverFinding]:
        for number, each in enumerate(self.given):
            if number in self._used and (fault := self._fault(each.waiver)):
                yield WaiverFinding(*fault, each.waiver)
            elif number not in self._used and asked.holds(each):
                yield WaiverFinding("unused", asked.why(each), each.waiver)

    def _fault(self, waiver: Waiver) -> tuple[str, str] | None:
        if waiver.expires and waiver.expires < self.as_of:
            return "expired", f"The waiver expired on {waiver.expires}, so its finding counts again."
        if waiver.date > self.as_of:
            return "early", f"The waiver was made on {waiver.date}, after the day of this audit."
        return None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an audit was asked for: ``plans`` of the version ``known`` (IRIs), and ``shapes``.

    It is the ``whole`` one where neither plans nor packs were chosen.
    """

    plans: tuple[str, ...]
    known: tuple[str, ...]
    shapes: Collection[str]
    whole: bool

    def holds(self, each: Waiving) -> bool:
        """Whether a finding that the waiver is for would have been seen, if there were one."""
        if each.fingerprint:
            return self.whole
        if each.shape not in self.shapes:
            return False
        if _within(each.focus, self.known):
            return _within(each.focus, self.plans)
        return set(self.plans) == set(self.known)

    def why(self, each: Waiving) -> str:
        """Why it is unused, in a sentence."""
        if each.focus and not _within(each.focus, self.known):
            return f"The waiver covers no finding: <{each.focus}> is in no plan. It was mistyped, or is gone."
        return "The waiver covers no finding: what it was for is mended, or it was mistyped."


def _within(focus: str, plans: tuple[str, ...]) -> bool:
    return focus in plans or focus.startswith(tuple(f"{plan}/" for plan in plans))

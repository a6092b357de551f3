"""The check of the ontology: rules that must find nothing, and a reasoner that must find no contradiction."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolution, Store, Triple

from .assets import Asset, check_files, example_files, ontology_files, triples, vocabulary_files
from .memory import select, store_of
from .reasoner import Consistency, find_java, reason
from .terms import PREFIXES
from .usage import references


@dataclass(frozen=True, slots=True)
class Violation:
    """What breaks a rule: the rule's name and sentence, the ``thing`` that breaks it, and a ``detail``."""

    rule: str
    summary: str
    thing: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; ``culprit`` is the first file that contradicts itself or the ones before it."""

    rules: int
    statements: int
    violations: tuple[Violation, ...]
    consistency: Consistency
    culprit: str = ""

    @property
    def passed(self) -> bool:
        """Whether no rule is broken and no contradiction was found, if there was a Java to look for one."""
        return not self.violations and self.consistency.sound


def check_ontology(java: Path | None = None) -> CheckReport:
    """Every rule and the reasoner on the package's ontology, vocabularies and examples.

    ``java`` is the Java to use, else the one that ``find_java`` finds. Raises AssetError for a file that
    cannot be read.
    """
    java = java or find_java()
    files = (*ontology_files(), *vocabulary_files(), *example_files())
    statements = triples(files)
    checks = check_files()
    answer = reason(statements, java)
    return CheckReport(
        rules=len(checks),
        statements=len(statements),
        violations=broken_rules(statements + references(), checks),
        consistency=answer,
        culprit=culprit(files, java) if answer.status == "inconsistent" else "",
    )


def broken_rules(statements: Iterable[Triple], checks: Iterable[Asset]) -> tuple[Violation, ...]:
    """What breaks the ``checks`` in ``statements``, in the order of the checks, then of the things."""
    store = store_of(statements)
    return tuple(violation for check in checks for violation in _violations(store, check))


def culprit(files: Sequence[Asset], java: Path | None) -> str:
    """The first of ``files`` that contradicts itself or those before it; all of them together must do so."""

    def contradict(count: int) -> bool:
        return reason(triples(files[:count]), java).status == "inconsistent"

    return files[bisect_left(range(1, len(files)), True, key=contradict)].name


def short(iri: str) -> str:
    """``iri`` with a known prefix, or as the name of a file where it is one."""
    for prefix, space in PREFIXES.items():
        if iri.startswith(space) and "/" not in iri.removeprefix(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri.removeprefix("asset:")


def _violations(store: Store, check: Asset) -> list[Violation]:
    rule = check.stem.removesuffix("-violation")
    found = {(_shown(row, "thing"), _shown(row, "detail")) for row in select(store, check)}
    return [Violation(rule, check.summary, thing, detail) for thing, detail in sorted(found)]


def _shown(row: QuerySolution, name: str) -> str:
    try:
        value = row[name]
    except KeyError:
        return ""
    return short(value.value) if isinstance(value, NamedNode | Literal) else str(value or "")

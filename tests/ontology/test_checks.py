"""Each rule of ontology/checks has a case that keeps it and cases that break it, a line apart."""

from pathlib import Path

import pytest

from equigraph.ontology.assets import Asset, check_files, triples
from equigraph.ontology.check import broken_rules

FOLDER = Path(__file__).parent / "checks"
CHECKS = {check.stem.removesuffix("-violation"): check for check in check_files()}


def things(case: Path) -> list[str]:
    statements = triples([Asset(case.name, case.read_text(encoding="utf-8"))])
    return [violation.thing for violation in broken_rules(statements, [CHECKS[case.parent.name]])]


def case_name(case: Path) -> str:
    return f"{case.parent.name}/{case.stem}"


def test_every_rule_has_cases_of_both_kinds() -> None:
    assert {folder.name for folder in FOLDER.iterdir()} == set(CHECKS)
    assert all((FOLDER / rule / "valid.ttl").is_file() for rule in CHECKS)
    assert all(list((FOLDER / rule).glob("invalid.*.ttl")) for rule in CHECKS)


@pytest.mark.parametrize("case", sorted(FOLDER.glob("*/valid.ttl")), ids=case_name)
def test_a_kept_rule_finds_nothing(case: Path) -> None:
    assert things(case) == []


@pytest.mark.parametrize("case", sorted(FOLDER.glob("*/invalid.*.ttl")), ids=case_name)
def test_a_broken_rule_names_what_breaks_it(case: Path) -> None:
    named = case.read_text(encoding="utf-8").partition("\n")[0].removeprefix("#+ thing: ")
    assert things(case) == [named]


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.stem)
def test_every_rule_says_in_a_sentence_what_it_asks(check: Asset) -> None:
    assert check.summary.endswith(".")

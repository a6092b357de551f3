"""The shipped ontology: it passes its own check, and the rest of the package speaks its terms."""

from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from pyoxigraph import BlankNode, Literal, NamedNode

from equigraph.errors import AssetError
from equigraph.mappings import records
from equigraph.ontology import assets
from equigraph.ontology.assets import Asset
from equigraph.ontology.check import CheckReport, Violation, check_ontology
from equigraph.ontology.commands import check_ontology_command, lines
from equigraph.ontology.memory import construct, select, store_of
from equigraph.ontology.reasoner import Consistency
from equigraph.ontology.terms import PREFIXES, term
from equigraph.ontology.usage import names_in, references
from equigraph.ontology.vocabulary import concepts

FOLDER = Path(__file__).parent


def test_the_ontology_passes_its_check() -> None:
    report = check_ontology()
    assert report.violations == ()
    assert report.passed


def test_prefixes_in_python_are_those_the_ontology_declares() -> None:
    declared: dict[object, dict[NamedNode, str]] = {}
    for statement in assets.triples(assets.ontology_files()):
        if isinstance(statement.subject, BlankNode) and isinstance(statement.object, Literal):
            declared.setdefault(statement.subject, {})[statement.predicate] = statement.object.value
    pairs = [each for each in declared.values() if term("sh:prefix") in each]
    assert {each[term("sh:prefix")]: each[term("sh:namespace")] for each in pairs} == PREFIXES


def test_vocabularies_have_no_blank_nodes() -> None:
    statements = assets.triples(assets.vocabulary_files())
    assert not [each for each in statements if isinstance(each.subject, BlankNode)]


@pytest.mark.parametrize(
    ("scheme", "codes"),
    [
        ("state", get_args(records.State)),
        ("method", (*get_args(records.Method), "stated")),
        ("due-kind", get_args(records.DueKind)),
        ("role", get_args(records.Role)),
    ],
)
def test_codes_of_records_are_those_of_the_scheme(scheme: str, codes: tuple[str, ...]) -> None:
    assert {concept.code for concept in concepts(scheme)} == set(codes)


@pytest.mark.parametrize("rule", assets.rule_files(), ids=lambda rule: rule.stem)
def test_a_rule_gives_what_is_expected(rule: Asset) -> None:
    given, expected = (
        assets.triples([Asset(name, (FOLDER / "rules" / name).read_text(encoding="utf-8"))])
        for name in (f"{rule.stem}.ttl", f"{rule.stem}.expected.ttl")
    )
    assert construct(store_of(given), rule) == set(expected)


def test_names_are_found_with_a_prefix_in_a_path_and_in_full() -> None:
    text = (
        "?a eq:target/eq:quantity ?q ; ^eq:parent ?b . <https://w3id.org/equigraph/state/blank> flag:cut-off."
    )
    short = {"eq:target", "eq:quantity", "eq:parent", "state:blank", "flag:cut-off"}
    assert names_in(text) == {term(name).value for name in short}


@pytest.mark.parametrize("text", ["seq:target", "foo-state:blank", "state: blank", "f'state:{x}'", "eq:"])
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert names_in(text) == frozenset()


def test_references_name_the_file_that_uses_a_term() -> None:
    files = {str(each.subject) for each in references() if each.object == term("eq:parent")}
    assert "<asset:ontology/rules/milestones.rq>" in files


def test_broken_turtle_is_named_with_its_line() -> None:
    with pytest.raises(AssetError) as caught:
        assets.triples([Asset("broken.ttl", "<a:b> <a:c>\n<a:d")])
    assert (caught.value.file, caught.value.place) == ("ontology/broken.ttl", "line 2")


@pytest.mark.parametrize(
    ("run", "text"),
    [(select, "ASK {}"), (construct, "SELECT * {}"), (select, "SELECT {"), (construct, "DESCRIBE")],
)
def test_a_query_that_does_not_fit_is_named(run: object, text: str) -> None:
    assert callable(run)
    with pytest.raises(AssetError, match="ontology/broken"):
        run(store_of([]), Asset("broken.rq", text))


def test_a_report_lists_what_is_wrong_and_what_the_rule_asks() -> None:
    violation = Violation("missing-label", "Every term has a label.", "eq:Step")
    report = CheckReport(1, 9, (violation,), Consistency("inconsistent"), culprit="examples/plan.ttl")
    assert lines(report) == [
        "1 rules on 9 statements: 1 violations.",
        "  missing-label: eq:Step",
        "  missing-label asks: Every term has a label.",
        "Inconsistent, as HermiT finds.",
        "  contradicts itself or those before it: ontology/examples/plan.ttl",
    ]
    assert not report.passed


def test_a_report_says_that_consistency_was_not_checked() -> None:
    report = CheckReport(1, 9, (), Consistency("unchecked"))
    assert "not checked" in lines(report)[-1]
    assert report.passed


def test_the_command_prints_the_report() -> None:
    done = CliRunner().invoke(check_ontology_command)
    assert done.exit_code == 0, done.output
    assert "0 violations" in done.output


def test_the_help_has_an_example() -> None:
    assert "equigraph check-ontology" in CliRunner().invoke(check_ontology_command, ["--help"]).output

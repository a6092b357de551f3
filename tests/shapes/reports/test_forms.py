"""What every form has in common, and those that a person reads, against their golden files."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest

from equigraph.errors import UsageError
from equigraph.shapes.model import Report
from equigraph.shapes.reports.forms import FORMS, write
from equigraph.shapes.reports.json import read

HERE = Path(__file__).parent
WRITTEN = [form for form in FORMS if form != "pdf"]
ENDS = {"text": "txt", "html": "html"}


@pytest.mark.parametrize("form", ENDS)
@pytest.mark.parametrize("name", ["two-plans", "nothing-found"])
def test_what_a_person_reads_is_as_it_was(name: str, form: str) -> None:
    golden = HERE / f"{name}.{ENDS[form]}"
    assert write(read(golden.with_suffix(".json").read_bytes()), form).decode() == golden.read_text()


@pytest.mark.parametrize("form", WRITTEN)
def test_the_same_report_is_the_same_bytes(report: Report, form: str) -> None:
    assert write(report, form) == write(report, form)


@pytest.mark.parametrize("form", [form for form in WRITTEN if form != "xlsx"])
def test_every_form_says_the_day_and_the_version(report: Report, form: str) -> None:
    said = write(report, form).decode()
    assert "2026-11-24" in said or "24 November 2026" in said
    assert "20261124-abcdef012345" in said


def test_the_workbook_says_the_day_and_the_version_first(report: Report) -> None:
    cover = openpyxl.load_workbook(BytesIO(write(report, "xlsx"))).worksheets[0]
    assert str(cover["A3"].value).startswith("As of 24 November 2026, version 20261124-abcdef012345")


def test_csv_says_whose_fault_each_is_and_keeps_words_as_they_are(report: Report) -> None:
    rows = list(csv.DictReader(StringIO(write(report, "csv").decode(), newline="")))
    assert [row["whose"] for row in rows].count("ours") == 1
    assert '=HYPERLINK("http://example.org") 𝔘nsafe' in [row["quote"] for row in rows]
    assert [row["change"] for row in rows].count("fixed") == 1


def test_csv_has_the_evidence_and_the_waivers_that_do_nothing(report: Report) -> None:
    rows = list(csv.DictReader(StringIO(write(report, "csv").decode(), newline="")))
    evidence = [(row["quote"], row["place"]) for row in rows if row["kind"] == "evidence"]
    assert evidence == [("residents <b>told</b> us", "line 14"), ("survey of tenants", "line 31")]
    waivers = [(row["decision"], row["severity"], row["place"]) for row in rows if row["kind"] == "waiver"]
    assert waivers == [("expired", "Warning", "line 15"), ("unused", "Warning", "line 23")]
    assert [row["decision_why"] for row in rows if row["decision"] == "fix"] == ["In the next mapping."]


@pytest.mark.parametrize("form", [form for form in WRITTEN if form != "xlsx"])
def test_every_form_tells_of_notes_decisions_and_waivers_that_do_nothing(report: Report, form: str) -> None:
    said = " ".join(write(report, form).decode().split())
    assert "joined by hand" in said and "In the next mapping." in said
    assert "covers no finding" in said and ("waivers.ttl" in said or form == "sarif")


def test_no_control_character_reaches_a_terminal(report: Report) -> None:
    assert all(letter.isprintable() or letter == "\n" for letter in write(report, "text").decode())


def test_an_unknown_form_is_refused(report: Report) -> None:
    with pytest.raises(UsageError, match="no form 'docx'"):
        write(report, "docx")

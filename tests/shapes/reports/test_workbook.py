"""The workbook of findings: what it holds, and what is read back from it."""

from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from equigraph.errors import InputError
from equigraph.shapes.model import Report
from equigraph.shapes.reports.answers import read_answers
from equigraph.shapes.reports.json import read
from equigraph.shapes.reports.respond import as_turtle
from equigraph.shapes.reports.xlsx import write
from equigraph.shapes.waiver_file import read_waivers

HERE = Path(__file__).parent
REFUSED = yaml.safe_load((HERE / "refused-workbooks.yaml").read_text())
FIX = {"L2": "Fix", "M2": "It will be\nprinted", "N2": "Auditor One"}
WAIVE = {"L4": "waive", "M4": "Known", "N4": "Auditor One", "O4": date(2026, 11, 1), "P4": "31/12/2026"}


def edited(report: Report, cells: dict[str, Any], sheet: str = "Findings") -> bytes:
    book = openpyxl.load_workbook(BytesIO(write(report)))
    for place, value in cells.items():
        book[sheet][place] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_no_cell_is_a_formula_and_words_stay_as_they_are(report: Report) -> None:
    book = openpyxl.load_workbook(BytesIO(write(report)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    words = [cell.value for cell in book["Findings"]["G"]]
    assert '=HYPERLINK("http://example.org") 𝔘nsafe' in words


def test_findings_have_filters_a_frozen_header_and_a_list_of_decisions(report: Report) -> None:
    sheet = openpyxl.load_workbook(BytesIO(write(report)))["Findings"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:P8")
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules["L2:L8"] == '"accept,waive,fix"'


def test_the_counts_are_those_of_the_report(report: Report) -> None:
    rows = list(openpyxl.load_workbook(BytesIO(write(report)))["Counts"].iter_rows(values_only=True))
    assert rows[1][2:] == ("Measure left blank", "Problem", 4, 4, 2, 1, 1, 0, "findings", None)
    assert [row[-2] for row in rows[1:]].count("nothing to test") == 3


def test_evidence_and_faulty_waivers_have_their_places(report: Report) -> None:
    book = openpyxl.load_workbook(BytesIO(write(report)))
    said = [cell.value for cell in book["Counts"]["L"] if cell.value]
    assert said[1:] == ["“residents <b>told</b> us” (line 14), “survey of tenants” (line 31) and 4 more"]
    rows = list(book["Waivers"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[-1]) for row in rows] == [
        ("expired", "waivers.ttl, line 15"),
        ("unused", "waivers.ttl, line 23"),
    ]
    assert "joined by hand" in str(book["Findings"]["F2"].value)


def test_the_only_date_is_that_of_the_report(report: Report) -> None:
    content = write(report)
    assert openpyxl.load_workbook(BytesIO(content)).properties.created.date() == date(2026, 11, 24)
    with ZipFile(BytesIO(content)) as packed:
        assert {part.date_time[:3] for part in packed.infolist()} == {(1980, 1, 1)}


def test_untouched_it_gives_the_waivers_back_that_are_there(report: Report) -> None:
    answer, reply = read_answers(write(report), "findings.xlsx", report)
    assert (answer.decision, reply.decision, reply.reason) == ("waive", "fix", "In the next mapping.")
    assert (answer.person, answer.date, answer.expires) == ("Auditor One", "2026-10-01", "2027-03-31")


def test_decisions_are_read_back_and_waivers_are_waivers(report: Report, tmp_path: Path) -> None:
    answers = read_answers(edited(report, FIX | WAIVE), "findings.xlsx", report)
    assert [(each.decision, each.reason) for each in answers[::2]] == [
        ("fix", "It will be printed"),
        ("waive", "Known"),
    ]
    (tmp_path / "waivers.ttl").write_bytes(as_turtle(answers))
    waivers = {each.fingerprint: each.waiver for each in read_waivers(tmp_path / "waivers.ttl")}
    assert set(waivers) == {each.finding.fingerprint for each in answers[1:]}
    made = waivers[answers[2].finding.fingerprint]
    assert (made.person, made.date, made.expires) == ("Auditor One", "2026-11-01", "2026-12-31")


def test_a_response_is_an_annotation_of_its_finding(report: Report) -> None:
    answers = read_answers(edited(report, FIX), "findings.xlsx", report)
    triples = list(parse(as_turtle(answers), RdfFormat.TURTLE))
    said = {(triple.predicate.value.rpartition("/")[2], str(triple.object)) for triple in triples}
    assert ("type", '"fix"') in said
    assert ("oa#hasTarget", f"<{answers[0].finding.iri}>") in said


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["case"])
def test_a_wrong_cell_is_named(report: Report, case: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refused:
        read_answers(edited(report, case["cells"]), "findings.xlsx", report)
    assert str(refused.value).startswith(f"findings.xlsx, {case['said']}")


def test_a_row_that_is_there_twice_is_refused(report: Report) -> None:
    book = openpyxl.load_workbook(BytesIO(write(report)))
    first = [cell.value for cell in book["Findings"][3]]
    book["Findings"].append(first)
    out = BytesIO()
    book.save(out)
    with pytest.raises(InputError, match=r"cell A9: the finding stands in row 3 too"):
        read_answers(out.getvalue(), "findings.xlsx", report)


@pytest.mark.parametrize("content", [b"", b"Reference,Decision\n", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_workbook_is_refused(report: Report, content: bytes) -> None:
    with pytest.raises(InputError, match="not a workbook"):
        read_answers(content, "findings.xlsx", report)


def test_another_workbook_is_refused_by_its_sheets(report: Report) -> None:
    out = BytesIO()
    openpyxl.Workbook().save(out)
    with pytest.raises(InputError, match="no sheet 'Findings', only: Sheet"):
        read_answers(out.getvalue(), "other.xlsx", report)


def test_a_workbook_with_entities_is_refused(report: Report) -> None:
    out = BytesIO()
    with ZipFile(BytesIO(write(report))) as packed, ZipFile(out, "w") as made:
        for part in packed.namelist():
            content = packed.read(part)
            if part == "xl/workbook.xml":
                bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
                content = content.replace(b"<workbook", bomb + b"<workbook", 1)
            made.writestr(part, content)
    with pytest.raises(InputError, match="not a workbook"):
        read_answers(out.getvalue(), "bomb.xlsx", report)


@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    report = read((HERE / "two-plans.json").read_bytes())
    content = bytearray(write(report))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    with suppress(InputError):
        assert len(read_answers(bytes(content), "damaged.xlsx", report)) <= len(report.findings)

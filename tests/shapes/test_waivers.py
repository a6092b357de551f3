"""Waivers: what they cover on which day, what is said of those that cover nothing, and bad files."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from equigraph.errors import InputError
from equigraph.graph.store import Store
from equigraph.shapes.commands import audit
from equigraph.shapes.model import Report
from equigraph.shapes.reporting import Scope, make_report, read_report
from equigraph.shapes.waiver_file import read_waivers

HERE = Path(__file__).parent / "waivers"
DOCS = Path(__file__).parents[2] / "docs"
FAULTS = yaml.safe_load((HERE / "faults.yaml").read_text())


@pytest.fixture(scope="module")
def waivers(audited_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three waivers: by fingerprint, by shape and focus, and of a finding that is not there."""
    (focus,) = (
        f.focus for f in read_report(audited_store).findings if "Owner" in f.name and "Train" in f.text
    )
    file = tmp_path_factory.mktemp("waivers") / "waivers.ttl"
    file.write_text((HERE / "waivers.ttl").read_text().replace("FOCUS", focus.rpartition("/")[2]))
    return file


def report(store: Store, waivers: Path, day: str = "2026-11-24") -> Report:
    return make_report(store, Scope(waivers=waivers, as_of=day))


def waived(report: Report) -> dict[str, str]:
    return {finding.text: finding.waiver.reason for finding in report.findings if finding.waiver}


def faults(report: Report) -> list[tuple[str, int]]:
    return [(each.kind, each.waiver.line) for each in report.waiver_findings]


def test_waivers_cover_findings_and_one_that_covers_none_is_said(audited_store: Store, waivers: Path) -> None:
    made = report(audited_store, waivers)
    assert waived(made) == {
        "Translate the guide": "The owner is agreed and will stand in the next edition.",
        "Train advisers": "The advisers are trained by a partner.",
    }
    assert faults(made) == [("unused", 22)]
    (plan,) = made.plans
    owners = plan.population("https://w3id.org/equigraph/shapes/completeness#ActionOwnerBlank")
    assert owners and (owners.failed, owners.waived, owners.passed, owners.outcome) == (0, 2, 2, "no finding")
    assert len(plan.open) == len(plan.findings) - 2


def test_a_waiver_holds_to_its_last_day_and_no_longer(audited_store: Store, waivers: Path) -> None:
    assert "Translate the guide" in waived(report(audited_store, waivers, "2027-03-31"))
    later = report(audited_store, waivers, "2027-04-01")
    assert set(waived(later)) == {"Train advisers"}
    assert faults(later) == [("expired", 7), ("unused", 22)]
    assert "expired on 2027-03-31" in later.waiver_findings[0].message


def test_a_waiver_made_after_the_day_of_the_audit_covers_nothing(audited_store: Store, waivers: Path) -> None:
    early = report(audited_store, waivers, "2026-11-01")
    assert set(waived(early)) == {"Translate the guide"}
    assert faults(early) == [("early", 14), ("unused", 22)]


@pytest.mark.parametrize("plans", [(), ("example-2020",)])
def test_a_waiver_that_the_audit_did_not_look_for_is_not_called_unused(
    audited_store: Store, waivers: Path, plans: tuple[str, ...]
) -> None:
    scope = Scope(waivers=waivers, as_of="2026-11-24", packs=("smart",), plans=plans)
    assert faults(make_report(audited_store, scope)) == []


@pytest.mark.parametrize("plans", [(), ("example-2020",)])
def test_a_waiver_for_a_thing_of_no_plan_is_unused(
    audited_store: Store, waivers: Path, tmp_path: Path, plans: tuple[str, ...]
) -> None:
    file = tmp_path / "waivers.ttl"
    file.write_text(waivers.read_text().replace("/plan/example-2020/action/", "/plan/exmaple-2020/action/"))
    made = make_report(audited_store, Scope(waivers=file, as_of="2026-11-24", plans=plans))
    if plans:
        assert faults(made) == [("unused", 14)]
    else:
        assert faults(made) == [("unused", 14), ("unused", 22)]
    assert (
        "exmaple-2020" in made.waiver_findings[0].message
        and "is in no plan" in made.waiver_findings[0].message
    )


def test_the_documented_example_can_be_read(tmp_path: Path) -> None:
    text = (DOCS / "waivers.md").read_text().split("```turtle\n")[1].split("```")[0]
    file = tmp_path / "waivers.ttl"
    file.write_text(text)
    agreed, partner = read_waivers(file)
    assert (agreed.fingerprint, agreed.waiver.expires) == ("79a3027840cc", "2027-03-31")
    assert partner.shape.endswith("#ActionOwnerBlank") and not partner.waiver.expires


def test_what_is_waived_does_not_fail_and_a_faulty_waiver_is_a_warning(
    audited_store: Store, waivers: Path, tmp_path: Path
) -> None:
    given = [
        "--graph",
        str(audited_store.path.parent.parent),
        "--as-of",
        "2026-11-24",
        "--pack",
        "consistency",
    ]
    (late,) = (f for f in read_report(audited_store).findings if f.name == "DateNotAfterPlan")
    file = tmp_path / "waivers.ttl"
    text = waivers.read_text().split("<#train>")[0]
    file.write_text(text.replace("8ff739b1125b", late.fingerprint))
    codes = [
        CliRunner().invoke(audit, [*given, "--fail-on", "warning", *more]).exit_code
        for more in ([], ["--waivers", str(file)])
    ]
    assert codes == [1, 0]


def test_a_file_of_waivers_that_is_no_text_is_an_error_with_its_line(
    audited_store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "waivers.ttl"
    file.write_bytes(b"# Decisions\n# caf\xe9\n")
    with pytest.raises(InputError, match="no text in UTF-8") as caught:
        report(audited_store, file)
    assert (caught.value.file, caught.value.place) == (str(file), "line 2")


def test_every_bad_file_has_its_fault() -> None:
    assert sorted(FAULTS) == sorted(path.stem for path in (HERE / "bad").glob("*.ttl"))


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_waiver_that_cannot_be_meant_is_an_error_with_its_line(audited_store: Store, name: str) -> None:
    file = HERE / f"bad/{name}.ttl"
    with pytest.raises(InputError) as caught:
        report(audited_store, file)
    assert (caught.value.file, caught.value.place) == (str(file), FAULTS[name]["place"])
    assert FAULTS[name]["cause"] in caught.value.cause

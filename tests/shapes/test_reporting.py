"""The report of an audit: what is stored, or validated anew, with words, places, waivers and a baseline."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from equigraph.errors import AssetError, GraphError, UsageError
from equigraph.graph.store import Store
from equigraph.shapes.audit import audit_plan
from equigraph.shapes.commands import audit
from equigraph.shapes.comparing import compared
from equigraph.shapes.model import Finding, Report
from equigraph.shapes.quads import audit_lines
from equigraph.shapes.reporting import Scope, make_report, read_report
from equigraph.shapes.reports.forms import write
from equigraph.shapes.stored_audit import read_audit

from .conftest import Builder

HERE = Path(__file__).parent
DAY = "2026-11-24"


def named(report: Report, name: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.name == name]


def prints(report: Report) -> dict[str, str]:
    """What each finding is about, by fingerprint."""
    return {finding.fingerprint: f"{finding.name} {finding.text}" for finding in report.findings}


def graph_of(store: Store) -> Path:
    return store.path.parent.parent


def run(store: Store, *arguments: str | Path) -> Result:
    given = ["--graph", str(graph_of(store)), "--as-of", DAY, *map(str, arguments)]
    return CliRunner().invoke(audit, given, catch_exceptions=False)


def test_what_is_read_back_is_what_was_found(real_store: Store) -> None:
    for slug in real_store.manifest.plans:
        parts = {path.stem: path.read_bytes() for path in real_store.parts()}
        quads = parts[f"plan-{slug}"] + parts[f"plan-{slug}.inferred"]
        found = audit_plan(quads, shared=parts["organisations"])
        stored = read_audit(parts[f"plan-{slug}.audit"])
        order = [each.shape for each in found.coverage]
        coverage = tuple(sorted(stored.coverage, key=lambda each: order.index(each.shape)))
        assert replace(stored, coverage=coverage) == found
        assert audit_lines(stored) == parts[f"plan-{slug}.audit"].decode().splitlines()


def test_validated_anew_the_stored_parts_give_the_stored_report(audited_store: Store) -> None:
    stored = read_report(audited_store, as_of=DAY)
    names = tuple(pack.name for pack in stored.packs)
    anew = make_report(audited_store, Scope(packs=names, as_of=DAY))
    assert (stored.stored, anew.stored) == (True, False)
    assert replace(anew, stored=True) == stored


def test_a_finding_has_its_words_and_place(audited_store: Store) -> None:
    blank = {finding.text: finding for finding in named(read_report(audited_store), "ActionOwnerBlank")}
    assert sorted(blank) == ["Train advisers", "Translate the guide"]
    finding = blank["Translate the guide"]
    assert finding.quote == "Translate the guide"
    assert [(place.document, place.words) for place in finding.places] == [
        ("example-2020.txt", "line 4, row 3, column Action"),
    ]
    assert (finding.kind, finding.state, finding.severity, finding.ours) == (
        "action", "blank", "Violation", False,
    )  # fmt: skip
    assert finding.cause and finding.effect and finding.remedy


def test_a_finding_about_a_date_quotes_the_date(audited_store: Store) -> None:
    (late,) = named(read_report(audited_store), "DateNotAfterPlan")
    assert (late.quote, late.value) == ("31/05/2030", "2030-05-31")
    assert late.datatype == "http://www.w3.org/2001/XMLSchema#date"


def test_populations_add_up_and_tell_nothing_to_test_from_passed(audited_store: Store) -> None:
    (plan,) = read_report(audited_store, as_of=DAY).plans
    for each in plan.populations:
        assert each.scope == each.tested + each.unknown
        assert each.tested == each.passed + each.failed + each.waived
    outcomes = {each.check.rpartition("#")[2]: each.outcome for each in plan.populations}
    assert outcomes["MilestoneNotAfterAction"] == "nothing to test"
    assert outcomes["ActionOwnerBlank"] == "findings"
    assert outcomes["ActionTextBlank"] == "no finding"
    assert outcomes["EditionBeforeUnknown"] == "unknown"


def test_what_no_shape_looked_at_is_listed(audited_store: Store) -> None:
    (plan,) = make_report(audited_store, Scope(packs=("smart",))).plans
    assert {each.kind: each.number for each in plan.unseen}["due"] == 3
    assert all(len(each.things) == each.number for each in plan.unseen)


def test_a_report_names_its_inputs_and_tools(audited_store: Store) -> None:
    report = read_report(audited_store, as_of=DAY)
    (plan,) = report.plans
    assert plan.document.name == "example-2020.txt" and plan.mapping.name == "mapping.yaml"
    assert all(len(file.sha256) == 64 for file in (plan.document, plan.mapping, *report.packs[:-1]))
    assert report.digest.startswith(report.version)
    assert {"pyshacl", "pyshifty", "rdflib", "pyoxigraph", "equigraph"} <= dict(report.tools).keys()


@pytest.mark.parametrize(("day", "overdue"), [("2020-09-30", []), ("2020-10-01", ["Train advisers"])])
def test_what_is_overdue_depends_on_the_day_and_on_what_is_done(
    audited_store: Store, day: str, overdue: list[str]
) -> None:
    report = read_report(audited_store, as_of=day)
    assert [finding.text for finding in named(report, "DueAndNotDone")] == overdue
    assert report.as_of == day


def test_nothing_of_today_is_stored(audited_store: Store) -> None:
    parts = b"".join(path.read_bytes() for path in audited_store.parts() if path.name != "ontology.nq")
    assert b"DueAndNotDone" not in parts and b"ns#asOf" not in parts


def test_fingerprints_stay_when_rows_come_and_move(builder: Builder, tmp_path: Path) -> None:
    def moved(text: str) -> str:
        head, *rows = text.splitlines()
        rows = [*rows, "Plant trees\t\t31/12/2020\t\tNumber of trees"]
        random.Random(3).shuffle(rows)
        return "\n".join([head, *rows]) + "\n"

    before = builder(tmp_path / "graph")
    after = builder(tmp_path / "graph", moved)
    old, new = (prints(read_report(store, as_of=DAY)) for store in (before, after))
    assert old.items() <= new.items()
    assert {about for mark, about in new.items() if mark not in old} >= {"ActionOwnerBlank Plant trees"}


def test_a_baseline_tells_new_from_unchanged_from_fixed(builder: Builder, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    builder(graph)
    store = builder(
        graph, lambda text: text.replace("TBC", "Library Service").replace("\t\t\t\n", "\tTBC\t\t\n")
    )
    scope = Scope(as_of=DAY)
    report = compared(store, scope, make_report(store, scope), "last")
    (plan,) = report.plans
    assert [(each.name, each.text, each.change) for each in plan.fixed] == [
        ("ActionOwnerBlank", "Translate the guide", "fixed")
    ]
    assert {finding.change for finding in named(report, "ActionMeasureBlank")} == {"unchanged"}
    assert report.baseline and report.baseline.version != report.version

    file = tmp_path / "then.json"
    earlier = next(p.name for p in (graph / "versions").iterdir() if p.name != store.version)
    file.write_bytes(write(read_report(Store.open(graph, earlier), as_of=DAY), "json"))
    for baseline in (earlier, str(file)):
        again = compared(store, scope, make_report(store, scope), baseline)
        assert again.plans == report.plans


def test_two_editions_are_compared_by_their_words(real_store: Store) -> None:
    scope = Scope(plans=("camden-2020",), as_of=DAY)
    report = make_report(real_store, scope)
    (same,) = compared(real_store, scope, report, "camden-2020").plans
    assert {finding.change for finding in same.findings} == {"unchanged"} and same.fixed == ()
    (other,) = compared(real_store, scope, report, "islington-2021").plans
    assert {finding.change for finding in other.findings} == {"new", "unchanged"} and other.fixed


@pytest.mark.parametrize("baseline", ["last", "0123456789ab", "no-such-thing"])
def test_a_baseline_that_is_not_there_is_an_error(builder: Builder, tmp_path: Path, baseline: str) -> None:
    store = builder(tmp_path / "graph")
    with pytest.raises((UsageError, GraphError)):
        compared(store, Scope(as_of=DAY), read_report(store), baseline)


def test_a_damaged_part_is_an_error_and_no_half_report(builder: Builder, tmp_path: Path) -> None:
    store = builder(tmp_path / "graph")
    part = store.path / "parts/plan-example-2020.audit.nq"
    part.write_bytes(part.read_bytes()[:-40])
    for scope in (Scope(), Scope(packs=("smart",))):
        with pytest.raises(GraphError, match="not what was built") as caught:
            make_report(store, scope)
        assert caught.value.file == str(part)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 0),
        (("--fail-on", "none"), 0),
        (("--fail-on", "violation"), 1),
        (("--fail-on", "warning"), 1),
        (("--pack", "smart", "--fail-on", "warning"), 0),
        (("--baseline", "example-2020", "--fail-on", "new-warning"), 0),
    ],
)
def test_findings_set_the_exit_code_only_when_asked(
    audited_store: Store, arguments: tuple[str, ...], code: int
) -> None:
    assert run(audited_store, *arguments).exit_code == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--plan", "third-1999"), "there is no plan 'third-1999'"),
        (("--plan", "exmple-2020"), r"Did you mean example-2020\?"),
        (("--plan", ""), "there is no plan ''"),
        (("--baseline", ""), "there is no baseline ''"),
        (("--baseline", "last"), "there is no version before this one"),
        (("--out", "/no/such/folder/report.txt"), "cannot be written"),
        (("--pack", "horoscope"), "there is no pack 'horoscope'"),
        (("--fail-on", "new-violation"), "needs a baseline"),
        (("--shapes", HERE / "audited"), "there are no shapes here"),
    ],
)
def test_wrong_use_is_one_clear_error(
    audited_store: Store, arguments: tuple[str | Path, ...], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        run(audited_store, *arguments)


@pytest.mark.parametrize("seconds", ["0", "nan", "inf", "-1"])
def test_a_time_limit_is_a_number_of_seconds(seconds: str) -> None:
    refused = CliRunner().invoke(audit, ["--time-limit", seconds])
    assert refused.exit_code == 2 and "--time-limit" in refused.output


def test_two_runs_write_the_same_bytes(audited_store: Store, tmp_path: Path) -> None:
    out = tmp_path / "report"
    assert run(audited_store, "--format", "json", "--out", out).output == ""
    assert out.read_bytes() == run(audited_store, "--format", "json").stdout_bytes


def test_a_pack_of_ones_own_is_tried_beside_ours(audited_store: Store) -> None:
    report = make_report(audited_store, Scope(packs=("names",), shapes=HERE / "own", as_of=DAY))
    assert report.engine == "pyshacl"
    assert sorted((f.name, f.text, f.severity, f.condition) for f in report.findings) == [
        ("Named", "Open a help desk", "Warning", "An action has a measure."),
        ("Named", "Train advisers", "Violation", "An action says who."),
        ("Named", "Translate the guide", "Violation", "An action says who."),
        ("Sampled", "Lend bicycles to residents", "Info", "It is about bicycles."),
    ]
    scopes = {
        each.check.rpartition("#")[2]: (each.scope, each.failed) for each in report.plans[0].populations
    }
    assert scopes == {"Named": (4, 3), "Sampled": (1, 1)}


def test_a_constraint_that_takes_for_ever_is_ended_and_named(audited_store: Store) -> None:
    scope = Scope(packs=("slow",), shapes=HERE / "slow", limit=2.0)
    with pytest.raises(AssetError, match="Endless was not done with example-2020 after 2 seconds") as caught:
        make_report(audited_store, scope)
    assert (caught.value.file, caught.value.place) == (str(HERE / "slow/slow.ttl"), "line 21")

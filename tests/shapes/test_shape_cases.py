"""Each shape, with its pack, against its cases.

A valid plan, invalid ones with one line changed, and plans without anything that the shape can be tried on.
"""

from difflib import ndiff
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from equigraph.shapes.audit import Audit, Finding, audit_plan
from equigraph.shapes.overdue import overdue_pack
from equigraph.shapes.packs import built_in_packs

HERE = Path(__file__).parent
VALID, INVALID, UNTRIED = (sorted(HERE.glob(f"*/{kind}.*ttl")) for kind in ("valid", "invalid", "untried"))
PACK_OF = {shape.name: pack for pack in (*built_in_packs(), overdue_pack()) for shape in pack.shapes}


def case_id(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def audited(path: Path) -> Audit:
    quads = serialize(parse(path=path, format=RdfFormat.TURTLE), format=RdfFormat.N_QUADS) or b""
    return audit_plan(quads, packs=[PACK_OF[path.parent.name]])


def golden(plan: str, finding: Finding) -> str:
    focus = finding.focus.removeprefix(plan).strip("/") or "plan"
    severity, path = (iri.rpartition("#")[2] for iri in (finding.severity, finding.path))
    state = finding.state.rpartition("/")[2] or "-"
    return " ".join((finding.shape.rpartition("#")[2], severity, state, focus, path)).rstrip()


@pytest.mark.parametrize("path", VALID, ids=case_id)
def test_a_valid_plan_has_no_finding_and_was_looked_at(path: Path) -> None:
    audit = audited(path)
    assert audit.findings == ()
    assert next(c.targets for c in audit.coverage if c.shape.endswith(f"#{path.parent.name}")) > 0


@pytest.mark.parametrize("path", UNTRIED, ids=case_id)
def test_a_plan_without_anything_to_try_a_shape_on_has_not_passed(path: Path) -> None:
    audit = audited(path)
    assert audit.findings == ()
    assert next(c.targets for c in audit.coverage if c.shape.endswith(f"#{path.parent.name}")) == 0


@pytest.mark.parametrize("path", INVALID, ids=case_id)
def test_an_invalid_plan_has_the_findings_beside_it(path: Path) -> None:
    audit = audited(path)
    found = sorted(golden(audit.plan, finding) for finding in audit.findings)
    assert found == path.with_suffix(".txt").read_text().splitlines()


@pytest.mark.parametrize("path", INVALID, ids=case_id)
def test_an_invalid_plan_differs_from_a_valid_one_in_one_line(path: Path) -> None:
    wrong = path.read_text().splitlines()
    valid = [other.read_text().splitlines() for other in path.parent.glob("valid*.ttl")]
    changes = [[line[0] for line in ndiff(right, wrong)] for right in valid]
    assert any(marks.count("-") == 1 and marks.count("+") == 1 for marks in changes)


@pytest.mark.parametrize("kind", ["valid", "invalid"])
@pytest.mark.parametrize("shape", sorted(PACK_OF))
def test_every_shape_has_cases(shape: str, kind: str) -> None:
    assert list((HERE / shape).glob(f"{kind}.*ttl"))


@pytest.mark.parametrize("path", INVALID, ids=case_id)
def test_an_invalid_case_is_found_by_its_own_shape(path: Path) -> None:
    assert f"{path.parent.name} " in path.with_suffix(".txt").read_text()

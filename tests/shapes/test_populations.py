"""How many things each shape is tried on: what it cannot be tried on has not passed."""

from pathlib import Path

import pytest
import yaml
from pyoxigraph import RdfFormat, parse, serialize

from equigraph.shapes.audit import Coverage, audit_plan
from equigraph.shapes.engines import ENGINES, Engine
from equigraph.shapes.overdue import overdue_pack
from equigraph.shapes.packs import Pack, built_in_packs
from equigraph.shapes.quads import audit_lines
from equigraph.shapes.stored_audit import read_audit

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "populations.yaml").read_text(encoding="utf-8"))
PACKS = (*built_in_packs(), overdue_pack())


def packs_of(shapes: dict[str, list[int]]) -> list[Pack]:
    return [pack for pack in PACKS if any(shape.name in shapes for shape in pack.shapes)]


def numbers(each: Coverage) -> list[int]:
    return [each.targets, each.failed, each.unknown, each.explained]


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@pytest.mark.parametrize(("case", "expected"), CASES.items(), ids=CASES)
def test_populations_are_as_expected(case: str, expected: dict[str, list[int]], engine: Engine) -> None:
    quads = serialize(parse(path=HERE / case, format=RdfFormat.TURTLE), format=RdfFormat.N_QUADS) or b""
    audit = audit_plan(quads, packs=packs_of(expected), engine=engine)
    found = {each.shape.rpartition("#")[2]: numbers(each) for each in audit.coverage}
    assert {name: found[name] for name in expected} == expected
    stored = read_audit("\n".join(audit_lines(audit)).encode())
    assert sorted(stored.coverage, key=str) == sorted(audit.coverage, key=str)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_whatever_a_shape_finds_is_something_it_can_be_tried_on(pack: Pack) -> None:
    for path in sorted(path for shape in pack.shapes for path in (HERE / shape.name).glob("invalid.*ttl")):
        quads = serialize(parse(path=path, format=RdfFormat.TURTLE), format=RdfFormat.N_QUADS) or b""
        audit = audit_plan(quads, packs=[pack])
        counts = {each.shape: each.failed + each.unknown for each in audit.coverage}
        for shape in pack.shapes:
            foci = {finding.focus for finding in audit.findings if finding.shape == shape.iri}
            assert len(foci) <= counts[shape.iri], (path, shape.name)

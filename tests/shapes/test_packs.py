"""Shape packs: what the package's own are like, and what is said of one that cannot be used."""

from pathlib import Path

import pytest
import yaml
from pyoxigraph import NamedNode, RdfFormat, parse, serialize
from rdflib import SH

from equigraph.errors import AssetError, UsageError
from equigraph.shapes.audit import audit_plan
from equigraph.shapes.packs import built_in_packs, chosen_packs, pack_files, read_pack

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"
FAULTS = yaml.safe_load((HERE / "bad/faults.yaml").read_text())


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_bad_shapes_file_is_an_error_with_file_and_place(name: str) -> None:
    file, quads = HERE / "bad" / name, parse(path=HERE / "DatePossible/valid.ttl", format=RdfFormat.TURTLE)
    with pytest.raises(AssetError) as caught:
        audit_plan(serialize(quads, format=RdfFormat.N_QUADS) or b"", packs=[read_pack(file)])
    assert caught.value.file == str(file)
    assert caught.value.place == FAULTS[name]["place"]
    assert FAULTS[name]["cause"] in caught.value.cause


def test_the_documented_example_is_a_pack_and_finds_what_it_says(tmp_path: Path) -> None:
    file = tmp_path / "status.ttl"
    file.write_text((DOCS / "packs.md").read_text().split("```turtle\n")[1].split("```")[0])
    quads = parse(path=HERE / "ActionOwnerBlank/valid.ttl", format=RdfFormat.TURTLE)
    audit = audit_plan(serialize(quads, format=RdfFormat.N_QUADS) or b"", packs=[read_pack(file)])
    assert [finding.message for finding in audit.findings] == ["Nothing says how far along the action is."]


def test_every_bad_file_has_its_fault() -> None:
    assert sorted(FAULTS) == sorted(path.name for path in (HERE / "bad").glob("*.ttl"))


def test_a_file_that_is_not_text_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "pack.ttl"
    file.write_bytes(b"# Our own rules\n\n# caf\xe9\n")
    with pytest.raises(AssetError, match="no text in UTF-8") as caught:
        read_pack(file)
    assert caught.value.place == "line 3"


def test_messages_are_sentences() -> None:
    messages = [str(m) for pack in built_in_packs() for m in pack.graph.objects(None, SH.message)]
    assert [m for m in messages if not (m[0].isupper() and m.endswith("."))] == []
    assert len(messages) == len({s for pack in built_in_packs() for s in pack.graph.subjects(SH.message)})


def test_states_decide_severity() -> None:
    wanted = {"blank": {"Violation"}, "no-such-column": {"Violation", "Info"}, "unmapped": {"Warning"}}
    found: dict[str, set[str]] = {}
    for shape in (shape for pack in built_in_packs() for shape in pack.shapes if shape.state):
        found.setdefault(shape.state.rpartition("/")[2], set()).add(shape.severity.rpartition("#")[2])
    assert found == wanted


def test_packs_use_only_terms_that_the_ontology_and_vocabularies_describe() -> None:
    ontology = Path(str(pack_files()[0])).parents[2] / "ontology"
    described = {
        quad.subject.value
        for file in ontology.rglob("*.ttl")
        for quad in parse(path=file, format=RdfFormat.TURTLE)
        if isinstance(quad.subject, NamedNode)
    }
    used = {str(term) for pack in built_in_packs() for triple in pack.graph for term in triple}
    ours = {iri for iri in used if iri.startswith("https://w3id.org/equigraph/") and "/shapes/" not in iri}
    assert {iri for iri in ours - described if not iri.endswith(("#", "/"))} == set()


def test_packs_of_one_name_are_wrong_use(tmp_path: Path) -> None:
    file = tmp_path / "completeness.ttl"
    file.write_text((HERE / "own/names.ttl").read_text())
    with pytest.raises(UsageError, match="this pack is called completeness") as caught:
        chosen_packs(tmp_path, ())
    assert caught.value.file == str(file)


def test_packs_are_chosen_by_name() -> None:
    assert [pack.name for pack in chosen_packs(HERE / "own", ("names", "smart"))] == ["smart", "names"]
    assert len(chosen_packs(HERE / "own", ())) == len(pack_files()) + 1


def test_a_pack_of_one_shape_has_only_its_targets() -> None:
    pack = read_pack(HERE / "targets.ttl")
    alone = pack.only("https://example.org/pack#OfTwo")
    assert [shape.name for shape in alone.shapes] == ["OfTwo"]
    assert {str(s).rpartition("#")[2] for s in alone.graph.subjects(SH.targetClass)} == {"OfTwo"}
    assert len(list(alone.graph.subjects(SH.severity))) == len(pack.shapes)


def test_ones_own_packs_are_tried_whichever_of_ours_are_chosen() -> None:
    assert [pack.name for pack in chosen_packs(HERE / "own", ("eflg",))] == ["eflg", "names"]
    assert [pack.name for pack in chosen_packs(HERE / "own", ("overdue",), also=("overdue",))] == ["names"]
    with pytest.raises(UsageError, match=r"no pack 'xyz'.*names, overdue"):
        chosen_packs(HERE / "own", ("xyz",), also=("overdue",))
    with pytest.raises(UsageError, match=r"Did you mean completeness\?"):
        chosen_packs(HERE / "own", ("complet",))


def test_a_value_that_is_none_is_told_once_and_without_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(AssetError, match="'2026-13-01' is no date"):
        read_pack(HERE / "bad/no-such-day.ttl")
    assert caplog.records == []

"""Shape packs: what the package's own are like, and what is said of one that cannot be used."""

from pathlib import Path

import pytest
import yaml
from pyoxigraph import NamedNode, RdfFormat, parse, serialize
from rdflib import SH

from equigraph.errors import AssetError
from equigraph.shapes.audit import audit_plan
from equigraph.shapes.packs import built_in_packs, pack_files, read_pack

HERE = Path(__file__).parent
FAULTS = yaml.safe_load((HERE / "bad/faults.yaml").read_text())


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_bad_shapes_file_is_an_error_with_file_and_place(name: str) -> None:
    file, quads = HERE / "bad" / name, parse(path=HERE / "DatePossible/valid.ttl", format=RdfFormat.TURTLE)
    with pytest.raises(AssetError) as caught:
        audit_plan(serialize(quads, format=RdfFormat.N_QUADS) or b"", packs=[read_pack(file)])
    assert caught.value.file == str(file)
    assert caught.value.place == FAULTS[name]["place"]
    assert FAULTS[name]["cause"] in caught.value.cause


def test_every_bad_file_has_its_fault() -> None:
    assert sorted(FAULTS) == sorted(path.name for path in (HERE / "bad").glob("*.ttl"))


def test_a_file_that_is_not_text_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "pack.ttl"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AssetError, match="cannot be read"):
        read_pack(file)


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
    assert ours - described == {"https://w3id.org/equigraph/ns#"}

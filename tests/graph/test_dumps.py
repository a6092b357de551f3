import io
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

from equigraph.errors import UsageError
from equigraph.graph.dumps import dump_to, write_dump
from equigraph.graph.folder import GraphFolder
from equigraph.graph.store import Store
from equigraph.graph.writer import writing

FORMATS = {"nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD}
SAMPLE = Path(__file__).parent / "data/sample.trig"
G, H, XSD = "<https://a.org/g>", "<https://a.org/h>", "http://www.w3.org/2001/XMLSchema#"


def dump(store: Store, format: str) -> bytes:
    output = io.BytesIO()
    write_dump(store, format, output)
    return output.getvalue()


def canonical(content: bytes | None, format: RdfFormat, path: Path | None = None) -> Dataset:
    dataset = Dataset(parse(content, format, path=path))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


@pytest.mark.parametrize("format", FORMATS)
def test_a_dump_holds_everything(sample_store: Store, format: str) -> None:
    everything = canonical(None, RdfFormat.TRIG, SAMPLE)
    assert canonical(dump(sample_store, format), FORMATS[format]) == everything


@pytest.mark.parametrize("format", FORMATS)
def test_lexical_forms_are_kept_and_the_split_into_parts_does_not_show(tmp_path: Path, format: str) -> None:
    values = [f'"007"^^<{XSD}integer>', f'"1.50"^^<{XSD}decimal>', '"x"@en-GB', '"\\u0000 é 漢 \\n"']
    lines = [
        f"<https://a.org/{n}> <https://a.org/p> {value} {graph} ."
        for n, value in enumerate(values)
        for graph in (G,)
    ]
    lines += [f"<https://a.org/z> <https://a.org/p> <https://a.org/{n}> {H} ." for n in range(3)]
    dumps = []
    for name, cut in (("one", 0), ("two", 2), ("three", 5)):
        with writing(GraphFolder(tmp_path / name), "https://a.org/") as version:
            version.add_part("b", lines[:cut])
            version.add_part("a", lines[cut:])
            version.finish({})
        dumps.append(dump(Store.open(tmp_path / name), format))
    assert len(set(dumps)) == 1
    assert all(form in dumps[0].lower() for form in (b"007", b"1.50", b"en-gb"))
    assert len(list(parse(dumps[0], FORMATS[format]))) == len(lines)


def test_nquads_are_sorted(sample_store: Store) -> None:
    lines = dump(sample_store, "nquads").splitlines()
    assert lines == sorted(set(lines))


def test_trig_and_jsonld_stand_graph_by_graph(sample_store: Store) -> None:
    graphs = len({quad.graph_name for quad in parse(path=SAMPLE, format=RdfFormat.TRIG)})
    assert dump(sample_store, "jsonld").count(b'"@graph"') == graphs
    assert dump(sample_store, "trig").decode().count("\n}") == graphs


def test_a_dump_that_cannot_be_written_is_told(sample_store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        dump_to(sample_store, "trig", tmp_path / "no/such.trig")
    with pytest.raises(UsageError, match=r"no dump as 'n3'.*nquads, trig, jsonld"):
        dump_to(sample_store, "n3", tmp_path / "x.n3")

import csv
import json
from pathlib import Path

import frictionless
import pytest
import yaml

from equigraph.errors import AssetError, UsageError
from equigraph.graph.store import Store
from equigraph.graph.tables import write_tables
from equigraph.queries.catalogue import Catalogue

COLUMNS = yaml.safe_load((Path(__file__).parent / "data/columns.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def out(sample_store: Store, tmp_path: Path) -> Path:
    write_tables(sample_store, tmp_path / "tables")
    return tmp_path / "tables"


def test_the_columns_are_those_promised(out: Path) -> None:
    found = {path.stem: path.read_bytes().split(b"\r\n")[0].decode().split(",") for path in out.glob("*.csv")}
    assert found == COLUMNS


def test_the_data_package_is_valid(out: Path) -> None:
    report = frictionless.validate(out / "datapackage.json")
    assert report.valid, report.flatten(["name", "note"])
    assert report.stats["tasks"] == len(COLUMNS)


def test_the_data_package_finds_a_changed_table(out: Path) -> None:
    targets = out / "targets.csv"
    targets.write_bytes(targets.read_bytes().replace(b",1,", b",x,"))
    assert not frictionless.validate(out / "datapackage.json").valid


def test_the_tables_are_rfc_4180(out: Path) -> None:
    content = (out / "targets.csv").read_bytes()
    assert (
        content.endswith(b"\r\n")
        and b'"Advise 1000 people, as the annual survey shows,\nby March 2021"' in content
    )
    with (out / "actions.csv").open(encoding="utf-8", newline="") as file:
        first, milestone = list(csv.DictReader(file))[:2]
    assert (first["due_end"], first["position"], first["confidence"]) == ("2020-08-31", "1", "1")
    assert (milestone["text"], milestone["owner_state"]) == ("", "stated")


def test_the_same_version_gives_the_same_bytes(out: Path, sample_store: Store, tmp_path: Path) -> None:
    written = write_tables(sample_store, tmp_path / "again")
    assert [path.read_bytes() for path in written] == [(out / path.name).read_bytes() for path in written]
    assert json.loads((out / "datapackage.json").read_text())["version"] == sample_store.version


def test_a_query_whose_columns_differ_from_its_header_is_refused(sample_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables/odd.rq").write_text('#+ summary: s\n#+ column: b string "x"\nSELECT ?a {}')
    with pytest.raises(AssetError, match=r"odd\.rq: the query gives a; its header says b"):
        write_tables(Store.open(sample_graph, catalogue=Catalogue(tmp_path)), tmp_path / "out")


def test_a_folder_that_cannot_be_made_is_told(sample_store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        write_tables(sample_store, tmp_path / "file/tables")

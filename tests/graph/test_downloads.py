"""The files of a version to download hold what the version says, always in the same bytes."""

import csv
import gzip
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import frictionless
import pyarrow.parquet
import pytest
import zstandard

from equigraph.errors import AssetError, UsageError
from equigraph.graph.compress import ENDINGS, compressing
from equigraph.graph.downloads import FOLDER, Earlier, add_downloads, checksums
from equigraph.graph.dumps import FORMATS, write_dump
from equigraph.graph.manifest import Manifest
from equigraph.graph.parquet import write_parquet
from equigraph.graph.store import Store
from equigraph.queries.header import Column

SUFFIXES = {"nquads": "nq", "trig": "trig", "jsonld": "jsonld"}


def unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    return (
        gzip.decompress(content)
        if path.suffix == ".gz"
        else zstandard.ZstdDecompressor().decompress(content, max_output_size=1 << 30)
    )


@pytest.fixture(scope="module")
def files(real_store: Store) -> Path:
    return real_store.path / FOLDER


@pytest.fixture
def bare(real_store: Store, tmp_path: Path) -> Path:
    """The version without what a build made of it to download."""
    folder = tmp_path / real_store.version
    shutil.copytree(real_store.path, folder, ignore=shutil.ignore_patterns(FOLDER))
    without = replace(real_store.manifest, downloads={})
    (folder / "manifest.json").write_text(without.to_json(), encoding="utf-8")
    return folder


def made(folder: Path, earlier: Earlier | None = None, jobs: int = 1) -> Manifest:
    add_downloads(folder, earlier, jobs, lambda *_: None)
    return Manifest.read(folder / "manifest.json")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("way", ENDINGS)
def test_the_whole_is_what_is_exported(real_store: Store, files: Path, format: str, way: str) -> None:
    exported = io.BytesIO()
    write_dump(real_store, format, exported)
    assert unpacked(files / f"equigraph.{SUFFIXES[format]}{ENDINGS[way]}") == exported.getvalue()


def test_the_plans_and_what_is_shared_are_the_whole(real_store: Store, files: Path) -> None:
    def lines(name: str) -> set[bytes]:
        return set(unpacked(files / f"{name}.nq.zst").splitlines())

    plans = [lines(f"plans/{slug}") for slug in real_store.manifest.plans]
    shared = lines("equigraph") - set().union(*plans)
    assert sum(map(len, plans)) + len(shared) == len(lines("equigraph")) == len(real_store)
    assert min(map(len, plans)) > 1000 and not any(b"/graph/plan/" in line.split()[-2] for line in shared)


def test_every_file_is_known_by_size_and_checksum(real_store: Store, files: Path) -> None:
    there = {path.relative_to(files).as_posix() for path in files.rglob("*") if path.is_file()}
    known = real_store.manifest.downloads
    assert there == set(known) and len(there) == 6 + 6 * 3 + 1 + 2 * 10 + 1
    for name, each in known.items():
        content = (files / name).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (each.bytes, each.sha256)
    assert f"{known['tables.zip'].sha256}  tables.zip\n" in checksums(known).decode()


def test_they_are_the_same_whoever_makes_them(real_store: Store, bare: Path) -> None:
    (bare / FOLDER).mkdir()
    (bare / FOLDER / "equigraph.nq.gz").write_bytes(b"half of it")  # a build was killed here
    assert made(bare).downloads == real_store.manifest.downloads
    before = (bare / "manifest.json").stat().st_mtime_ns
    made(bare)
    assert (bare / "manifest.json").stat().st_mtime_ns == before


def test_a_plan_that_is_as_it_was_has_its_files_from_before(
    real_store: Store, bare: Path, files: Path
) -> None:
    manifest = made(bare, Earlier(real_store.path, real_store.manifest))
    assert manifest.downloads == real_store.manifest.downloads
    assert (bare / FOLDER / "plans/camden-2020.nq.gz").samefile(files / "plans/camden-2020.nq.gz")


def test_nothing_damaged_is_taken_over(real_store: Store, bare: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    shutil.copytree(real_store.path, earlier)
    (earlier / FOLDER / "plans/camden-2020.trig.zst").write_bytes(b"damaged")
    assert made(bare, Earlier(earlier, real_store.manifest)).downloads == real_store.manifest.downloads


def rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def test_parquet_has_the_rows_of_the_csv_with_types(real_store: Store, files: Path) -> None:
    for query in real_store.catalogue.names("tables"):
        header, *lines = rows(files / f"{query}.csv")
        table = pyarrow.parquet.read_table(files / f"{query}.parquet")
        assert (table.column_names, table.num_rows) == (header, len(lines))
        texts = [name for name in header if str(table.schema.field(name).type) == "string"]
        for name in texts:
            index = header.index(name)
            assert [value or "" for value in table[name].to_pylist()] == [line[index] for line in lines]
    actions = pyarrow.parquet.read_schema(files / "tables/actions.parquet")
    assert [str(actions.field(name).type) for name in ("due_end", "position", "confidence")] == [
        "date32[day]",
        "int64",
        "double",
    ]


def test_the_zip_is_a_data_package(files: Path, tmp_path: Path) -> None:
    with ZipFile(files / "tables.zip") as packed:
        packed.extractall(tmp_path)
    assert json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert frictionless.validate(tmp_path / "datapackage.json").valid


def test_a_value_of_another_type_is_told(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("day\r\n2020-02-30\r\n", encoding="utf-8")
    with pytest.raises(AssetError, match=r"odd\.csv.*2020-02-30"):
        write_parquet(tmp_path / "odd.csv", (Column("day", "date", "A day"),), tmp_path / "odd.parquet")


def test_another_way_of_compressing_is_refused() -> None:
    with pytest.raises(UsageError, match=r"nothing is compressed as 'lzma'.*gzip or zstd"):
        compressing(io.BytesIO(), "lzma")

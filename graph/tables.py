"""The flat tables: CSV files and the data package that describes them, all of it in a ZIP, or Parquet."""

import csv
import json
from collections.abc import Mapping
from io import TextIOWrapper
from pathlib import Path
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ..errors import AssetError, UsageError
from ..queries.catalogue import Query
from .datapackage import package, resource
from .files import place_to_write
from .manifest import FileSummary
from .parquet import write_parquet
from .store import Store
from .summed import summed

FOLDER = "tables"
PACKAGE = "datapackage.json"
FORMATS = ("csv", "parquet")


def write_tables(store: Store, out: Path, format: str = "csv") -> tuple[Path, ...]:
    """Write each table of the catalogue's folder ``tables`` into ``out``; with CSV, the data package of all.

    CSV as RFC 4180 has it: UTF-8, a header row, lines ended by CR LF. The same version gives the same bytes.
    Gives the paths of the files; raises AssetError where a query's columns are not those of its header, and
    UsageError where ``out`` cannot be written to, for another format, or Parquet where its library is not
    there.
    """
    if format not in FORMATS:
        raise UsageError(f"there are no tables as {format!r}", f"Use {' or '.join(FORMATS)}")
    with place_to_write(out):
        out.mkdir(parents=True, exist_ok=True)
        files = write_csvs(store, out)
        if format == "csv":
            return (*(out / name for name in files), write_package(store, files, out))
        return tuple(_as_parquet(query, out) for query in queries(store))


def queries(store: Store) -> tuple[Query, ...]:
    """The queries that give the tables."""
    return tuple(store.catalogue.get(name) for name in store.catalogue.names(FOLDER))


def write_csvs(store: Store, out: Path) -> dict[str, FileSummary]:
    """Write the tables as CSV into the folder ``out``; gives each file's name and summary."""
    return {f"{stem(query)}.csv": _write_csv(store, query, out) for query in queries(store)}


def write_package(store: Store, files: Mapping[str, FileSummary], out: Path) -> Path:
    """Write the data package of the CSV ``files`` into the folder ``out``."""
    known = [(stem(query), query.header, files[f"{stem(query)}.csv"]) for query in queries(store)]
    described = package(store.version, [resource(*each) for each in known])
    path = out / PACKAGE
    path.write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def write_zip(folder: Path, names: tuple[str, ...], out: Path) -> None:
    """Pack the files ``names`` of ``folder`` into the ZIP file ``out``, dated alike."""
    with ZipFile(out, "w") as packed:
        for name in names:
            entry = ZipInfo(name)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            with (folder / name).open("rb") as file, packed.open(entry, "w", force_zip64=True) as inside:
                while block := file.read(1 << 20):
                    inside.write(block)


def stem(query: Query) -> str:
    """The table's name: the last part of the query's."""
    return query.name.rpartition("/")[2]


def write_table(store: Store, query: Query, output: IO[bytes]) -> None:
    """Write one table as CSV; AssetError where the query's columns are not those of its header."""
    answer = store.named(query.name)
    columns = tuple(column.name for column in query.header.columns)
    if answer.variables != columns:
        raise AssetError(
            f"the query gives {', '.join(answer.variables)}; its header says {', '.join(columns)}",
            "Make them the same, in the same order",
            query.path,
        )
    text = TextIOWrapper(output, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(answer.texts())
    text.flush()
    text.detach()


def _write_csv(store: Store, query: Query, out: Path) -> FileSummary:
    with summed(out / f"{stem(query)}.csv") as output:
        write_table(store, query, cast("IO[bytes]", output))
    return output.summary


def _as_parquet(query: Query, out: Path) -> Path:
    """Parquet in the place of the CSV."""
    csv, parquet = out / f"{stem(query)}.csv", out / f"{stem(query)}.parquet"
    write_parquet(csv, query.header.columns, parquet)
    csv.unlink()
    return parquet

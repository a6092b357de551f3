"""A flat table as Parquet, its columns of the types that the query's header gives them."""

from functools import cache
from pathlib import Path
from typing import Any

from ..errors import AssetError, UsageError
from ..queries.header import Column

TYPES = {"iri": "string", "string": "string", "date": "date32", "integer": "int64", "decimal": "float64"}
BLOCK = 1 << 24
"""Bytes of CSV that are read at once: no row is longer."""
EXTRA = "pyarrow"


@cache
def has_parquet() -> bool:
    """Whether the library is installed."""
    from importlib.util import find_spec

    return find_spec(EXTRA) is not None


def write_parquet(csv: Path, columns: tuple[Column, ...], out: Path) -> None:
    """Write the table in the file ``csv`` to ``out``, some rows at a time; an empty field is a null.

    Raises UsageError where the library is not installed, AssetError for a value that is not of its column's
    type.
    """
    if not has_parquet():
        raise UsageError(
            "Parquet is written with pyarrow, which is not here", "pip install 'equigraph[parquet]'"
        )
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema = pyarrow.schema([(column.name, getattr(pyarrow, TYPES[column.type])()) for column in columns])
    try:
        with ParquetWriter(out, schema, compression="zstd") as writer:
            for batch in _batches(csv, schema):
                writer.write_batch(batch)
    except pyarrow.ArrowInvalid as error:
        raise AssetError(f"not as its header says: {error}", "Correct the column's type", csv.name) from error


def _batches(path: Path, schema: Any) -> Any:  # noqa: ANN401 - pyarrow ships no types
    from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, open_csv

    return open_csv(
        path,
        ReadOptions(block_size=BLOCK, use_threads=False),
        ParseOptions(newlines_in_values=True),
        ConvertOptions(column_types=schema, null_values=[""], strings_can_be_null=True),
    )

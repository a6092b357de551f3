"""The flat tables: CSV files and the data package that describes them."""

import csv
import io
import json
from pathlib import Path

from ..errors import AssetError
from ..queries.catalogue import Query
from .datapackage import package, resource
from .files import place_to_write, write_whole
from .store import Store

FOLDER = "tables"


def write_tables(store: Store, out: Path) -> tuple[Path, ...]:
    """Write each table of the catalogue's folder ``tables`` into ``out``, and the data package of all.

    CSV as RFC 4180 has it: UTF-8, a header row, lines ended by CR LF. The same version gives the same bytes.
    Gives the paths of the files; raises AssetError where a query's columns are not those of its header, and
    UsageError where ``out`` cannot be written to.
    """
    queries = [store.catalogue.get(name) for name in store.catalogue.names(FOLDER)]
    contents = {f"{stem(query)}.csv": table(store, query) for query in queries}
    resources = [resource(stem(query), query.header, contents[f"{stem(query)}.csv"]) for query in queries]
    description = json.dumps(package(store.version, resources), indent=2, ensure_ascii=False)
    contents["datapackage.json"] = f"{description}\n".encode()
    with place_to_write(out):
        out.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            write_whole(out / name, content)
    return tuple(out / name for name in contents)


def stem(query: Query) -> str:
    """The table's name: the last part of the query's."""
    return query.name.rpartition("/")[2]


def table(store: Store, query: Query) -> bytes:
    """The CSV of one table; AssetError where the query's columns are not those of its header."""
    answer = store.named(query.name)
    columns = tuple(column.name for column in query.header.columns)
    if answer.variables != columns:
        raise AssetError(
            f"the query gives {', '.join(answer.variables)}; its header says {', '.join(columns)}",
            "Make them the same, in the same order",
            query.path,
        )
    content = io.StringIO(newline="")
    writer = csv.writer(content, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(answer.texts())
    return content.getvalue().encode()

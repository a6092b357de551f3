"""What a version offers to take home, as the Data page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import abort, request

from ..errors import UsageError
from ..graph.downloads import TABLES, WHOLE, ZIP
from ..graph.manifest import FileSummary, Manifest
from ..graph.offered import kind_of, packed_as
from ..graph.tables import PACKAGE
from .overview import rows
from .records import Record, first_text
from .services import store

PLANS = 50
"""Plans on a page."""
UNITS = ("bytes", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class File:
    """A file: where it is, what it is, and how large."""

    name: str
    address: str
    words: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Table:
    """A flat table: its name and summary, as CSV and, where the build made one, as Parquet."""

    name: str
    summary: str
    csv: File
    parquet: File | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with the dumps of it."""

    about: Record
    files: tuple[File, ...]

    @property
    def slug(self) -> str:
        """Its slug."""
        return first_text([self.about], "slug")


@dataclass(frozen=True, slots=True)
class Offers:
    """Everything there is; of the plans those on page ``number`` of ``last``."""

    whole: tuple[File, ...]
    tables: tuple[Table, ...]
    together: tuple[File, ...]
    plans: tuple[Plan, ...]
    terms: list[Record]
    number: int
    last: int


def offers() -> Offers:
    """What the version of this request offers; raises as ``_asked_page``."""
    manifest, plans = store().manifest, rows("datasets")
    number, last = _asked_page(len(plans))
    return Offers(
        whole=_files(manifest, f"{WHOLE}."),
        tables=_tables(manifest.downloads),
        together=tuple(
            _file(name, manifest.downloads[name])
            for name in (ZIP, f"{TABLES}/{PACKAGE}")
            if name in manifest.downloads
        ),
        plans=tuple(
            Plan(plan, _files(manifest, f"plans/{first_text([plan], 'slug')}."))
            for plan in plans[(number - 1) * PLANS : number * PLANS]
        ),
        terms=rows("terms"),
        number=number,
        last=last,
    )


def readable_size(size: int) -> str:
    """Bytes as people say them: 904.6 kB."""
    amount, unit = float(size), 0
    while amount >= 999.95 and unit + 1 < len(UNITS):
        amount, unit = amount / 1000, unit + 1
    return f"{amount:,.1f} {UNITS[unit]}" if unit else f"{size} bytes"


def _asked_page(plans: int) -> tuple[int, int]:
    """The page asked for, and how many there are.

    Raises UsageError for what is no number; aborts with 404 for a page that is not there.
    """
    given, last = request.args.get("page", "1"), max(1, -(-plans // PLANS))
    if not (given.isascii() and given.isdigit()):
        raise UsageError(f"page={given[:100]} is no number", "Count pages from 1")
    if not 1 <= int(given[:9]) <= last:
        abort(404, f"There are {last} pages of plans.")
    return int(given[:9]), last


def _tables(files: Mapping[str, FileSummary]) -> tuple[Table, ...]:
    catalogue = store().catalogue
    found = []
    for query in catalogue.names(TABLES):
        csv, parquet = f"{query}.csv", f"{query}.parquet"
        if csv in files:
            also = _file(parquet, files[parquet]) if parquet in files else None
            name = query.rpartition("/")[2]
            found.append(Table(name, catalogue.get(query).summary, _file(csv, files[csv]), also))
    return tuple(found)


def _files(manifest: Manifest, begins: str) -> tuple[File, ...]:
    named = ((name, each) for name, each in manifest.downloads.items() if name.startswith(begins))
    return tuple(_file(name, each) for name, each in named)


def _file(name: str, known: FileSummary) -> File:
    packed = packed_as(name)
    words = f"{kind_of(name)[0]}, {packed[0]}" if packed else kind_of(name)[0]
    return File(name, f"/downloads/{quote(name)}{pin()}", words, readable_size(known.bytes), known.sha256)


def pin() -> str:
    """What an address needs to stay with the version that this request names; "" where it names none."""
    return f"?version={store().version}" if request.args.get("version") else ""

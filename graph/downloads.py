"""The files that people take home from a version: dumps of all and of each plan, and the flat tables.

They are made from the version's sorted parts when it is built, for only then can its catalogue say how large
each is and what its checksum is; the tables from its store. A plan that did not change has its files from the
version before.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from .compress import ENDINGS
from .dumps import FORMATS
from .files import size, sync_tree, write_whole
from .manifest import FileSummary, Manifest
from .parquet import has_parquet, write_parquet
from .processes import be_a_worker
from .store import Store
from .summed import compressed, summary
from .tables import PACKAGE, queries, stem, write_csvs, write_package, write_zip

FOLDER = "downloads"
WHOLE, PLANS, TABLES, ZIP = "equigraph", "plans", "tables", "tables.zip"
DUMPS = {"nquads": ".nq", "trig": ".trig", "jsonld": ".jsonld"}
"""What the names of dumps end in, by format."""

Made = dict[str, FileSummary]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version that may have some of the files already: its folder and manifest."""

    folder: Path
    manifest: Manifest


def add_downloads(folder: Path, earlier: Earlier | None, jobs: int, progress: Progress) -> None:
    """Write the files of the version in ``folder`` below its folder ``downloads``, unless they are there.

    ``jobs`` files at once. The manifest, rewritten last, says of each, by its name below that folder such as
    ``plans/camden-2020.nq.gz``, how large it is and its checksum.
    """
    manifest, place = Manifest.read(folder / "manifest.json"), folder / FOLDER
    if manifest.downloads and _are_there(place, manifest.downloads):
        return
    if place.exists():
        shutil.rmtree(place)  # of a build that was killed: no manifest names them
    made = _made(folder, manifest, _taken(place, manifest, earlier), jobs, progress)
    sync_tree(place)
    whole = replace(manifest, downloads=made, sizes={**manifest.sizes, FOLDER: size(place)})
    write_whole(folder / "manifest.json", whole.to_json().encode())


def checksums(files: Mapping[str, FileSummary]) -> bytes:
    """A list that ``sha256sum --check`` reads."""
    return "".join(f"{each.sha256}  {name}\n" for name, each in sorted(files.items())).encode()


def _are_there(place: Path, files: Mapping[str, FileSummary]) -> bool:
    return all(
        (place / name).is_file() and (place / name).stat().st_size == each.bytes
        for name, each in files.items()
    )


def _made(folder: Path, manifest: Manifest, taken: Made, jobs: int, progress: Progress) -> Made:
    new = [slug for slug in manifest.plans if f"{PLANS}/{slug}.nq.gz" not in taken]
    tasks = [partial(_tables, folder), *(partial(_whole, folder, manifest, each) for each in FORMATS)]
    tasks += [partial(_plan, folder, manifest, slug) for slug in new]
    made = dict(taken)
    for count, files in enumerate(_run(tasks, jobs), 1):
        made |= files
        progress("Writing the files to download", count, len(tasks))
    return dict(sorted(made.items()))


def _run(tasks: Sequence[Callable[[], Made]], jobs: int) -> Iterator[Made]:
    if jobs < 2:
        yield from (task() for task in tasks)
        return
    with ProcessPoolExecutor(min(jobs, len(tasks)), get_context("spawn"), be_a_worker) as pool:
        yield from (each.result() for each in [pool.submit(task) for task in tasks])


def _whole(folder: Path, manifest: Manifest, format: str) -> Made:
    return _dump(folder, manifest.parts, WHOLE, format)


def _plan(folder: Path, manifest: Manifest, slug: str) -> Made:
    made: Made = {}
    for format in FORMATS:
        made |= _dump(folder, _parts_of(manifest, slug), f"{PLANS}/{slug}", format)
    return made


def _dump(folder: Path, parts: Iterable[str], stem: str, format: str) -> Made:
    name = stem + DUMPS[format]
    files = tuple(folder / f"parts/{part}.nq" for part in sorted(parts))
    with compressed(folder / FOLDER / name, ENDINGS) as (output, made):
        FORMATS[format](files, output)
    return {name + ending: each.summary for ending, each in made.items()}


def _tables(folder: Path) -> Made:
    """CSV, the data package, both as a ZIP, and Parquet where its library is there."""
    store, place = Store.at(folder), folder / FOLDER
    tables = place / TABLES
    tables.mkdir(parents=True)
    files = write_csvs(store, tables)
    write_package(store, files, tables)
    write_zip(tables, (PACKAGE, *files), place / ZIP)
    for query in queries(store) if has_parquet() else ():
        write_parquet(tables / f"{stem(query)}.csv", query.header.columns, tables / f"{stem(query)}.parquet")
    found = [place / ZIP, *sorted(tables.iterdir())]
    return {path.relative_to(place).as_posix(): summary(path) for path in found}


def _parts_of(manifest: Manifest, slug: str) -> dict[str, str]:
    """The parts of a plan with their checksums."""
    begins = f"plan-{slug}"
    return {
        name: part.sha256
        for name, part in manifest.parts.items()
        if name == begins or name.startswith(f"{begins}.")
    }


def _taken(place: Path, manifest: Manifest, earlier: Earlier | None) -> Made:
    """The files of plans that are as they were in the ``earlier`` version, taken over from it."""
    if earlier is None or earlier.manifest.libraries != manifest.libraries:
        return {}
    return {
        name: each
        for slug in manifest.plans
        if _parts_of(manifest, slug) == _parts_of(earlier.manifest, slug)
        for name, each in _take(place, slug, earlier).items()
    }


def _take(place: Path, slug: str, earlier: Earlier) -> Made:
    known, begins = earlier.manifest.downloads, f"{PLANS}/{slug}."
    files = {name: each for name, each in known.items() if name.startswith(begins)}
    there = earlier.folder / FOLDER
    if not all((there / name).is_file() and summary(there / name) == each for name, each in files.items()):
        return {}
    for name in files:
        (place / PLANS).mkdir(parents=True, exist_ok=True)
        _link(there / name, place / name)
    return files


def _link(file: Path, to: Path) -> None:
    """The same file under another name, or a copy where the disk knows no links: neither is ever changed."""
    try:
        os.link(file, to)
    except OSError:
        shutil.copyfile(file, to)

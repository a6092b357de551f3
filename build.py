"""Composes a build: documents are mapped and audited plan by plan, loaded, described, and switched to.

A plan whose inputs have the same hash as before is taken from the cache and neither mapped nor audited again.
Nothing of an earlier version is touched, and the pointer moves last: a build that dies changes nothing.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version as library_version
from importlib.resources import files
from importlib.resources.abc import Traversable
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import BuildError, UsageError
from .graph.manifest import LIBRARIES
from .ontology.terms import DEFAULT_BASE

if TYPE_CHECKING:
    from .graph.cache import PartCache
    from .graph.folder import GraphFolder
    from .graph.manifest import Manifest
    from .mappings.sources import Source
    from .shapes.packs import Pack

MAKING = ("assets", "infer", "lines", "rules")
"""The modules of the graph's room that make a plan's parts."""
_CODE = ("errors.py", "build.py", "ontology", "mappings", "shapes", *(f"graph/{name}.py" for name in MAKING))

BODIES = "/organisations.ttl"
"""The vocabulary whose terms are bodies: they stand in the graph of organisations."""

Progress = Callable[[str, int, int], None]
"""Told of each step: what is being done, how many are done, of how many."""


@dataclass(frozen=True)
class PlanPart:
    """What a build makes of one plan: N-Quads lines of three graphs, the document's text, and figures."""

    slug: str
    title: str
    mapped: list[str]
    inferred: list[str]
    audit: list[str]
    text: str
    ledger: list[dict[str, Any]]
    characters: dict[str, int]
    counts: dict[str, int]
    findings: dict[str, int]
    notes: dict[str, str]
    cached: bool = False


@dataclass(frozen=True)
class BuildReport:
    """A finished build: the version's manifest and what was made of each plan."""

    manifest: "Manifest"
    plans: tuple[PlanPart, ...] = field(default=())


def build(
    sources: Sequence["Source"] = (),
    graph: Path = Path("equigraph-graph"),
    base: str = DEFAULT_BASE,
    jobs: int = 0,
    corrections: bool = True,
    progress: Progress = lambda *_: None,
    downloads: bool = False,
) -> BuildReport:
    """Build ``sources`` (none: the plans of the package) into a new version of the folder ``graph``.

    ``jobs`` processes map at once (0: one a processor); ``downloads``: with the files that people take home.
    Raises InputError for a document or mapping that cannot be used, UsageError for a folder that cannot be
    written, BuildError for two plans of one name, a folder in use, a process that died; nothing changes then.
    """
    from .graph.downloads import add_downloads
    from .graph.files import place_to_write
    from .graph.folder import GraphFolder
    from .graph.writer import writing
    from .mappings.sources import packaged_sources

    chosen = tuple(sources) or packaged_sources()
    with place_to_write(graph):
        graph.mkdir(parents=True, exist_ok=True)
    at_once, folder = jobs or os.cpu_count() or 1, GraphFolder(graph)
    made = _parts(chosen, folder, base, at_once, corrections, progress)
    parts = tuple(made.values())
    progress("Writing the graph", 0, 1)
    with place_to_write(graph), writing(folder, base) as writer:
        for name, lines in _all_parts(parts, base):
            writer.add_part(name, lines)
        for part in parts:
            writer.add_ledger(part.slug, part.ledger)
            writer.add_document(part.slug, part.text)
        shapes = {pack.described.file: pack.described.sha256 for pack in _packs()}
        extra = partial(add_downloads, jobs=at_once, progress=progress) if downloads else None
        manifest = writer.finish(_inputs(made), shapes, extra)
    progress("Writing the graph", 1, 1)
    return BuildReport(manifest, parts)


def checked_base(base: str | None) -> str:
    """The base IRI of things, by default our own; UsageError unless an http(s) IRI that ends in / or #."""
    from pyoxigraph import NamedNode

    chosen = base or DEFAULT_BASE
    try:
        fits = NamedNode(chosen) and re.fullmatch(r"https?://[^/#].*[/#]", chosen)
    except ValueError:
        fits = None
    if not fits:
        remedy = "Give an http or https IRI that ends in / or #"
        raise UsageError(f"{chosen!r} cannot be the base of IRIs", remedy)
    return chosen


def make_part(source: "Source", base: str, corrections: bool) -> PlanPart:
    """Map, infer and audit one plan; InputError where its document or mapping cannot be used."""
    from .graph.rules import follows
    from .mappings.pipeline import map_plan
    from .shapes.audit import audit_plan
    from .shapes.quads import audit_lines

    plan = map_plan(source, base, corrections)
    inferred = follows(plan.quads, base, f"{base}graph/plan/{plan.slug}/inferred")
    audit = audit_plan([*plan.quads, *inferred], base, _packs(), _bodies(base))
    severities = [finding.severity.rpartition("#")[2] for finding in audit.findings]
    return PlanPart(
        slug=plan.slug,
        title=plan.title,
        mapped=list(plan.quads),
        inferred=inferred,
        audit=audit_lines(audit),
        text=plan.text,
        ledger=plan.ledger,
        characters=plan.characters,
        counts=plan.counts,
        findings={name: severities.count(name) for name in ("Violation", "Warning", "Info")},
        notes=plan.notes,
    )


@cache
def _packs() -> tuple["Pack", ...]:
    from .shapes.packs import built_in_packs

    return built_in_packs()


@cache
def _bodies(base: str) -> list[str]:
    """What is known of organisations before any plan mentions them."""
    from .graph.assets import asset_lines
    from .ontology.assets import vocabulary_files

    known = [(file.name, file.text) for file in vocabulary_files() if file.name.endswith(BODIES)]
    return asset_lines(known, f"{base}graph/organisations")


def _parts(
    sources: Sequence["Source"],
    folder: "GraphFolder",
    base: str,
    jobs: int,
    corrections: bool,
    progress: Progress,
) -> dict["Source", PlanPart]:
    """What is made of each source, in the order of the plans' slugs."""
    from .graph.files import place_to_write

    keys = {source: _input_hash(source, base, corrections) for source in sources}
    made = {source: part for source, key in keys.items() if (part := _cached(folder.cache, key))}
    wanted = [source for source in sources if source not in made]
    progress("Reading the plans", len(made), len(sources))
    for source, part in _made(wanted, base, corrections, jobs):
        made[source] = part
        with place_to_write(folder.path):
            folder.cache.put(f"{keys[source]}.json", json.dumps(asdict(part)).encode())
        progress("Reading the plans", len(made), len(sources))
    _refuse_namesakes(made)
    return dict(sorted(made.items(), key=lambda item: item[1].slug))


def _made(
    sources: Sequence["Source"], base: str, corrections: bool, jobs: int
) -> Iterator[tuple["Source", PlanPart]]:
    from .graph.processes import be_a_worker

    if min(jobs, len(sources)) < 2:
        yield from ((source, make_part(source, base, corrections)) for source in sources)
        return
    with ProcessPoolExecutor(min(jobs, len(sources)), get_context("spawn"), be_a_worker) as pool:
        running = {pool.submit(make_part, source, base, corrections): source for source in sources}
        try:
            yield from ((running[done], done.result()) for done in as_completed(running))
        except BrokenExecutor as error:
            remedy = "See that there is memory enough, or build with --jobs 1"
            raise BuildError("a process that was reading a plan died", remedy) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _cached(cache: "PartCache", key: str) -> PlanPart | None:
    content = cache.get(f"{key}.json")
    try:
        return PlanPart(**{**json.loads(content), "cached": True}) if content else None
    except (ValueError, TypeError):
        return None


def _input_hash(source: "Source", base: str, corrections: bool) -> str:
    """Of all a plan's part is made from: document and its name, mapping, options, code, assets, libraries."""
    digest = sha256(f"{base}\0{corrections}\0{source.document.name}\0{_code_hash()}".encode())
    for path in (source.document, source.mapping):
        digest.update(sha256(_content(path)).digest())
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # the mapper says what is wrong with it


@cache
def _code_hash() -> str:
    digest = sha256("".join(f"{name} {library_version(name)}\n" for name in LIBRARIES).encode())
    for name in _CODE:
        for file in _walk(files(__package__).joinpath(name)):
            digest.update(sha256(file.name.encode() + b"\0" + file.read_bytes()).digest())
    return digest.hexdigest()


def _walk(place: Traversable) -> Iterator[Traversable]:
    """The files in and below ``place`` that a part is made by, in order: code and assets, not the plans."""
    if place.is_file():
        if place.name.rsplit(".", 1)[-1] in ("py", "ttl", "rq", "yaml", "json"):
            yield place
        return
    if place.name in ("plans", "__pycache__"):
        return
    for inside in sorted(place.iterdir(), key=lambda entry: entry.name):
        yield from _walk(inside)


def _all_parts(parts: Iterable[PlanPart], base: str) -> Iterator[tuple[str, list[str]]]:
    """Every part of the version: each plan's graphs, the shared ones, and last the description of all."""
    from .graph.describe import described

    agents = f" <{base}graph/organisations> ."
    written = dict(_assets(base))
    for part in parts:
        written["organisations"] += [line for line in part.mapped if line.endswith(agents)]
        written[f"plan-{part.slug}"] = [line for line in part.mapped if not line.endswith(agents)]
        written[f"plan-{part.slug}.inferred"] = part.inferred
        written[f"plan-{part.slug}.audit"] = part.audit
    yield from written.items()
    yield "description", described((line for lines in written.values() for line in lines), base)


def _assets(base: str) -> Iterator[tuple[str, list[str]]]:
    from .graph.assets import asset_lines
    from .ontology.assets import ontology_files, vocabulary_files
    from .shapes.packs import pack_files

    terms = [(file.name, file.text) for file in vocabulary_files() if not file.name.endswith(BODIES)]
    shapes = [(file.name, file.read_text(encoding="utf-8")) for file in pack_files()]
    yield (
        "ontology",
        asset_lines([(asset.name, asset.text) for asset in ontology_files()], f"{base}graph/ontology"),
    )
    yield "vocabularies", asset_lines(terms, f"{base}graph/vocabularies")
    yield "organisations", list(_bodies(base))
    yield "shapes", asset_lines(shapes, f"{base}graph/shapes")


def _refuse_namesakes(made: Mapping["Source", PlanPart]) -> None:
    first: dict[str, Path] = {}
    for source, part in sorted(made.items(), key=lambda item: str(item[0].mapping)):
        other = first.setdefault(part.slug, source.mapping)
        if other != source.mapping:
            cause = f"the slug {part.slug!r} is also that of {other}"
            raise BuildError(cause, "Give one of the two another", str(source.mapping), "key plan.slug")


def _inputs(made: Mapping["Source", PlanPart]) -> dict[str, str]:
    files = ((part.slug, path) for source, part in made.items() for path in (source.document, source.mapping))
    return {f"{slug}/{path.name}": sha256(_content(path)).hexdigest() for slug, path in files}

"""Synthetic plans in files: one part a plan, or a whole version of a graph that can be served."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from equigraph.graph.assets import asset_lines
from equigraph.graph.describe import described
from equigraph.graph.folder import GraphFolder
from equigraph.graph.manifest import Manifest
from equigraph.graph.writer import VersionWriter, writing
from equigraph.ontology.assets import ontology_files, vocabulary_files
from equigraph.shapes.packs import pack_files

from .councils import council_lines
from .edition import BASE, Edition
from .parts import bodies, data_lines, is_of_bodies, plan_lines
from .pools import in_processes


def write_parts(folder: Path, editions: Iterable[Edition], base: str = BASE, jobs: int = 0) -> int:
    """One file of N-Quads a plan in ``folder``, not audited; gives how many statements they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    return sum(in_processes(partial(_write_part, folder=folder, base=base), editions, jobs))


def _write_part(edition: Edition, folder: Path, base: str) -> int:
    lines = data_lines(edition, base)
    (folder / f"plan-{edition.slug}.nq").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def write_graph(
    folder: Path, editions: Iterable[Edition], base: str = BASE, audited: bool = True, jobs: int = 0
) -> Manifest:
    """A new current version of the graph in ``folder`` with these plans, made by ``jobs`` processes."""
    folder.mkdir(parents=True, exist_ok=True)
    with writing(GraphFolder(folder), base) as writer:
        for name, lines in _assets(base):
            writer.add_part(name, lines)
        _add_plans(writer, editions, base, audited, jobs)
        writer.add_part("description", described(_written(folder), base))
        return writer.finish({})


def _add_plans(
    writer: VersionWriter, editions: Iterable[Edition], base: str, audited: bool, jobs: int
) -> None:
    """A part for each graph of each plan; what all plans share is one part, each statement once."""
    shared = set(bodies(base))
    for made in in_processes(partial(plan_lines, base=base, audited=audited), editions, jobs):
        slug = made.edition.slug
        writer.add_part(f"plan-{slug}", made.mapped)
        writer.add_part(f"plan-{slug}.inferred", made.inferred)
        writer.add_part(f"plan-{slug}.audit", made.audit)
        shared.update(made.shared, council_lines(made.edition, base))
    writer.add_part("organisations", shared)


def _written(folder: Path) -> Iterator[str]:
    """Every line of the parts of the version that is being written."""
    for part in sorted(folder.glob("versions/.building-*/parts/*.nq")):
        with part.open(encoding="utf-8") as lines:
            yield from (line.rstrip("\n") for line in lines)


def _assets(base: str) -> Iterator[tuple[str, list[str]]]:
    shapes = [(file.name, file.read_text(encoding="utf-8")) for file in pack_files()]
    terms = [(file.name, file.text) for file in vocabulary_files() if not is_of_bodies(file.name)]
    yield "shapes", asset_lines(shapes, f"{base}graph/shapes")
    yield "vocabularies", asset_lines(terms, f"{base}graph/vocabularies")
    yield (
        "ontology",
        asset_lines([(file.name, file.text) for file in ontology_files()], f"{base}graph/ontology"),
    )

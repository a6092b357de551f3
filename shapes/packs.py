"""Shape packs: one Turtle file is one published profile of SHACL shapes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox
from rdflib import URIRef

from ..errors import AssetError, UsageError
from ..queries.catalogue import nearest
from .engine import SH
from .model import Pack as Described
from .pack_checks import check_pack
from .pack_reader import PackReader, pack_order
from .rdf import Graph, graph_of
from .shape import Shape

AIMS = re.compile(r"\S+ <http://www\.w3\.org/ns/shacl#target\w*> ")
"""A line of N-Triples that gives a shape a target."""
IRI = re.compile(rb"<([^<>\s]+)>")
OPEN = tuple(
    f"<{SH}{name}>".encode() for name in ("select", "ask", "construct", "closed", "rule", "expression")
)
"""What looks at properties without their names."""


class Readable(Protocol):
    """A file that can be read: a path, or an asset of the package."""

    @property
    def name(self) -> str:
        """The last part of its path."""
        ...

    def read_bytes(self) -> bytes:
        """Its bytes."""
        ...


@dataclass(frozen=True)
class Pack:
    """One profile: shapes that have targets (in the order of their rules), and all its triples.

    ``ours`` where it comes with the package; ``text`` is the graph as N-Triples; ``looks_at`` names what it
    needs beside the plan itself (``evidence``).
    """

    iri: str
    title: str
    file: str
    shapes: tuple[Shape, ...]
    text: bytes = field(repr=False)
    described: Described = field(repr=False)
    ours: bool = False
    looks_at: frozenset[str] = frozenset()

    @property
    def order(self) -> int:
        """The place among other packs that its ``sh:order`` gives it; packs without one come first."""
        return pack_order(self.graph, URIRef(self.iri))

    @property
    def name(self) -> str:
        """What it is called on the command line: the file's name without its ending."""
        return self.described.name

    def only(self, shape: str) -> "Pack":
        """The pack with the targets of one shape alone."""
        lines = self.text.decode().splitlines()
        kept = [line for line in lines if not AIMS.match(line) or line.startswith(f"<{shape}> ")]
        shapes = tuple(each for each in self.shapes if each.iri == shape)
        return replace(self, shapes=shapes, text="\n".join(kept).encode())

    @cached_property
    def names(self) -> frozenset[str] | None:
        """The IRIs that the pack names: it sees no other property. None where a query may ask for any."""
        if any(term in self.text for term in OPEN):
            return None
        return frozenset(iri.decode() for iri in IRI.findall(self.text))

    @cached_property
    def graph(self) -> Graph:
        """The graph, to be looked at with rdflib."""
        return graph_of(ox.parse(self.text, ox.RdfFormat.N_TRIPLES))


def pack_files() -> tuple[Traversable, ...]:
    """The Turtle files of the packs that come with the package, by name."""
    return _turtle_in(files("equigraph.shapes") / "packs")


def built_in_packs() -> tuple[Pack, ...]:
    """The packs that come with the package, in their order; AssetError as ``read_pack``."""
    return _in_order(read_pack(file, ours=True) for file in pack_files())


def packs_in(folder: Path) -> tuple[Pack, ...]:
    """The packs of the ``folder``, in their order; UsageError where it holds none, and as ``read_pack``."""
    if not folder.is_dir() or not (found := _turtle_in(folder)):
        raise UsageError("there are no shapes here", "Name a folder with Turtle files", str(folder))
    return _in_order(read_pack(file) for file in found)


def chosen_packs(folder: Path | None, names: Sequence[str], also: Sequence[str] = ()) -> tuple[Pack, ...]:
    """The packs of the package called ``names`` (none: all), and those of the ``folder``.

    Where names of these are among the ``names``, only those of the folder. Names that are ``also`` there are
    of packs kept elsewhere. Raises UsageError for a name that no pack has, or that two have, and as
    ``packs_in``.
    """
    ours, own = built_in_packs(), packs_in(folder) if folder else ()
    _refuse_namesakes((*ours, *own))
    known = [*(pack.name for pack in (*ours, *own)), *also]
    for name in names:
        if name not in known:
            raise UsageError(f"there is no pack {name!r}", nearest(name, known, "See them in the folder"))
    named = tuple(pack for pack in own if pack.name in names)
    return (*(pack for pack in ours if not names or pack.name in names), *(named or own))


def read_pack(file: Readable, ours: bool = False) -> Pack:
    """The pack in the Turtle ``file``.

    Raises AssetError with file and line where it is not Turtle, is no profile with a title, has a shape
    without label, message, severity, group, path or use, a term that SHACL or the ontology does not have, or
    a constraint (SHACL section 5.3) that is not SPARQL.
    """
    content = _content(file)
    reader = PackReader(str(file), content)
    check_pack(reader)
    shapes = reader.shapes()
    described = reader.model(file.name, sha256(content).hexdigest(), shapes)
    text, beside = reader.text, reader.looks_at()
    return Pack(described.iri, described.title, str(file), shapes, text, described, ours, beside)


def _in_order(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    return tuple(sorted(packs, key=lambda pack: pack.order))


def _content(file: Readable) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        cause = f"the shapes cannot be read: {error.strerror or error}"
        raise AssetError(cause, "Give a Turtle file in UTF-8", str(file)) from error


def _turtle_in(folder: Traversable) -> tuple[Traversable, ...]:
    return tuple(sorted((f for f in folder.iterdir() if f.name.endswith(".ttl")), key=lambda f: f.name))


def _refuse_namesakes(packs: Iterable[Pack]) -> None:
    seen: dict[str, Pack] = {}
    for pack in packs:
        for name in (pack.name, pack.iri):
            if name in seen:
                cause = f"this pack is called {name}, and so is that of {seen[name].file}"
                raise UsageError(cause, "Give the file, or the owl:Ontology in it, another name", pack.file)
            seen[name] = pack

"""The named queries: files that any SPARQL engine runs, with a header that documents them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from ..errors import AssetError, UsageError
from .header import Header, Parameter, read_header
from .terms import WRITERS, write_iri

NAMES = "https://w3id.org/equigraph/"
THINGS = f"{NAMES}id/"
_PLACE = re.compile(r"(VALUES\s*\(\s*\?(?P<name>\w+)\s*\)\s*\{\s*\(\s*)UNDEF(\s*\)\s*\})")


@dataclass(frozen=True, slots=True)
class Query:
    """A query file: its ``name`` is its path below the catalogue's folder, without ``.rq``."""

    name: str
    text: str
    path: str
    header: Header

    @property
    def summary(self) -> str:
        """What it gives, in a line."""
        return self.header.summary

    @property
    def question(self) -> str:
        """What it answers, in plain English."""
        return self.header.question

    @property
    def params(self) -> tuple[Parameter, ...]:
        """The values it takes."""
        return self.header.params


def read_query(text: str, name: str, path: str) -> Query:
    """The query ``text`` of the file ``path``; AssetError where header and text do not agree."""
    query = Query(name, text, path, read_header(text, path))
    places = {found["name"] for found in _PLACE.finditer(text)}
    for param in query.params:
        if param.name not in places:
            raise AssetError(
                f"the parameter {param.name!r} has no place in the query",
                f"Write VALUES (?{param.name}) {{ (UNDEF) }} in the innermost WHERE",
                path,
            )
    return query


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The queries below one folder, as it was when the catalogue was made."""

    root: Traversable
    _paths: dict[str, Traversable] = field(init=False, repr=False, compare=False)
    _read: dict[str, Query] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_paths", dict(_walk(self.root, "")))

    @classmethod
    def standard(cls) -> "Catalogue":
        """The queries that come with the package: one catalogue for the whole process."""
        return _standard()

    def names(self, folder: str = "") -> tuple[str, ...]:
        """The names of all queries, or of those in ``folder``, sorted."""
        return tuple(sorted(name for name in self._paths if not folder or name.startswith(f"{folder}/")))

    def get(self, name: str) -> Query:
        """The query ``name``; UsageError with the nearest names where there is none."""
        if name not in self._paths:
            remedy = nearest(name, self._paths, "List them with: equigraph query")
            raise UsageError(f"there is no query {name!r}", remedy)
        if name not in self._read:
            path = self._paths[name]
            self._read[name] = read_query(path.read_text(encoding="utf-8"), name, str(path))
        return self._read[name]


@cache
def _standard() -> Catalogue:
    return Catalogue(files("equigraph.queries"))


def bind(query: Query, values: Mapping[str, str], base: str = THINGS) -> str:
    """The text of ``query`` with ``values`` for its parameters, those not given left open.

    A parameter of type ``iris`` takes several, with spaces between; one of type ``scheme:NAME`` an IRI, a
    code of that scheme, or ``other-scheme/code``; one of type ``thing:KIND`` an IRI or the slug of a thing
    under ``base``. Raises UsageError for an unknown, missing or ill-typed parameter.
    """
    known = {param.name: param for param in query.params}
    for name in values:
        if name not in known:
            raise UsageError(f"{query.name} has no parameter {name!r}", nearest(name, known, "It takes none"))
    missing = next((param for param in query.params if param.required and param.name not in values), None)
    if missing:
        cause = f"{query.name} needs a value for {missing.name!r}: {missing.description}"
        raise UsageError(cause, f"Give it with: --param {missing.name}=…")
    terms = {name: write(known[name], value, base) for name, value in values.items()}
    return _PLACE.sub(lambda found: found[1] + terms.get(found["name"], "UNDEF") + found[3], query.text)


def write(param: Parameter, value: str, base: str = THINGS) -> str:
    """``value`` as a SPARQL term of the parameter's type; UsageError where it is none."""
    try:
        return WRITERS[param.type](value) if param.type in WRITERS else write_iri(_full(param, value, base))
    except UsageError as error:
        raise UsageError(f"{param.name}: {error.cause}", error.remedy) from error


def _full(param: Parameter, value: str, base: str) -> str:
    kind, _, name = param.type.partition(":")
    if ":" in value:
        return value
    if kind == "thing":
        return f"{base}{name}/{value}"
    return f"{NAMES}{value}" if "/" in value else f"{NAMES}{name}/{value}"


def nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy for an unknown ``name``: what is like it, or all of a few ``known``; else ``otherwise``."""
    names = sorted(known)
    near = get_close_matches(name, names, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"There are: {', '.join(names)}" if 0 < len(names) <= 12 else otherwise


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".rq"):
            found.append((prefix + entry.name.removesuffix(".rq"), entry))
    return found

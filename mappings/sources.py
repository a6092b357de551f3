"""Which documents a build reads, and the mapping of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from ..errors import DocumentError, MappingError
from .readers import READERS


@dataclass(frozen=True, slots=True)
class Source:
    """A document's file and its mapping's file."""

    document: Path
    mapping: Path


def packaged_sources() -> tuple[Source, ...]:
    """The plans that come with the package."""
    with as_file(files(__package__).joinpath("plans")) as folder:
        return sources([folder])


def sources(paths: Iterable[Path]) -> tuple[Source, ...]:
    """Every document that ``paths`` name, a folder meaning all in and below it, each once, in order.

    DocumentError where a path or its documents are not there; MappingError where a document has no mapping.
    """
    documents = {document.resolve(): document for path in paths for document in _documents(path)}
    for document in documents.values():
        _check_name(document)
    return tuple(Source(document, _mapping_of(document)) for _, document in sorted(documents.items()))


def _documents(path: Path) -> list[Path]:
    known = ", ".join(sorted(READERS))
    if path.is_file():
        if path.suffix.lower() not in READERS:
            raise DocumentError(f"no reader for files ending {path.suffix!r}", f"Known: {known}", str(path))
        return [path]
    if not path.is_dir():
        raise DocumentError("is neither a file nor a folder", "Check the path", str(path))
    found = [file for file in sorted(path.rglob("*")) if file.suffix.lower() in READERS and file.is_file()]
    if not found:
        raise DocumentError("holds no document", f"Documents end in {known}", str(path))
    return found


def _check_name(document: Path) -> None:
    """The graph holds the file's name, so it must be text (PEP 383 gives other bytes as surrogates)."""
    try:
        document.name.encode()
    except UnicodeEncodeError:
        shown = str(document).encode("utf-8", "replace").decode()
        raise DocumentError("has a name that is not UTF-8", "Give the file another name", shown) from None


def _mapping_of(document: Path) -> Path:
    """``mapping.yaml`` in a folder with this document alone, else ``<document>.yaml`` (or its stem)."""
    shared = document.with_name("mapping.yaml")
    others = len([file for file in document.parent.iterdir() if file.suffix.lower() in READERS]) - 1
    own = [document.with_name(f"{document.name}.yaml"), document.with_suffix(".yaml")]
    usable = [shared, *own] if others == 0 else own
    found = next((path for path in usable if path.is_file()), None)
    if found:
        return found
    passed_over = f", and mapping.yaml is not its own: the folder holds {others} other documents"
    cause = "has no mapping" + (passed_over if shared.is_file() else "")
    remedy = f"Write {own[0].name} beside it" + (", or mapping.yaml" if others == 0 else "")
    raise MappingError(cause, remedy, str(document))

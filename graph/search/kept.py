"""The search index that a build keeps with a version.

Its file is named by the queries and the form it was made with, so software never reads an index of another
form: it finds none, and a build of the same content adds its own beside the others.
"""

from dataclasses import replace
from hashlib import file_digest, sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ...queries.catalogue import Catalogue
from ..files import size, sync
from ..manifest import Manifest, check_written
from .gathering import FOLDER

if TYPE_CHECKING:
    from ..store import Store

PREFIX = "search-"


def index_name(catalogue: Catalogue) -> str:
    """The name of the index's file."""
    schema = files(__package__).joinpath("schema.sql").read_text(encoding="utf-8")
    texts = [schema, *(f"{name}\0{catalogue.get(name).text}" for name in catalogue.names(FOLDER))]
    return f"{PREFIX}{sha256(chr(0).join(texts).encode()).hexdigest()[:12]}.sqlite"


def with_index(store: "Store") -> Manifest:
    """Write the index of the version that ``store`` has open, if it lacks one; the manifest that lists it.

    Raises BuildError where Python's SQLite cannot search text.
    """
    from .writing import write_index

    name, manifest = index_name(store.catalogue), store.manifest
    if name in manifest.search:
        return manifest
    aside, path = store.path / f".writing-{name}", store.path / name
    aside.unlink(missing_ok=True)
    write_index(store, aside)
    with aside.open("rb") as content:
        digest = file_digest(content, "sha256").hexdigest()
    sync(aside)
    aside.rename(path)
    search = dict(sorted({**manifest.search, name: digest}.items()))
    sizes = {**manifest.sizes, "search": sum(size(store.path / each) for each in search)}
    return replace(manifest, search=search, sizes=sizes)


def index_path(store: "Store") -> Path | None:
    """The file of the version's index; None where it has none of this software's form.

    Raises GraphError where the file is missing or not what was built.
    """
    name = index_name(store.catalogue)
    if name not in store.manifest.search:
        return None
    check_written(store.path / name, store.manifest.search[name])
    return store.path / name

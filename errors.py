"""What equigraph raises, as one tree; findings about a plan are data and never exceptions.

EquigraphError                 exit code 2 on the command line
├── UsageError                 wrong use: an unknown name, a bad parameter, an option that does not fit
├── InputError                 a file that cannot be used
│   ├── DocumentError          a plan's document: empty, binary, not the one the mapping was made for
│   └── MappingError           a plan's mapping: broken YAML, an unknown key, a place that is not there
├── AssetError                 an ontology, vocabulary, shapes or query file that cannot be used
├── BuildError                 a build that cannot be finished; the last version stays as it is
├── GraphError                 no graph, no such version, a damaged part
└── QueryError                 a query that cannot be read or answered
    └── QueryRefused           a query that the rules for queries do not allow
"""

from dataclasses import dataclass


@dataclass(eq=False)
class EquigraphError(Exception):
    """A fault with its ``cause`` and ``remedy``, the ``file`` it lies in and the ``place`` in that file."""

    cause: str
    remedy: str = ""
    file: str = ""
    place: str = ""

    def __reduce__(self) -> tuple[type["EquigraphError"], tuple[str, str, str, str]]:
        """How a process hands it to another, however it was made."""
        return type(self), (self.cause, self.remedy, self.file, self.place)

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.place) if part)
        head = f"{where}: {self.cause}" if where else self.cause
        return f"{head}. {self.remedy}" if self.remedy else head


class UsageError(EquigraphError):
    """Wrong use of a command, an option or a parameter."""


class InputError(EquigraphError):
    """A file given by the user that cannot be used."""


class DocumentError(InputError):
    """A plan's document that cannot be read."""


class MappingError(InputError):
    """A plan's mapping that cannot be used."""


class AssetError(EquigraphError):
    """An ontology, vocabulary, shapes or query file that cannot be used."""


class BuildError(EquigraphError):
    """A build that cannot be finished."""


class GraphError(EquigraphError):
    """A graph folder or version that cannot be opened."""


class QueryError(EquigraphError):
    """A query that cannot be read or answered."""


class QueryRefused(QueryError):
    """A query that the rules for queries do not allow."""

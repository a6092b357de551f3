"""What pages show of all plans at once."""

from .records import Record, records
from .services import store


def rows(name: str) -> list[Record]:
    """The answer to the query overview/``name``, kept by the build or, in an older version, asked now.

    Raises UsageError for an unknown name, GraphError where what was kept is damaged.
    """
    return records(store().overview(name))

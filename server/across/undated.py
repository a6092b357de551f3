"""What has no day by which it is due, a page at a time, however much of it there is."""

from collections.abc import Sequence
from functools import partial

from ...graph.openings import ROWS
from .. import overview
from ..records import Record
from .rows import begun, number, rows, together, word
from .timeline import Wanted

QUERY = "time/undated"
SEVERAL = 20
"""Plans that are asked one by one for a page."""


def undated_rows(wanted: Wanted, first: int, most: int) -> list[Record]:
    """``most`` of what is wanted without a day, after the ``first``; raises as ``rows``.

    Of all, from what the build kept. Of one kind of time, from the plans that the page shows, where these are
    few. Else asked.
    """
    values = wanted.undated
    if not values and first + most <= ROWS:
        return begun(QUERY)[first : first + most]
    if wanted.time and wanted.of_all:
        plans, skipped = _shown(overview.rows("undated"), wanted, first, most)
        if len(plans) <= SEVERAL:
            asked = [
                partial(rows, QUERY, {**values, "plan": plan}, 0 if at else skipped, most)
                for at, plan in enumerate(plans)
            ]
            return [row for found in together(asked) for row in found][:most]
    return rows(QUERY, values, first, most)


def _shown(counts: Sequence[Record], wanted: Wanted, first: int, most: int) -> tuple[list[str], int]:
    """The plans that have what stands there, and how much of theirs stands before it."""
    kind, before, skipped = wanted.values.get("kind", ""), 0, 0
    each: dict[str, int] = {}
    for row in counts:
        if word(row, "time") == wanted.time and kind in ("", word(row, "kind")):
            each[word(row, "plan_code")] = each.get(word(row, "plan_code"), 0) + number(row, "records")
    shown: list[str] = []
    for plan, count in each.items():
        if before + count > first and before < first + most:
            skipped = skipped if shown else first - before
            shown.append(plan)
        before += count
    return shown, skipped

"""The list of all plans as an address asks for it: of a council, in an order, some a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal

from .. import overview
from ..charts.drawing import is_number
from ..records import Record
from ..turning import Page, asked_page, check_names, one_of

SIZE = 50
"""Plans on a page."""
ORDERS: Mapping[str, str] = {
    "council": "council_label",
    "title": "title",
    "period": "period_start",
    "actions": "actions",
    "milestones": "milestones",
    "measures": "measures",
    "owner": "owners_stated",
    "measure": "measures_stated",
    "deadline": "due_stated",
}
"""What plans can be sorted by, and the column that holds it."""
SHARES = ("owner", "measure", "deadline")
"""Those sorted by their share of the plan's actions and milestones."""
Key = tuple[bool, float, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """A ``page`` of the plans, of ``all`` that there are; the ``councils`` to choose from by their codes."""

    page: Page[Record]
    all: int
    councils: Mapping[str, str]
    council: str
    sort: str
    descending: bool


def asked_listing() -> Listing:
    """What this request asks for; raises as ``check_names``, ``one_of`` and ``asked_page``."""
    check_names(("council", "sort", "order", "page"))
    plans = overview.rows("plans")
    councils = {code(plan): text(plan, "council_label") or code(plan) for plan in plans}
    council, sort = one_of("council", councils), one_of("sort", ORDERS) or "council"
    descending = one_of("order", ("asc", "desc")) == "desc"
    chosen = [plan for plan in plans if council in ("", code(plan))]
    chosen.sort(key=lambda plan: _key(plan, sort), reverse=descending)
    return Listing(asked_page(chosen, SIZE), len(plans), councils, council, sort, descending)


def code(plan: Record) -> str:
    """What the plan's council is called in addresses."""
    return text(plan, "council").rstrip("/").rpartition("/")[2]


def text(row: Record, column: str) -> str:
    """The words in a column; "" where there are none."""
    return str(getattr(row[column], "value", ""))


def _key(plan: Record, sort: str) -> Key:
    value, words = plan[ORDERS[sort]], text(plan, ORDERS[sort])
    number = float(value.value) if isinstance(value, Literal) and is_number(value) else 0.0
    wanted = int(text(plan, "owners_wanted") or 0)
    share = number / wanted if sort in SHARES and wanted else number
    return not words, share, words.casefold()


def severities(findings: Sequence[Record]) -> Mapping[str, tuple[int, int]]:
    """How many findings there are of each severity over all plans, and how many of these are ours."""
    counted: dict[str, tuple[int, int]] = {}
    for row in findings:
        found, ours = counted.get(text(row, "severity"), (0, 0))
        more = int(text(row, "findings")), int(text(row, "ours"))
        counted[text(row, "severity")] = found + more[0], ours + more[1]
    return counted

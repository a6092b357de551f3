"""The addresses of the pages that set plans beside each other."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template

from ...errors import UsageError
from ...graph.search.alike import Likeness
from .. import overview
from ..headers import readable_everywhere
from ..records import Record
from ..services import links, store
from ..versions import built
from . import comparing, likeness, matrix, timeline
from .asked import changed, cut, page_number, pages, taken
from .calendars import TYPE, calendar
from .choices import Plan, councils, people, plans, themes
from .rows import behind, rows, table, together
from .undated import undated_rows

blueprint = Blueprint("across", __name__)
blueprint.after_request(readable_everywhere)


def plan_iri(slug: str) -> str:
    """The IRI of the plan with that short name."""
    return links().thing(f"plan/{slug}")


for made in (changed, behind, plan_iri):
    blueprint.add_app_template_global(made)
blueprint.add_app_template_global(likeness.likeness, "worded_alike")
blueprint.add_app_template_global(likeness.described, "alike_method")

SIZE = 100
"""Rows of a list on one page."""
FEW = 25
"""Those of a list that stands below another."""
SHORT = 1_000
"""How many there may be for some of them to stand there."""
MOST = 10_000
"""Events of one calendar, which is as many rows as a page may ask for."""


@blueprint.get("/timeline", strict_slashes=False)
def due() -> Response:
    """What is due when, and apart from it what has no day; 400 for a value that does not fit."""
    known, named = plans(), people()
    wanted = timeline.wanted(known, named)
    if wanted.of_all:
        counts = timeline.within(overview.rows("due-days"), wanted)
    else:
        counts = rows("time/counts", wanted.dated)
    periods = [] if wanted.state == "undated" else timeline.periods(counts, wanted.by)
    without = {} if wanted.state in ("past", "ahead") else timeline.without_day(counts)
    if wanted.time:
        without = {time: count for time, count in without.items() if time == wanted.time}
    dated = sum(period.total for period in periods)
    undated = sum(count.total() for count in without.values())
    listed = undated if wanted.state == "undated" else dated
    last = pages(listed, SIZE)
    number = page_number(wanted.given, last)
    return _page(
        "timeline.html",
        wanted=wanted,
        periods=periods,
        without=without,
        dated=dated,
        undated=undated,
        page=number,
        last=last,
        due=_due(wanted, timeline.periods(counts, "month"), number) if wanted.state != "undated" else [],
        open=_undated(wanted, number, undated),
        councils=councils(known),
        plans=known,
        people=named,
        words=timeline,
    )


@blueprint.get("/timeline.csv")
def due_table() -> Response:
    """The same as CSV: what has a day, or, where ``state=undated`` asks for it, what has none."""
    wanted = timeline.wanted(plans(), people())
    if wanted.state == "undated":
        return table("time/undated", wanted.undated)
    return table("time/due", wanted.dated)


@blueprint.get("/timeline.ics")
def due_calendar() -> Response:
    """What has a day, as a calendar; raises as ``due``."""
    wanted = timeline.wanted(plans(), people())
    found = [] if wanted.state == "undated" else rows("time/due", wanted.dated, most=MOST)
    response = make_response(calendar(found, built(store().manifest)))
    response.content_type = TYPE
    response.headers["Content-Disposition"] = 'attachment; filename="timeline.ics"'
    return response


@blueprint.get("/characteristics", strict_slashes=False)
def named() -> Response:
    """Who is named where; 400 for a value that does not fit, 404 for a page that is not there."""
    known, who = plans(), matrix.people(rows("site/people", {}))
    wanted = matrix.wanted(known, who)
    fitting = sorted(
        (plan for plan in known if wanted.council in ("", plan.council)), key=lambda plan: plan.slug
    )
    last = pages(len(fitting), matrix.SIZE)
    number = page_number(wanted.given, last)
    shown = cut(fitting, number, matrix.SIZE)
    values = _within(wanted.council, shown)
    found = matrix.cells(rows("site/named", values) if shown else ())
    return _page(
        "characteristics.html",
        tables={
            scheme: matrix.table(scheme, who, shown, found, wanted.unfold)
            for scheme in ("characteristic", "group")
        },
        everywhere=matrix.everywhere(overview.rows("characteristics")),
        of_all=len(known),
        plans=shown,
        values=values,
        wanted=wanted,
        page=number,
        last=last,
        councils=councils(known),
        words=matrix,
    )


@blueprint.get("/characteristics.csv")
def named_table() -> Response:
    """The same as CSV, for all plans, or those of the council that is asked for."""
    wanted = matrix.wanted(plans(), matrix.people(rows("site/people", {})))
    return table("characteristics/matrix", _within(wanted.council, ()))


@blueprint.get("/compare", strict_slashes=False)
def compared() -> Response:
    """Councils or plans side by side, or the form to choose them; 400 for a value that does not fit."""
    known, named, about = plans(), people(), themes()
    wanted = comparing.wanted(known, named, about)
    enough = len(wanted.sides) >= comparing.FEWEST
    asked = [partial(comparing.side, one, wanted.values) for one in wanted.sides if enough]
    sides = together(asked)
    return _page(
        "compare.html",
        wanted=wanted,
        sides=sides,
        pairs=likeness.pairs(sides),
        focuses=comparing.focuses(sides, wanted.given.get("characteristic", "")),
        editions=comparing.series(overview.rows("series")),
        choices=comparing.options(known),
        people=named,
        themes=about,
        words=comparing,
    )


@blueprint.get("/compare/similar", strict_slashes=False)
def similar() -> Response:
    """What of other councils is worded like an action, milestone, target, outcome or measure; raises as
    ``_alike``.
    """
    iri, found = _alike()
    return _page("similar.html", iri=iri, found=found, least=likeness.FEWEST_IN_COMMON)


@blueprint.get("/compare/similar.csv")
def similar_table() -> Response:
    """The same as CSV; raises as ``_alike``."""
    response = make_response(likeness.as_table(_alike()[1].others))
    response.content_type = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="similar.csv"'
    return response


def _alike() -> tuple[str, Likeness]:
    """The thing that is asked about and what is worded alike; UsageError where none is named, 404 for one
    that is not here.
    """
    given = taken(("action",))
    iri = given.get("action", "")
    if not iri:
        raise UsageError("nothing is named to look for others like it", "Give its IRI: ?action=…")
    if "/" not in iri or iri.startswith("plan/"):
        iri = links().thing(iri)
    found = likeness.likeness(iri)
    if found is None:
        abort(404, "Nothing that others could be compared with is known here by that IRI.")
    return iri, found


def _within(council: str, shown: Sequence[Plan]) -> dict[str, str]:
    values = {"council": council} if council else {}
    return {**values, "first": shown[0].slug, "last": shown[-1].slug} if shown else values


def _due(wanted: timeline.Wanted, months: Sequence[timeline.Period], number: int) -> list[Record]:
    """Page ``number`` of what is due: only the months that it holds are asked for."""
    first, last, before = timeline.spanned(months, (number - 1) * SIZE, SIZE)
    within = {"from": max(first, wanted.first), "to": min(last, wanted.last or last)}
    return rows("time/due", {**wanted.values, **within}, before, SIZE) if first else []


def _undated(wanted: timeline.Wanted, number: int, count: int) -> list[Record]:
    if wanted.state == "undated" and count:
        return undated_rows(wanted, (number - 1) * SIZE, SIZE)
    return undated_rows(wanted, 0, FEW) if 0 < count <= SHORT else []


def _page(template: str, **values: Any) -> Response:  # noqa: ANN401 - what a template shows
    return make_response(render_template(template, **values))

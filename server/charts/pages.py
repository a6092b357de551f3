"""The addresses of charts, and what a page needs to show one."""

import json
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, abort, request

from ...errors import UsageError
from ..headers import readable_everywhere
from ..services import services, store
from .asked import with_rows
from .bars import as_bars
from .chart import Chart, Spec, charts
from .drawing import SIZES, THEMES, drawn

blueprint = Blueprint("charts", __name__)
blueprint.after_request(readable_everywhere)
blueprint.add_app_template_filter(as_bars)
OWN = ("theme", "size", "of", "version")
"""What an address says besides the values of the query."""


@blueprint.get("/chart/<name>.svg")
def picture(name: str) -> Response:
    """The chart as SVG; ``theme`` is light or dark, ``size`` wide or narrow, all else a value of its query.

    400 for a value that does not fit, 404 for an unknown chart.
    """
    theme, size = _one_of("theme", THEMES), _one_of("size", tuple(SIZES))
    spec = _asked(name)
    with services().audits.turn():
        return Response(drawn(spec, theme, size), content_type="image/svg+xml")


@blueprint.get("/chart/<name>.vl.json")
def specification(name: str) -> Response:
    """The chart as a Vega-Lite specification that holds its data, for any editor; raises as ``picture``."""
    content = json.dumps(_asked(name), ensure_ascii=False, indent=2)
    return Response(f"{content}\n", content_type="application/json")


@blueprint.app_template_global("chart_called")
def chart_called(name: str) -> Chart:
    """The chart; 404 where there is none."""
    store()
    return charts().get(name) or abort(
        404, f"There is no chart {name[:100]!r}. There are: {', '.join(charts())}"
    )


@blueprint.app_template_global("chart_address")
def chart_address(path: str, values: Mapping[str, str], **more: str) -> str:
    """The address ``path`` with values of a query and ``more``, for the version that this request names."""
    version = {"version": request.args["version"]} if request.args.get("version") else {}
    query = urlencode({**values, **more, **version})
    return quote(path) + (f"?{query}" if query else "")


def _asked(name: str) -> Spec:
    chart = chart_called(name)
    values = {key: value for key, value in request.args.items() if value and key not in OWN}
    return with_rows(chart, request.args.get("of", ""), values)


def _one_of(name: str, known: tuple[str, ...]) -> str:
    wanted = request.args.get(name) or known[0]
    if wanted not in known:
        raise UsageError(f"there is no {name} {wanted[:100]!r}", f"There are: {', '.join(known)}")
    return wanted

"""A report as a file: the same bytes as on the command line, named by version, plan, day and form."""

from collections.abc import Sequence

from flask import Response, abort

from ..kept import Kept
from ..services import facts, services, store
from ..validators import is_unchanged, tag_of, unchanged
from ..versions import built
from .asked import asked_day, check_names
from .forms import FORMS, Form, form_called, page_policy


def download(ending: str, slugs: Sequence[str], name: str) -> Response:
    """The report on the plans ``slugs`` in the form that ``ending`` asks for, or 304 to who has it.

    ``name`` begins the file's. Raises UsageError as ``asked_day`` and ``check_names``, GraphError for a
    damaged part; aborts with 404 for a form that is not there, with 503 as ``Audits.turn``.
    """
    check_names()
    form, day = _form(ending), asked_day()
    tag = tag_of("report", store().version, *slugs, day, form.name)
    if is_unchanged(tag, built(store().manifest)):
        facts().cached = True
        return _named(unchanged(), tag, form)
    response = Response(_body(form, slugs, day, tag), content_type=form.type)
    response.vary.add("Accept")
    if form.attached:
        file = f"{name}-{day}.{form.ending}"
        response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return _named(response, tag, form)


def _form(ending: str) -> Form:
    found = form_called(ending)
    if found is None:
        known = ", ".join(f"report.{each.ending}" for each in FORMS)
        abort(404, f"A report has no form {ending[:100]!r} here. There are: {known}")
    return found


def _body(form: Form, slugs: Sequence[str], day: str, tag: str) -> bytes:
    kept = services().kept.get(tag)
    if kept is not None:
        facts().cached = True
        return kept.body
    report = services().audits.report(store(), slugs, day)
    with services().audits.turn():
        from ...shapes.reports.forms import write

        body = write(report, form.name)
    kept = Kept(body)
    services().kept.put(tag, kept, kept.size)
    return body


def _named(response: Response, tag: str, form: Form) -> Response:
    response.set_etag(tag)
    response.last_modified = built(store().manifest)
    if form.name == "html":
        response.headers["Content-Security-Policy"] = page_policy()
    return response

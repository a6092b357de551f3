"""The addresses of the audit."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template
from markupsafe import Markup, escape

from ...shapes.model import PlanReport, Report
from ...shapes.reports import view, words
from ..headers import readable_everywhere
from ..linked.schema_org import schema_org
from ..services import links, services, store
from .asked import ALL, CHOICES, asked_day, asked_filter, asked_show, check_names, here
from .document import Shown, shown, style
from .downloads import download
from .findings import corrected, is_open, populations, sections
from .forms import FORMS
from .leads import audit_of, is_audited
from .reading import Reading
from .shelf import asked_shelf

blueprint = Blueprint("audit", __name__)
blueprint.after_request(readable_everywhere)
for made in (here, audit_of):
    blueprint.add_app_template_global(made)
for each in (words.day, words.days, words.many, words.counted, words.listed):
    blueprint.add_app_template_filter(each)


@blueprint.app_template_filter("exact")
def exact(text: str) -> Markup:
    """The text so that a page gives each of its characters back, returns among them (HTML, 13.2.3.5)."""
    return Markup(escape(text).replace("\r", Markup("&#13;")))


@blueprint.get("/audit", strict_slashes=False)
def every() -> Response:
    """Criteria by plans, some plans a page; 400 for a day that is none, 404 for a page that is not there."""
    check_names(("page",))
    day, page = asked_day(), asked_shelf(_slugs())
    report = services().audits.report(store(), page.items, day) if page.items else None
    return _page("audit.html", day, report=report, page=page)


@blueprint.get("/audit/report.<ending>")
def every_report(ending: str) -> Response:
    """The report on all plans as a file; 404 for a form that is not there, or where there is no audit."""
    return download(ending, _slugs() or abort(404, "This version holds no audit."), "audit")


@blueprint.get("/audit/<slug>", strict_slashes=False)
def plan(slug: str) -> Response:
    """The findings of a plan that the address asks for; 400 for a value that does not fit, 404 for an unknown
    plan.
    """
    check_names(("severity", "pack", "criterion", "finding"))
    day = asked_day()
    report, about, reading = _read(slug, day)
    wanted = asked_filter(report)
    return _page(
        "audit-plan.html",
        day,
        report=report,
        plan=about,
        reading=reading,
        wanted=wanted,
        sections=tuple(sections(report, about, wanted)),
        populations=tuple(populations(report, about)),
        corrected=corrected(about, reading),
        choices=CHOICES,
        address=links().local,
        is_open=is_open,
    )


@blueprint.get("/audit/<slug>/report.<ending>")
def plan_report(slug: str, ending: str) -> Response:
    """The report on a plan as a file; 404 for an unknown plan or form."""
    return download(ending, (_known(slug),), f"audit-{slug}")


@blueprint.get("/audit/<slug>/document")
def document(slug: str) -> Response:
    """The document of a plan as it was read, with what was read from it and found about it.

    400 for a value that does not fit, 404 for an unknown plan, or a version that does not keep the text.
    """
    check_names(("severity",))
    day, wanted = asked_day(), asked_show()
    report, about, reading = _read(slug, day)
    if reading is None:
        return make_response(render_template("audit-no-document.html", plan=about), 404)
    found = tuple(each for each in about.findings if wanted.takes(each))
    lines: tuple[Shown, ...] = tuple(shown(reading, found))
    return _page(
        "audit-document.html",
        day,
        report=report,
        plan=about,
        reading=reading,
        wanted=wanted,
        choices={"": "problems and warnings", **CHOICES, ALL: "everything found"},
        lines=lines,
        address=links().local,
        said=schema_org(store(), links().thing(f"plan/{slug}/document")),
        fates={left.fate for line in lines for left in line.left},
        styles=tuple(dict.fromkeys((style(each), words.kind_words(each)) for each in found if each.places)),
    )


def _slugs() -> Sequence[str]:
    manifest = store().manifest
    return [slug for slug in sorted(manifest.plans) if is_audited(manifest, slug)]


def _known(slug: str) -> str:
    """The slug; aborts with 404 where no plan is called so."""
    if slug not in store().manifest.plans:
        some = ", ".join(_slugs()[:50])
        abort(404, f"This version has no plan {slug[:100]!r}. It has: {some or 'none'}")
    if not is_audited(store().manifest, slug):
        abort(404, f"This version holds no audit of the plan {slug!r}. A build makes one.")
    return slug


def _read(slug: str, day: str) -> tuple[Report, PlanReport, Reading | None]:
    """The report on a plan, what it says of that, and the document; aborts and raises as ``Audits`` does."""
    report = services().audits.report(store(), (_known(slug),), day)
    return report, report.plans[0], services().audits.reading(store(), slug)


def _page(template: str, day: str, **values: Any) -> Response:  # noqa: ANN401 - what a template shows
    manifest = store().manifest
    helpers = {"view": view, "words": words, "style": style}
    return make_response(
        render_template(template, as_of=day, manifest=manifest, forms=FORMS, **helpers, **values)
    )

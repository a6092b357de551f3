"""The report as one page that stands by itself: no script, nothing fetched, made to be read and printed."""

from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..model import Report
from . import view, words

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = "templates"


def write(report: Report) -> bytes:
    """The page, in UTF-8."""
    return page("report.html.j2", report=report, view=view).encode()


def page(template: str, **values: Any) -> str:  # noqa: ANN401 - what a template shows
    """A template of this package, filled in; in pages all text is escaped."""
    return environment().get_template(template).render(**values)


def environment() -> "Environment":
    """Where the templates are read, with the words they use."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(
        loader=FunctionLoader(asset),
        autoescape=lambda name: name is None or not name.endswith(".txt.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    made.filters.update(
        day=words.day, days=words.days, many=_many, counted=words.counted, listed=words.listed
    )
    made.globals.update(words=words, css=partial(asset, "report.css"))
    return made


def asset(name: str) -> str:
    """The text of a file beside the templates."""
    found = files("equigraph.shapes.reports") / TEMPLATES / name
    return found.read_text(encoding="utf-8")


def _many(number: int, one: str, more: str = "") -> str:
    return words.many(number, one, more)


def _printable(value: object) -> object:
    """Without the control characters that a page may not hold; what is marked as safe stays as it is."""
    if type(value) is not str:
        return value
    return "".join(c if c.isprintable() or c in "\n\t" else " " for c in value)

"""The forms by name."""

from importlib import import_module

from ...errors import UsageError
from ..model import Report

FORMS = ("text", "html", "pdf", "csv", "xlsx", "json", "turtle", "sarif", "junit")
"""Each is a module of this package with a function ``write``."""
BINARY = ("pdf", "xlsx")
"""Forms that no screen can show."""


def write(report: Report, form: str) -> bytes:
    """The ``report`` in a ``form``: the same bytes for the same report and the same libraries.

    Raises UsageError for a form that is not there, or whose library is not installed.
    """
    if form not in FORMS:
        raise UsageError(f"a report has no form {form!r}", f"Choose one of: {', '.join(FORMS)}")
    written: bytes = import_module(f".{form}", __package__).write(report)
    return written

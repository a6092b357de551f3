"""The forms in which a report can be had, as the command line writes them."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from ..headers import POLICY


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its ``name`` on the command line, what its address ends in, and how an answer is to say it."""

    name: str
    ending: str
    label: str
    type: str
    attached: bool = True


FORMS = (
    Form("html", "html", "one page to keep or print", "text/html; charset=utf-8", attached=False),
    Form(
        "xlsx",
        "xlsx",
        "workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Form("csv", "csv", "CSV", "text/csv; charset=utf-8"),
    Form("json", "json", "JSON", "application/json", attached=False),
    Form("turtle", "ttl", "Turtle", "text/turtle; charset=utf-8", attached=False),
    Form("sarif", "sarif", "SARIF", "application/sarif+json"),
    Form("junit", "xml", "JUnit", "application/xml"),
    Form("text", "txt", "text", "text/plain; charset=utf-8", attached=False),
)


def form_called(ending: str) -> Form | None:
    """The form whose address ends so, or that the command line calls so; None where there is none."""
    return next((each for each in FORMS if ending in (each.ending, each.name)), None)


@cache
def page_policy() -> str:
    """The policy (CSP 3, 6.7.2.3) under which the one page may use the style that it holds, and no other."""
    from base64 import b64encode

    from ...shapes.reports.html import asset

    style = "\n" + asset("report.css")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return POLICY.replace("style-src 'self'", f"style-src 'sha256-{digest}'")

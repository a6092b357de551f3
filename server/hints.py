"""Likely slips in a query that was answered all the same, told in a header."""

from flask import Response, g

from .protocol import asked_here
from .study import Study

HEADER = "Equigraph-Hint"
LONGEST = 500


def hinted(response: Response) -> Response:
    """The response with a hint for each term of ours that its query names and that there is not."""
    known: Study | None = g.get("study")
    if known and known.unknown and response.status_code == 200 and asked_here():
        for term in known.unknown:
            response.headers.add(HEADER, _safe(str(term)))
    return response


def _safe(hint: str) -> str:
    """The hint as a header can carry it: visible ASCII, no longer than headers should be (RFC 9110, 5.5)."""
    return "".join(sign if " " <= sign <= "~" else "?" for sign in hint)[:LONGEST]

"""What a page's result is known by: its query, its rows, and the checksum of one form of it."""

from dataclasses import dataclass
from hashlib import sha256

from flask import g
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from ...graph.openings import Opening
from ..study import Study


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of the query ``text`` with its ``digest``: ``rows`` where it is a table, and the SHA-256
    ``checksum`` of its ``form``. ``address`` is where it is, where the request's own does not say so.

    There is no checksum where asking again may give another result, or where this is only the ``beginning``.
    """

    text: str
    digest: str
    rows: int | None
    form: str
    checksum: str
    beginning: bool
    address: str = ""


def outcome(text: str, known: Study, body: bytes, rows: int | None, cut: bool, address: str = "") -> Outcome:
    """That of the query ``text``, whose answer is ``body`` as JSON results or Turtle."""
    form, written = _form(body)
    lasting = not (cut or known.fleeting or known.relabelled)
    checksum = sha256(written).hexdigest() if lasting else ""
    return Outcome(text, known.digest, rows, form, checksum, cut, address)


def whole(text: str, known: Study, opening: Opening, address: str) -> Outcome:
    """That of the query ``text``, of whose answer the build kept the ``opening``."""
    return Outcome(text, known.digest, opening.rows, "CSV", opening.csv, beginning=False, address=address)


def remember(result: Outcome) -> None:
    """Let the page of this request be cited with ``result``."""
    g.outcome = result


def outcome_here() -> Outcome | None:
    """The result that this request's page shows, if it shows one."""
    found: Outcome | None = g.get("outcome")
    return found


def _form(body: bytes) -> tuple[str, bytes]:
    """A form in which the answer can be had, and its bytes: those of the same address with that format."""
    if not body.startswith(b"{"):
        return "Turtle", body
    parsed = parse_query_results(body, format=QueryResultsFormat.JSON)
    if isinstance(parsed, QuerySolutions):
        return "CSV", parsed.serialize(format=QueryResultsFormat.CSV) or b""
    return "JSON", body

"""Errors as problems: what is wrong, where, and what to do (RFC 9457)."""

from flask import Flask, Response, current_app, make_response
from werkzeug.exceptions import HTTPException

from ..errors import EquigraphError, GraphError, QueryError, UsageError
from ..graph.xml import UNFIT
from .diagnosis import diagnosed
from .hints import hinted
from .problems import Problem, answer, kind, kind_for
from .problems import blueprint as problems
from .protocol import READ_ONLY, asked_here
from .terms import unknown_terms

STATUS: tuple[tuple[type[EquigraphError], str], ...] = (
    (UsageError, "bad-value"),
    (QueryError, "query-syntax"),
    (GraphError, "no-graph"),
)
"""The kind of problem for each kind of error; any other is a fault of the server."""
HIDDEN = "The request was not answered. It was logged."
DETAILS = {405: READ_ONLY, 500: HIDDEN}
"""What is said instead of the library's words."""


def register(app: Flask) -> None:
    """Let ``app`` answer errors with what is wrong and what to do, and hint at likely slips in a query."""
    app.register_blueprint(problems)
    app.jinja_env.globals.update(problem=problem, unknown_terms=unknown_terms)
    app.after_request(hinted)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(EquigraphError, from_own)
    app.register_error_handler(Exception, from_any)


def from_http(error: HTTPException) -> Response:
    """The answer to a fault of HTTP; it keeps the headers that belong to it, such as Allow."""
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    response = answer(Problem(kind_for(status), DETAILS.get(status, error.description or error.name)))
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def from_own(error: EquigraphError) -> Response:
    """The answer to an error of ours."""
    return answer(problem(error))


def problem(error: EquigraphError) -> Problem:
    """The problem that an error of ours is; paths of files stay untold."""
    if isinstance(error, QueryError):
        return _of_query(error)
    name = next((name for each, name in STATUS if isinstance(error, each)), "fault")
    if name == "fault":
        current_app.logger.error("a request failed", exc_info=error)
        return Problem(kind(name), HIDDEN)
    return Problem(kind(name), str(EquigraphError(error.cause, error.remedy)))


def from_any(error: Exception) -> Response:
    """The answer to a fault of the server, which is logged and not shown."""
    current_app.logger.error("a request failed", exc_info=error)
    return answer(Problem(kind("fault"), HIDDEN))


def _of_query(error: QueryError) -> Problem:
    detail = str(EquigraphError(error.cause, error.remedy, place=error.place))
    if error.cause.startswith(UNFIT):
        return Problem(kind("cannot-be-xml"), detail)
    asked = asked_here()
    if asked is None:
        return Problem(kind("query-syntax"), detail)
    found = diagnosed(asked.text, error)
    hints = [str(term) for term in unknown_terms(asked.text)]
    members = {**found.members(asked.text), "hints": hints}
    return Problem(kind(found.kind), found.detail(asked.text, error), members)

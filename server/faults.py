"""Errors as answers: a page for people, plain text for programs."""

from flask import Flask, Response, current_app, make_response, render_template
from werkzeug.exceptions import HTTPException

from ..errors import EquigraphError, GraphError, QueryError, UsageError
from .formats import likes_pages

STATUS: tuple[tuple[type[EquigraphError], int], ...] = (
    (UsageError, 400),
    (QueryError, 400),
    (GraphError, 503),
)
"""The status for each kind of error; any other is a fault of the server."""


def register(app: Flask) -> None:
    """Let ``app`` answer errors with what is wrong and what to do."""
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(EquigraphError, from_own)
    app.register_error_handler(Exception, from_any)


def from_http(error: HTTPException) -> Response:
    """The answer to a fault of HTTP; it keeps the headers that belong to it, such as Allow."""
    if error.response is not None:
        return make_response(error.response)
    response = _answer(error.code or 500, error.name, error.description or "")
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def from_own(error: EquigraphError) -> Response:
    """The answer to an error of ours; paths of files stay untold."""
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    told = EquigraphError(error.cause, error.remedy, place=error.place if status == 400 else "")
    return _answer(status, "Not understood" if status == 400 else "Not available", str(told))


def from_any(error: Exception) -> Response:
    """The answer to a fault of the server, which is logged and not shown."""
    current_app.logger.error("a request failed", exc_info=error)
    return _answer(500, "A fault of this server", "The request was not answered. It was logged.")


def _answer(status: int, title: str, message: str) -> Response:
    if likes_pages():
        return make_response(render_template("fault.html", title=title, message=message), status)
    response = make_response(f"{title}: {message}\n", status)
    response.content_type = "text/plain; charset=utf-8"
    return response

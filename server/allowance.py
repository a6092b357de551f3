"""Who may ask for how much: everybody the same, and those with a token what it says."""

from dataclasses import dataclass

from flask import abort, g, request
from werkzeug.datastructures import WWWAuthenticate

from .services import facts, services
from .settings import MEBIBYTE
from .tokens import Token, holder


@dataclass(frozen=True, slots=True)
class Allowance:
    """The ``seconds`` that a query may take, and the ``rows`` and bytes (``size``) its answer may have."""

    seconds: float
    rows: int
    size: int


def identify() -> None:
    """Read this request's token, where the server has any."""
    given, known = request.environ.get("HTTP_AUTHORIZATION", ""), services().settings.tokens
    if not (given and known):
        return
    found = holder(known, given)
    if found is None:
        g.stranger = True
    else:
        g.token = found
        facts().token = found.name


def admit() -> None:
    """Abort with 401 where this request's token is not known; it has been counted by then, like any other."""
    if "stranger" in g:
        challenge = WWWAuthenticate("bearer", {"realm": "equality plans", "error": "invalid_token"})
        abort(401, "This token is not known here. Without one you may ask too.", www_authenticate=challenge)


def token() -> Token | None:
    """The token that this request came with, if it came with one."""
    found: Token | None = g.get("token")
    return found


def allowance() -> Allowance:
    """What this request may have."""
    settings, found = services().settings, token()
    if found is None:
        return Allowance(settings.seconds, settings.max_rows, settings.answer)
    size = settings.answer if found.answer is None else found.answer * MEBIBYTE
    return Allowance(found.seconds or settings.seconds, found.rows or settings.max_rows, size)

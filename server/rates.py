"""So many requests in so much time, for each client; only where it is switched on."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from .allowance import token

if TYPE_CHECKING:
    from .settings import Settings

FREE = ("status", "static")
"""What is not counted: how the server is, and style sheets."""
TOO_SOON = (429, 503)
"""Answers that say when to come again."""


def limit(app: Flask, settings: "Settings") -> None:
    """Let ``app`` answer 429 with Retry-After to a client that asks too often.

    Counts are kept in this process: with a limit there is one web process.
    """
    from flask_limiter import Limiter

    def allowed() -> str:
        found = token()
        return (found.rate if found else None) or settings.rate_limit

    app.after_request(_without_delay)  # Flask calls it after the limiter, which comes later
    Limiter(
        _client,
        app=app,
        application_limits=[allowed],
        application_limits_exempt_when=_is_free,
        storage_uri="memory://",
        strategy="moving-window",
        headers_enabled=True,
    )


def _client() -> str:
    """The name of the token, or the network address; of IPv6, the part that a subscriber is given."""
    found = token()
    return f"token {found.name}" if found else _network(request.remote_addr or "")


def _network(address: str) -> str:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ip_network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else address


def _without_delay(response: Response) -> Response:
    """The response, which asks nobody to wait who need not (RFC 9110, 10.2.3)."""
    if response.status_code not in TOO_SOON:
        response.headers.pop("Retry-After", None)
    return response


def _is_free() -> bool:
    """Whether this request is not counted; neither is a browser's question whether it may ask (CORS)."""
    if request.method == "OPTIONS":
        return True
    return request.endpoint is not None and request.endpoint.partition(".")[0] in FREE

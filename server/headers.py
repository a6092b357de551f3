"""Headers that keep readers safe and let programs of other sites read."""

from flask import Response, request

Headers = list[tuple[str, str]]
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SAFE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, Content-Location, ETag, Equigraph-Hint,"
    " Equigraph-Truncated, Equigraph-Version, Link, Memento-Datetime, Retry-After",
}
ALLOWED = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Profile, Authorization, Content-Type, If-Modified-Since,"
    " If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def guarded(headers: Headers) -> Headers:
    """The headers with those that every answer carries, unless it has stricter or finer ones of its own:
    nothing foreign is loaded, nothing guessed.
    """
    own = {name for name, _ in headers}
    return [*headers, *(each for each in SAFE.items() if each[0] not in own)]


def negotiated(response: Response) -> Response:
    """The response, which says that it depends on what the client accepts (RFC 9110, 12.5.5)."""
    response.vary.add("Accept")
    return response


def readable_everywhere(response: Response) -> Response:
    """The response with leave for pages of other sites to read it (Fetch standard, CORS), without
    credentials.
    """
    for name, value in (OPEN | ALLOWED if request.method == "OPTIONS" else OPEN).items():
        response.headers[name] = value
    return response

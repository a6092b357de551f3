"""The parameters of a request, read strictly: what is not well encoded is an error and never guessed."""

import re
from binascii import a2b_qp
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

FORM = "application/x-www-form-urlencoded"
KEY = "equigraph.parameters"
MOST = 1_000
"""Parameters that one request may have."""
_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_UTF8 = ("utf-8", "utf8")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Names and values in order, those of the address before those of a form."""

    pairs: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        """Every value of ``name``."""
        return [value for key, value in self.pairs if key == name]

    def first(self, *names: str) -> str | None:
        """The first value that is not empty of any of the ``names``; None where there is none."""
        return next((value for key, value in self.pairs if key in names and value), None)

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self.pairs)


def parameters(request: Request) -> Parameters:
    """Those of the address, and of the body where it is a form; they are read once for a request.

    Raises BadRequest for what cannot be read, UnsupportedMediaType as ``body`` does.
    """
    known: Parameters | None = request.environ.get(KEY)
    if known is None:
        known = request.environ[KEY] = _read(request)
    return known


def _read(request: Request) -> Parameters:
    found = list(_pairs(request.query_string, "The address"))
    if request.method == "POST" and request.mimetype == FORM:
        found += _pairs(body(request), "The form")
    if len(found) > MOST:
        raise BadRequest(f"A request has at most {MOST:,} parameters.")
    return Parameters(tuple(found))


def body(request: Request) -> bytes:
    """The request's body; UnsupportedMediaType where it is compressed or not in UTF-8 (RFC 9110, 15.5.16)."""
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("identity", ""):
        raise UnsupportedMediaType("Send the body as it is, without Content-Encoding.")
    if request.mimetype_params.get("charset", "utf-8").lower() not in _UTF8:
        raise UnsupportedMediaType("Send the body as UTF-8.")
    return request.get_data()


def text(content: bytes, what: str) -> str:
    """The bytes as text; BadRequest where they are not UTF-8 or hold a NUL."""
    try:
        read = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"{what} is not UTF-8.") from error
    if "\0" in read:
        raise BadRequest(f"{what} holds a NUL character.")
    return read


def _pairs(content: bytes, what: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, content.split(b"&")):
        name, _, value = part.partition(b"=")
        yield decoded(name, what), decoded(value, what)


def decoded(part: bytes, what: str) -> str:
    """The name or value that ``part`` of ``what`` encodes; BadRequest as ``text`` and for a broken escape."""
    if _BROKEN.search(part):
        raise BadRequest(f"{what} has a % that is not followed by two hexadecimal digits.")
    escaped = part.replace(b"=", b"=3D").replace(b"%", b"=")  # quoted-printable, a tenth of the time to read
    return text(a2b_qp(escaped.replace(b"+", b" ")), what)

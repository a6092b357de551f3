"""Where another SPARQL service is."""

import ssl
from dataclasses import dataclass, field

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, make_headers, parse_url

from ...errors import UsageError

CONNECTING = 5
"""Seconds that a service may take to accept a connection."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a service; a name and a password in it are sent, and shown nowhere."""

    url: Url = field(repr=False)

    @classmethod
    def read(cls, text: str) -> "Address":
        """The address written as ``text``; UsageError where it is none of HTTP."""
        try:
            url = parse_url(text)
        except LocationParseError:
            url = Url()
        if url.scheme not in ("http", "https") or not url.host:
            raise UsageError("the backend is not the address of a service", "Write http://host:port/sparql")
        return cls(url)

    def __str__(self) -> str:
        return Url(self.url.scheme, None, self.url.host, self.url.port, self.url.path).url

    @property
    def target(self) -> str:
        """What stands in the request line."""
        return self.url.request_uri

    @property
    def credentials(self) -> dict[str, str]:
        """The header that tells who asks, where the address does."""
        return dict(make_headers(basic_auth=self.url.auth)) if self.url.auth else {}

    def connection(self) -> HTTPConnection:
        """A connection to it, still to be opened."""
        host, port = self.url.host or "", self.url.port
        if self.url.scheme == "http":
            return HTTPConnection(host, port, timeout=CONNECTING)
        return HTTPSConnection(host, port, timeout=CONNECTING, ssl_context=ssl.create_default_context())

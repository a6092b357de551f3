"""The link from an answer that was cut to the next page (SPARQL 1.1 Results JSON, 3.1.2; XML, 2.3.1)."""

import json
from urllib.parse import quote_plus
from xml.sax.saxutils import quoteattr

from ...graph.ends import end_tags
from ...graph.paging import next_page
from .job import Job

_AFTER = {"json": b"},", "xml": end_tags(b"head")}
"""What a link stands in front of, in the head that ends where the rows start."""
LONGEST = 16_000
"""Characters of an address that a client can be given."""
AROUND = 100
"""More bytes than an element for a link has, and the numbers that its query gets."""


def onward_address(job: Job, rows: int) -> str:
    """The address of what follows the first ``rows`` rows of the answer to ``job``; "" where there is none.

    None can be given after no row at all (the next would not fit either), nor one that is too long.
    """
    text = next_page(job.text, rows) if job.onward and rows else None
    address = "" if text is None else f"{job.onward}{quote_plus(text)}"
    return address if len(address) <= LONGEST else ""


def room(job: Job) -> int:
    """More bytes than any link in the answer to ``job`` takes, however many rows it comes after."""
    if not job.onward or job.format not in _AFTER:
        return 0
    return 5 * len(job.onward) + 3 * len(job.text.encode(errors="replace")) + AROUND


def link(format: str, address: str) -> bytes:
    """The link to ``address``; nothing where the ``format`` has none, or there is no address."""
    if not address:
        return b""
    match format:
        case "json":
            return f',"link":[{json.dumps(address)}]'.encode()
        case "xml":
            return f"<link href={quoteattr(address)}/>".encode()
        case _:
            return b""


def place(format: str, head: bytes) -> int:
    """Where in the ``head`` of an answer its link belongs."""
    return head.rindex(_AFTER[format])

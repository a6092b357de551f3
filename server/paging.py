"""An answer that was cut says so, and where the next page is."""

from urllib.parse import urlencode

from flask import Response

from .engine.job import Job, Reply
from .engine.links import onward_address
from .hints import HEADER as HINT
from .protocol import Asked
from .versions import LONGEST, link

HEADER = "Equigraph-Truncated"
ALONE = (
    "This answer was cut and has no link to what follows. Ask for less at once, or with ORDER BY, LIMIT and"
    " OFFSET for one part after the other"
)
LINKING = ("json", "xml")
"""Formats of tables that have a link of their own, however long."""


def onward(asked: Asked, version: str, format: str) -> str:
    """What the address of a next page begins with, below this server; its query follows.

    It holds for this ``version``, so that pages belong together; where that is "", for whatever there is.
    """
    dataset = [("default-graph-uri", each) for each in asked.default_graphs or ()]
    dataset += [("named-graph-uri", each) for each in asked.named_graphs or ()]
    pinned = [("version", version)] if version else []
    return f"/sparql?{urlencode([*dataset, *pinned, ('format', format)])}&query="


def told_of_cut(response: Response, job: Job, reply: Reply) -> None:
    """Say in ``response`` at which limit the ``reply`` to ``job`` was cut, and where the next rows are, or
    that there is no link to them: to what follows in a graph, or where its address were too long.
    """
    count = reply.rows if reply.cut == "rows" else reply.size
    response.headers[HEADER] = f"{reply.cut}={count}"
    following = onward_address(job, reply.rows)
    if following:
        link(response, following, "next")
    if not following or (len(following) > LONGEST and job.format not in LINKING):
        response.headers.add(HINT, ALONE)

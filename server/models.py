"""Answers as models of others: the head of one that was given, with gaps where the query decides.

A request is like another if it is the same byte for byte but for the query in its address. The answers to
both then have the same head, if the queries are of one form and nothing unusual is told of them, but for the
length, the date, the entity tag and the lasting address. Whether these are all that a head owes to the query
is seen as it is learned: filled with what its own query gave, it has to be itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.http import quote_etag

from .engine.job import Job
from .facts import Told
from .instant import LONGEST
from .lru import Recent
from .parameters import decoded
from .settings import MEBIBYTE
from .study import Study
from .validators import SINCE, TAGS, entity_tag

ANSWERED = "equigraph.answered"
"""In the environment of a request that a query answered: what ``Answered`` says of it."""
ROOM = 4 * MEBIBYTE
_START, _VERSION, _END, _NAME = b"GET ", b" HTTP/1.1", b"\r\n\r\n", b"query="
_VALUE = re.compile(rb"[A-Za-z0-9%._~+=*()!$',;:@/?-]+")
_GAPS = re.compile(
    rb"(?<=\r\nContent-Length: )[^\r]*|(?<=\r\nDate: )[^\r]*|(?<=\r\nEtag: )[^\r]*|(?<=\r\nLink: <)[^>\r]*"
)
GAPS, MODEL = 4, 2_000
"""How many gaps a head has, and the bytes that a model takes besides its pieces."""
Frame = tuple[bytes, bytes]
"""What stands before and after the query in a request."""
Kind = tuple[str, bool]
"""What of a query decides the head of its answer: its form, and whether its blank nodes are relabelled."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A request: the ``query`` as its ``address`` has it, and the ``frame`` around it."""

    query: bytes
    frame: Frame
    address: bytes

    @classmethod
    def of(cls, request: bytes) -> "Shape | None":
        """That of the bytes of a ``request``; None for one that cannot have a like."""
        if len(request) > LONGEST or not (request.startswith(_START) and request.endswith(_END)):
            return None
        line, _, rest = request.partition(b"\r\n")
        address = line[len(_START) : -len(_VERSION)]
        at = max(address.rfind(b"&" + _NAME), address.find(b"?" + _NAME)) + 1 + len(_NAME)
        query = address[at:].partition(b"&")[0] if at > len(_NAME) else b""
        if not line.endswith(_VERSION) or b" " in address or not _VALUE.fullmatch(query):
            return None
        before, after = address[:at], address[at + len(query) :]
        return cls(query, (before, after + b"\r\n" + rest), address)


@dataclass(frozen=True, slots=True)
class Answered:
    """The ``job`` that answered a request, what was known of its query, and the answer's media type."""

    job: Job
    study: Study
    content_type: str

    @property
    def like(self) -> "Answered":
        """The same without the query's text, which may be long."""
        return replace(self, job=replace(self.job, text=""))


@dataclass(frozen=True, slots=True)
class Model:
    """What an answer was ``answered`` by and ``told`` to be, and its head in ``pieces`` with gaps between."""

    answered: Answered
    told: Told
    pieces: tuple[bytes, ...]

    def head(self, size: int, date: bytes, tag: str, address: bytes) -> bytes:
        """The head of an answer of ``size`` bytes to a request for ``address``, with that entity ``tag``."""
        length, dated, tagged, linked, end = self.pieces
        etag = quote_etag(tag, self.answered.study.relabelled).encode()
        lasting = b"%s&version=%s" % (address, self.answered.job.version.encode())
        return b"".join((length, b"%d" % size, dated, date, tagged, etag, linked, lasting, end))


class Models:
    """The models that were learned, for several threads."""

    def __init__(self) -> None:
        self._known: Recent[Frame, Mapping[Kind, Model]] = Recent(ROOM)

    def of(self, frame: Frame) -> Mapping[Kind, Model]:
        """The models for requests of that ``frame``."""
        return self._known.get(frame) or {}

    def job(self, frame: Frame, form: str) -> Job | None:
        """A job for a query of that ``form`` in such a request, but for its text."""
        jobs = (model.answered.job for model in self.of(frame).values() if model.answered.study.form == form)
        return next(jobs, None)

    def learn(self, request: bytes, head: bytes, environ: Mapping[str, Any], told: Told) -> None:
        """Know from now on that ``head`` is that of the answer to a ``request``, if it can be a model."""
        shape, answered = Shape.of(request), environ.get(ANSWERED)
        if shape is None or answered is None or not _is_usual(environ, told, answered.study):
            return
        model = Model(answered, told, tuple(_GAPS.split(head)))
        if len(model.pieces) != GAPS + 1 or answered.job.text != decoded(shape.query, "The query"):
            return
        date, tag = _GAPS.findall(head)[1], entity_tag(answered.job, answered.study, answered.content_type)
        if model.head(told.size, date, tag, shape.address) == head:
            self._put(shape.frame, replace(model, answered=answered.like))

    def _put(self, frame: Frame, model: Model) -> None:
        version = model.answered.job.version
        same = {name: each for name, each in self.of(frame).items() if each.answered.job.version == version}
        known = {**same, kind(model.answered.study): model}
        size = sum(MODEL + sum(map(len, each.pieces)) for each in known.values())
        self._known.put(frame, known, sum(map(len, frame)) + size)


def kind(study: Study) -> Kind:
    """What of a query decides the head of its answer."""
    return study.form, study.relabelled


def _is_usual(environ: Mapping[str, Any], told: Told, study: Study) -> bool:
    """Whether nothing but a query was asked, by anybody, and nothing but its answer was told."""
    asks_more = any(name in environ for name in (TAGS, SINCE, "HTTP_AUTHORIZATION"))
    return told.status == 200 and not (asks_more or study.fleeting or study.unknown)

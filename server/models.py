"""Answers as models of others: the head of one that was given, with gaps where the query decides.

The answers to requests that are alike have the same head, if the queries are of one form and nothing unusual
is told of them, but for the length, the date, the entity tag and the lasting address (the last two if there
are any). Whether these are all that a head owes to the query is seen as it is learned: filled with what its
own query gave, it has to be itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.http import quote_etag

from .engine.job import Job
from .facts import Told
from .lru import Recent
from .settings import MEBIBYTE
from .shape import Frame, Sending, Shape
from .study import Study
from .validators import SINCE, TAGS, entity_tag

ANSWERED = "equigraph.answered"
"""In the environment of a request that a query answered: what ``Answered`` says of it."""
ROOM = 4 * MEBIBYTE
_GAPS = re.compile(rb"(?<=\r\n)(Content-Length|Date|Etag|Link)(: <?)([^>\r]*)")
_DATE = re.compile(rb"\r\nDate: ([^\r]*)")
_GAP = rb"\1\2%(\1)b"
MODEL = 2_000
"""The bytes that a model takes besides its template."""
Kind = tuple[str, bool]
"""What of a query decides the head of its answer: its form, and whether its blank nodes are relabelled."""


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
    """What an answer was ``answered`` by and ``told`` to be, and the ``template`` of its head, with gaps."""

    answered: Answered
    told: Told
    template: bytes

    def head(self, size: int, date: bytes, tag: str, address: bytes) -> bytes:
        """The head of an answer of ``size`` bytes to a request for ``address``, with that entity ``tag``."""
        gaps = {
            b"Content-Length": b"%d" % size,
            b"Date": date,
            b"Etag": quote_etag(tag, self.answered.study.relabelled).encode(),
            b"Link": b"%s&version=%s" % (address, self.answered.job.version.encode()),
        }
        return self.template % gaps


class Models:
    """The models that were learned, for several threads."""

    def __init__(self) -> None:
        self._known: Recent[Frame, Mapping[Kind, Model]] = Recent(ROOM)
        self._heads: Recent[Frame, bool] = Recent(ROOM // 8)

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
        dated = _DATE.search(head)
        model = Model(answered, told, _GAPS.sub(_GAP, head.replace(b"%", b"%%")))
        is_lasting = bool(shape.address) == (b"%(Link)b" in model.template)
        if dated is None or not is_lasting or not shape.is_of(answered.job.text):
            return
        tag = entity_tag(answered.job, answered.study, answered.content_type)
        if model.head(told.size, dated[1], tag, shape.address) == head:
            self._put(shape.frame, replace(model, answered=answered.like))
            if not shape.address:
                self._note(shape.frame[:2])

    def begins(self, request: bytes) -> bool:
        """Whether there may be a model for the answer to a ``request`` when the rest of it has come."""
        sending = Sending.of(request)
        if sending is None or not sending.is_begun:
            return False
        return self._heads.get((sending.before, sending.after)) is not None

    def _note(self, head: Frame) -> None:
        self._heads.put(head, True, sum(map(len, head)) + MODEL)

    def _put(self, frame: Frame, model: Model) -> None:
        version = model.answered.job.version
        same = {name: each for name, each in self.of(frame).items() if each.answered.job.version == version}
        known = {**same, kind(model.answered.study): model}
        size = sum(MODEL + len(each.template) for each in known.values())
        self._known.put(frame, known, sum(map(len, frame)) + size)


def kind(study: Study) -> Kind:
    """What of a query decides the head of its answer."""
    return study.form, study.relabelled


def _is_usual(environ: Mapping[str, Any], told: Told, study: Study) -> bool:
    """Whether nothing but a query was asked, by anybody, and nothing but its answer was told."""
    asks_more = any(name in environ for name in (TAGS, SINCE, "HTTP_AUTHORIZATION"))
    return told.status == 200 and not (asks_more or study.fleeting or study.unknown)

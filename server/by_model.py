"""A query whose request is like one that was answered before is answered without taking the request apart.

Only what the query decides is made anew: it is checked and given to a worker as any, and the head of its
answer follows a model. What is not needed to ask is found out while the worker is at work. Whatever is
more than a small whole answer (a fault, a cut, a hint, a large answer) is left to the application, with the
worker's reply where there is one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

from werkzeug.exceptions import HTTPException

from ..errors import EquigraphError
from .ahead import Ahead
from .clock import Clock
from .engine.client import Asking, Client, NotBegun
from .engine.job import Job, Reply
from .facts import Facts, Told
from .instant import Instant
from .kept import Kept
from .models import Model, Models, kind
from .sending import SMALL
from .services import Services
from .shape import Shape
from .study import Study
from .terms import known_terms
from .validators import entity_tag
from .versions import LONGEST as LONGEST_ADDRESS
from .watched import Teller

MOMENT = 0.002
"""Seconds for which the server's one loop may wait for a worker, when it has nothing else to do."""
MORE = len("&version=") + 12
"""Characters that a lasting address has more than the one that was asked."""


@dataclass(frozen=True, slots=True)
class Request:
    """The bytes (``content``) of a request, their ``shape``, and the address of the ``client`` who sent them.

    ``gone`` is asked now and then whether nobody waits for the answer any more.
    """

    content: bytes
    shape: Shape
    client: str
    gone: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to a request, which took so many ``seconds``, and what is to be ``told`` of it.

    ``new`` is to be kept under its ``tag``; None where it is kept already.
    """

    content: bytes
    told: Told
    seconds: float
    tag: str
    new: Kept | None


@dataclass(frozen=True, slots=True)
class Query:
    """What a ``request`` asks: the ``job`` for a worker, and what is known of its text; ``since`` when."""

    request: Request
    job: Job
    study: Study
    since: float


@dataclass(frozen=True, slots=True)
class Fitting:
    """The ``model`` for an answer, and the ``tag`` that it has."""

    model: Model
    tag: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A ``query`` that a worker is asked, and what its answer is ``fitting`` to, if there is more to say."""

    query: Query
    asking: Asking
    fitting: Fitting | None


Outcome = Answer | Begun | Ahead | None
"""What became of a request so far: its answer; that a worker is asked; that one replied, which the
application has to put into words; or nothing, so that the application has to begin.
"""


class ByModel:
    """What is answered by models of what ``services`` answered, with the workers of ``client``, and told to
    ``teller``; what is asked again is known to ``instant`` from then on.
    """

    def __init__(self, services: Services, client: Client, teller: Teller, instant: Instant) -> None:
        self._services, self._client = services, client
        self._teller, self._instant = teller, instant
        self._clock = Clock()
        self.models = Models()
        known_terms()  # read now, where nobody waits

    def knows(self, content: bytes) -> Shape | None:
        """The shape of a request if there is a model for its answer; found without waiting for anything."""
        shape = Shape.of(content)
        return shape if shape and self.models.of(shape.frame) else None

    def awaits(self, content: bytes) -> bool:
        """Whether it may know a request, of which this much has come, when the rest has."""
        return self.models.begins(content)

    def soon(self, request: Request) -> Outcome:
        """What becomes of ``request`` in a moment."""
        begun = self.begin(request)
        return self.end(begun) if isinstance(begun, Begun) and begun.asking.comes(MOMENT) else begun

    def begin(self, request: Request) -> Outcome:
        """What becomes of ``request`` without waiting for a worker: it is answered, or one is asked."""
        query = self._query(request)
        if query is None:
            return None
        if not query.study.is_detailed:  # what equals it might be kept, but to find that out takes longer
            return self._ask(query)
        fitting = self._fitting(query)
        if fitting is None:
            return None
        kept = self._kept(fitting)
        return self._again(query, fitting, kept) if kept else self._ask(query, fitting)

    def end(self, begun: Begun) -> Outcome:
        """What becomes of a request for which a worker was asked, when it has replied, or when the answer is
        kept all the same: what equals the query but for spaces may have been answered.
        """
        query, fitting = begun.query, begun.fitting
        try:
            reply = begun.asking.reply(lambda: query.request.gone() or self._kept(fitting) is not None)
        except NotBegun:
            return None
        finally:
            self._services.places.give_back()
        if fitting and reply.state == "gone" and (kept := self._kept(fitting)):
            return self._again(query, fitting, kept)
        if fitting is None or not _is_plain(reply):
            return Ahead(query.job, reply, query.since)
        facts = Facts(rows=reply.rows, outcome=reply.state, taken=reply.taken)
        return self._answer(query, fitting, reply.head, facts, Kept(reply.head, reply.rows))

    def drop(self, begun: Begun) -> None:
        """Wait no longer for a worker."""
        begun.asking.close()
        self._services.places.give_back()

    def settle(self, answer: Answer) -> None:
        """Keep ``answer``, which has been sent, count it and log it."""
        if answer.new:
            self._services.kept.put(answer.tag, answer.new, answer.new.size)
        self._teller.tell(answer.told, answer.seconds)

    def _query(self, request: Request) -> Query | None:
        """What is asked; None where it may not be, or no model says for what version and how."""
        since = perf_counter()
        try:
            text = request.shape.text()
            study = self._services.studies.of(text)
        except (EquigraphError, HTTPException):
            return None
        like = self.models.job(request.shape.frame, study.form)
        if like is None or like.version != self._services.current.seen():
            return None
        return Query(request, replace(like, text=text), study, since)

    def _ask(self, query: Query, fitting: Fitting | None = None) -> Begun | None:
        """The query on its way to a worker, if there is a place; ``fitting`` where it was found out."""
        if not self._services.places.take():
            return None
        begun = None
        try:
            begun = self._begun(query, fitting)
        finally:
            if begun is None:
                self._services.places.give_back()
        return begun

    def _begun(self, query: Query, fitting: Fitting | None) -> Begun | None:
        """The query on its way to a worker; meanwhile all is found out of its text."""
        try:
            asking = self._client.begin(query.job)
        except NotBegun:
            return None
        try:
            return Begun(query, asking, fitting or self._fitting(query))
        except BaseException:
            asking.close()
            raise

    def _fitting(self, query: Query) -> Fitting | None:
        """What the answer is like; None where there is more to tell, or a new version came meanwhile."""
        shape, study = query.request.shape, query.study
        if study.fleeting or study.unknown or len(shape.address) + MORE > LONGEST_ADDRESS:
            return None
        model = self.models.of(shape.frame).get(kind(study))
        if model is None or model.answered.job.version != query.job.version:
            return None
        return Fitting(model, entity_tag(query.job, study, model.answered.content_type))

    def _kept(self, fitting: Fitting | None) -> Kept | None:
        return self._services.kept.get(fitting.tag) if fitting else None

    def _again(self, query: Query, fitting: Fitting, kept: Kept) -> Answer | None:
        if len(kept.body) > SMALL:
            return None
        answer = self._answer(query, fitting, kept.body, Facts(rows=kept.rows, cached=True))
        self._instant.learn(query.request.content, fitting.tag, answer.content, answer.told)
        return answer

    def _answer(
        self, query: Query, fitting: Fitting, body: bytes, facts: Facts, new: Kept | None = None
    ) -> Answer:
        request, model = query.request, fitting.model
        facts.query, facts.version = query.study.digest[:16], query.job.version
        told = replace(model.told, client=request.client, size=len(body), facts=facts)
        head = model.head(len(body), self._clock.date(), fitting.tag, request.shape.address)
        return Answer(head + body, told, perf_counter() - query.since, fitting.tag, new)


def _is_plain(reply: Reply) -> bool:
    """Whether it is a small whole answer and no more."""
    return reply.state == "answered" and not reply.cut and reply.rest is None and reply.size <= SMALL

"""An Engine that asks another SPARQL 1.1 service."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from queue import Empty, LifoQueue
from threading import Lock
from time import monotonic

from urllib3 import BaseHTTPResponse

from ..engine.execute import write
from ..engine.job import Engine, Health, Job, Reply
from .address import Address
from .line import LOST, Line, Watch
from .prologue import prologue
from .response import Unusable, accepted, check, most_rows, read

UNREADABLE = (SyntaxError, MemoryError)
"""What is raised for an answer that is not what it says it is, or has a value that no reader holds."""
PROBE = Job("", "ASK {}", "json", seconds=2)
PROBED = 3
"""Seconds for which the answer to a probe holds."""


def connect(url: str, base: str, workers: int = 8, patience: float = 2) -> Engine:
    """The SPARQL service at ``url``, asked ``workers`` queries at once; one more waits ``patience`` seconds.

    Relative IRIs are under ``base``. UsageError where ``url`` is no address of HTTP; nothing is asked yet.
    """
    return Service(Address.read(url), base, workers, patience)


class Service:
    """A service and the connections to it."""

    def __init__(self, address: Address, base: str, workers: int, patience: float) -> None:
        self._address, self._base = address, base
        self._workers, self._patience = workers, patience
        self._lines: LifoQueue[Line] = LifoQueue()
        for _ in range(workers):
            self._lines.put(Line(address))
        self._probing, self._probed, self._alive = Lock(), 0.0, False

    def run(self, job: Job, gone: Callable[[], bool] | None = None) -> Reply:
        """The service's reply to ``job``; ``gone`` is asked ten times a second if nobody waits for it."""
        try:
            line = self._lines.get(timeout=self._patience)
        except Empty:
            return Reply("busy")
        try:
            return self._reply(line, job, gone)
        finally:
            self._lines.put(line)

    def health(self) -> Health:
        """Whether the service answers, as it did not long ago."""
        if monotonic() > self._probed + PROBED and self._probing.acquire(blocking=self._probed == 0):
            try:
                self._probe()
            finally:
                self._probing.release()
        busy = self._workers - self._lines.qsize()
        return Health(self._alive, self._workers, busy, mode=f"service {self._address}")

    def close(self) -> None:
        """Close the connections that nobody uses."""
        with suppress(Empty):
            while True:
                self._lines.get_nowait().close()

    def _probe(self) -> None:
        line = Line(self._address)
        self._alive = self._reply(line, PROBE, None).state == "answered"
        self._probed = monotonic()
        line.close()

    def _reply(self, line: Line, job: Job, gone: Callable[[], bool] | None) -> Reply:
        with Watch(line, job.seconds, gone) as watch:
            try:
                reply = self._asked(line, job, watch)
            except (*LOST, *UNREADABLE) as error:
                reply = _lost(error)
            except Unusable as error:
                reply = error.reply
        if reply.state != "answered" or reply.cut or watch.state:
            line.close()
        return replace(reply, state=watch.state) if watch.state and reply.state != "answered" else reply

    def _asked(self, line: Line, job: Job, watch: Watch) -> Reply:
        added = prologue(job.text, self._base)
        text = f"{added}\n{job.text}" if added else job.text
        response = line.ask(_form(job, text), accepted(job), may_retry=lambda: watch.state is None)
        check(response, job.text, bool(added))
        reply = write(lambda: read(response, job), job)
        return reply if reply.state != "answered" or reply.cut else _whole(reply, response)


def _form(job: Job, text: str) -> list[tuple[str, str]]:
    """The request's parameters (SPARQL 1.1 Protocol, 2.1.2)."""
    return [
        ("query", text),
        *(("default-graph-uri", graph) for graph in job.default_graphs or ()),
        *(("named-graph-uri", graph) for graph in job.named_graphs or ()),
    ]


def _whole(reply: Reply, response: BaseHTTPResponse) -> Reply:
    """The reply, once its last byte has come: what the service itself cut says so."""
    response.read()
    most = most_rows(response)
    return replace(reply, cut="rows") if most and reply.rows >= most else reply


def _lost(error: Exception) -> Reply:
    """What became of a job whose connection or answer broke; the error itself may name hosts."""
    match error:
        case SyntaxError():
            cause = "the answer of the service behind this one breaks off, or is not valid"
        case MemoryError():
            cause = "the answer of the service behind this one has a value too large to read"
        case _:
            cause = "the service behind this one cannot be reached, or broke the connection"
    return Reply("failed", cause=cause)

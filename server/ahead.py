"""What a worker said of a request before the application was asked, so that it is not asked twice."""

from dataclasses import dataclass, replace

from .engine.job import Job, Reply

AHEAD = "equigraph.ahead"
"""In the environment of such a request: what ``Ahead`` says."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A ``job`` that was done, its ``reply``, and ``since`` when it is answered (``perf_counter``)."""

    job: Job
    reply: Reply
    since: float

    def fits(self, job: Job) -> bool:
        """Whether it is the reply to ``job``; one without an answer is so for any version."""
        told = job if self.reply.state == "answered" else replace(job, version=self.job.version)
        return self.job == told

"""Problems as answers: details for programs (RFC 9457), a page for people, text for those who ask for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml
from flask import Blueprint, Response, abort, make_response, render_template

from .formats import Accept

blueprint = Blueprint("problems", __name__)

DETAILS = "application/problem+json"
PAGE, TEXT = "text/html", "text/plain"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem, as problems.yaml has it; its type is the address of its page."""

    name: str
    status: int
    title: str
    about: str

    @property
    def type(self) -> str:
        """What names the kind: a path, to be resolved like any link."""
        return f"/problems/{self.name}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One occurrence of a ``kind``: ``detail`` for people, and ``more`` members, such as line and column."""

    kind: Kind
    detail: str
    more: Mapping[str, object] = field(default_factory=dict)

    def members(self) -> dict[str, object]:
        """The members of its details."""
        kind = self.kind
        known = {name: value for name, value in self.more.items() if value}
        return {
            "type": kind.type,
            "title": kind.title,
            "status": kind.status,
            "detail": self.detail,
            **known,
        }


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind of problem."""
    content = files("equigraph.server").joinpath("problems.yaml").read_text(encoding="utf-8")
    return tuple(Kind(**entry) for entry in yaml.safe_load(content))


def kind(name: str) -> Kind:
    """The kind of that name; KeyError where there is none."""
    found = {each.name: each for each in kinds()}
    return found[name]


def kind_for(status: int) -> Kind:
    """The kind that stands for an HTTP status; where none does, a bad request or a fault."""
    found = [each for each in kinds() if each.status == status]
    general = kind("bad-request" if status < 500 else "fault")
    return found[0] if found else Kind(general.name, status, general.title, general.about)


def answer(problem: Problem) -> Response:
    """The response that tells of ``problem`` in the form the client likes best, by default as details."""
    best = _liked()
    content = _WRITERS[best](problem)
    response = make_response(content, problem.kind.status)
    response.content_type = best if best == DETAILS else f"{best}; charset=utf-8"
    response.vary.add("Accept")
    return response


@blueprint.get("/problems")
def every() -> str:
    """The page that lists the kinds of problem."""
    return render_template("problems.html", kinds=kinds())


@blueprint.get("/problems/<name>")
def one(name: str) -> str:
    """The page of one kind; 404 where there is no such kind."""
    found = tuple(each for each in kinds() if each.name == name)
    return render_template("problems.html", kinds=found) if found else abort(404)


def _liked() -> str:
    accept = Accept.of_request()
    offers = (DETAILS, "application/json", TEXT, PAGE)
    best = max(offers, key=lambda offer: (accept.quality(offer), accept.names(offer)))
    return best if best in _WRITERS else DETAILS


def _details(problem: Problem) -> str:
    return json.dumps(problem.members()) + "\n"


def _page(problem: Problem) -> str:
    return render_template("fault.html", problem=problem)


def _text(problem: Problem) -> str:
    suggestion = problem.more.get("suggestion")
    return f"{problem.kind.title}: {problem.detail}\n" + (f"{suggestion}\n" if suggestion else "")


_WRITERS = {DETAILS: _details, PAGE: _page, TEXT: _text}

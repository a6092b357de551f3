"""Profiles: how much is said along with a thing, and the choice between them.

Content Negotiation by Profile, W3C Working Draft; the parameters are those of its query string functional
profile.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from flask import Response, request
from werkzeug.http import parse_accept_header

from ...errors import UsageError
from ..parameters import parameters
from ..services import links
from ..versions import link

PARAMETER, MEDIA_TYPE, HEADER = "_profile", "_mediatype", "Accept-Profile"
ALL = "all"
"""The value of either parameter that asks which there are."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile by its ``name``, and the named ``query`` that makes it."""

    name: str
    query: str

    @property
    def iri(self) -> str:
        """What names it everywhere."""
        return links().term(f"profile/{self.name}")


@cache
def profiles() -> tuple[Profile, ...]:
    """Every profile, the default first."""
    content = files("equigraph.server.linked").joinpath("profiles.yaml").read_text(encoding="utf-8")
    return tuple(Profile(**entry) for entry in yaml.safe_load(content))


def asks_for_all() -> bool:
    """Whether this request asks which profiles and formats there are (QSA, "all")."""
    given = parameters(request)
    return ALL in (given.first(PARAMETER), given.first(MEDIA_TYPE))


def wanted_format() -> str | None:
    """The format that the parameters name: ``format`` or, the fellow of ``_profile``, ``_mediatype``."""
    return parameters(request).first("format", MEDIA_TYPE)


def profile() -> Profile:
    """The profile that this request asks for by parameter, else by the header, else the default.

    Raises UsageError where a parameter names none that there is; a header that does so is a wish not met.
    """
    named = parameters(request).first(PARAMETER)
    if named:
        return _named(named)
    given = parse_accept_header(request.headers.get(HEADER, ""))
    liked = {value.strip().strip("<>"): quality for value, quality in given if quality > 0}
    known = [each for each in profiles() if each.iri in liked]
    return max(known, key=lambda each: liked[each.iri], default=profiles()[0])


def told(response: Response, address: str) -> Response:
    """The response, at ``address``, with the profile it has and where it is in each other one."""
    mine, answer = profile(), response.mimetype or ""
    link(response, mine.iri, "profile")
    response.vary.add(HEADER)
    start = f"{address}{'&' if '?' in address else '?'}{PARAMETER}="
    for each in profiles():
        if each != mine:
            link(response, f"{start}{each.name}", "alternate", type=answer, formats=each.iri)
    return response


def _named(wanted: str) -> Profile:
    for each in profiles():
        if wanted in (each.name, each.iri):
            return each
    names = ", ".join(each.name for each in profiles())
    raise UsageError(
        f"there is no profile {wanted[:100]!r}", f"There are: {names}; {PARAMETER}={ALL} lists them"
    )

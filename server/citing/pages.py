"""Citations to read and to save, of any page of this site."""

import json
import re

from flask import Blueprint, Flask, Response, abort, make_response, render_template, request
from werkzeug.exceptions import BadRequest

from ..parameters import parameters
from ..services import store
from ..versions import PLAIN
from .citation import FORMS, LONGEST_TITLE, Citation, citation, made

blueprint = Blueprint("citing", __name__)

TYPES = {
    "bib": "application/x-bibtex",
    "csl.json": "application/vnd.citationstyles.csl+json",
    "cff": "application/yaml",
}
ELSEWHERE = "//"
"""What the address of another host may begin with."""
SPECIAL = re.compile(r"[\\{}$&#_%~^]")


def register(app: Flask) -> None:
    """Let every page of ``app`` be cited."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(citation=citation, citation_forms=FORMS)
    app.jinja_env.filters.update(bibtex=bibtex, quoted=quoted)


@blueprint.get("/cite")
def cite() -> str:
    """How to cite the page that ``page`` names, by default all the data."""
    return render_template("cite.html", cited=_asked(), forms=FORMS)


@blueprint.get("/cite.<path:ending>")
def saved(ending: str) -> Response:
    """That citation as a file; 404 for a form that there is not."""
    if ending not in FORMS:
        abort(404, f"Citations are saved as {', '.join(FORMS)}.")
    cited = _asked()
    response = make_response(render_template(f"cite/{ending.removesuffix('.json')}.txt", cited=cited) + "\n")
    response.content_type = f"{TYPES[ending]}; charset=utf-8"
    name = "CITATION.cff" if ending == "cff" else f"{cited.sources.version}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def bibtex(text: str) -> str:
    """``text`` as the value of a BibTeX field."""
    words = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return SPECIAL.sub(lambda found: words.get(found[0], f"\\{found[0]}"), text)


def quoted(text: str) -> str:
    """``text`` as a string of JSON, which is one of YAML too."""
    return json.dumps(text, ensure_ascii=False)


def _asked() -> Citation:
    """The citation that this request asks for; BadRequest for an address elsewhere, or a title too long."""
    given = parameters(request)
    page, title = given.first("page") or "/", given.first("title") or ""
    if not page.startswith("/") or page.startswith(ELSEWHERE) or not PLAIN.fullmatch(page):
        raise BadRequest("The value of page is not the path of a page here.")
    if len(title) > LONGEST_TITLE:
        raise BadRequest(f"A title has at most {LONGEST_TITLE} characters.")
    graph = store()
    return made(graph, title, _pinned(page, graph.version))


def _pinned(page: str, version: str) -> str:
    """``page`` in the ``version``, whichever it named before."""
    path, _, query = page.partition("?")
    values = [each for each in query.split("&") if each and not each.startswith("version=")]
    return f"{path}?{'&'.join((*values, f'version={version}'))}"

"""What an editor of queries can complete: the terms by which the data describe themselves (VoID, SHACL)."""

from importlib.resources import files

from flask import Blueprint, Response, jsonify, request

from .headers import POLICY, readable_everywhere
from .parameters import parameters
from .records import Record, records
from .services import store

blueprint = Blueprint("vocabulary", __name__)
blueprint.after_request(readable_everywhere)

EDITOR = "vendor/editor.js"
"""The editor, below the folder of static files, where it was built."""
WITH_EDITOR = "; ".join((POLICY, "script-src 'self'", "connect-src 'self'"))
"""What a page with the editor may load besides: our own script, and answers of this server."""


def has_editor() -> bool:
    """Whether the editor was built."""
    return files("equigraph.server").joinpath("static", EDITOR).is_file()


@blueprint.get("/sparql/terms.json")
def terms() -> Response:
    """IRIs of classes and properties, those used most first, and prefixes as they are declared."""
    base = store().manifest.base
    values = {"graph": f"{base}graph/description", "dataset": f"{base}dataset"}
    rows = records(store().named("site/vocabulary", values))
    return jsonify(
        {
            "class": [_text(row, "iri") for row in rows if _text(row, "kind") == "class"],
            "property": [_text(row, "iri") for row in rows if _text(row, "kind") == "property"],
            "prefixes": sorted(_prefix(row) for row in rows if _text(row, "kind") == "prefix"),
        }
    )


def terms_address() -> str:
    """Where the terms of the version that this request names are."""
    version = parameters(request).first("version")
    return f"/sparql/terms.json?version={store().version}" if version else "/sparql/terms.json"


def _prefix(row: Record) -> str:
    return f"{_text(row, 'name')}: <{_text(row, 'iri')}>"


def _text(row: Record, column: str) -> str:
    return str(getattr(row[column], "value", ""))

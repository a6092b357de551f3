"""A chart with data in it, as a specification for any Vega editor and as SVG in the site's colours.

Nothing is fetched: data stands in the specification, and the renderer is forbidden every address.
"""

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from pyoxigraph import Literal

from ...graph.answer import Term
from ..records import Record
from .chart import Spec

VEGA_LITE = "5.21"
THEMES = ("light", "dark")
SIZES = {"wide": 560, "narrow": 290}
"""How wide a picture is, in pixels, its words included; the second is for telephones."""
NUMBERS = ("integer", "decimal", "double")
XSD = "http://www.w3.org/2001/XMLSchema#"


def filled(spec: Spec, rows: Iterable[Record]) -> Spec:
    """The specification with the ``rows`` as its data; what is unbound is null."""
    values = [{name: _value(term) for name, term in row.items()} for row in rows]
    return {**spec, "data": {**spec["data"], "values": values}}


def drawn(spec: Spec, theme: str = "light", size: str = "wide") -> str:
    """The chart as SVG, for readers of a light or a dark page, wide or narrow.

    The first one in a process takes a second, others some ten milliseconds.
    """
    from vl_convert import vegalite_to_svg

    fit = {"width": SIZES[size], "autosize": {"type": "fit-x", "contains": "padding"}}
    whole = {name: value for name, value in spec.items() if name not in ("title", "usermeta")}
    return vegalite_to_svg({**whole, **fit}, VEGA_LITE, config=_config(theme, size), allowed_base_urls=[])


def is_number(term: Term | None) -> bool:
    """Whether it is a number that an axis can have."""
    return isinstance(term, Literal) and term.datatype.value in {XSD + name for name in NUMBERS}


def _value(term: Term | None) -> str | int | float | None:
    if not isinstance(term, Literal):
        return None if term is None else str(getattr(term, "value", term))
    if not is_number(term):
        return term.value
    return int(term.value) if term.datatype.value == f"{XSD}integer" else float(term.value)


@cache
def _config(theme: str, size: str) -> dict[str, Any]:
    """Colours and letters: what both themes have, then the theme's own, then what the size asks for."""
    known = json.loads(files(__package__).joinpath("theme.json").read_text(encoding="utf-8"))
    parts: dict[str, Any] = {}
    for each in (known["both"], known[theme], known[size]):
        for name, value in each.items():
            parts[name] = {**parts.get(name, {}), **value} if isinstance(value, dict) else value
    return parts

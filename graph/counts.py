"""How many things of each kind the plans of a store have."""

from importlib.resources import files

from pyoxigraph import QuerySolutions, Store

from .manifest import PlanSummary


def plan_summaries(store: Store) -> dict[str, PlanSummary]:
    """The plans by slug, each with its title and the number of its things by class name."""
    text = files("equigraph.graph").joinpath("counts.rq").read_text(encoding="utf-8")
    rows = store.query(text, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions), "a SELECT query"
    titles: dict[str, str] = {}
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        slug, title, name, number = (row[key].value for key in ("slug", "title", "class", "number"))
        titles[slug] = title
        counts.setdefault(slug, {})[name] = int(number)
    return {slug: PlanSummary(title, counts[slug]) for slug, title in titles.items()}

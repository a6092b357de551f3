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
        slug, title, number = (row[key].value for key in ("slug", "title", "number"))
        titles[slug] = title
        of_plan = counts.setdefault(slug, {})
        if row["class"]:  # none where the plan has no things
            of_plan[row["class"].value] = int(number)
    return {slug: PlanSummary(title, counts[slug]) for slug, title in titles.items()}

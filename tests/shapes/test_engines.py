"""The fast engine against the reference: result by result, on every pack, plan and case that we have."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from equigraph.errors import UsageError
from equigraph.graph.store import Store
from equigraph.mappings.sources import packaged_sources
from equigraph.shapes.batches import batches
from equigraph.shapes.data import PlanData, plan_data, shared_data
from equigraph.shapes.engine import Result
from equigraph.shapes.engines import ENGINES, FAST, REFERENCE, Engine, engine_named
from equigraph.shapes.overdue import overdue_pack
from equigraph.shapes.packs import Pack, built_in_packs

HERE = Path(__file__).parent
PACKS = {pack.name: pack for pack in built_in_packs()}
PACK_OF = {shape.name: pack for pack in (*PACKS.values(), overdue_pack()) for shape in pack.shapes}
CASES = sorted(path for path in HERE.glob("*/*.ttl") if path.parent.name in PACK_OF)
PLANS = sorted(source.document.parent.name for source in packaged_sources())


def results(engine: Engine, data: PlanData, pack: Pack) -> tuple[Result, ...]:
    (batch,) = batches([pack], engine)
    return tuple(result for _, result in batch.results(data))


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("slug", PLANS)
def test_both_engines_find_the_same_in_the_plans(slug: str, pack: str, real_store: Store) -> None:
    parts = {path.stem: path.read_bytes() for path in real_store.parts()}
    quads = parts[f"plan-{slug}"] + parts[f"plan-{slug}.inferred"]
    data = plan_data(quads, shared_data(parts["organisations"]))
    assert results(FAST, data, PACKS[pack]) == results(REFERENCE, data, PACKS[pack])


@pytest.mark.parametrize("slug", PLANS)
def test_packs_find_the_same_together_as_one_by_one(slug: str, real_store: Store) -> None:
    parts = {path.stem: path.read_bytes() for path in real_store.parts()}
    data = plan_data(parts[f"plan-{slug}"], shared_data(parts["organisations"]))
    together = [result for batch in batches([*PACKS.values()]) for _, result in batch.results(data)]
    alone = [result for pack in PACKS.values() for result in results(FAST, data, pack)]
    assert len(batches([*PACKS.values()])) < len(PACKS)
    assert sorted(together, key=str) == sorted(alone, key=str)


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_both_engines_find_the_same_in_the_cases(path: Path) -> None:
    lines = serialize(parse(path=path, format=RdfFormat.TURTLE), format=RdfFormat.N_QUADS) or b""
    data, pack = plan_data(lines, {}), PACK_OF[path.parent.name]
    found = results(FAST, data, pack)
    assert found == results(REFERENCE, data, pack)
    assert bool(found) or not path.stem.startswith("invalid")


def test_the_plans_give_the_engines_something_to_differ_about(real_store: Store) -> None:
    counted = real_store.query("SELECT (COUNT(*) AS ?n) { ?finding a eq:Finding }")
    assert next(int(n or 0) for (n,) in counted.texts()) > 200


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_an_engine_is_found_by_its_name(engine: Engine) -> None:
    assert engine_named(engine.name) == engine


def test_an_unknown_engine_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="pyshacl"):
        engine_named("guesswork")

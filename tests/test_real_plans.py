"""The three plans as built: figures, evidence that quotes what stands there, and the ontology's own rules."""

import json
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from equigraph.graph.store import Store
from equigraph.ontology.assets import check_files, ontology_files, triples
from equigraph.ontology.check import broken_rules
from equigraph.ontology.terms import PREFIXES

EQ, OA, RDF = PREFIXES["eq"], PREFIXES["oa"], PREFIXES["rdf"]
TITLE = PREFIXES["dcterms"] + "title"
PLANS = ("camden-2020", "islington-2021", "tower-hamlets-2015")
ASSETS = ("ontology", "organisations", "vocabularies")
FIGURES = {
    "all actions": ("SELECT ?x { ?x a eq:Action ; eq:plan ?plan }", 102, 52, 57),
    "all milestones": ("SELECT ?x { ?x a eq:Milestone ; eq:plan ?plan }", 0, 0, 200),
    "measures stated outside actions": (
        """SELECT ?x { ?x a eq:Measure ; eq:plan ?plan ; eq:method method:stated
           MINUS { ?action eq:measure ?x } }""",
        0, 0, 28,
    ),
    "actions of the last section": (
        """SELECT ?x { ?x a eq:Action ; eq:plan ?plan ; eq:section/eq:path ?path
           FILTER(STRSTARTS(?path, "7. Embedding Equality")) }""",
        0, 0, 11,
    ),
    "milestones of the last section": (
        """SELECT ?x { ?x a eq:Milestone ; eq:plan ?plan ; eq:section/eq:path ?path
           FILTER(STRSTARTS(?path, "7. Embedding Equality")) }""",
        0, 0, 33,
    ),
    "actions and milestones without text": (
        "SELECT ?x { ?x eq:flag flag:text-lost ; eq:plan ?plan MINUS { ?x eq:text ?text } }", 0, 0, 8,
    ),
    "actions without owner and status": (
        """SELECT ?x { ?x a eq:Action ; eq:plan ?plan ; eq:ownerState state:blank
           MINUS { ?x eq:status ?status } MINUS { ?x eq:owner ?owner } }""",
        4, 0, 0,
    ),
    "sections": ("SELECT ?x { ?x a eq:Section ; eq:plan ?plan }", 7, 7, 16),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("slug", PLANS)
def test_as_many_as_a_person_counts(real_store: Store, slug: str, name: str) -> None:
    query, *wanted = FIGURES[name]
    plan = f"VALUES ?plan {{ <{real_store.manifest.base}plan/{slug}> }}"
    found = real_store.query(query.replace("{", "{ " + plan, 1)).texts()
    assert len(set(found)) == wanted[PLANS.index(slug)]


@pytest.mark.parametrize("slug", PLANS)
def test_every_character_of_the_tables_is_accounted_for(real_store: Store, slug: str) -> None:
    ledger = json.loads((real_store.path / f"ledgers/{slug}.json").read_text(encoding="utf-8"))
    text = document(slug)
    assert all(text[entry["start"] : entry["end"]] == entry["text"] for entry in ledger)
    assert {entry["fate"] for entry in ledger} == {"record", "noise"}
    assert all(entry["reason"] for entry in ledger if entry["fate"] == "noise")


def document(slug: str) -> str:
    folder = files("equigraph.mappings").joinpath("plans", slug)
    (name,) = (file.name for file in folder.iterdir() if file.name.endswith(".txt"))
    return folder.joinpath(name).read_bytes().decode("utf-8")


@cache
def part(path: Path) -> tuple[Quad, ...]:
    return tuple(parse(path=path, format=RdfFormat.N_QUADS))


def plan_quads(store: Store, slug: str, *graphs: str) -> list[Quad]:
    """The mapped and inferred statements of a plan; only those of ``graphs`` where they are named."""
    found = [
        *part(store.path / f"parts/plan-{slug}.nq"),
        *part(store.path / f"parts/plan-{slug}.inferred.nq"),
    ]
    plan = f"{store.manifest.base}graph/plan/{slug}"
    names = {NamedNode(f"{plan}/{graph}" if graph else plan) for graph in graphs}
    return [quad for quad in found if not graphs or quad.graph_name in names]


def properties(quads: list[Quad]) -> dict[str, dict[str, list[str]]]:
    """Subject → property → values, all as text."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        assert isinstance(quad.subject, NamedNode) and not isinstance(quad.object, Triple)
        found[quad.subject.value][quad.predicate.value].append(quad.object.value)
    return found


@pytest.mark.parametrize("slug", PLANS)
def test_every_quote_is_what_stands_at_its_place(real_store: Store, slug: str) -> None:
    text = document(slug)
    selectors = [
        selector
        for selector in properties(plan_quads(real_store, slug, "evidence")).values()
        if OA + "exact" in selector
    ]
    for selector in selectors:
        ((start,), (end,), (exact,)) = (selector[OA + name] for name in ("start", "end", "exact"))
        assert text[int(start) : int(end)] == exact
        lines = text.count("\n", 0, int(start)), text.count("\n", 0, int(end)) + 1
        assert selector.get(RDF + "value", ["line={},{}".format(*lines)]) == ["line={},{}".format(*lines)]
    assert len(selectors) > 500


@pytest.mark.parametrize("slug", PLANS)
def test_everything_with_words_has_evidence_that_holds_them(real_store: Store, slug: str) -> None:
    evidence = properties(plan_quads(real_store, slug, "evidence"))
    quoted: dict[str, str] = defaultdict(str)
    for note in evidence.values():
        targets = [
            selector for target in note[OA + "hasTarget"] for selector in evidence[target][OA + "hasSelector"]
        ]
        for body in note[OA + "hasBody"]:
            quoted[body] += "".join(evidence[selector][OA + "exact"][0] for selector in sorted(targets))
    printed = {
        subject: words[0]
        for subject, values in properties(plan_quads(real_store, slug, "")).items()
        if (words := values.get(TITLE if "/section/" in subject else EQ + "text"))
        and not subject.endswith("/period")
    }
    missing = [subject for subject, words in printed.items() if not bare(words) <= bare(quoted[subject])]
    assert missing == []


def bare(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@pytest.mark.parametrize("slug", PLANS)
def test_evidence_is_lean(real_store: Store, slug: str) -> None:
    """Twelve statements; one more for each further value and each reason, nine for each further place."""
    size: Counter[str] = Counter()
    allowed: Counter[str] = Counter()
    for quad in plan_quads(real_store, slug, "evidence"):
        assert isinstance(quad.subject, NamedNode)
        note = quad.subject.value.partition("/evidence/")[2].partition("/")[0]
        size[note] += 1
        allowed[note] += {OA + "hasBody": 1, EQ + "reason": 1, OA + "hasTarget": 9}.get(
            quad.predicate.value, 0
        )
    assert [note for note, count in size.items() if count > 12 + allowed[note] - 10] == []
    assert sum(size.values()) / len(size) < 12.5


def test_the_plans_keep_the_rules_of_the_ontology(real_store: Store) -> None:
    shared = [quad.triple for name in ASSETS for quad in part(real_store.path / f"parts/{name}.nq")]
    said = [quad.triple for slug in PLANS for quad in plan_quads(real_store, slug)]
    checks = [check for check in check_files() if "-term-" not in check.stem]
    assert broken_rules([*shared, *said], checks) == ()


def test_every_property_of_ours_is_declared(real_store: Store) -> None:
    declared = {triple.subject for triple in triples(ontology_files())}
    used = {quad.predicate for slug in PLANS for quad in plan_quads(real_store, slug)}
    assert {each.value for each in used - declared if each.value.startswith(EQ)} == set()


@pytest.mark.parametrize("slug", PLANS)
def test_a_plan_has_no_blank_nodes(real_store: Store, slug: str) -> None:
    text = (real_store.path / f"parts/plan-{slug}.nq").read_text(encoding="utf-8")
    assert not [
        line for line in text.splitlines() if line.startswith("_:") or " _:" in line.partition('"')[0]
    ]

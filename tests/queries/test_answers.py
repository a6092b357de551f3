"""Every query that answers a question gives, on the three plans, what its cases in answers.yaml say."""

import csv
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml

from equigraph.graph.answer import Answer
from equigraph.graph.store import Store
from equigraph.queries.catalogue import Catalogue

HERE = Path(__file__).parent
NAMES = ("addresses", "concepts", "graphs", "ontology", "series", "terms")
OF_TERMS = tuple(f"overview/{name}" for name in NAMES)
OWN = ("tables/", "audit/", "description/", "site/", "search/", *OF_TERMS)
"""Queries that the program uses itself, which other tests are about; a term changes what is counted."""
ENDINGS = {"select": "csv", "ask": "txt", "graph": "nt"}
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "answers.yaml").read_text(encoding="utf-8"))
COMPETENCY: list[dict[str, str]] = yaml.safe_load((HERE / "competency.yaml").read_text(encoding="utf-8"))


def questions() -> list[str]:
    """The names of the queries that answer questions about plans."""
    return [name for name in Catalogue.standard().names() if not name.startswith(OWN)]


def case_name(case: dict[str, Any]) -> str:
    return ".".join([case["query"].replace("/", "-"), *([case["as"]] if "as" in case else [])])


def params(case: dict[str, Any], base: str) -> dict[str, str]:
    """The values of ``case``, the things of the plans among them as IRIs."""
    given = {name: str(value) for name, value in case.get("params", {}).items()}
    return {name: re.sub(r"(^| )plan/", rf"\1{base}plan/", value) for name, value in given.items()}


def written(answer: Answer) -> str:
    """The answer as its file holds it: CSV, yes or no, or sorted N-Triples."""
    if answer.kind == "ask":
        return "yes\n" if answer else "no\n"
    if answer.kind == "graph":
        return "".join(sorted(answer.serialise("ntriples").decode().splitlines(keepends=True)))
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([answer.variables, *answer.texts()])
    return text.getvalue()


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_the_answer_is_what_the_documents_say(
    case: dict[str, Any], real_store: Store, pytestconfig: pytest.Config
) -> None:
    answer = real_store.named(case["query"], params(case, real_store.manifest.base))
    file = HERE / f"answers/{case_name(case)}.{ENDINGS[answer.kind]}"
    text = written(answer)
    if pytestconfig.getoption("refresh_answers"):
        file.write_text(text, encoding="utf-8")
    assert text.splitlines() == file.read_text(encoding="utf-8").splitlines()
    assert answer.kind == "ask" or len(text.splitlines()) > 1, "an answer without rows says little"


@pytest.mark.parametrize("name", questions())
def test_every_question_has_a_case_that_uses_each_of_its_values(name: str) -> None:
    cases = [case for case in CASES if case["query"] == name]
    used = {param for case in cases for param in case.get("params", {})}
    assert cases
    assert used == {param.name for param in Catalogue.standard().get(name).params}


def test_every_answer_belongs_to_a_case() -> None:
    names = [case_name(case) for case in CASES]
    assert len(set(names)) == len(names)
    assert {file.stem for file in (HERE / "answers").iterdir()} == set(names)


def test_there_are_enough_questions_about_different_things() -> None:
    names = questions()
    assert len(names) >= 28
    assert len({Catalogue.standard().get(name).question for name in names}) == len(names)


@pytest.mark.parametrize("name", questions())
def test_an_answer_is_in_a_fixed_order(name: str) -> None:
    text = Catalogue.standard().get(name).text
    form = next(word for word in text.split() if word in ("SELECT", "CONSTRUCT", "ASK"))
    assert form != "SELECT" or "\nORDER BY " in text


@pytest.mark.parametrize("asked", COMPETENCY, ids=lambda asked: asked["query"])
def test_the_ontology_can_answer_what_it_is_for(asked: dict[str, str]) -> None:
    assert asked["question"].endswith("?")
    assert asked["query"] in {case["query"] for case in CASES}

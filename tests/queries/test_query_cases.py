"""Every named query gives what its case says; a new case is an entry in cases.yaml and a file."""

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from equigraph.graph.store import Store

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["expected"])
def test_query(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(case["graph"])
    answer = store.named(case["query"], case.get("params", {}))
    with (HERE / case["expected"]).open(encoding="utf-8", newline="") as expected:
        header, *rows = (tuple(row) for row in csv.reader(expected))
    assert answer.variables == header
    assert list(answer.texts()) == rows

"""How many findings each shape has in each of the three plans: each was read against the document."""

import csv
from pathlib import Path

from equigraph.graph.store import Store

HERE = Path(__file__).parent / "real"


def test_the_findings_are_those_that_were_read_against_the_documents(real_store: Store) -> None:
    answer = real_store.query((HERE / "findings.rq").read_text(encoding="utf-8"))
    with (HERE / "findings.csv").open(encoding="utf-8", newline="") as expected:
        header, *rows = (tuple(row) for row in csv.reader(expected))
    assert answer.variables == header
    assert list(answer.texts()) == rows

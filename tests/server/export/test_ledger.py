"""What is missing in a copy: addresses that do not answer, places that are not there; what is no fault."""

import pytest

from equigraph.server.export.ledger import Ledger, Written
from equigraph.server.export.places import Place

HERE, THERE, DATA = Place("/plans"), Place("/doc/plan/x"), Place("/data/plan/x.ttl")


def written(place: Place, *links: tuple[Place, str], places: str = "", fault: str = "") -> Written:
    return Written(place, frozenset(links), frozenset(places.split()), fault)


def kept(*all_written: Written) -> Ledger:
    ledger = Ledger()
    ledger.begin([HERE, HERE])
    for each in all_written:
        ledger.note(each)
    return ledger


@pytest.mark.parametrize(
    ("all_written", "faults"),
    [
        ([written(HERE, (THERE, "a")), written(THERE, places="a b")], []),
        (
            [written(HERE, (THERE, "c")), written(THERE, places="a b")],
            ["/plans leads to /doc/plan/x#c, which is no place there"],
        ),
        ([written(HERE, (HERE, "c"), places="a")], ["/plans leads to /plans#c, which is no place there"]),
        ([written(HERE, (DATA, "c")), written(DATA)], []),
        (
            [written(HERE, (THERE, "c")), written(THERE, fault="404")],
            ["/plans leads to /doc/plan/x, which answers 404"],
        ),
        ([written(HERE, fault="500")], ["/plans must be there and answers 500"]),
    ],
)
def test_what_is_missing_is_said(all_written: list[Written], faults: list[str]) -> None:
    assert kept(*all_written).faults() == faults


def test_each_address_is_asked_for_once() -> None:
    ledger = Ledger()
    assert ledger.begin([HERE, HERE]) == [HERE]
    assert ledger.note(written(HERE, (THERE, "a"), (THERE, ""), (HERE, ""), (DATA, ""))) == [DATA, THERE]
    assert ledger.note(written(THERE, (DATA, ""))) == []
    assert (ledger.known, ledger.written, ledger.pages) == (3, 2, 2)

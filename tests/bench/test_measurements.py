"""The measurements run, in their shortest form, and what they print is about what was asked."""

from pathlib import Path

import pytest

from bench import load
from bench.audit_report import report as audit_report
from bench.audit_speed import runs
from bench.kinds import listed
from bench.peers import ours, oxigraph
from bench.peers.service import Data
from bench.site import measured
from bench.site import report as site_report
from bench.soak import Plan, soak
from bench.soak_report import faults, report
from bench.speed import Pace, measure
from bench.speed_report import report as speed_report
from bench.workload import many_rows, named, rows_in
from equigraph.graph.store import Store

SHORT = Pace(load=1, query=10, queries=3, most=2)


def test_the_servers_are_measured_side_by_side(real_graph: Path) -> None:
    if reason := load.lacking():
        pytest.skip(reason)
    peers = [peer for peer in (*ours.ways()[:2], oxigraph.PEER) if not peer.lacking()]
    speeds = list(measure(real_graph, tuple(peers), SHORT, lambda _: None))
    assert [speed.service.name for speed in speeds[2:]] == [peer.name for peer in peers]
    assert all(speed.alone or speed.small[0].rate > 0 for speed in speeds)
    assert not [each for speed in speeds for each in (*speed.small, *speed.fresh, *speed.rows) if each.failed]
    assert all(len(speed.named) == 2 and all(speed.named.values()) for speed in speeds)
    assert "10,000 rows" in speed_report("The three plans", speeds)


def test_every_query_of_the_workload_can_be_asked(real_store: Store) -> None:
    assert rows_in(real_store.query(many_rows(real_store).text).serialise("json")) == 10_000
    for asked in named(real_store):
        assert real_store.query(asked.text).kind in ("select", "ask", "graph")


def test_every_kind_of_page_is_measured(real_graph: Path, tmp_path: Path) -> None:
    times = measured(real_graph, tmp_path, rounds=1)
    assert [time.kind.listed for time in times] == [kind.listed for kind in listed()]
    assert all(time.anew > 0 and time.again > 0 and time.size for time in times)
    assert "/questions" in site_report("The three plans", times)


def test_a_peer_that_is_not_there_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "wrk" in load.lacking()


@pytest.mark.soak
def test_nothing_is_lost_while_versions_switch_and_workers_are_killed() -> None:
    done = soak(Plan(seconds=30, clients=4, workers=4, kills=3, builds=5), lambda _: None)
    assert faults(done) == [], report(done)
    assert done.builds and done.kills


def test_audits_are_measured_and_find_what_was_planted() -> None:
    done = list(runs((2,), jobs=1, sample=1, say=lambda _: None, engines=("pyshifty",)))
    assert [run.misses for run in done] == [0, 0]
    assert done[0].each[0].findings == done[1].each[0].findings > 0
    assert "extrapolated" in audit_report(done)


def test_data_to_serve_is_of_the_current_version(real_graph: Path, real_store: Store) -> None:
    data = Data.of(real_graph)
    assert (data.parts.parent, data.quads) == (real_store.path, len(real_store))

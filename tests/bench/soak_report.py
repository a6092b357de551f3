"""The reckoning of a soak in words, and whether it went well."""

from collections.abc import Sequence

from .soak import Reckoning
from .watching import Sample, descriptors, growth, kinds

LONG = 300
"""Seconds of a run from which the figures of memory and descriptors tell something."""
MOST = 1.1
"""How much more memory or descriptors may be held at the end than after the warm-up."""


def faults(done: Reckoning) -> list[str]:
    """What went wrong, nothing where all is well."""
    found = [f"{len(done.wrong)} wrong answers: {done.wrong[:3]}"] if done.wrong else []
    found += [f"a build failed: {each}" for each in done.failed_builds]
    found += [f"processes left over: {done.left}"] if done.left else []
    lost = sum(done.failures.values())
    if lost > done.kills:
        found.append(f"{lost} requests without an answer, and only {done.kills} kills: {done.causes}")
    if not done.answers or (done.builds and done.versions < 2):
        found.append(f"{done.answers} answers of {done.versions} versions say nothing")
    return [*found, *(_growing(done) if done.plan.seconds >= LONG else [])]


def _growing(done: Reckoning) -> list[str]:
    samples = done.watch.samples if done.watch else []
    (held, grown), (opened, last) = growth(samples), descriptors(samples)
    found = [f"memory grew by {grown:.0f} MiB from {held:.0f}"] if grown > held * (MOST - 1) else []
    return found + ([f"descriptors grew from {opened} to {last}"] if last > opened * MOST else [])


def report(done: Reckoning) -> str:
    """The figures, a line each."""
    samples = done.watch.samples if done.watch else []
    (held, grown), (opened, last) = growth(samples), descriptors(samples)
    minutes = done.plan.seconds / 60
    failures = ", ".join(f"{count} x {status or 'cut'}" for status, count in sorted(done.failures.items()))
    lines = [
        f"{minutes:.1f} minutes, {done.plan.clients} clients, {done.plan.workers} workers",
        f"{done.answers:,} answers of {done.versions} versions, {len(done.wrong)} wrong",
        f"{done.builds} builds, {done.kills} workers killed",
        f"not answered: {failures or 'none'}",
        f"memory (PSS of all processes): {held:,.0f} MiB after warm-up, {grown:+,.0f} MiB at the end",
        *(_held_by(samples, kind) for kind in kinds(samples)),
        f"descriptors: {opened} after warm-up, {last} at the end",
        f"processes left over: {len(done.left)}",
    ]
    return "\n".join([*lines, *(f"FAULT: {each}" for each in faults(done))])


def _held_by(samples: Sequence[Sample], kind: str) -> str:
    held, grown = growth(samples, kind)
    return f"  {kind}: {held:,.0f} MiB, {grown:+,.0f}"

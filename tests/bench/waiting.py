"""Waiting for what a process of its own does."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

Found = TypeVar("Found")
PATIENT = 300
"""Seconds after which it is taken that it will not happen."""


def until(happened: Callable[[], Found]) -> Found:
    """What ``happened`` gives, as soon as that is something; AssertionError where it does not in time."""
    give_up = monotonic() + PATIENT
    while not (found := happened()):
        assert monotonic() < give_up, "it did not happen"
        sleep(0.01)
    return found

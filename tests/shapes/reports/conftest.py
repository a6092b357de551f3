"""The reports that the forms are made of: files of this folder, written as JSON."""

from pathlib import Path

import pytest

from equigraph.shapes.model import Report
from equigraph.shapes.reports.json import read

HERE = Path(__file__).parent


def report_in(name: str) -> Report:
    return read((HERE / f"{name}.json").read_bytes(), name)


@pytest.fixture
def report() -> Report:
    """Two plans with findings of all kinds, and words made to break a form."""
    return report_in("two-plans")


@pytest.fixture
def clean() -> Report:
    """A plan in which nothing was found."""
    return report_in("nothing-found")

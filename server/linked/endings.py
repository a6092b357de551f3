"""Endings of addresses, which ask for a format."""

from ..formats import GRAPH_PAGE, GRAPHS, Format


def split(name: str) -> tuple[str, str]:
    """The parts of ``name`` before its last dot and after it; "" where nothing that could end an address
    follows one.
    """
    stem, dot, ending = name.rpartition(".")
    return (stem, ending) if dot and stem and ending and "/" not in ending else (name, "")


def format_of(ending: str) -> Format | None:
    """The format that an address with that ``ending`` asks for; None where it is none."""
    return next((each for each in (GRAPH_PAGE, *GRAPHS) if each.is_called(ending)), None)

"""The plans of a version, some a page."""

from collections.abc import Sequence

from ..turning import Page, asked_page

PLANS = 8
"""On a page: reading what was found in a plan takes about half a second, the first time."""


def asked_shelf(slugs: Sequence[str]) -> Page[str]:
    """The page of ``slugs`` that this request asks for; raises and aborts as ``asked_page``."""
    return asked_page(slugs, PLANS)

"""The real browser that tests and pictures are made with."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
STARTING = 120_000
"""Milliseconds in which it must have started on a busy machine."""
STEP = 120_000
"""Milliseconds in which a page must have done what it is asked: a busy machine is no fault."""

expect.set_options(timeout=STEP)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium until the block ends; where it is not installed, the test is skipped."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=STARTING)
        try:
            yield launched
        finally:
            launched.close()


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:  # noqa: ANN401 - playwright's
    """A page in a context of its own, made with ``options``, given ``STEP`` for each thing it does."""
    with browser.new_context(**options) as context:
        context.set_default_timeout(STEP)
        yield context.new_page()


def shown_width(page: Page) -> int:
    """How many pixels wide ``page`` is once it is loaded: a click alone does not wait for styles."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth"))

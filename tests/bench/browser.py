"""The real browser that tests and pictures are made with."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

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

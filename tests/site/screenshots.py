"""Pictures of the site's main pages for docs/: ``make screenshots``. Needs Chromium."""

import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Page, TimeoutError

from bench.browser import CHROMIUM, chromium, opened
from bench.kinds import examples
from bench.peers.ours import serving
from bench.peers.service import Data
from equigraph.build import build
from equigraph.graph.store import Store

DOCS = Path(__file__).parents[2] / "docs"
QUERY = (DOCS.parent / "queries/time/by-month.rq").read_text(encoding="utf-8")
PAGES = {
    "home": "/",
    "plan": "/doc/plan/{slug}",
    "timeline": "/timeline",
    "characteristics": "/characteristics",
    "search": "/search?q=housing",
    "compare": "/compare?of={slug}&of={other}",
    "audit": "/audit/{slug}",
    "question": "/query/owners/units#answer",
    "editor": "/sparql?edit={query}",
}
"""Names of pictures and what they are of."""
SIZE = {"width": 1100, "height": 760}
COLOURS = 48


def main() -> None:
    """Build, serve, and take every picture, each a few tens of kilobytes."""
    with TemporaryDirectory(prefix="screenshots-") as folder:
        graph = Path(folder) / "graph"
        build(graph=graph)
        known = examples(Store.open(graph))
        with (
            serving(Data.of(graph), Path(folder), "equigraph", ()) as service,
            chromium() as browser,
            opened(browser) as page,
        ):
            page.set_viewport_size(SIZE)  # type: ignore[arg-type]  # it is one
            for name, address in PAGES.items():
                path = address.format(**known, query=quote(QUERY))
                page.goto(service.url.removesuffix("/sparql") + path, wait_until="networkidle")
                _save(page, DOCS / f"{name}.png")


def _save(page: Page, file: Path) -> None:
    with suppress(TimeoutError):
        if "edit=" in page.url:
            page.wait_for_selector(".CodeMirror", timeout=5_000)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.name}: {file.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    sys.exit("Chromium is not installed") if CHROMIUM is None else main()

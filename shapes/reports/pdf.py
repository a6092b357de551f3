"""The page as PDF, by WeasyPrint, which is an extra: it wants Pango on the machine."""

from hashlib import sha256
from typing import Any

from ...errors import UsageError
from ..model import Report
from . import html

REMEDY = 'Install it with: pip install "equigraph[pdf]"; or write --format html and print that'


def write(report: Report) -> bytes:
    """The page of ``html`` as tagged PDF (PDF/UA-1); UsageError where WeasyPrint or Pango is not installed.

    Its identifier is a sum of the page, so that the same report is the same file.
    """
    page = html.write(report)
    document = _weasyprint().HTML(string=page.decode(), url_fetcher=_nothing_fetched)
    mark = sha256(page).hexdigest()[:32].encode()
    made: bytes = document.write_pdf(pdf_identifier=mark, pdf_variant="pdf/ua-1")
    return made


def _weasyprint() -> Any:  # noqa: ANN401 - a module without types
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise UsageError(f"PDF cannot be written here: {error}".splitlines()[0], REMEDY) from error
    return weasyprint


def _nothing_fetched(url: str) -> dict[str, object]:
    raise ValueError(f"a report fetches nothing, not even {url}")

"""Tables as plain text, as Markdown has them."""

from collections.abc import Sequence

Row = Sequence[str]


def table(heads: Row, rows: Sequence[Row]) -> str:
    """The rows under their heads, columns aligned."""
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    rule = ["-" * width for width in widths]
    return "\n".join(_line(row, widths) for row in (heads, rule, *rows))


def _line(row: Row, widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"


def milliseconds(value: float | None) -> str:
    """Seconds as milliseconds, "-" for none."""
    return "-" if value is None else f"{value * 1000:,.2f} ms"

"""What is due as a calendar that officers can subscribe to (RFC 5545).

Each event keeps its UID, the IRI of the thing, from build to build: a calendar changes it in place. There is
no clock in it: it was made when the version was built.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from ..records import Record
from .rows import word

TYPE = "text/calendar; charset=utf-8"
NAME = "Equality action plans: what is due"
SHORT = 110
"""Characters of a summary; the description has all."""


def calendar(due: Iterable[Record], built: datetime) -> bytes:
    """The rows of time/due as an iCalendar of whole days, as of when the version was ``built``."""
    made = Calendar()
    made.add("prodid", "-//equigraph//what is due//EN")
    made.add("version", "2.0")
    for name in ("name", "x-wr-calname"):
        made.add(name, NAME)
    made.add("refresh-interval", timedelta(days=1), {"VALUE": "DURATION"})
    for row in due:
        made.add_component(_event(row, built))
    written: bytes = made.to_ical()
    return written


def _event(row: Record, built: datetime) -> Event:
    event = Event()
    text = word(row, "text") or "(words lost in the document)"
    event.add("uid", word(row, "record"))
    event.add("dtstamp", built)
    event.add("dtstart", date.fromisoformat(word(row, "due_end")))
    event.add("summary", f"Due: {text if len(text) <= SHORT else text[: SHORT - 1] + '…'}")
    event.add("description", "\n".join(filter(None, _told(row, text))))
    event.add("categories", [word(row, "council_label")])
    event.add("url", word(row, "record"))
    event.add("transp", "TRANSPARENT")
    return event


def _told(row: Record, text: str) -> tuple[str, ...]:
    year = " (the year is taken from the plan)" if word(row, "inferred") == "yes" else ""
    owner = word(row, "owner_text")
    return (
        text,
        f"{word(row, 'council_label')}: {word(row, 'kind')} of the plan {word(row, 'plan_code')}",
        f"Printed: {word(row, 'due_text')}{year}",
        f"Answers for it, as printed: {owner}" if owner else "",
    )

"""Where readers can turn: an e-mail address or a telephone number in running text."""

import re

_EMAIL = r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"
_TELEPHONE = r"(?:\+44[\s-]?\(?0?\)?|\(?0)\d{2,4}\)?[\s-]?\d{3,4}[\s-]?\d{3,4}"
_CONTACT = re.compile(rf"(?<![\w.@-])(?:{_EMAIL}|{_TELEPHONE})(?![\w@])")


def find_contact(text: str) -> tuple[int, int] | None:
    """Start and end of the first e-mail address or British telephone number, if there is one."""
    found = _CONTACT.search(text)
    return found.span() if found else None

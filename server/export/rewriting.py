"""A page of the site made into one of a copy: links lead to files, what needs a service is taken out."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import urljoin

ADDRESSES = {"a": "href", "link": "href", "img": "src", "source": "srcset", "image": "href"}
"""The attribute of each element that leads somewhere."""
ABSENT = "Only where the service runs: this is a copy in files."
NOT_HERE = "needs the service, and this is a copy in files."
"""What is said of a form, after what its button is called."""
THERE = "Use it where the service runs"
NOTED, NOTE, LINK = "span", "p", "a"
"""What stands for a link that a copy does not have, for a form, and what leads from there to the service."""
ABROAD = ("http:", "https:", "mailto:", "data:", "#", "//")

GIVEN = r"""(?:[^<>"']|"[^"]*"|'[^']*')*"""
TOKEN = re.compile(
    rf"<!--.*?-->"
    rf"|<script\b(?P<script>{GIVEN})>.*?</script\s*>"
    rf"|<form\b(?P<form>{GIVEN})>(?P<inside>.*?)</form\s*>"
    rf"|(?P<end></a\s*>)"
    rf"|<(?P<tag>[a-z][a-z0-9-]*)(?P<given>{GIVEN})>",
    re.DOTALL | re.IGNORECASE,
)
"""What is looked at in a page that this application wrote: "<" in its text and values stands escaped."""
ATTRIBUTE = re.compile(r"""(?P<name>[^\s=>"'/]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s>"']+))?""")
BUTTON = re.compile(r"<button\b[^>]*>(.*?)</button\s*>", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")

Translate = Callable[[str], str | None]
"""The link that leads from here to the same in the copy; None where the copy does not have it."""


def rewritten(
    page: str, translate: Translate, live: str = "", stays: Container[str] = ()
) -> tuple[str, frozenset[str]]:
    """The ``page`` with links translated, forms and scripts taken out; and the names of its places.

    ``live`` is the page's own address where the service runs, to which what is taken out leads; "" for none.
    Forms that lead to an address that ``stays``, and scripts that stand at one, are kept.
    """
    made = _Page(translate, live, stays)
    return TOKEN.sub(made.token, page), frozenset(made.places)


@dataclass(slots=True)
class _Page:
    """Says of each token of a page what stands for it in the copy."""

    translate: Translate
    live: str
    stays: Container[str]
    places: set[str] = field(default_factory=set)
    _absent: bool = False  # whether the link that is open has become a note

    def token(self, found: re.Match[str]) -> str:
        """What stands for it."""
        if found["tag"]:
            return self._start(found)
        if found["script"] is not None:
            return self._script(found)
        if found["form"] is not None:
            return self._form(found)
        if found["end"] and self._absent:
            self._absent = False
            return f"</{NOTED}>"
        return found[0]

    def _start(self, found: re.Match[str]) -> str:
        tag, given = found["tag"].lower(), found["given"]
        if "id" in given and (place := _attributes(given).get("id")):
            self.places.add(place)
        return self._changed(tag, found) if tag in ADDRESSES else found[0]

    def _changed(self, tag: str, found: re.Match[str]) -> str:
        """The start of an element whose link is translated; where there is none to, a note or nothing."""
        attribute = _attribute(found["given"], ADDRESSES[tag])
        link = _value(attribute) if attribute else ""
        if not attribute or not link or link.startswith(ABROAD):
            return found[0]
        translated = self.translate(link)
        if translated is None and tag == "a" and self.live:
            translated = urljoin(self.live, link)
        if translated is None:
            self._absent = tag == "a"
            return f'<{NOTED} class="absent" title="{ABSENT}">' if tag == "a" else ""
        return f"<{found['tag']}{_with(found['given'], attribute, translated)}>"

    def _script(self, found: re.Match[str]) -> str:
        """Data, and what stays; nothing of any other."""
        given = _attributes(found["script"])
        if given.get("src") in self.stays:
            return _changed(found, script=self._led(found["script"], "src"))
        return found[0] if given.get("type") == "application/ld+json" else ""

    def _form(self, found: re.Match[str]) -> str:
        """What stays, with what is in it as anywhere; of any other a note."""
        given = _attributes(found["form"])
        if given.get("action") not in self.stays:
            return self._note(given, found["inside"])
        if place := given.get("id"):
            self.places.add(place)
        inside = TOKEN.sub(self.token, found["inside"])
        return _changed(found, form=self._led(found["form"], "action"), inside=inside)

    def _led(self, given: str, name: str) -> str:
        """The attributes, of which the value of ``name`` is translated, if it leads somewhere."""
        attribute = _attribute(given, name)
        translated = self.translate(_value(attribute)) if attribute else None
        return given if attribute is None or translated is None else _with(given, attribute, translated)

    def _note(self, given: dict[str, str], inside: str) -> str:
        """What stands for a form; nothing for the box that every page has."""
        if given.get("class") == "find":
            return ""
        button = BUTTON.search(inside)
        called = TAG.sub("", button[1]).strip() if button else given.get("aria-label", "")
        said = f"“{called}” {NOT_HERE}" if called else ABSENT
        if self.live:
            there = escape(urljoin(self.live, given.get("action", "")))
            said += f' <{LINK} href="{there}">{THERE}</{LINK}>.'
        return f'<{NOTE} class="hint">{said}</{NOTE}>'


def _attribute(given: str, name: str) -> re.Match[str] | None:
    return next((each for each in ATTRIBUTE.finditer(given) if each["name"].lower() == name), None)


def _changed(token: re.Match[str], **parts: str) -> str:
    """The token with others of its parts, which are named in order."""
    made, at = "", token.start()
    for name, part in parts.items():
        made += token.string[at : token.start(name)] + part
        at = token.end(name)
    return made + token.string[at : token.end()]


def _with(given: str, attribute: re.Match[str], value: str) -> str:
    """The attributes with another value of one of them."""
    start, end = attribute.span("value")
    return f'{given[:start]}"{escape(value)}"{given[end:]}'


def _attributes(given: str) -> dict[str, str]:
    return {each["name"].lower(): _value(each) for each in ATTRIBUTE.finditer(given)}


def _value(attribute: re.Match[str]) -> str:
    value = attribute["value"] or ""
    return unescape(value[1:-1] if value[:1] in "\"'" else value)

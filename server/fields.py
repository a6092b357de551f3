"""The fields of a form that asks for a query's values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import UsageError
from ..queries.catalogue import Query
from ..queries.header import Parameter
from .records import Record, records
from .services import store

DAY = re.compile(r"\d{4}-\d\d-\d\d")
FEW = 30
"""Choices that are shown as a menu; of more, what is typed is completed."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field for ``param`` that holds ``value``, with ``choices`` where only some values fit, and what is
    wrong with it.
    """

    param: Parameter
    value: str
    choices: Sequence[Record] = ()
    fault: str = ""

    @property
    def is_menu(self) -> bool:
        """Whether it is a menu: of few choices, the value among them."""
        return 0 < len(self.choices) <= FEW and (not self.value or self._has_value)

    @property
    def type(self) -> str:
        """That of its input: a date that browsers would not show stays text, to be corrected."""
        shows = not self.value or DAY.fullmatch(self.value)
        return "date" if self.param.type == "date" and shows else "text"

    @property
    def label(self) -> str:
        """Its name for people."""
        return self.param.name.replace("_", " ").capitalize()

    @property
    def _has_value(self) -> bool:
        return any(str(getattr(each["code"], "value", "")) == self.value for each in self.choices)


def fields(query: Query, values: Mapping[str, str], fault: UsageError | None) -> list[Field]:
    """Those of the ``query`` with the ``values`` given; ``fault`` stands at the field that it is about."""
    return [
        Field(each, values.get(each.name, ""), choices(each), _told(each, fault)) for each in query.params
    ]


def choices(param: Parameter) -> list[Record]:
    """The codes that a parameter takes, with what they mean; none where any value will do."""
    kind = param.type.partition(":")[2]
    return records(store().named("site/choices", {"kind": kind})) if kind else []


def check_given(query: Query, values: Mapping[str, str]) -> None:
    """UsageError for a value that is required and missing."""
    for param in query.params:
        if param.required and not values.get(param.name):
            raise UsageError(f"{param.name}: a value is needed", f"Wanted: {param.description}")


def _told(param: Parameter, fault: UsageError | None) -> str:
    start = f"{param.name}: "
    if fault is None or not fault.cause.startswith(start):
        return ""
    cause = fault.cause.removeprefix(start)
    return f"{cause[:1].upper()}{cause[1:]}. {fault.remedy}"

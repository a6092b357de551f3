"""The IRIs of one plan's things and of the agents it names."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanIris:
    """IRIs below ``base`` for the plan ``slug`` of the council with the notation ``council``."""

    base: str
    slug: str
    council: str

    @property
    def plan(self) -> str:
        """The plan itself."""
        return f"{self.base}plan/{self.slug}"

    @property
    def document(self) -> str:
        """The document it was read from."""
        return f"{self.plan}/document"

    def sibling(self, slug: str) -> str:
        """Another plan, "" for none."""
        return f"{self.base}plan/{slug}" if slug else ""

    def series(self, title: str) -> str:
        """The series of this council's plans with the ``title``."""
        return f"{self.base}series/{self.council}/{slug_of(title)}"

    def thing(self, kind: str, key: str) -> str:
        """A thing of the plan: an action, a measure, a piece of evidence."""
        return f"{self.plan}/{kind}/{key}"

    def graph(self, part: str = "") -> str:
        """The named graph of the plan, or of a ``part`` of it such as ``evidence``."""
        plan = f"{self.base}graph/plan/{self.slug}"
        return f"{plan}/{part}" if part else plan

    @property
    def organisations(self) -> str:
        """The named graph of people, teams and organisations, which all plans share."""
        return f"{self.base}graph/organisations"

    def person(self, name: str) -> str:
        """A person of this plan's council."""
        return f"{self.base}person/{self.council}/{slug_of(name)}"

    def team(self, name: str) -> str:
        """A team or directorate of this plan's council."""
        return f"{self.base}team/{self.council}/{slug_of(name)}"

    def organisation(self, name: str) -> str:
        """An organisation that no vocabulary knows, of this council: a name alone does not join two."""
        return f"{self.base}organisation/{self.council}/{slug_of(name)}"


def slug_of(name: str) -> str:
    """The name in lower case, without accents, its words joined by hyphens; ``&`` is ``and``."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))) or "unnamed"

"""What the template of the item form asks: values, problems, rows, open parts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from calendar_service.domain.draft import Problem
from calendar_service.domain.item import Item
from calendar_service.domain.translation import Behind
from calendar_service.feeds.content import html_of
from calendar_service.web.form_labels import label_of
from calendar_service.web.form_rows import count_rows
from calendar_service.web.problem_words import problem_said

SAME_PLACE = {
    "starts_on": "starts_date",
    "starts_at": "starts_date",
    "ends_on": "ends_date",
    "ends_at": "ends_date",
    "dates": "further",
    "rdates": "further",
    "overrides": "overrides.0.original",
    "organisers": "organisers.0.name",
    "partners": "partners.0.name",
    "links": "links.0.url",
    "focal_point": "focal_point.email",
    "deputy": "deputy.email",
    "agreement": "agreement.type",
    "slug": "slug",
}
MOST_INSIDE = 90
NOT_YET = (
    "is missing; an item needs a title",
    "is missing; give starts_on, dates or starts_at",
)
OVERRIDE = re.compile(r"(overrides\.\d+)(?:\.(\w+))?.*")


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as it is shown; `more` names the rows of which more were asked for."""

    values: Mapping[str, str]
    problems: Sequence[Problem] = ()
    base: Item | None = None
    more: str = ""
    behind: Sequence[Behind] = field(default_factory=tuple)

    def begun(self) -> "FormView":
        """Return it without what is only not written yet: nothing is saved now."""
        wrong = [p for p in self.problems if not p.message.startswith(NOT_YET)]
        return replace(self, problems=wrong)

    def value(self, name: str) -> str:
        return self.values.get(name, "")

    def wrong(self, name: str) -> list[str]:
        """Return what is wrong with a field, in the reader's language."""
        return [problem_said(p) for p in self.problems if place_of(p.field) == name]

    def found(self) -> list[tuple[str, str, str]]:
        """Return every problem: its field, what that is called, what is wrong."""
        places = [(place_of(p.field), problem_said(p)) for p in self.problems]
        return [(name, label_of(name), said) for name, said in places]

    def told(self) -> list[str]:
        """Return every problem as one sentence, with its field where that is far."""
        return [
            said if not label or name == "when" else f"{label}: {said}"
            for name, label, said in self.found()
        ]

    def descriptions(self, languages: Sequence[str]) -> dict[str, str]:
        """Return the descriptions as readers will see them, by language."""
        return {
            code: html_of(text)
            for code in languages
            if (text := self.value(f"texts.{code}.description"))
        }

    def rows(self, name: str) -> range:
        return range(count_rows(self.values, name, more=self.more == name))

    def is_open(self, *starts: str) -> bool:
        """Tell whether something is wrong in a part, or more rows were asked for."""
        places = [place_of(problem.field) for problem in self.problems]
        return self.more in starts or any(name.startswith(starts) for name in places)

    def inside(self, *starts: str) -> str:
        """Return in short what a part that is closed holds."""
        found = (
            value
            for name, value in self.values.items()
            if name.startswith(starts) and value.strip() and value != "on"
        )
        said = " · ".join(" ".join(value.split()) for value in found)
        return said if len(said) <= MOST_INSIDE else said[:MOST_INSIDE] + "…"


def place_of(problem_field: str) -> str:
    """Return the name of the field at which a problem stands."""
    override = OVERRIDE.fullmatch(problem_field)
    if override:
        part = override[2] or "original"
        names = {"original": "original", "cancelled": "cancelled", "texts": "title.en"}
        return f"{override[1]}.{names.get(part, 'moved')}"
    return SAME_PLACE.get(problem_field, problem_field)


def field_id(name: str) -> str:
    """Return the id of a field: dots would be classes in a selector."""
    return "f-" + name.replace(".", "-")

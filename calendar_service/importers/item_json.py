"""An item as JSON values: to a draft, and back."""

from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from calendar_service.domain.draft import Draft, InvalidDraft, Problem
from calendar_service.domain.item import (
    Image,
    ItemKind,
    Link,
    Party,
    Person,
    Place,
    Seats,
)
from calendar_service.domain.texts import Text
from calendar_service.importers.item_dates import (
    agreement_of,
    recurrence_of,
    span_of,
)
from calendar_service.importers.item_form import (
    ItemForm,
    LinkForm,
    PartyForm,
    PersonForm,
    PlaceForm,
    TextForm,
)

SAID = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of an item",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
}
HINTS = {
    "title": '; a title stands in texts: {"texts": {"en": {"title": …}}}',
    "description": "; a description stands in texts",
    "start": "; write starts_on (a day) or starts_at (a time)",
    "end": "; write ends_on (a day) or ends_at (a time)",
}


@dataclass(frozen=True, slots=True)
class Defaults:
    """What is filled in where nothing is said."""

    zone: str
    today: date


def draft_from_json(value: object, defaults: Defaults) -> Draft:
    """Read one item. Raises InvalidDraft, whose problems name the fields.

    Only the shape is judged here; `domain/draft.check` judges the rest.
    """
    if not isinstance(value, dict):
        raise InvalidDraft([Problem("", "an item must be a JSON object")])
    try:
        form = ItemForm.model_validate(value)
    except ValidationError as wrong:
        raise InvalidDraft(_problems(wrong)) from None
    agreement = agreement_of(form.agreement) if form.agreement else None
    span = span_of(form, agreement, defaults.zone, defaults.today)
    return Draft(
        uid=form.uid,
        slug=form.slug,
        revision=form.revision,
        kind=form.kind,
        status=form.status,
        visibility=form.visibility,
        span=span,
        recurrence=recurrence_of(form, span),
        texts={language: text_of(text) for language, text in form.texts.items()},
        place=_place(form.place),
        tags=tuple(dict.fromkeys(tag.strip() for tag in form.tags)),
        hashtags=tuple(dict.fromkeys(tag.strip() for tag in form.hashtags)),
        organisers=tuple(_party(party) for party in form.organisers),
        partners=tuple(_party(party) for party in form.partners),
        focal_point=_person(form.focal_point),
        deputy=_person(form.deputy),
        links=tuple(_link(link) for link in form.links),
        image=Image(form.image.url, form.image.alt) if form.image else None,
        seats=_seats(form.seats),
        notes=form.notes,
        agreement=agreement,
    )


def text_of(form: TextForm) -> Text:
    """Return one language's words, without space around them."""
    return Text(
        title=form.title.strip(),
        summary=form.summary.strip(),
        description=form.description.strip(),
        place=form.place.strip(),
        made_from=form.made_from,
    )


def _problems(wrong: ValidationError) -> list[Problem]:
    found: dict[str, Problem] = {}
    for error in wrong.errors(include_url=False):
        field = ".".join(str(part) for part in error["loc"] if not _is_branch(part))
        found.setdefault(field, Problem(field, _said(error)))
    return list(found.values())


def _is_branch(part: int | str) -> bool:
    """Tell whether it is pydantic's name for one side of a union, not a field."""
    return isinstance(part, str) and (
        part.endswith("Form") or part.startswith("literal[") or part in {"str", "int"}
    )


def _said(error: ErrorDetails) -> str:
    kind = error["type"]
    name = str(error["loc"][-1]) if error["loc"] else ""
    if kind == "value_error":
        return error["msg"].removeprefix("Value error, ")
    if kind == "enum":
        return f"{error['input']!r:.60} is not one of {error['ctx']['expected']}"
    if kind == "extra_forbidden":
        return SAID[kind] + HINTS.get(name, "")
    if kind == "missing" and name == "kind":
        return "is missing; one of " + ", ".join(ItemKind)
    return SAID.get(kind, error["msg"].lower())


def _place(form: PlaceForm | str) -> Place:
    if isinstance(form, str):
        return Place(venue=form.strip())
    return Place(**form.model_dump())


def _party(form: PartyForm | str) -> Party:
    if isinstance(form, str):
        return Party(form.strip())
    return Party(form.name.strip(), form.role.strip(), form.url.strip())


def _person(form: PersonForm | str | None) -> Person | None:
    """Read "Nino Beridze <nino@example.org>", a bare address or a bare name."""
    if form is None or form == "":
        return None
    if isinstance(form, PersonForm):
        return Person(form.name.strip(), form.email.strip())
    name, bracket, rest = form.partition("<")
    if bracket and rest.endswith(">"):
        return Person(name.strip(), rest.removesuffix(">").strip())
    if "@" in form:
        return Person("", form.strip())
    return Person(form.strip(), "")


def _link(form: LinkForm | str) -> Link:
    if isinstance(form, str):
        return Link(form.strip())
    return Link(form.url.strip(), form.title.strip())


def _seats(form: int | str | None) -> Seats | None:
    if form is None:
        return None
    return Seats(form) if isinstance(form, int) else Seats()

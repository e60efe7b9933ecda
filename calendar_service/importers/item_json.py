"""An item as JSON values: to a draft, and back."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

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
from calendar_service.importers.item_dates import (
    agreement_of,
    recurrence_of,
    span_of,
)
from calendar_service.importers.item_form import (
    SHORT,
    AgreementForm,
    ImageForm,
    ItemForm,
    LinkForm,
    OverrideForm,
    PartyForm,
    PersonForm,
    PlaceForm,
    TextForm,
    texts_of,
)
from calendar_service.importers.plain_values import shown

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
    "finite_number": "must be a number",
    "string_unicode": "holds half of a character",
    "greater_than_equal": "must not be below 0",
    "less_than_equal": "is too large",
}
HINTS = {
    "title": '; a title stands in texts: {"texts": {"en": {"title": …}}}',
    "description": "; a description stands in texts",
    "start": "; write starts_on (a day) or starts_at (a time)",
    "end": "; write ends_on (a day) or ends_at (a time)",
}
MOST_NAME = 50
TOP_NAMES = sorted(ItemForm.model_fields)
LOWER_NAMES = sorted(
    {
        name
        for form in (
            *(AgreementForm, ImageForm, LinkForm, OverrideForm),
            *(PartyForm, PersonForm, PlaceForm, TextForm),
        )
        for name in form.model_fields
    }
)


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
        uid=form.uid.strip(),
        slug=form.slug.strip(),
        revision=form.revision,
        kind=form.kind,
        status=form.status,
        visibility=form.visibility,
        span=span,
        recurrence=recurrence_of(form, span),
        texts=texts_of(form.texts),
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


def _problems(wrong: ValidationError) -> list[Problem]:
    found: dict[str, Problem] = {}
    for error in wrong.errors(include_url=False):
        field = ".".join(map(str, error["loc"]))
        found.setdefault(field, Problem(field, _said(error)))
    return list(found.values())


def _said(error: ErrorDetails) -> str:
    kind, where = error["type"], error["loc"]
    match kind:
        case "value_error":
            said = error["msg"].removeprefix("Value error, ")
        case "enum":
            said = f"{shown(error['input'])} is not one of {error['ctx']['expected']}"
        case "extra_forbidden":
            said = SAID[kind] + _hint(str(where[-1]), is_top=len(where) == 1)
        case "missing" if where == ("kind",):
            said = "is missing; one of " + ", ".join(ItemKind)
        case "model_type" if error["ctx"]["class_name"] in SHORT:
            said = "must be text or an object"
        case _:
            said = SAID.get(kind, error["msg"].lower())
    return said


def _hint(name: str, *, is_top: bool) -> str:
    """Say what somebody who wrote this name may have meant."""
    if is_top and name in HINTS:
        return HINTS[name]
    known = TOP_NAMES if is_top else LOWER_NAMES
    near = get_close_matches(name[:MOST_NAME], known, 1)
    return f"; did you mean {near[0]}?" if near else ""


def _place(form: PlaceForm) -> Place:
    return Place(
        venue=form.venue.strip(),
        city=form.city.strip(),
        country=form.country.strip(),
        latitude=form.latitude,
        longitude=form.longitude,
        online=form.online.strip(),
    )


def _party(form: PartyForm) -> Party:
    return Party(form.name.strip(), form.role.strip(), form.url.strip())


def _person(form: PersonForm | None) -> Person | None:
    """Return nobody where both are empty, as a form with an empty box sends it."""
    if form is None or not (form.name.strip() or form.email.strip()):
        return None
    return Person(form.name.strip(), form.email.strip())


def _link(form: LinkForm) -> Link:
    return Link(form.url.strip(), form.title.strip())


def _seats(form: int | str | None) -> Seats | None:
    if form is None:
        return None
    return Seats(form) if isinstance(form, int) else Seats()

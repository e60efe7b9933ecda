"""The shape of an item as JSON: what may stand where."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
)

from calendar_service.domain.agreement import Renewal
from calendar_service.domain.item import ItemKind, ItemStatus, Visibility
from calendar_service.domain.span import Precision
from calendar_service.domain.texts import Text
from calendar_service.importers.plain_values import (
    read_day,
    read_moment,
    read_period,
    read_person,
    read_wall_time,
)

MOST_REVISION = 2**31 - 1
Day = Annotated[date, BeforeValidator(read_day)]
PartDay = Annotated[str, Field(max_length=10)]
WallTime = Annotated[datetime, BeforeValidator(read_wall_time)]
MomentText = Annotated[date | datetime, BeforeValidator(read_moment)]
PeriodText = Annotated[tuple[int, int], BeforeValidator(read_period)]
Degrees = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Form(BaseModel):
    """Unknown names are refused: a slip of the pen must not lose a field."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class TextForm(Form):
    """The words of one language; `description` is Markdown."""

    title: str = ""
    summary: str = ""
    description: str = ""
    place: str = ""
    made_from: StrictInt | None = Field(default=None, ge=0, le=MOST_REVISION)


def texts_of(forms: Mapping[str, TextForm]) -> dict[str, Text]:
    """Return the words per language, without space around them."""
    return {
        language: Text(
            title=form.title.strip(),
            summary=form.summary.strip(),
            description=form.description.strip(),
            place=form.place.strip(),
            made_from=form.made_from,
        )
        for language, form in forms.items()
    }


class PlaceForm(Form):
    """Where it is; degrees north and east."""

    venue: str = ""
    city: str = ""
    country: str = ""
    latitude: Degrees | None = None
    longitude: Degrees | None = None
    online: str = ""


class PartyForm(Form):
    """An organisation or person with a role."""

    name: str
    role: str = ""
    url: str = ""


class PersonForm(Form):
    """Somebody of the staff."""

    name: str = ""
    email: str = ""


class LinkForm(Form):
    """An address and the words for it."""

    url: str
    title: str = ""


class ImageForm(Form):
    """A picture; `alt` says what it shows."""

    url: str
    alt: str


class OverrideForm(Form):
    """One occurrence that differs; `original` is the start that the rule gives.

    What is not said of the new time is as it is for the item: the length, the
    zone. `ends_at` that is null is an end that is not known.
    """

    original: MomentText = Field(
        validation_alias=AliasChoices("original", "recurrence_id")
    )
    starts_on: Day | None = None
    ends_on: Day | None = None
    starts_at: WallTime | None = None
    ends_at: WallTime | None = None
    zone: str = ""
    dates_only: StrictBool | None = None
    precision: Precision | None = None
    texts: dict[str, TextForm] = Field(default_factory=dict)
    cancelled: StrictBool = False


class AgreementForm(Form):
    """The terms; `expires_on` may be a month or a year: 2020-10.

    `renews` and `renewed_by` are the uids of the terms before and after.
    """

    type: str = ""
    parties: list[str] = Field(default_factory=list)
    reference: str = ""
    signed_on: Day | None = None
    effective_on: Day | None = None
    expires_on: PartDay | None = Field(
        default=None, validation_alias=AliasChoices("expires_on", "expires")
    )
    expires_precision: Precision | None = None
    notice_period: PeriodText | None = None
    notice_deadline_on: Day | None = Field(
        default=None,
        validation_alias=AliasChoices("notice_deadline_on", "notice_deadline"),
    )
    renewal: Renewal = Renewal.NONE
    document: str = ""
    renews: str = ""
    renewed_by: str = ""
    ended_on: Day | None = None


def _named(name: str) -> Callable[[object], object]:
    """Let text alone stand for an object with this one field."""
    return lambda value: {name: value} if isinstance(value, str) else value


def _person(value: object) -> object:
    if not isinstance(value, str):
        return value
    return dict(zip(("name", "email"), read_person(value), strict=True))


def _seats(value: object) -> object:
    if value is None or value == "limited" or type(value) is int:
        return value
    raise ValueError('must be a whole number or "limited"')


# Read before the shape is judged: of a union both sides would complain.
PlaceOrVenue = Annotated[
    PlaceForm,
    BeforeValidator(_named("venue"), json_schema_input_type=PlaceForm | str),
]
PartyOrName = Annotated[
    PartyForm, BeforeValidator(_named("name"), json_schema_input_type=PartyForm | str)
]
PersonOrText = Annotated[
    PersonForm, BeforeValidator(_person, json_schema_input_type=PersonForm | str)
]
LinkOrUrl = Annotated[
    LinkForm, BeforeValidator(_named("url"), json_schema_input_type=LinkForm | str)
]
SeatsNumber = Annotated[int | Literal["limited"] | None, BeforeValidator(_seats)]
SHORT = frozenset({"PlaceForm", "PartyForm", "PersonForm", "LinkForm"})
"""The forms that text alone may stand for."""


class ItemForm(Form):
    """One item, as commands and the API take and give it."""

    uid: str = ""
    slug: str = ""
    kind: ItemKind
    status: ItemStatus = ItemStatus.PUBLISHED
    visibility: Visibility = Visibility.PUBLIC
    revision: StrictInt | None = Field(default=None, ge=0, le=MOST_REVISION)
    starts_on: PartDay | None = None
    ends_on: PartDay | None = None
    dates: list[Day] = Field(default_factory=list)
    starts_at: WallTime | None = None
    ends_at: WallTime | None = None
    zone: str = ""
    dates_only: StrictBool = False
    precision: Precision | None = None
    rrule: str = ""
    rdates: list[MomentText] = Field(default_factory=list)
    exdates: list[MomentText] = Field(default_factory=list)
    overrides: list[OverrideForm] = Field(default_factory=list)
    texts: dict[str, TextForm]
    place: PlaceOrVenue = Field(default_factory=PlaceForm)
    tags: list[str] = Field(default_factory=list)
    hashtags: list[str] = Field(default_factory=list)
    organisers: list[PartyOrName] = Field(default_factory=list)
    partners: list[PartyOrName] = Field(default_factory=list)
    focal_point: PersonOrText | None = None
    deputy: PersonOrText | None = None
    links: list[LinkOrUrl] = Field(default_factory=list)
    image: ImageForm | None = None
    seats: SeatsNumber = None
    notes: str = ""
    agreement: AgreementForm | None = None

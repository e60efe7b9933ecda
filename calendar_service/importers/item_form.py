"""The shape of an item as JSON: what may stand where."""

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
from calendar_service.importers.plain_values import (
    read_day,
    read_moment,
    read_period,
    read_wall_time,
)

Day = Annotated[date, BeforeValidator(read_day)]
PartDay = Annotated[str, Field(max_length=10)]
WallTime = Annotated[datetime, BeforeValidator(read_wall_time)]
MomentText = Annotated[date | datetime, BeforeValidator(read_moment)]
PeriodText = Annotated[tuple[int, int], BeforeValidator(read_period)]


class Form(BaseModel):
    """Unknown names are refused: a slip of the pen must not lose a field."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class TextForm(Form):
    """The words of one language; `description` is Markdown."""

    title: str = ""
    summary: str = ""
    description: str = ""
    place: str = ""
    made_from: int | None = None


class PlaceForm(Form):
    """Where it is; degrees north and east."""

    venue: str = ""
    city: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
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
    """One occurrence that differs; `original` is the start that the rule gives."""

    original: MomentText = Field(
        validation_alias=AliasChoices("original", "recurrence_id")
    )
    starts_on: Day | None = None
    ends_on: Day | None = None
    starts_at: WallTime | None = None
    ends_at: WallTime | None = None
    texts: dict[str, TextForm] = Field(default_factory=dict)
    cancelled: StrictBool = False


class AgreementForm(Form):
    """The terms; `expires_on` may be a month or a year: 2020-10."""

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


class ItemForm(Form):
    """One item, as commands and the API take and give it."""

    uid: str = ""
    slug: str = ""
    kind: ItemKind
    status: ItemStatus = ItemStatus.PUBLISHED
    visibility: Visibility = Visibility.PUBLIC
    revision: StrictInt | None = Field(default=None, ge=0, le=2**31 - 1)
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
    place: PlaceForm | str = Field(default_factory=PlaceForm)
    tags: list[str] = Field(default_factory=list)
    hashtags: list[str] = Field(default_factory=list)
    organisers: list[PartyForm | str] = Field(default_factory=list)
    partners: list[PartyForm | str] = Field(default_factory=list)
    focal_point: PersonForm | str | None = None
    deputy: PersonForm | str | None = None
    links: list[LinkForm | str] = Field(default_factory=list)
    image: ImageForm | None = None
    seats: StrictInt | Literal["limited"] | None = None
    notes: str = ""
    agreement: AgreementForm | None = None

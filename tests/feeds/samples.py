"""Items and feeds that the tests of all renderers share."""

from datetime import UTC, date, datetime, timedelta

from calendar_service.domain.item import (
    Image,
    Item,
    ItemKind,
    ItemStatus,
    Link,
    Party,
    Place,
    Seats,
)
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.feeds.document import COLORS, FeedInfo, feed_tag
from tests.builders import FESTIVAL_DAYS, NOW, make_item, timed

HOME = "https://calendar.example.org/"
AMSTERDAM = "Europe/Amsterdam"

FESTIVAL = make_item(
    uid="festival@example.org",
    slug="documentary-festival",
    kind=ItemKind.SCREENING,
    span=whole_days(FESTIVAL_DAYS[0]),
    recurrence=Recurrence(dates=FESTIVAL_DAYS),
    texts={
        "en": Text(
            title="Documentary film festival",
            summary="Four evenings of films on human rights.",
            description=(
                "Entrance is free.\n\n"
                "- *First* evening: see [the programme](https://example.org/films)\n"
                "- Last evening: a talk with the directors"
            ),
            place="House of Cinema, Tbilisi",
        ),
        "ka": Text(
            title="დოკუმენტური ფილმების ფესტივალი",
            summary="ოთხი საღამო ადამიანის უფლებებზე გადაღებულ ფილმებთან ერთად.",
            place="კინოს სახლი, თბილისი",
        ),
    },
    place=Place(
        venue="House of Cinema",
        city="Tbilisi",
        country="Georgia",
        latitude=41.6941,
        longitude=44.8015,
    ),
    tags=("culture", "film, documentary"),
    hashtags=("FilmsInTbilisi",),
    organisers=(Party("Office", "host"), Party("Film House", url=HOME)),
    partners=(Party("Festival Team"),),
    links=(Link("https://example.org/films?a=1&b=2", "Programme"),),
    image=Image("https://example.org/poster.png", 'A "poster" & more'),
    seats=Seats(120),
)
OBSERVANCE = make_item(
    uid="human-rights-day@example.org",
    slug="human-rights-day",
    kind=ItemKind.OBSERVANCE,
    span=whole_days(date(2024, 12, 10)),
    recurrence=Recurrence(
        rule="FREQ=YEARLY",
        overrides=(
            Override(
                date(2025, 12, 10),
                texts={"en": Text(title="Human Rights Day: everyday essentials")},
            ),
            Override(date(2026, 12, 10), cancelled=True),
        ),
    ),
    texts={
        "en": Text(title="Human Rights Day"),
        "ka": Text(title="ადამიანის უფლებათა დღე"),
    },
    created_at=NOW + timedelta(minutes=1),
    published_at=NOW + timedelta(minutes=1),
    updated_at=NOW + timedelta(days=2),
    revision=3,
)
MEETING = make_item(
    span=timed("2026-05-14T10:00", "2026-05-14T11:30"),
    texts={
        "en": Text(
            title="Coordination meeting; agenda, minutes",
            description="Line one\nline two with a \\ and C:\\New",
        )
    },
    place=Place(online="https://meet.example.org/office"),
    created_at=NOW + timedelta(minutes=2),
    published_at=NOW + timedelta(minutes=2),
    updated_at=NOW + timedelta(minutes=2),
)
WEEKLY = make_item(
    uid="weekly@example.org",
    slug="weekly-call",
    kind=ItemKind.TRAINING,
    span=timed("2026-10-12T10:00", "2026-10-12T11:00", AMSTERDAM),
    recurrence=Recurrence(
        rule="FREQ=WEEKLY;UNTIL=20261123T090000Z",
        exdates=(datetime(2026, 11, 9, 10),),  # noqa: DTZ001 - wall time of the zone
        rdates=(datetime(2026, 11, 26, 15),),  # noqa: DTZ001 - wall time of the zone
        overrides=(
            Override(
                datetime(2026, 11, 2, 10),  # noqa: DTZ001 - wall time of the zone
                span=timed("2026-11-03T14:00", "2026-11-03T15:00", AMSTERDAM),
            ),
        ),
    ),
    texts={"en": Text(title="Weekly call with The Hague")},
    organisers=(Party("Nino", url="mailto:nino@example.org"),),
    created_at=NOW + timedelta(minutes=3),
    published_at=NOW + timedelta(minutes=3),
    updated_at=NOW + timedelta(minutes=3),
)
CAMPAIGN = make_item(
    uid="campaign@example.org",
    slug="campaign",
    kind=ItemKind.CAMPAIGN,
    span=whole_month(2026, 11),
    status=ItemStatus.CANCELLED,
    texts={"ka": Text(title="კამპანია ძალადობის წინააღმდეგ")},
    created_at=NOW + timedelta(minutes=4),
    published_at=NOW + timedelta(minutes=4),
    updated_at=datetime(2026, 4, 1, 8, 30, 15, tzinfo=UTC),
    revision=1,
)
ITEMS = (FESTIVAL, OBSERVANCE, MEETING, WEEKLY, CAMPAIGN)


def link(item: Item) -> str:
    return f"{HOME}items/{item.slug}"


def info_in(language: str) -> FeedInfo:
    """The feed of everything, as an office would name it."""
    english = language == "en"
    return FeedInfo(
        title="Office: all events" if english else "ოფისი: ყველა ღონისძიება",
        description="What the office does." if english else "რას აკეთებს ოფისი.",
        id=feed_tag("example.org", f"all/{language}"),
        self_url=f"{HOME}feeds/all.ics?lang={language}",
        home_url=HOME,
        language=language,
        domain="example.org",
        author="Office in Tbilisi",
        color=COLORS[ItemKind.MEETING],
    )

"""Items for the storage tests."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from calendar_service.domain.agreement import Agreement, Period, Renewal
from calendar_service.domain.item import (
    Image,
    Item,
    ItemKind,
    ItemStatus,
    Link,
    Party,
    Person,
    Place,
    Seats,
    Visibility,
)
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import DaySpan, Precision, TimedSpan, whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database, Session
from calendar_service.storage.items import store_item
from tests.builders import NOW, make_item, timed

FULL = Item(
    kind=ItemKind.AGREEMENT,
    span=TimedSpan(
        datetime(2026, 5, 14, 10),  # noqa: DTZ001 - wall time
        datetime(2026, 5, 15, 11, 30, 15),  # noqa: DTZ001 - wall time
        "Europe/Berlin",
        dates_only=True,
    ),
    texts={
        "en": Text("Signing", "In short", "*Long*\n\nwords", "Town hall", made_from=3),
        "ka": Text("ხელმოწერა", "მოკლედ", "გრძლად", "მერია", made_from=2),
    },
    recurrence=Recurrence(
        rule="FREQ=WEEKLY;COUNT=5",
        rdates=(datetime(2026, 6, 1, 9),),  # noqa: DTZ001 - wall time
        exdates=(datetime(2026, 5, 21, 10),),  # noqa: DTZ001 - wall time
        overrides=(
            Override(
                datetime(2026, 5, 28, 10),  # noqa: DTZ001 - wall time
                timed("2026-05-29T10:00", zone="Europe/Berlin"),
                {"en": Text(title="Moved")},
            ),
            Override(datetime(2026, 6, 4, 10), cancelled=True),  # noqa: DTZ001 - wall time
        ),
    ),
    status=ItemStatus.CANCELLED,
    visibility=Visibility.STAFF,
    place=Place("Hall", "Tbilisi", "GE", 41.7151, -0.25, "https://example.org/call"),
    tags=("rights", "ქუთაისი", "rights again"),
    hashtags=("#one", "#two"),
    organisers=(Party("Office", "host", "https://example.org/office"), Party("B")),
    partners=(Party("Fund", "funder"),),
    focal_point=Person("Nino", "nino@example.org"),
    deputy=Person("", "gio@example.org"),
    links=(Link("https://example.org/1", "One"), Link("https://example.org/2")),
    image=Image("https://example.org/1.png", "A hall"),
    seats=Seats(30),
    notes="For the staff",
    agreement=Agreement(
        type="MoU",
        parties=("Office", "City"),
        reference="12/b",
        signed_on=date(2026, 5, 14),
        effective_on=date(2026, 6, 1),
        expires=DaySpan(date(2028, 10, 1), date(2028, 11, 1), Precision.MONTH),
        notice_period=Period(3, 10),
        notice_deadline_on=date(2028, 7, 1),
        renewal=Renewal.BY_ACT,
        document="https://example.org/mou.pdf",
        renews="mou-2024@example.org",
        renewed_by="mou-2028@example.org",
        ended_on=date(2028, 9, 30),
    ),
    uid="full@example.org",
    slug="full",
    created_at=datetime(2026, 1, 1, 8, 0, 0, 1, UTC),
    updated_at=datetime(2026, 1, 2, 8, tzinfo=UTC),
    revision=7,
    version=1,
    published_at=datetime(2026, 1, 1, 9, tzinfo=UTC),
)
"""An item that has in every field something else than the default."""

CITIES = ("", "Tbilisi", "თბილისი", "Batumi")
TAGS = ("rights", "film", "Film", "ქალი")


def like_default(item: Item) -> list[str]:
    """Return the fields that a plain item has too."""
    plain = make_item()
    return [
        f.name for f in fields(Item) if getattr(item, f.name) == getattr(plain, f.name)
    ]


def store_all(database: Database, items: list[Item]) -> list[Item]:
    """Store new items; return them with their versions."""
    with database.transaction() as session:
        return [
            store_item(session, item, actor="ada", seen=None, now=NOW) for item in items
        ]


@contextmanager
def undone(database: Database) -> Iterator[Session]:
    """One transaction that leaves no trace: each example finds the same database."""
    with suppress(_Undo), database.transaction() as session:
        yield session
        raise _Undo


class _Undo(Exception):
    """Ends an example."""


@st.composite
def shelves(draw: st.DrawFn) -> list[Item]:
    """A few small items that differ in what a selection asks for."""
    days = st.dates(date(2026, 5, 1), date(2026, 5, 20))
    items = []
    for number in range(draw(st.integers(0, 8))):
        first, last = sorted((draw(days), draw(days)))
        rules = ["", "", "FREQ=YEARLY", "FREQ=DAILY;COUNT=4"]
        items.append(
            make_item(
                uid=f"{number}@example.org",
                slug=f"item-{number}",
                kind=draw(st.sampled_from(ItemKind)),
                status=draw(st.sampled_from(ItemStatus)),
                visibility=draw(st.sampled_from(Visibility)),
                published_at=draw(st.sampled_from([NOW, NOW, None])),
                place=Place(city=draw(st.sampled_from(CITIES))),
                tags=tuple(draw(st.lists(st.sampled_from(TAGS), unique=True))),
                span=whole_days(first, last),
                recurrence=Recurrence(rule=draw(st.sampled_from(rules))),
            )
        )
    return items

from dataclasses import replace
from datetime import date, datetime

import pytest

from calendar_service.domain.announcement import (
    Announcement,
    announcements,
    has_other_place,
)
from calendar_service.domain.item import Item, ItemStatus, Place, Visibility
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from tests.builders import FESTIVAL_DAYS, make_item, timed

CANCELLED, DELETED = ItemStatus.CANCELLED, ItemStatus.DELETED
DRAFT, PUBLISHED = ItemStatus.DRAFT, ItemStatus.PUBLISHED
HALL = {"en": Text(title="Meeting", place="Town hall")}


def draft(**changes: object) -> Item:
    return make_item(status=DRAFT, published_at=None, **changes)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (None, make_item(), [Announcement.NEW]),
        (draft(), make_item(), [Announcement.NEW]),
        (make_item(visibility=Visibility.STAFF), make_item(), [Announcement.NEW]),
        (None, make_item(status=CANCELLED), [Announcement.CANCELLED]),
        (make_item(), make_item(status=CANCELLED), [Announcement.CANCELLED]),
        (make_item(), make_item(status=DELETED), [Announcement.CANCELLED]),
        (make_item(status=CANCELLED), make_item(), [Announcement.RESTORED]),
        (make_item(status=DELETED), make_item(), [Announcement.RESTORED]),
        (make_item(status=CANCELLED), make_item(status=DELETED), []),
        (make_item(), make_item(), []),
        (make_item(), make_item(status=DRAFT), []),
        (make_item(status=DRAFT), make_item(), []),
        (None, draft(), []),
        (None, make_item(status=DELETED), []),
        (None, make_item(visibility=Visibility.STAFF), []),
        (make_item(), make_item(visibility=Visibility.STAFF), []),
    ],
)
def test_states_that_the_public_sees_decide(
    old: Item | None, new: Item, told: list[Announcement]
) -> None:
    assert list(announcements(old, new)) == told


@pytest.mark.parametrize(
    "changes",
    [
        {"span": whole_days(date(2026, 5, 15))},
        {"span": timed("2026-05-14T10:00")},
        {"recurrence": Recurrence(dates=FESTIVAL_DAYS)},
        {"recurrence": Recurrence(rule="FREQ=YEARLY")},
    ],
)
def test_other_dates_are_a_move(changes: dict[str, object]) -> None:
    assert announcements(make_item(), make_item(**changes)) == (Announcement.MOVED,)


def test_one_occurrence_moved_or_cancelled_is_a_move_and_a_theme_is_not() -> None:
    rule, day = "FREQ=YEARLY", date(2027, 5, 14)
    old = make_item(recurrence=Recurrence(rule=rule))
    themed = Override(day, texts={"en": Text(title="Theme")})
    moved = Override(day, span=whole_days(date(2027, 5, 15)))
    off = Override(day, cancelled=True)
    told = [
        announcements(
            old, replace(old, recurrence=Recurrence(rule=rule, overrides=(o,)))
        )
        for o in (themed, moved, off)
    ]
    assert told == [(), (Announcement.MOVED,), (Announcement.MOVED,)]


def test_order_in_which_dates_are_listed_means_nothing() -> None:
    days = (datetime(2026, 6, 1, 10), datetime(2026, 6, 2, 10))  # noqa: DTZ001 - wall times
    old = make_item(span=timed("2026-05-14T10:00"), recurrence=Recurrence(rdates=days))
    new = replace(old, recurrence=Recurrence(rdates=days[::-1]))
    assert announcements(old, new) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"place": Place(venue="Library")},
        {"place": Place(online="https://meet.example.org/")},
        {"texts": {"en": Text(title="Meeting", place="Library")}},
        {"texts": {"en": Text(title="Meeting")}},
    ],
)
def test_other_place_is_told(changes: dict[str, object]) -> None:
    old = make_item(texts=HALL)
    assert announcements(old, replace(old, **changes)) == (Announcement.REPLACED,)  # type: ignore[arg-type]  # the parameter names the field


def test_translation_or_a_pin_on_the_map_is_no_other_place() -> None:
    old = make_item(texts=HALL)
    translated = replace(old, texts={**HALL, "ka": Text(place="მერია")})
    assert not has_other_place(old, translated)
    assert not has_other_place(old, replace(old, place=Place(latitude=41.7)))


def test_words_alone_are_nothing_to_tell() -> None:
    old = make_item()
    new = replace(old, texts={"en": Text(title="Other", summary="New")}, tags=("a",))
    assert announcements(old, new) == ()


def test_several_things_are_told_at_once_and_nothing_of_what_is_off() -> None:
    changes = {"span": whole_days(date(2026, 6, 1)), "place": Place(city="Gori")}
    new = make_item(**changes)
    assert announcements(make_item(), new) == (
        Announcement.MOVED,
        Announcement.REPLACED,
    )
    assert announcements(make_item(status=CANCELLED), new) == (
        Announcement.RESTORED,
        Announcement.MOVED,
        Announcement.REPLACED,
    )
    off = make_item(status=CANCELLED)
    assert announcements(off, replace(new, status=CANCELLED)) == ()

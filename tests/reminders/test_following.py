"""What a follower is told: each item once, by what it comes to."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.announcement import Announcement
from calendar_service.domain.follower import Follower, Pace, Wish
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Place, Visibility
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.reminders.following import (
    Changed,
    Letter,
    PublicChange,
    plan_news,
    plan_week,
)
from tests.builders import NOW, TBILISI, make_item, timed
from tests.reminder_values import at

NEW, MOVED, REPLACED, CANCELLED, RESTORED = Announcement
OFF = ItemStatus.CANCELLED
NINO = Follower(
    name="nino",
    address="nino@example.org",
    wish=Wish(kinds=frozenset({ItemKind.MEETING})),
    pace=Pace.IMMEDIATE,
    language="ka",
    asked_at=NOW,
    confirmed_at=NOW,
    told=4,
)
MEETING = make_item()
CALLED_OFF = make_item(status=OFF)


def told(item: Item, *said: Announcement, now: datetime = NOW) -> Letter:
    changes = [PublicChange(5 + n, item, (each,)) for n, each in enumerate(said)]
    return plan_news(NINO, reversed(changes), 99, now, TBILISI)


@pytest.mark.parametrize(
    ("said", "sums_up"),
    [
        ([MOVED], (MOVED,)),
        ([REPLACED, MOVED, MOVED], (MOVED, REPLACED)),
        ([RESTORED], (RESTORED,)),
        ([CANCELLED, RESTORED, MOVED], (MOVED,)),
        ([RESTORED, CANCELLED, RESTORED], (RESTORED,)),
    ],
)
def test_an_item_that_is_on_is_named_by_what_changed(
    said: list[Announcement], sums_up: tuple[Announcement, ...]
) -> None:
    assert told(MEETING, *said) == Letter(changed=(Changed(MEETING, sums_up),))


def test_what_is_new_is_new_whatever_else_it_was() -> None:
    assert told(MEETING, NEW) == Letter(new=(MEETING,))
    assert told(MEETING, NEW, MOVED, CANCELLED, RESTORED) == Letter(new=(MEETING,))
    assert told(CALLED_OFF, NEW, CANCELLED) == Letter()


def test_what_is_cancelled_is_said_to_be_cancelled_and_nothing_else() -> None:
    off = Letter(changed=(Changed(CALLED_OFF, (CANCELLED,)),))
    assert told(CALLED_OFF, CANCELLED) == off
    assert told(CALLED_OFF, MOVED, CANCELLED, RESTORED, CANCELLED) == off
    assert told(CALLED_OFF, RESTORED, CANCELLED) == Letter()
    assert told(CALLED_OFF, MOVED) == Letter()
    deleted = make_item(status=ItemStatus.DELETED)
    assert told(deleted, CANCELLED).changed == (Changed(deleted, (CANCELLED,)),)


def test_what_comes_and_goes_back_to_how_it_was_is_nothing() -> None:
    nothing = told(MEETING, CANCELLED, RESTORED)
    assert nothing == Letter()
    assert nothing.is_empty()


def test_nothing_is_said_of_what_the_public_does_not_see_or_nobody_asked_for() -> None:
    hidden = [
        make_item(visibility=Visibility.STAFF),
        make_item(status=ItemStatus.DRAFT),
        make_item(kind=ItemKind.TRAINING),
    ]
    assert [told(item, NEW, MOVED) for item in hidden] == [Letter()] * 3


def test_who_followed_what_it_was_is_told_of_what_it_has_become() -> None:
    training = make_item(kind=ItemKind.TRAINING)
    before = [
        MEETING,
        make_item(kind=ItemKind.CAMPAIGN),
        make_item(visibility=Visibility.STAFF),
        None,
    ]
    letters = [
        plan_news(NINO, [PublicChange(5, training, (MOVED,), was)], 9, NOW, TBILISI)
        for was in before
    ]
    told_of = Letter(changed=(Changed(training, (MOVED,), MEETING),))
    assert letters == [told_of, Letter(), Letter(), Letter()]
    hidden = replace(training, visibility=Visibility.STAFF)
    change = PublicChange(5, hidden, (MOVED,), MEETING)
    assert plan_news(NINO, [change], 9, NOW, TBILISI) == Letter()


def test_what_the_public_never_saw_is_not_what_it_was() -> None:
    secret = make_item(visibility=Visibility.STAFF, place=Place(city="Secretville"))
    shown = make_item(place=Place(city="Gori"))
    changes = [
        PublicChange(5, MEETING, (RESTORED,), secret),
        PublicChange(6, MEETING, (REPLACED,), shown),
    ]
    (changed,) = plan_news(NINO, changes, 9, NOW, TBILISI).changed
    assert changed.was == shown


def test_nothing_is_said_of_what_is_over() -> None:
    hour = make_item(span=timed("2026-05-14T10:00", "2026-05-14T11:00"))
    assert told(hour, NEW, now=at("2026-05-14T06:59")).new == (hour,)
    assert told(hour, NEW, now=at("2026-05-14T07:00")) == Letter()
    weekly = make_item(recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=2"))
    assert told(weekly, MOVED, now=at("2026-05-21T12:00")).changed != ()
    assert told(weekly, MOVED, now=at("2026-05-22T12:00")) == Letter()
    endless = make_item(recurrence=Recurrence(rule="FREQ=WEEKLY"))
    assert told(endless, NEW, now=at("2036-05-22T12:00")).new == (endless,)


def test_news_is_told_for_a_week() -> None:
    news = make_item(kind=ItemKind.NEWS)
    everything = replace(NINO, wish=Wish())
    change = [PublicChange(5, news, (NEW,))]
    found = [
        plan_news(everything, change, 9, at(day), TBILISI).new
        for day in ("2026-05-21T12:00", "2026-05-22T12:00")
    ]
    assert found == [(news,), ()]


def test_only_what_came_since_the_last_letter_is_told() -> None:
    many = [make_item(uid=f"{n}@example.org") for n in range(10)]
    changes = [PublicChange(n, item, (NEW,)) for n, item in enumerate(many)]
    assert plan_news(NINO, changes, 7, NOW, TBILISI).new == tuple(many[5:8])


@given(
    published=st.lists(st.integers(1, 30), min_size=1, max_size=6),
    cancelled=st.sets(st.integers(0, 5)),
    ticks=st.sets(st.integers(1, 40)),
)
def test_each_item_is_new_exactly_once_unless_it_was_off_before_that(
    published: list[int], cancelled: set[int], ticks: set[int]
) -> None:
    follower, heard = replace(NINO, told=0), []
    for tick in [*sorted(ticks), 41]:
        changes = []
        for n, version in enumerate(published):
            is_off = n in cancelled and version + 5 <= tick
            item = make_item(uid=str(n), status=OFF if is_off else ItemStatus.PUBLISHED)
            changes.append(PublicChange(version, item, (NEW,)))
            if is_off:
                changes.append(PublicChange(version + 5, item, (CANCELLED,)))
        letter = plan_news(follower, changes, tick, NOW, TBILISI)
        heard += [("new", item.uid) for item in letter.new]
        heard += [("off", each.item.uid) for each in letter.changed]
        follower = replace(follower, told=tick)
    expected = []
    for n, version in enumerate(published):
        first = min(tick for tick in [*ticks, 41] if tick >= version)
        if n not in cancelled or first < version + 5:
            expected.append(("new", str(n)))
            expected += [("off", str(n))] if n in cancelled else []
    assert sorted(heard) == sorted(expected)


def test_a_week_holds_what_comes_until_sunday() -> None:
    days = [date(2026, 5, day) for day in (10, 11, 17, 18)]
    items = [make_item(uid=f"{day}", span=whole_days(day)) for day in days]
    training = make_item(kind=ItemKind.TRAINING, span=whole_days(days[1]))
    now = at("2026-05-11T05:00")
    change = PublicChange(5, items[3], (NEW,))
    letter = plan_week(NINO, [change], [*items, training], 9, (now, TBILISI))
    assert [each.item for each in letter.coming] == items[1:3]
    assert letter.new == (items[3],)
    assert not letter.is_empty()


def test_what_changed_comes_with_what_it_was_when_it_was_told_of() -> None:
    first, second = (make_item(span=whole_days(date(2026, 5, n))) for n in (12, 13))
    changes = [
        PublicChange(5, MEETING, (MOVED,), first),
        PublicChange(6, MEETING, (MOVED,), second),
    ]
    found = plan_news(NINO, changes, 9, NOW, TBILISI)
    assert found.changed == (Changed(MEETING, (MOVED,), first),)

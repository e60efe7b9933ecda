"""Tests of reminders/occasions.py."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.rule import Anchor
from calendar_service.domain.span import (
    Span,
    TimedSpan,
    whole_days,
    whole_month,
    whole_year,
)
from calendar_service.reminders.occasions import (
    Occasion,
    anchor_day,
    occasions_of,
    over_at,
)
from tests.builders import FESTIVAL_DAYS, TBILISI, make_item, timed

ALWAYS = (date(1900, 1, 1), date(2200, 12, 31))


def occasions(item: Item, anchor: Anchor = Anchor.START) -> list[Occasion]:
    return list(occasions_of(item, anchor, *ALWAYS))


def the_day(span: Span, anchor: Anchor, zone: str) -> date:
    item = make_item(span=span)
    return anchor_day(item, occasions(item)[0], anchor, zone)


def ends(item: Item, anchor: Anchor) -> str:
    return over_at(item, occasions(item, anchor)[0], anchor, TBILISI).isoformat()


def test_a_single_item_is_one_occasion() -> None:
    (only,) = occasions(make_item())
    assert (only.mark, only.days) == ("2026-05-14", ())


def test_a_timed_one_is_marked_by_wall_time_and_zone() -> None:
    (only,) = occasions(make_item(span=timed("2026-05-14T10:00")))
    assert only.mark == "2026-05-14T10:00:00[Asia/Tbilisi]"


def test_separate_days_are_one_occasion() -> None:
    festival = make_item(
        span=whole_days(FESTIVAL_DAYS[0]), recurrence=Recurrence(dates=FESTIVAL_DAYS)
    )
    (only,) = occasions(festival)
    assert only.occurrence.span == whole_days(date(2018, 12, 14), date(2018, 12, 18))
    assert only.days == FESTIVAL_DAYS
    assert only.mark == "2018-12-14"


def test_separate_days_begin_with_the_first_that_is_not_cancelled() -> None:
    gone = Override(FESTIVAL_DAYS[0], cancelled=True)
    festival = make_item(
        span=whole_days(FESTIVAL_DAYS[0]),
        recurrence=Recurrence(dates=FESTIVAL_DAYS, overrides=(gone,)),
    )
    assert [only.mark for only in occasions(festival)] == ["2018-12-15"]


def test_separate_days_that_are_all_cancelled_are_no_occasion() -> None:
    gone = tuple(Override(day, cancelled=True) for day in FESTIVAL_DAYS)
    festival = make_item(
        span=whole_days(FESTIVAL_DAYS[0]),
        recurrence=Recurrence(dates=FESTIVAL_DAYS, overrides=gone),
    )
    assert occasions(festival) == []


def test_separate_days_outside_the_window_are_no_occasion() -> None:
    festival = make_item(
        span=whole_days(FESTIVAL_DAYS[0]), recurrence=Recurrence(dates=FESTIVAL_DAYS)
    )
    window = (date(2018, 12, 19), date(2019, 1, 1))
    assert list(occasions_of(festival, Anchor.START, *window)) == []


def test_each_occurrence_of_a_rule_is_an_occasion_but_cancelled_ones() -> None:
    weekly = make_item(
        recurrence=Recurrence(
            rule="FREQ=WEEKLY;COUNT=4",
            overrides=(
                Override(date(2026, 5, 21), cancelled=True),
                Override(date(2026, 5, 28), span=whole_days(date(2026, 5, 29))),
            ),
        )
    )
    marks = [occasion.mark for occasion in occasions(weekly)]
    assert marks == ["2026-05-14", "2026-05-29", "2026-06-04"]


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        ("America/New_York", date(2026, 5, 13), date(2026, 5, 13)),
        ("Asia/Tbilisi", date(2026, 5, 14), date(2026, 5, 14)),
        ("Pacific/Honolulu", date(2026, 5, 13), date(2026, 5, 13)),
    ],
)
def test_the_day_is_that_on_the_readers_calendar(
    zone: str, start: date, end: date
) -> None:
    late = timed("2026-05-13T22:00", "2026-05-14T00:00", "America/New_York")
    assert the_day(late, Anchor.START, zone) == start
    assert the_day(late, Anchor.END, zone) == end


def test_an_open_end_is_the_day_of_the_start() -> None:
    assert the_day(timed("2026-05-13T22:00"), Anchor.END, TBILISI) == date(2026, 5, 13)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu"])
@pytest.mark.parametrize(
    "span",
    [
        whole_days(date(2026, 5, 14), date(2026, 5, 16)),
        TimedSpan(
            datetime(2026, 5, 14, 0, 0),  # noqa: DTZ001 - wall time
            datetime(2026, 5, 16, 23, 59),  # noqa: DTZ001 - wall time
            TBILISI,
            dates_only=True,
        ),
    ],
)
def test_whole_days_are_the_same_days_everywhere(span: Span, zone: str) -> None:
    assert the_day(span, Anchor.START, zone) == date(2026, 5, 14)
    assert the_day(span, Anchor.END, zone) == date(2026, 5, 16)


@pytest.mark.parametrize(
    ("expires", "deadline", "expiry", "over"),
    [
        (
            whole_month(2020, 10),
            date(2020, 7, 1),
            date(2020, 10, 1),
            datetime(2020, 10, 31, 20, tzinfo=UTC),
        ),
        (
            whole_days(date(2026, 5, 31)),
            date(2026, 2, 28),
            date(2026, 5, 31),
            datetime(2026, 5, 31, 20, tzinfo=UTC),
        ),
        (
            whole_days(date(2028, 5, 31)),
            date(2028, 2, 29),
            date(2028, 5, 31),
            datetime(2028, 5, 31, 20, tzinfo=UTC),
        ),
        (
            whole_year(2027),
            date(2026, 10, 1),
            date(2027, 1, 1),
            datetime(2027, 12, 31, 20, tzinfo=UTC),
        ),
    ],
)
def test_a_term_counts_from_its_earliest_reading(
    expires: Span, deadline: date, expiry: date, over: datetime
) -> None:
    item = make_item(
        kind=ItemKind.AGREEMENT,
        agreement=Agreement(
            expires=expires,  # type: ignore[arg-type]  # whole days, all of them
            notice_period=Period(months=3),
        ),
    )
    days = {}
    for anchor in (Anchor.NOTICE, Anchor.EXPIRY):
        (only,) = occasions(item, anchor)
        days[anchor] = anchor_day(item, only, anchor, TBILISI)
        assert only.mark == days[anchor].isoformat()
    assert days == {Anchor.NOTICE: deadline, Anchor.EXPIRY: expiry}
    assert ends(item, Anchor.EXPIRY) == over.isoformat()


def test_a_term_is_one_occasion_however_the_item_repeats() -> None:
    item = make_item(
        kind=ItemKind.AGREEMENT,
        recurrence=Recurrence(rule="FREQ=YEARLY;COUNT=3"),
        agreement=Agreement(expires=whole_month(2026, 10)),
    )
    assert len(occasions(item, Anchor.EXPIRY)) == 1
    assert occasions(item, Anchor.NOTICE) == []


@pytest.mark.parametrize(
    "settled", [Agreement(renewed_by="next"), Agreement(ended_on=date(2026, 6, 1))]
)
def test_a_settled_term_is_no_occasion(settled: Agreement) -> None:
    notice = Period(months=3)
    terms = replace(settled, expires=whole_month(2026, 10), notice_period=notice)
    item = make_item(kind=ItemKind.AGREEMENT, agreement=terms)
    assert occasions(item, Anchor.EXPIRY) == []
    assert occasions(item, Anchor.NOTICE) == []


def test_without_a_term_there_is_nothing_to_count_from() -> None:
    assert occasions(make_item(), Anchor.EXPIRY) == []
    assert occasions(make_item(), Anchor.NOTICE) == []


def test_a_term_outside_the_window_is_no_occasion() -> None:
    item = make_item(agreement=Agreement(expires=whole_month(2020, 10)))
    late = (date(2020, 10, 31), date(2021, 1, 1))
    gone = (date(2020, 11, 1), date(2021, 1, 1))
    assert len(list(occasions_of(item, Anchor.EXPIRY, *late))) == 1
    assert list(occasions_of(item, Anchor.EXPIRY, *gone)) == []


def test_steps_before_help_until_it_begins_or_the_days_are_over() -> None:
    hours = make_item(span=timed("2026-05-14T10:00", "2026-05-14T12:00"))
    days = make_item(span=whole_days(date(2026, 5, 14), date(2026, 5, 16)))
    assert ends(hours, Anchor.START) == "2026-05-14T06:00:00+00:00"
    assert ends(hours, Anchor.END) == "2026-05-14T08:00:00+00:00"
    assert ends(days, Anchor.START) == "2026-05-16T20:00:00+00:00"
    assert ends(days, Anchor.END) == "2026-05-16T20:00:00+00:00"


def test_a_notice_helps_until_the_deadline_is_over() -> None:
    stated = Agreement(notice_deadline_on=date(2026, 5, 14))
    item = replace(make_item(), agreement=stated)
    assert ends(item, Anchor.NOTICE) == "2026-05-14T20:00:00+00:00"

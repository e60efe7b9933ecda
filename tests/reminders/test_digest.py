"""When a digest is due, and what is in it."""

from dataclasses import replace
from datetime import date, time

import pytest

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.agreement import Period as Notice
from calendar_service.domain.back_plan import (
    USUAL_PLAN,
    DatedStep,
    StepMark,
    plan_steps,
)
from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.domain.georgia import GEORGIAN_HOLIDAYS
from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.domain.workdays import Workdays
from calendar_service.reminders.digest import (
    Digest,
    Line,
    Period,
    digest_times,
    make_digest,
    period_of,
    with_steps,
    with_waiting,
)
from tests.builders import FESTIVAL_DAYS, NOW, TBILISI, make_item, timed
from tests.reminder_values import at, link

WORKDAYS = Workdays(GEORGIAN_HOLIDAYS)
BERLIN = "Europe/Berlin"
WEEKLY = DigestChoice(address="ada@example.org", every=Rhythm.WEEKLY)
DAILY = DigestChoice(address="ada@example.org", every=Rhythm.DAILY, send_at=time(9, 0))
TUESDAYS = DigestChoice(address="a", every=Rhythm.WEEKLY, weekday=1)
WEEK = Period(
    date(2026, 5, 11), date(2026, 5, 17), "weekly/2026-05-11", at("2026-05-11T04:30")
)


@pytest.mark.parametrize(
    ("choice", "now", "name", "first"),
    [
        (WEEKLY, "2026-05-11T04:30", "weekly/2026-05-11", date(2026, 5, 11)),
        (WEEKLY, "2026-05-14T04:30", "weekly/2026-05-11", date(2026, 5, 14)),
        # 12 May is a holiday: Tuesday's digest comes on Wednesday.
        (TUESDAYS, "2026-05-13T04:30", "weekly/2026-05-11", date(2026, 5, 13)),
        (DAILY, "2026-05-11T05:00", "daily/2026-05-11", date(2026, 5, 11)),
        (DAILY, "2026-05-11T19:59", "daily/2026-05-11", date(2026, 5, 11)),
    ],
)
def test_the_digest_whose_time_has_come_is_due(
    choice: DigestChoice, now: str, name: str, first: date
) -> None:
    found = period_of(choice, at(now), TBILISI, WORKDAYS)
    assert found
    assert (found.name, found.first) == (name, first)


@pytest.mark.parametrize(
    ("choice", "now"),
    [
        (WEEKLY, "2026-05-11T04:29"),
        (TUESDAYS, "2026-05-12T12:00"),
        # Missed, and the office sleeps, or is closed.
        (WEEKLY, "2026-05-14T01:00"),
        (WEEKLY, "2026-05-12T12:00"),
        (WEEKLY, "2026-05-16T12:00"),
    ],
)
def test_no_weekly_digest_comes_too_early_or_out_of_hours(
    choice: DigestChoice, now: str
) -> None:
    assert period_of(choice, at(now), TBILISI, WORKDAYS) is None


@pytest.mark.parametrize(
    "now", ["2026-05-11T04:59", "2026-05-12T12:00", "2026-05-16T12:00"]
)
def test_no_daily_digest_comes_too_early_or_on_a_day_off(now: str) -> None:
    assert period_of(DAILY, at(now), TBILISI, WORKDAYS) is None


def test_it_says_what_comes_what_expires_and_what_waits() -> None:
    meeting = make_item(span=timed("2026-05-14T10:00", "2026-05-14T11:30"))
    far = make_item(slug="far", span=timed("2026-05-19T10:00"))
    draft = make_item(slug="draft", status=ItemStatus.DRAFT, span=meeting.span)
    off = make_item(
        slug="off", status=ItemStatus.CANCELLED, span=whole_days(date(2026, 5, 12))
    )
    lease = make_item(
        kind=ItemKind.AGREEMENT,
        slug="lease",
        texts={"ka": Text(title="იჯარა")},
        agreement=Agreement(
            expires=whole_days(date(2026, 8, 31)), notice_period=Notice(months=3)
        ),
    )
    items, spoken = [meeting, far, draft, off, lease], ("en", link)
    told = make_digest(items, WEEK, TBILISI, spoken)
    found = with_waiting(told, [lease], spoken)
    title = "Coordination meeting"
    assert found == Digest(
        coming=(
            Line("12 May 2026", f"CANCELLED: {title}", "en", link(off)),
            Line("14 May 2026, 10:00–11:30", title, "en", link(meeting)),
        ),
        expiring=(Line("Notice deadline: 31 May 2026", "იჯარა", "ka", link(lease)),),
        waiting=(Line("", "იჯარა", "ka", link(lease)),),
    )


def test_separate_days_are_one_line() -> None:
    festival = make_item(
        span=whole_days(FESTIVAL_DAYS[0]), recurrence=Recurrence(dates=FESTIVAL_DAYS)
    )
    week = Period(
        date(2018, 12, 14), date(2018, 12, 20), "weekly/x", at("2018-12-14T04:30")
    )
    (line,) = make_digest([festival], week, TBILISI, ("en", link)).coming
    assert line.when == "14, 15, 17 and 18 December 2018"


def test_a_week_without_anything_is_empty() -> None:
    assert make_digest([], WEEK, TBILISI, ("en", link)).is_empty()


def test_a_daily_digest_names_what_goes_on_and_what_ends_later_once() -> None:
    campaign = make_item(
        kind=ItemKind.CAMPAIGN,
        slug="campaign",
        span=whole_days(date(2026, 5, 16), date(2026, 6, 10)),
    )
    lease = make_item(
        kind=ItemKind.AGREEMENT,
        slug="lease",
        agreement=Agreement(expires=whole_days(date(2026, 6, 14))),
    )

    def said(now: str) -> tuple[int, int]:
        period = period_of(DAILY, at(now), TBILISI, WORKDAYS)
        assert period
        digest = make_digest([campaign, lease], period, TBILISI, ("en", link))
        return len(digest.coming), len(digest.expiring)

    # It begins on a Saturday, the 30 days before the end on the Friday before.
    assert [said(f"2026-{day}T06:00") for day in ("05-14", "05-15", "05-18")] == [
        (0, 0),
        (1, 1),
        (1, 0),
    ]
    # Later, nothing until the last week; then every day.
    assert [said(f"2026-{day}T06:00") for day in ("05-19", "06-05", "06-08")] == [
        (0, 0),
        (0, 0),
        (0, 1),
    ]


def test_times_are_those_of_each_day_in_the_zone_of_the_office() -> None:
    found = digest_times(WEEKLY, at("2026-10-24T06:00"), at("2026-10-26T07:30"), BERLIN)
    # Clocks go back in the night to 25 October: half past eight is an hour later.
    assert list(found) == [
        at("2026-10-24T06:00"),
        at("2026-10-24T06:30"),
        at("2026-10-25T07:30"),
        at("2026-10-26T07:30"),
    ]


def test_a_late_one_remembers_when_it_was_due() -> None:
    found = period_of(WEEKLY, at("2026-05-14T04:30"), TBILISI, WORKDAYS)
    assert found
    assert (found.due_at, found.first) == (at("2026-05-11T04:30"), date(2026, 5, 14))


def plan_of(item: Item, *done: str) -> list[DatedStep]:
    assert item.agreement
    marks = [
        StepMark(item_uid=item.uid, step=step, done_on=NOW.date()) for step in done
    ]
    return plan_steps(item.uid, item.agreement, USUAL_PLAN, marks, WORKDAYS)


def test_steps_are_said_by_day_until_they_are_done() -> None:
    # 120, 90, 60 and 30 days before: 13 January, 12 February, 13 March, 13 April.
    lease = make_item(
        kind=ItemKind.AGREEMENT,
        texts={"en": Text(title="Lease")},
        agreement=Agreement(expires=whole_days(date(2026, 5, 13))),
    )
    week = Period(
        date(2026, 3, 9), date(2026, 3, 15), "weekly/2026-03-09", at("2026-03-09T04:30")
    )

    def said(period: Period, *done: str) -> list[tuple[str, str]]:
        plans = [(lease, plan_of(lease, *done))]
        made = with_steps(Digest(), plans, period, ("en", link))
        assert made.is_empty() is (not made.steps)
        return [(line.when, line.title) for line in made.steps]

    legal = ("13 March 2026", "Legal check: Lease")
    assert said(week, "review") == [
        ("Was due on 12 February 2026", "Draft: Lease"),
        legal,
    ]
    assert said(week, "review", "draft") == [legal]
    day = replace(week, last=date(2026, 3, 10), told_on=date(2026, 3, 6))
    assert said(day, "review") == []
    eve = replace(
        day, first=date(2026, 3, 12), last=date(2026, 3, 13), told_on=date(2026, 3, 11)
    )
    assert said(eve) == [legal]

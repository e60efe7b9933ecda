from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.draft import Problem, check
from calendar_service.domain.draft_when import (
    agreement_problems,
    recurrence_problems,
    span_problems,
)
from calendar_service.domain.item import ItemKind
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days, whole_month, whole_year
from tests.builders import FESTIVAL_DAYS, make_draft, timed

WEEK = whole_days(date(2026, 5, 11), date(2026, 5, 17))


def agreed(**dates: object) -> dict[str, object]:
    agreement = Agreement(expires=whole_month(2028, 10))
    changed = replace(agreement, **dates)  # type: ignore[arg-type]  # the caller names the field
    return {"kind": ItemKind.AGREEMENT, "agreement": changed}


def repeated(**changes: object) -> dict[str, object]:
    return {"recurrence": replace(Recurrence(), **changes)}  # type: ignore[arg-type]  # the caller names the field


NO_ZONE = "'Asia/Gotham' is no time zone; write one like Asia/Tbilisi"
MANY = tuple(date(2026, 5, 14) + timedelta(days=n) for n in range(10_001))
BAD = {
    "unknown zone": (
        {"span": timed("2026-05-14T10:00", zone="Asia/Gotham")},
        "zone",
        NO_ZONE,
    ),
    "unknown zone of a repeated item": (
        {
            "span": timed("2026-05-14T10:00", zone="Asia/Gotham"),
            **repeated(rule="FREQ=DAILY;UNTIL=20270101T000000Z"),
        },
        "zone",
        NO_ZONE,
    ),
    "year 1": (
        {"span": whole_days(date(1, 1, 1)), **repeated(rule="FREQ=DAILY")},
        "starts_on",
        "lies outside 1900-2200",
    ),
    "year 9999": (
        {"span": whole_days(date(9999, 12, 30)), **repeated(rule="FREQ=DAILY")},
        "starts_on",
        "lies outside 1900-2200",
    ),
    "year 9999 with hours": (
        {"span": timed("9999-12-31T10:00", "9999-12-31T23:00")},
        "starts_at",
        "lies outside 1900-2200",
    ),
    "ends in 9999": (
        {"span": whole_days(date(2026, 5, 14), date(9999, 12, 30))},
        "ends_on",
        "lies after 2200",
    ),
    "too long": (
        {"span": whole_days(date(2026, 5, 14), date(2046, 5, 14))},
        "ends_on",
        "is more than ten years after the start",
    ),
    "fraction of a second": (
        {"span": timed("2026-05-14T10:00:00.5", "2026-05-14T11:00")},
        "starts_at",
        "has fractions of a second",
    ),
    "half a month": (
        {"span": replace(whole_month(2026, 5), start=date(2026, 5, 2))},
        "precision",
        "month takes whole months",
    ),
    "rule that explodes": (
        repeated(rule="FREQ=SECONDLY"),
        "rrule",
        "repeats too fast: FREQ=SECONDLY is not accepted",
    ),
    "10,001 days": (repeated(dates=MANY), "dates", "are more than 10,000"),
    "days that begin elsewhere": (
        repeated(dates=(date(2026, 5, 15),)),
        "dates",
        "must begin with the item's own day",
    ),
    "days and a rule": (
        repeated(dates=(date(2026, 5, 14),), rule="FREQ=DAILY"),
        "dates",
        "separate days take no rrule and no rdates",
    ),
    "the same day twice": (
        repeated(rdates=(date(2026, 5, 15),) * 2),
        "rdates",
        "name the same start twice",
    ),
    "times for whole days": (
        repeated(exdates=(timed("2026-05-15T10:00").start,)),
        "exdates",
        "must be dates, as the start is",
    ),
    "an added day in year 1": (
        repeated(rdates=(date(1, 1, 1),)),
        "rdates",
        "lie outside 1900-2200",
    ),
    "nothing left": (
        repeated(exdates=(date(2026, 5, 14),)),
        "exdates",
        "leave no occurrence at all",
    ),
    "override of nothing": (
        repeated(rule="FREQ=WEEKLY", overrides=(Override(date(2026, 5, 15)),)),
        "overrides.0",
        "there is no occurrence on 2026-05-15",
    ),
    "override out of range": (
        repeated(
            rule="FREQ=WEEKLY",
            overrides=(Override(date(2026, 5, 21), whole_days(date(2300, 1, 1))),),
        ),
        "overrides.0.starts_on",
        "lies outside 1900-2200",
    ),
    "override with hours": (
        repeated(
            rule="FREQ=WEEKLY",
            overrides=(Override(date(2026, 5, 21), timed("2026-05-21T10:00")),),
        ),
        "overrides.0",
        "whole days stay whole days, hours stay hours",
    ),
    "agreement that ends before it is signed": (
        agreed(signed_on=date(2028, 11, 1)),
        "agreement.signed_on",
        "lies after the expiry",
    ),
    "agreement that ends before it begins": (
        agreed(effective_on=date(2028, 11, 1)),
        "agreement.effective_on",
        "lies after the expiry",
    ),
    "notice after the end": (
        agreed(notice_deadline_on=date(2028, 11, 1)),
        "agreement.notice_deadline_on",
        "lies after the expiry",
    ),
    "ended after the end": (
        agreed(ended_on=date(2028, 11, 1)),
        "agreement.ended_on",
        "lies after the expiry",
    ),
    "ended before it began": (
        agreed(ended_on=date(2026, 1, 31), effective_on=date(2026, 2, 1)),
        "agreement.ended_on",
        "lies before the first day, 2026-02-01; cancel it instead",
    ),
    "ended in year 1": (
        agreed(ended_on=date(1, 1, 1)),
        "agreement.ended_on",
        "lies outside 1900-2200",
    ),
    "notice before nothing": (
        agreed(expires=None, notice_period=Period(months=3)),
        "agreement.notice_period",
        "needs expires_on to count from",
    ),
    "notice of ten thousand years": (
        agreed(notice_period=Period(months=120_000)),
        "agreement.notice_period",
        "goes from 0 days to a hundred years",
    ),
    "notice of less than nothing": (
        agreed(notice_period=Period(days=-1)),
        "agreement.notice_period",
        "goes from 0 days to a hundred years",
    ),
    "agreement that ends in year 1": (
        agreed(expires=whole_days(date(1, 1, 1))),
        "agreement.expires_on",
        "lies outside 1900-2200",
    ),
    "agreement signed in year 1": (
        agreed(signed_on=date(1, 1, 1)),
        "agreement.signed_on",
        "lies outside 1900-2200",
    ),
}


@pytest.mark.parametrize(("changes", "field", "message"), BAD.values(), ids=BAD)
def test_a_bad_date_is_told_once_by_its_field(
    changes: dict[str, object], field: str, message: str
) -> None:
    assert check(make_draft(**changes)) == [Problem(field, message)]


def test_sound_spans_have_no_problems() -> None:
    for span in (
        WEEK,
        whole_month(2026, 5),
        whole_year(2026),
        timed("2026-05-14T10:00"),
    ):
        assert list(span_problems(span)) == []


def test_a_year_of_thirteen_months_is_not_as_precise_as_said() -> None:
    span = replace(whole_year(2026), end=date(2027, 2, 1))
    assert list(span_problems(span)) == [("precision", "year takes whole years")]


def test_a_span_tells_each_of_its_faults() -> None:
    span = timed("2026-05-14T10:00:00.5", "2026-05-14T11:00:00.5", "Nowhere")
    assert list(span_problems(span)) == [
        ("zone", "'Nowhere' is no time zone; write one like Asia/Tbilisi"),
        ("starts_at", "has fractions of a second"),
        ("ends_at", "has fractions of a second"),
    ]


def test_separate_days_are_sound_in_any_order() -> None:
    recurrence = Recurrence(dates=FESTIVAL_DAYS[::-1])
    assert list(recurrence_problems(whole_days(FESTIVAL_DAYS[0]), recurrence)) == []


def test_separate_days_take_an_item_of_one_day() -> None:
    recurrence = Recurrence(dates=(WEEK.start,))
    assert list(recurrence_problems(WEEK, recurrence)) == [
        ("dates", "must begin with the item's own day")
    ]


def test_added_times_carry_no_offset() -> None:
    recurrence = Recurrence(rdates=(datetime(2026, 5, 15, 10, tzinfo=UTC),))
    assert list(recurrence_problems(timed("2026-05-14T10:00"), recurrence)) == [
        ("rdates", "must be wall times, without an offset")
    ]


def test_an_occurrence_that_is_left_out_cannot_be_changed() -> None:
    day = date(2026, 5, 18)
    recurrence = Recurrence(
        rule="FREQ=WEEKLY", exdates=(day,), overrides=(Override(day, cancelled=True),)
    )
    assert list(recurrence_problems(WEEK, recurrence)) == [
        ("overrides.0", "there is no occurrence on 2026-05-18")
    ]


def test_each_fault_of_an_agreement_is_told() -> None:
    agreement = Agreement(
        signed_on=date(2021, 1, 1),
        effective_on=date(2021, 2, 1),
        expires=whole_month(2020, 10),
        notice_deadline_on=date(2020, 11, 1),
    )
    assert list(agreement_problems(agreement)) == [
        ("signed_on", "lies after the expiry"),
        ("effective_on", "lies after the expiry"),
        ("notice_deadline_on", "lies after the expiry"),
    ]


def test_an_agreement_may_be_signed_in_the_month_in_which_it_ends() -> None:
    agreement = Agreement(
        signed_on=date(2020, 10, 31),
        expires=whole_month(2020, 10),
        notice_period=Period(months=3),
    )
    assert list(agreement_problems(agreement)) == []
    assert list(agreement_problems(Agreement())) == []

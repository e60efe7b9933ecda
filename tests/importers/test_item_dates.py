from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from calendar_service.domain.agreement import Agreement, Period, Renewal
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import ItemKind
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import (
    Span,
    TimedSpan,
    whole_days,
    whole_month,
    whole_year,
)
from calendar_service.domain.texts import Text
from calendar_service.importers.item_dates import agreement_of, recurrence_of, span_of
from calendar_service.importers.item_form import AgreementForm, ItemForm
from tests.builders import FESTIVAL_DAYS, timed

TODAY = date(2026, 3, 10)
wall = datetime.fromisoformat


def form(**fields: object) -> ItemForm:
    texts = {"en": {"title": "T"}}
    return ItemForm.model_validate({"kind": "meeting", "texts": texts, **fields})


def span(**fields: object) -> Span:
    return span_of(form(**fields), None, "Asia/Tbilisi", TODAY)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"starts_on": "2027-03-01"}, whole_days(date(2027, 3, 1))),
        (
            {"starts_on": "2027-03-01", "ends_on": "2027-03-03"},
            whole_days(date(2027, 3, 1), date(2027, 3, 3)),
        ),
        ({"starts_on": "2020-10"}, whole_month(2020, 10)),
        ({"starts_on": "2020-10-01", "precision": "month"}, whole_month(2020, 10)),
        ({"starts_on": "2020-10", "precision": "month"}, whole_month(2020, 10)),
        ({"starts_on": "2020", "precision": "year"}, whole_year(2020)),
        (
            {"starts_on": "2020-10-01", "ends_on": "2020-10-31", "precision": "month"},
            whole_month(2020, 10),
        ),
        ({"dates": ["2018-12-18", "2018-12-14"]}, whole_days(date(2018, 12, 14))),
        ({"starts_at": "2026-05-14T10:00"}, timed("2026-05-14T10:00")),
        (
            {"starts_at": "2026-05-14T10:00", "zone": "Europe/Berlin"},
            timed("2026-05-14T10:00", zone="Europe/Berlin"),
        ),
    ],
)
def test_times_are_read_as_they_are_said(
    fields: dict[str, object], expected: Span
) -> None:
    assert span(**fields) == expected


def test_hours_may_be_shown_as_dates_only() -> None:
    found = span(starts_at="2026-05-14T10:00", dates_only=True)
    expected = TimedSpan(wall("2026-05-14T10:00"), None, "Asia/Tbilisi", True)  # noqa: FBT003 - the field's value
    assert found == expected


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "starts_on"),
        ({"ends_on": "2027-03-03"}, "ends_on"),
        ({"dates": ["2027-03-01"], "ends_on": "2027-03-03"}, "ends_on"),
        ({"dates": ["2027-03-01"], "precision": "month"}, "precision"),
        ({"starts_on": "2020-10", "precision": "day"}, "precision"),
        ({"starts_on": "2020-10-08", "ends_on": "2020-10"}, "ends_on"),
        ({"starts_on": "2020-10-08", "dates_only": True}, "dates_only"),
        ({"starts_on": "2020-10-08", "zone": "UTC"}, "zone"),
        ({"starts_on": "2020-10", "precision": "day", "ends_on": "2020-12"}, "ends_on"),
        ({"starts_on": "2020", "precision": "month"}, "precision"),
        (
            {"starts_on": "2020-10-01", "ends_on": "2020-11-05", "precision": "month"},
            "ends_on",
        ),
        ({"starts_at": "2026-05-14T10:00", "precision": "month"}, "precision"),
        ({"starts_at": "2026-05-14T10:00", "ends_on": "2026-05-15"}, "ends_on"),
        ({"starts_at": "2026-05-14T10:00", "ends_at": "2026-05-14T10:00"}, "ends_at"),
    ],
)
def test_two_ways_that_do_not_go_together_are_named(
    fields: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidDraft) as caught:
        span(**fields)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_an_agreement_lies_where_it_was_signed_or_where_it_ends() -> None:
    kind = ItemKind.AGREEMENT
    signed = Agreement(signed_on=date(2018, 10, 8), expires=whole_month(2020, 10))
    ends = Agreement(expires=whole_month(2020, 10))
    blank = form(kind=kind)
    assert span_of(blank, signed, "UTC", TODAY) == whole_days(date(2018, 10, 8))
    assert span_of(blank, ends, "UTC", TODAY) == whole_month(2020, 10)


def test_separate_days_are_sorted_and_named_once() -> None:
    days = [day.isoformat() for day in (*reversed(FESTIVAL_DAYS), FESTIVAL_DAYS[0])]
    asked = form(dates=days)
    found = recurrence_of(asked, span_of(asked, None, "UTC", TODAY))
    assert found == Recurrence(dates=FESTIVAL_DAYS)


def test_an_occurrence_that_moves_keeps_its_length() -> None:
    asked = form(
        starts_at="2026-05-14T10:00",
        ends_at="2026-05-14T11:30",
        rrule="rrule:freq=weekly",
        overrides=[
            {"recurrence_id": "2026-05-21", "starts_at": "2026-05-22T12:00"},
            {"original": "2026-05-28T10:00", "texts": {"en": {"title": "Theme"}}},
            {"original": "2026-06-04", "cancelled": True},
        ],
    )
    found = recurrence_of(asked, span_of(asked, None, "Asia/Tbilisi", TODAY))
    assert found.rule == "FREQ=WEEKLY"
    assert found.overrides == (
        Override(
            wall("2026-05-21T10:00"), timed("2026-05-22T12:00", "2026-05-22T13:30")
        ),
        Override(wall("2026-05-28T10:00"), None, {"en": Text(title="Theme")}),
        Override(wall("2026-06-04T10:00"), None, {}, cancelled=True),
    )


HOURS = {"starts_at": "2026-05-14T10:00", "ends_at": "2026-05-14T11:30"}


def moved(override: Mapping[str, object], **fields: object) -> Span | None:
    asked = form(**fields, overrides=[{"original": "2026-05-14", **override}])
    found = recurrence_of(asked, span_of(asked, None, "Asia/Tbilisi", TODAY))
    return found.overrides[0].span


def test_an_end_that_is_null_is_not_known() -> None:
    found = moved({"starts_at": "2026-05-15T10:00", "ends_at": None}, **HOURS)
    assert found == timed("2026-05-15T10:00")


def test_an_occurrence_may_move_to_another_zone() -> None:
    asked = {"starts_at": "2026-05-15T10:00", "zone": "UTC", "dates_only": True}
    expected = timed("2026-05-15T10:00", "2026-05-15T11:30", zone="UTC")
    assert moved(asked, **HOURS) == replace(expected, dates_only=True)


def test_an_occurrence_may_be_known_to_the_month_alone() -> None:
    asked = {"starts_on": "2026-06-01", "ends_on": "2026-06-30", "precision": "month"}
    assert moved(asked, starts_on="2026-05-14") == whole_month(2026, 6)


@pytest.mark.parametrize(
    ("fields", "override", "problem"),
    [
        (
            {"starts_on": "2026-05-14"},
            {"starts_at": "2026-05-15T10:00"},
            "overrides.0.starts_at: does not go with the starts_on of the item",
        ),
        (
            HOURS,
            {"starts_on": "2026-05-15"},
            "overrides.0.starts_on: does not go with the starts_at of the item",
        ),
        (
            HOURS,
            {"ends_at": "2026-05-14T12:00"},
            "overrides.0.ends_at: needs starts_at",
        ),
        (HOURS, {"zone": "UTC"}, "overrides.0.zone: needs starts_at"),
        (
            {"starts_on": "2026-05-14"},
            {"ends_on": "2026-05-15"},
            "overrides.0.ends_on: needs starts_on",
        ),
        (
            {"starts_on": "2026-05-14"},
            {"starts_on": "2026-05-15", "ends_on": "2026-05-14"},
            "overrides.0: the last day lies before the first",
        ),
        (
            HOURS,
            {"starts_at": "9999-12-31T23:00"},
            "overrides.0: lies too far ahead",
        ),
        (
            {"starts_on": "2026-05-14", "ends_on": "2026-05-16"},
            {"starts_on": "9999-12-30"},
            "overrides.0: lies too far ahead",
        ),
    ],
)
def test_what_cannot_be_said_of_an_occurrence_is_named(
    fields: dict[str, object], override: dict[str, object], problem: str
) -> None:
    with pytest.raises(InvalidDraft) as caught:
        moved(override, **fields)
    assert str(caught.value) == problem


def test_whole_days_move_as_whole_days() -> None:
    asked = form(
        starts_on="2026-05-14",
        ends_on="2026-05-15",
        rrule="FREQ=YEARLY",
        overrides=[
            {"original": "2027-05-14", "starts_on": "2027-05-20"},
            {
                "original": "2028-05-14",
                "starts_on": "2028-05-20",
                "ends_on": "2028-05-20",
            },
        ],
    )
    found = recurrence_of(asked, span_of(asked, None, "UTC", TODAY))
    assert [override.span for override in found.overrides] == [
        whole_days(date(2027, 5, 20), date(2027, 5, 21)),
        whole_days(date(2028, 5, 20)),
    ]


def test_terms_keep_the_precision_in_which_they_were_written() -> None:
    asked = AgreementForm.model_validate(
        {
            "type": "MoU",
            "parties": ["IOM", "State Fund"],
            "signed_on": "2018-10-08",
            "expires": "2020-10",
            "notice_period": "P3M",
            "renewal": "by_act",
            "renews": " before@example.org ",
            "renewed_by": "after@example.org",
            "ended_on": "2020-09-30",
        }
    )
    assert agreement_of(asked) == Agreement(
        type="MoU",
        parties=("IOM", "State Fund"),
        signed_on=date(2018, 10, 8),
        expires=whole_month(2020, 10),
        notice_period=Period(3, 0),
        renewal=Renewal.BY_ACT,
        renews="before@example.org",
        renewed_by="after@example.org",
        ended_on=date(2020, 9, 30),
    )
    widened = AgreementForm(expires_on="2020-10-08", expires_precision="month")  # type: ignore[arg-type]  # pydantic reads the word
    assert agreement_of(widened).expires == whole_month(2020, 10)

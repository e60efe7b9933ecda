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
        }
    )
    assert agreement_of(asked) == Agreement(
        type="MoU",
        parties=("IOM", "State Fund"),
        signed_on=date(2018, 10, 8),
        expires=whole_month(2020, 10),
        notice_period=Period(3, 0),
        renewal=Renewal.BY_ACT,
    )
    widened = AgreementForm(expires_on="2020-10-08", expires_precision="month")  # type: ignore[arg-type]  # pydantic reads the word
    assert agreement_of(widened).expires == whole_month(2020, 10)

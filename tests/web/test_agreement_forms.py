from datetime import date

import pytest
from flask import Flask

from calendar_service.domain.register import CURRENT, RegisterFilter
from calendar_service.domain.span import DaySpan, whole_days, whole_month, whole_year
from calendar_service.domain.terms import AgreementStatus, NewTerm
from calendar_service.services.back_planning import StepNote
from calendar_service.web.agreement_forms import (
    WrongField,
    read_filter,
    read_last_day,
    read_new_term,
    read_note,
    read_revision,
)

TODAY = date(2026, 3, 10)


def test_without_anything_asked_for_what_runs_is_shown() -> None:
    assert read_filter({}) == RegisterFilter(statuses=CURRENT)


@pytest.mark.parametrize(
    ("status", "statuses"),
    [
        ("all", frozenset()),
        ("expired", frozenset({AgreementStatus.EXPIRED})),
        ("nonsense", CURRENT),
    ],
)
def test_a_status_is_read(status: str, statuses: frozenset[AgreementStatus]) -> None:
    assert read_filter({"status": status}).statuses == statuses


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("30", 30),
        (" 0 ", 0),
        ("99999", 3660),
        ("-1", None),
        ("٣", None),
        ("9" * 5000, None),
        ("x", None),
    ],
)
def test_days_are_read_whatever_is_typed(said: str, days: int | None) -> None:
    assert read_filter({"within": said}).within == days


def test_words_and_names_are_read() -> None:
    asked = read_filter({"q": " nino ", "type": "MoU", "party": "City "})
    assert (asked.words, asked.type, asked.party) == ("nino", "MoU", "City")


def test_a_renewal_is_read_with_the_revision_that_was_seen() -> None:
    fields = {"until": "2028-10", "signed": "2026-03-01", "start": "", "revision": "4"}
    assert read_new_term(fields, TODAY) == NewTerm(
        until=whole_month(2028, 10), signed_on=date(2026, 3, 1), revision=4
    )
    fields = {"months": "24", "start": "2027-01-01", "revision": "4"}
    assert read_new_term(fields, TODAY) == NewTerm(
        months=24, start=date(2027, 1, 1), revision=4
    )


@pytest.mark.parametrize(
    ("until", "read"),
    [
        ("31 October 2028", whole_days(date(2028, 10, 31))),
        ("31.10.2028", whole_days(date(2028, 10, 31))),
        ("October 2028", whole_month(2028, 10)),
        ("ოქტომბერი 2028", whole_month(2028, 10)),
        ("2028", whole_year(2028)),
    ],
)
def test_the_last_day_is_read_as_people_type_it(until: str, read: DaySpan) -> None:
    fields = {"until": until, "start": "1 January 2027", "revision": "4"}
    assert read_new_term(fields, TODAY) == NewTerm(
        until=read, start=date(2027, 1, 1), revision=4
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "until"),
        ({"until": "2028", "months": "3"}, "until"),
        ({"until": "soon"}, "until"),
        ({"until": "2028-02-30"}, "until"),
        ({"months": "0"}, "months"),
        ({"months": "1201"}, "months"),
        ({"months": "9" * 5000}, "months"),
        ({"until": "31 October"}, "until"),
        ({"until": "3-5 May 2028"}, "until"),
        ({"months": "3", "start": "January 2027"}, "start"),
        ({"months": "3", "signed": "x"}, "signed"),
    ],
)
def test_what_cannot_be_read_names_its_field(
    app: Flask, fields: dict[str, str], field: str
) -> None:
    with app.test_request_context(), pytest.raises(WrongField) as wrong:
        read_new_term(fields, TODAY)
    assert wrong.value.field == field


def test_the_last_day_is_needed(app: Flask) -> None:
    assert read_last_day({"on": "2026-05-01"}, TODAY) == date(2026, 5, 1)
    with app.test_request_context(), pytest.raises(WrongField):
        read_last_day({"on": ""}, TODAY)


def test_without_a_revision_none_fits() -> None:
    assert [read_revision({"revision": said}) for said in ("7", "", "x")] == [7, -1, -1]


@pytest.mark.parametrize(
    ("act", "done"), [("done", True), ("undo", False), ("keep", None), ("", None)]
)
def test_a_note_of_a_step_is_read(act: str, *, done: bool | None) -> None:
    fields = {"step": "review", "person": "Nino", "act": act}
    assert read_note(fields, "a") == StepNote(
        item_uid="a", step="review", person="Nino", done=done
    )
    assert read_note({}, "a") == StepNote(item_uid="a", step="")

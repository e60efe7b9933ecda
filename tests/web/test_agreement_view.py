from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from calendar_service.domain.agreement import Agreement, Period, Renewal
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Person
from calendar_service.domain.register import entry_on
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.web.agreement_view import (
    left_said,
    period_said,
    person_said,
    sheet_of,
    status_said,
    term_said,
)
from tests.builders import make_item

DAY = date(2026, 3, 10)
TERMS = Agreement(
    type="MoU",
    parties=("Office", "City"),
    reference="12/b",
    signed_on=date(2024, 3, 1),
    effective_on=date(2024, 4, 1),
    expires=whole_month(2026, 10),
    notice_period=Period(months=3),
    renewal=Renewal.BY_ACT,
    document="https://example.org/mou.pdf",
)


def item(**changes: object) -> Item:
    made = make_item(
        kind=ItemKind.AGREEMENT,
        agreement=TERMS,
        focal_point=Person("Nino", "nino@example.org"),
        deputy=Person("Gia"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the caller names the field


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "From: 1 April 2024; Notice by: 1 July 2026; Expires: October 2026",
        ),
        (
            "ka",
            (
                "დასაწყისი: 1 აპრილი, 2024; შეტყობინების ბოლო დღე: 1 ივლისი, 2026;"
                " ვადა იწურება: ოქტომბერი, 2026"
            ),
        ),
    ],
)
def test_the_words_of_a_picture_say_what_it_shows(
    app: Flask, language: str, said: str
) -> None:
    with app.test_request_context(f"/?lang={language}"):
        assert term_said(TERMS) == said


def test_other_ends_of_a_term_are_said(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert term_said(Agreement()) == "Without an end"
        ended = Agreement(expires=whole_month(2026, 1), ended_on=date(2025, 12, 1))
        assert term_said(ended) == "Ended on: 1 December 2025"


def test_days_are_counted_in_words(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        said = [left_said(left) for left in (None, -1, -3, 0, 1, 12)]
        assert said == [
            "no end",
            "1 day ago",
            "3 days ago",
            "0 days",
            "1 day",
            "12 days",
        ]
        periods = [None, Period(months=3), Period(days=30), Period(1, 2), Period()]
        assert [period_said(each) for each in periods] == [
            *("–", "3 months", "30 days", "1 month, 2 days", "0 days")
        ]


def test_what_is_settled_is_said_while_it_still_runs(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        settled = replace(TERMS, renewed_by="x")
        assert status_said(entry_on(item(agreement=settled), DAY)) == (
            "In force, renewed"
        )
        ended = replace(TERMS, ended_on=date(2026, 4, 1))
        assert status_said(entry_on(item(agreement=ended), DAY)) == "In force, ended"
        draft = item(status=ItemStatus.DRAFT)
        assert status_said(entry_on(draft, DAY)) == "Draft"


def test_a_person_is_called_by_name_where_there_is_one() -> None:
    people = [Person("Nino", "n@example.org"), Person(email="n@example.org"), None]
    assert [person_said(each) for each in people] == ["Nino", "n@example.org", "–"]


def test_the_sheet_has_a_row_for_each_entry_with_real_dates(app: Flask) -> None:
    bare = make_item(kind=ItemKind.AGREEMENT, uid="bare@example.org")
    exact = replace(TERMS, expires=whole_days(date(2026, 10, 31)))
    entries = [entry_on(i, DAY) for i in (item(), bare, item(agreement=exact))]
    with app.test_request_context("/?lang=en"):
        heading, full, empty, day = sheet_of(entries)
    assert len(heading) == len(full) == len(empty)
    assert list(full) == [
        *("Coordination meeting", "In force", 205, "MoU", "12/b", "Office; City"),
        *(date(2024, 3, 1), date(2024, 4, 1), date(2026, 7, 1), "2026-10", None),
        *("by a new act", "Nino <nino@example.org>", "Gia"),
        *("https://example.org/mou.pdf", "meeting-1@example.org"),
    ]
    assert list(empty[2:12]) == [None, "", "", "", *[None] * 5, "does not renew"]
    assert day[9] == date(2026, 10, 31)

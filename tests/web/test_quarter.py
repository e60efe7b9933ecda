"""A quarter: its name in addresses, its days, its neighbours."""

from datetime import date

import pytest

from calendar_service.domain.span import whole_days
from calendar_service.web.entries import list_entries
from calendar_service.web.quarter import Quarter, by_month, quarter_of, read_quarter
from tests.builders import TBILISI, make_item
from tests.web.seeing import numbered


def test_a_quarter_has_three_months_and_neighbours() -> None:
    first = Quarter(2027, 1)
    assert (first.first, first.last) == (date(2027, 1, 1), date(2027, 3, 31))
    assert (str(first.previous), str(first.following)) == ("2026-Q4", "2027-Q2")
    assert quarter_of(date(2027, 6, 30)) == Quarter(2027, 2)


def test_the_calendar_ends_somewhere() -> None:
    assert Quarter(1900, 1).previous is None
    assert Quarter(2200, 4).following is None


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("2027-Q1", Quarter(2027, 1)),
        ("2027-q4", Quarter(2027, 4)),
        *((text, None) for text in ("2027-Q5", "2027", "1899-Q4", "x", "", "٢٠٢٧-Q1")),
    ],
)
def test_an_address_names_it(text: str, quarter: Quarter | None) -> None:
    assert read_quarter(text) == quarter


def test_what_runs_on_from_before_stands_in_the_first_month() -> None:
    spans = [
        whole_days(date(2026, 12, 20), date(2027, 2, 3)),
        whole_days(date(2027, 1, 31), date(2027, 2, 2)),
        whole_days(date(2027, 3, 31)),
    ]
    items = [numbered(make_item(span=span), n) for n, span in enumerate(spans)]
    first, last = date(2027, 1, 1), date(2027, 3, 31)
    entries = list_entries(items, first, last, "en", TBILISI)
    months = by_month(first, last, entries)
    assert [(month.month, len(found)) for month, found in months] == [
        *((1, 2), (2, 0), (3, 1))
    ]

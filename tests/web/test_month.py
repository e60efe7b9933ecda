"""A month as a table: weeks, days, and bars that run across days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.web.entries import Entry, list_entries
from calendar_service.web.month import (
    SLOTS,
    Day,
    Month,
    make_weeks,
    read_day,
    read_month,
)
from tests.builders import TBILISI, make_item
from tests.web.seeing import numbered

MAY = Month(date(2026, 5, 1))
TODAY = date(2026, 5, 13)


def _entries(*spans: tuple[int, int]) -> list[Entry]:
    """Make entries titled A, B, C… from first and last days, counted from 1 May."""
    items = [
        numbered(
            make_item(
                span=whole_days(
                    MAY.first + timedelta(days=first - 1),
                    MAY.first + timedelta(days=last - 1),
                ),
                texts={"en": Text(chr(ord("A") + number))},
            ),
            number,
        )
        for number, (first, last) in enumerate(spans)
    ]
    return list_entries(items, MAY.grid_first, MAY.grid_last, "en", TBILISI)


def _drawn(day: Day) -> list[str]:
    """Say a cell's lines: "A5" begins and runs five days here, "a" goes on."""
    return [
        f"{slot.entry.title.text}{slot.days}"
        if slot.entry and slot.days
        else slot.entry.title.text.lower()
        if slot.entry
        else "-"
        for slot in day.slots
    ]


def test_a_month_is_shown_in_whole_weeks_from_monday() -> None:
    weeks = make_weeks(MAY, [], TODAY)
    assert [week[0].day for week in weeks] == [
        date(2026, 4, 27) + timedelta(days=7 * n) for n in range(5)
    ]
    assert all(len(week) == 7 for week in weeks)
    inside = [day.day for week in weeks for day in week if day.is_inside]
    assert (inside[0], inside[-1], len(inside)) == (MAY.first, MAY.last, 31)
    assert [d.day for week in weeks for d in week if d.is_today] == [TODAY]


def test_a_bar_runs_across_the_days_of_a_week_and_goes_on_in_the_next() -> None:
    weeks = make_weeks(MAY, _entries((8, 12)), TODAY)
    assert [_drawn(day) for day in weeks[1]] == [[], [], [], [], ["A3"], ["a"], ["a"]]
    assert [_drawn(day) for day in weeks[2]] == [["A2"], ["a"], [], [], [], [], []]
    first, second = weeks[1][4].slots[0], weeks[2][0].slots[0]
    assert (first.comes_from_before, first.goes_on) == (False, True)
    assert (second.comes_from_before, second.goes_on) == (True, False)


def test_bars_keep_their_line_and_single_days_fill_the_gaps() -> None:
    # 4 May is a Monday.
    (_, week, *_) = make_weeks(MAY, _entries((4, 5), (5, 7), (6, 6), (7, 7)), TODAY)
    assert [_drawn(day) for day in week[:5]] == [
        ["A2"],
        ["a", "B3"],
        ["C1", "b"],
        ["D1", "b"],
        [],
    ]


def test_a_day_shows_four_and_counts_the_rest() -> None:
    (_, week, *_) = make_weeks(MAY, _entries(*[(4, 4)] * 7), TODAY)
    assert _drawn(week[0]) == ["A1", "B1", "C1", "D1"]
    assert week[0].hidden == 3
    assert [entry.title.text for entry in week[0].entries] == list("ABCDEFG")


def test_a_bar_without_a_line_is_counted_on_each_of_its_days() -> None:
    (_, week, *_) = make_weeks(MAY, _entries(*[(4, 6)] * 5), TODAY)
    assert [day.hidden for day in week] == [1, 1, 1, 0, 0, 0, 0]


@given(
    st.lists(
        st.tuples(st.integers(-20, 50), st.integers(0, 40)).map(
            lambda pair: (pair[0], pair[0] + pair[1])
        ),
        max_size=12,
    )
)
def test_no_entry_is_lost_and_no_day_overfull(spans: list[tuple[int, int]]) -> None:
    entries = _entries(*spans)
    for week in make_weeks(MAY, entries, TODAY):
        for day in week:
            touching = [e for e in entries if e.first <= day.day <= e.last]
            shown = [slot.entry for slot in day.slots if slot.entry]
            assert len(day.slots) <= SLOTS
            assert len(shown) + day.hidden == len(touching)
            assert all(entry in touching for entry in shown)
            assert len({id(entry) for entry in shown}) == len(shown)


@pytest.mark.parametrize(
    ("month", "previous", "following"),
    [
        ("2026-05", "2026-04", "2026-06"),
        ("2026-12", "2026-11", "2027-01"),
        ("1900-01", "None", "1900-02"),
        ("2200-12", "2200-11", "None"),
    ],
)
def test_months_lead_to_their_neighbours_within_reach(
    month: str, previous: str, following: str
) -> None:
    read = read_month(month)
    assert read is not None
    assert (str(read), str(read.previous), str(read.following)) == (
        month,
        previous,
        following,
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026", "2026-5", "2026-13", "2026-00", "0001-01", "9999-12", "1899-12"),
        *("2201-01", "abcd-ef", "2026-05-01", "2026-05\x00", "2026-05\n", "٢٠٢٦-٠٥"),
        "2" * 5000,
    ],
)
def test_what_is_no_month_is_not_read(text: str) -> None:
    assert read_month(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-01", date(2026, 5, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        *((text, None) for text in ("2026-02-29", "0001-01-01", "9999-12-31", "abc")),
        *((text, None) for text in ("20260501", "2026-W18-5", "2026-05-01T00:00")),
    ],
)
def test_a_day_is_read_or_not(text: str, day: date | None) -> None:
    assert read_day(text) == day

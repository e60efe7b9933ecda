from datetime import date

import pytest

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.web.timeline import Bar, Mark, Scale, scale_of, strip_of

TODAY = date(2026, 3, 10)
YEAR = Scale(date(2026, 1, 1), date(2027, 1, 1))
TERM = Agreement(effective_on=date(2026, 1, 1), expires=whole_days(date(2026, 12, 31)))


def days(count: int) -> float:
    return round(count / 365 * 100, 2)


def test_the_picture_goes_from_the_first_term_to_the_last_in_whole_months() -> None:
    term = Agreement(
        effective_on=date(2025, 6, 15), expires=whole_days(date(2027, 8, 3))
    )
    assert scale_of([term], TODAY) == Scale(date(2025, 6, 1), date(2027, 9, 1))


@pytest.mark.parametrize(
    "terms",
    [
        [Agreement(effective_on=date(1990, 1, 1), expires=whole_month(2090, 1))],
        [
            Agreement(effective_on=date(2019, 1, 1)),
            Agreement(expires=whole_month(2199, 1)),
        ],
    ],
)
def test_a_very_long_term_does_not_flatten_the_rest(terms: list[Agreement]) -> None:
    assert scale_of(terms, TODAY) == Scale(date(2025, 3, 1), date(2030, 4, 1))


def test_without_any_term_the_picture_is_of_the_coming_year() -> None:
    assert scale_of([], TODAY) == Scale(date(2026, 3, 1), date(2027, 4, 1))


def test_ticks_are_few_however_long_the_picture() -> None:
    assert [day for day, _ in YEAR.ticks()] == [
        date(2026, month, 1) for month in (1, 4, 7, 10)
    ]
    long = Scale(date(2025, 3, 1), date(2030, 4, 1))
    assert [day for day, _ in long.ticks()] == [
        date(year, 1, 1) for year in range(2026, 2031)
    ]


def test_a_plain_term_is_one_bar_with_its_expiry_and_today() -> None:
    strip = strip_of(TERM, YEAR, TODAY)
    assert strip.bars == (Bar("term", 0.0, 100.0),)
    assert strip.marks == (Mark("expiry", days(364)), Mark("today", days(68)))


def test_after_the_notice_deadline_another_bar_begins() -> None:
    term = Agreement(
        effective_on=date(2026, 1, 1),
        expires=whole_days(date(2026, 12, 31)),
        notice_period=Period(months=3),
    )
    # Three months before 31 December is 30 September: the last day for notice.
    assert strip_of(term, YEAR, TODAY).bars == (
        Bar("term", 0.0, days(273)),
        Bar("notice", days(273), round(100 - days(273), 2)),
    )


def test_a_month_of_expiry_is_vague_from_its_first_day() -> None:
    term = Agreement(effective_on=date(2026, 1, 1), expires=whole_month(2026, 10))
    strip = strip_of(term, YEAR, TODAY)
    assert strip.bars == (
        Bar("term", 0.0, days(273)),
        Bar("vague", days(273), round(days(304) - days(273), 2)),
    )
    assert strip.marks[0] == Mark("expiry", days(273))


def test_an_ended_term_stops_at_its_last_day() -> None:
    term = Agreement(
        effective_on=date(2026, 1, 1),
        expires=whole_month(2026, 10),
        ended_on=date(2026, 6, 30),
    )
    strip = strip_of(term, YEAR, TODAY)
    assert strip.bars == (Bar("term", 0.0, days(181)),)
    assert strip.marks[0] == Mark("expiry", days(180))


def test_what_lies_outside_the_picture_is_cut_off_and_not_marked() -> None:
    term = Agreement(effective_on=date(2020, 1, 1))
    strip = strip_of(term, YEAR, date(2028, 1, 1))
    assert (strip.bars, strip.marks) == ((Bar("term", 0.0, 100.0),), ())
    over = Agreement(
        effective_on=date(2020, 1, 1), expires=whole_days(date(2021, 1, 1))
    )
    assert strip_of(over, YEAR, TODAY).bars == ()

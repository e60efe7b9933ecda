from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import Span, whole_days, whole_month, whole_year
from calendar_service.domain.when import (
    describe_day,
    describe_days,
    describe_span,
    describe_when,
    is_timed,
    locale_of,
)
from tests.builders import FESTIVAL_DAYS, timed
from tests.strategies import recurrences, spans

ONE = whole_days(date(2018, 12, 14))
HOURS = timed("2026-05-14T10:00", "2026-05-14T11:30")
NIGHT = timed("2026-05-14T22:00", "2026-05-15T02:00")


@pytest.mark.parametrize(
    ("span", "english", "georgian"),
    [
        (ONE, "14 December 2018", "14 დეკემბერი, 2018"),
        (
            whole_days(date(2018, 12, 14), date(2018, 12, 18)),
            "14–18 December 2018",
            "14–18 დეკემბერი, 2018",
        ),
        (
            whole_days(date(2018, 11, 30), date(2018, 12, 2)),
            "30 November – 2 December 2018",
            "30 ნოემბერი – 2 დეკემბერი, 2018",
        ),
        (
            whole_days(date(2018, 12, 30), date(2019, 1, 2)),
            "30 December 2018 – 2 January 2019",
            "30 დეკემბერი, 2018 – 2 იანვარი, 2019",
        ),
        (whole_month(2020, 10), "October 2020", "ოქტომბერი, 2020"),
        (whole_year(2020), "2020", "2020"),
        (HOURS, "14 May 2026, 10:00–11:30", "14 მაისი, 2026, 10:00–11:30"),
        (timed("2026-05-14T10:00"), "14 May 2026, 10:00", "14 მაისი, 2026, 10:00"),
        (
            NIGHT,
            "14 May 2026, 22:00 – 15 May 2026, 02:00",
            "14 მაისი, 2026, 22:00 – 15 მაისი, 2026, 02:00",
        ),
    ],
)
def test_a_span_is_said_as_it_was_written(
    span: Span, english: str, georgian: str
) -> None:
    assert describe_span(span, "en") == english
    assert describe_span(span, "ka") == georgian


def test_hours_are_left_out_where_only_dates_are_shown() -> None:
    span = timed("2026-05-14T10:00", "2026-05-16T18:00")
    dates_only = type(span)(span.start, span.end, span.zone, dates_only=True)
    assert describe_span(dates_only, "en") == "14–16 May 2026"
    assert [is_timed(each) for each in (span, dates_only, ONE)] == [True, False, False]


@pytest.mark.parametrize(
    ("days", "english", "georgian"),
    [
        (
            FESTIVAL_DAYS,
            "14, 15, 17 and 18 December 2018",
            "14, 15, 17 და 18 დეკემბერი, 2018",
        ),
        (FESTIVAL_DAYS[:1], "14 December 2018", "14 დეკემბერი, 2018"),
        (
            (date(2018, 4, 30), date(2018, 5, 1), date(2018, 5, 2)),
            "30 April, 1 and 2 May 2018",
            "30 აპრილი, 1 და 2 მაისი, 2018",
        ),
        (
            (date(2018, 4, 29), date(2018, 4, 30), date(2018, 5, 1)),
            "29, 30 April and 1 May 2018",
            "29, 30 აპრილი და 1 მაისი, 2018",
        ),
        (
            (date(2018, 12, 31), date(2019, 1, 1)),
            "31 December 2018 and 1 January 2019",
            "31 დეკემბერი, 2018 და 1 იანვარი, 2019",
        ),
    ],
)
def test_separate_days_name_each_month_and_year_once(
    days: tuple[date, ...], english: str, georgian: str
) -> None:
    assert describe_days(days, "en") == english
    assert describe_days(days[::-1], "ka") == georgian


def test_many_days_are_counted_but_never_a_last_one_alone() -> None:
    days = [date(2026, 5, 1) + timedelta(days=n) for n in range(14)]
    assert describe_days(days[:13], "en") == (
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 13 May 2026"
    )
    assert describe_days(days, "en") == (
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 May 2026 and 2 more days"
    )
    assert describe_days(days, "ka") == (
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 მაისი, 2026 და კიდევ 2 დღე"
    )


def test_what_happens_once_is_said_without_a_repetition() -> None:
    assert describe_when(ONE, Recurrence(), "en") == "14 December 2018"
    listed = Recurrence(dates=FESTIVAL_DAYS)
    assert describe_when(ONE, listed, "en") == "14, 15, 17 and 18 December 2018"
    for rule in ("FREQ=DAILY;COUNT=1", "FREQ=WEEKLY;UNTIL=20181220"):
        assert describe_when(ONE, Recurrence(rule), "en") == "14 December 2018"


THIRD_THURSDAY = whole_days(date(2026, 12, 17))
THREE_DAYS = whole_days(date(2026, 5, 3), date(2026, 5, 5))
REPEATED: list[tuple[Span, str, str, str]] = [
    (
        THIRD_THURSDAY,
        "FREQ=MONTHLY;BYDAY=3TH;UNTIL=20270630",
        "every third Thursday of the month from 17 December 2026 until 17 June 2027",
        (
            "ყოველი თვის მესამე ხუთშაბათს,"
            " 2026 წლის 17 დეკემბრიდან 2027 წლის 17 ივნისის ჩათვლით"
        ),
    ),
    (
        HOURS,
        "FREQ=WEEKLY;BYDAY=TH,FR",
        "every Thursday and Friday, 10:00–11:30, from 14 May 2026",
        "ყოველ ხუთშაბათსა და პარასკევს, 10:00–11:30, 2026 წლის 14 მაისიდან",
    ),
    (
        HOURS,
        "FREQ=WEEKLY;INTERVAL=2;COUNT=10",
        "every second week on Thursday, 10:00–11:30, 10 times from 14 May 2026",
        "ორ კვირაში ერთხელ, ხუთშაბათს, 10:00–11:30, 10-ჯერ, 2026 წლის 14 მაისიდან",
    ),
    (
        timed("2026-05-14T10:00"),
        "FREQ=DAILY;COUNT=3",
        "every day, 10:00, from 14 May until 16 May 2026",
        "ყოველდღე, 10:00, 2026 წლის 14 მაისიდან 16 მაისის ჩათვლით",
    ),
    (
        NIGHT,
        "FREQ=WEEKLY;UNTIL=20260528T235959",
        "every Thursday, 22:00–02:00, from 14 May until 28 May 2026",
        "ყოველ ხუთშაბათს, 22:00–02:00, 2026 წლის 14 მაისიდან 28 მაისის ჩათვლით",
    ),
    (
        ONE,
        "FREQ=YEARLY",
        "every year on 14 December from 2018",
        "ყოველწლიურად 14 დეკემბერს, 2018 წლიდან",
    ),
    (
        ONE,
        "FREQ=YEARLY;COUNT=5",
        "every year on 14 December, 5 times from 2018",
        "ყოველწლიურად 14 დეკემბერს, 5-ჯერ, 2018 წლიდან",
    ),
    # Several days have a first time, with its own days.
    (
        THREE_DAYS,
        "FREQ=YEARLY;UNTIL=20300503",
        "every year, first on 3–5 May 2026, until 5 May 2030",
        "ყოველწლიურად, პირველად: 3–5 მაისი, 2026, 2030 წლის 5 მაისის ჩათვლით",
    ),
    (
        THREE_DAYS,
        "FREQ=MONTHLY;BYDAY=1SU;COUNT=4",
        "every first Sunday of the month, first on 3–5 May 2026, 4 times",
        "ყოველი თვის პირველ კვირას, პირველად: 3–5 მაისი, 2026, 4-ჯერ",
    ),
    (
        whole_month(2026, 10),
        "FREQ=YEARLY",
        "every year, first in October 2026",
        "ყოველწლიურად, პირველად: ოქტომბერი, 2026",
    ),
    (
        HOURS,
        "FREQ=HOURLY;COUNT=3",
        "every hour, first on 14 May 2026, 10:00–11:30, 3 times",
        "ყოველ საათში, პირველად: 14 მაისი, 2026, 10:00–11:30, 3-ჯერ",
    ),
    # What cannot be said exactly.
    (
        ONE,
        "FREQ=MONTHLY;BYMONTHDAY=14,-1;UNTIL=20190630",
        "repeats, first on 14 December 2018",
        "მეორდება, პირველად: 14 დეკემბერი, 2018",
    ),
    (ONE, "nonsense", "repeats, first on 14 December 2018", ""),
]


@pytest.mark.parametrize(("span", "rule", "in_english", "in_georgian"), REPEATED)
def test_a_repetition_is_said_with_its_hours_and_its_ends(
    span: Span, rule: str, in_english: str, in_georgian: str
) -> None:
    assert describe_when(span, Recurrence(rule), "en") == in_english
    if in_georgian:
        assert describe_when(span, Recurrence(rule), "ka") == in_georgian


def test_hours_that_are_not_shown_are_not_said_of_a_repetition() -> None:
    span = replace(timed("2026-05-14T10:00", "2026-05-14T18:00"), dates_only=True)
    assert describe_when(span, Recurrence("FREQ=WEEKLY"), "en") == (
        "every Thursday from 14 May 2026"
    )


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", "en_GB"), ("ka", "ka"), ("", "en_GB"), ("../x", "en_GB"), ("zz", "en_GB")],
)
def test_unknown_languages_are_dated_in_english(language: str, locale: str) -> None:
    assert str(locale_of(language)) == locale


def test_a_day_is_said_in_any_pattern() -> None:
    assert describe_day(date(2026, 5, 14), "ka", "d MMMM") == "14 მაისი"
    assert describe_day(date(2026, 5, 14), "de") == "14 Mai 2026"


@given(data=st.data(), language=st.sampled_from(["en", "ka"]))
def test_every_item_can_be_said(data: st.DataObject, language: str) -> None:
    span = data.draw(spans())
    recurrence = data.draw(recurrences(span))
    assert describe_when(span, recurrence, language).isprintable()

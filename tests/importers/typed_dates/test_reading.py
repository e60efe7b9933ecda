"""What people type for a date, and what is understood on 10 March 2026."""

from datetime import date, datetime

import pytest

from calendar_service.domain.draft_when import span_problems
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import (
    DaySpan,
    Span,
    whole_days,
    whole_month,
    whole_year,
)
from calendar_service.domain.when import describe_when
from calendar_service.importers.typed_dates.reading import Typed, read_typed
from tests.builders import FESTIVAL_DAYS, TBILISI, timed

TODAY = date(2026, 3, 10)  # a Tuesday


def read(text: str) -> Typed:
    return read_typed(text, TODAY, TBILISI)


def days(first: str, last: str = "") -> DaySpan:
    return whole_days(date.fromisoformat(first), date.fromisoformat(last or first))


SINGLE: dict[str, Span] = {
    "14 May 2027": days("2027-05-14"),
    "14 May": days("2026-05-14"),
    "14th of May": days("2026-05-14"),
    "May 14": days("2026-05-14"),
    "May 14, 2027": days("2027-05-14"),
    "Thursday, 14 May": days("2026-05-14"),
    "Fri 14 May": days("2027-05-14"),  # this year's is a Thursday
    "2027-05-14": days("2027-05-14"),
    "14.05.2027": days("2027-05-14"),
    "14/5/2027": days("2027-05-14"),
    "14.5": days("2026-05-14"),
    "29 February": days("2028-02-29"),
    "14.05.27": days("2027-05-14"),
    "5/5/27": days("2027-05-05"),
    "this Friday": days("2026-03-13"),
    "this Tuesday": days("2026-03-10"),
    "next Tuesday": days("2026-03-17"),
    "next Sunday": days("2026-03-22"),
    "next Friday 10:00": timed("2026-03-20T10:00"),
    "ამ პარასკევს": days("2026-03-13"),
    "მომავალ სამშაბათს": days("2026-03-17"),
    "today": days("2026-03-10"),
    "tomorrow": days("2026-03-11"),
    "Monday": days("2026-03-16"),
    "14 დეკემბერი 2026": days("2026-12-14"),
    "14 დეკემბერს": days("2026-12-14"),
    "2026 წლის 14 დეკემბერი": days("2026-12-14"),
    "14 დეკემბერი, 2026 წელი": days("2026-12-14"),
    "ხუთშაბათი, 14 მაისი": days("2026-05-14"),
    "ხვალ": days("2026-03-11"),
    # Just passed is this year's; long passed comes again.
    "2 March": days("2026-03-02"),
    "20 February": days("2027-02-20"),
    # Months and years are as exact as they are written.
    "until October 2020": whole_month(2020, 10),
    "October 2020": whole_month(2020, 10),
    "October": whole_month(2026, 10),
    "January": whole_month(2027, 1),
    "2027": whole_year(2027),
    "ოქტომბრამდე 2020": whole_month(2020, 10),
    "2020 წლის ოქტომბრამდე": whole_month(2020, 10),
    "ოქტომბერი 2020": whole_month(2020, 10),
    # Ranges.
    "3-5 May": days("2026-05-03", "2026-05-05"),
    "3–5 May 2027": days("2027-05-03", "2027-05-05"),
    "3 to 5 May": days("2026-05-03", "2026-05-05"),
    "May 3-5, 2027": days("2027-05-03", "2027-05-05"),
    "30 April - 2 May": days("2026-04-30", "2026-05-02"),
    "28 December - 3 January": days("2026-12-28", "2027-01-03"),
    "28 December - 3 January 2019": days("2018-12-28", "2019-01-03"),
    "from 3 May until 5 June": days("2026-05-03", "2026-06-05"),
    "2027-05-03/2027-05-05": days("2027-05-03", "2027-05-05"),
    "May - July 2027": days("2027-05-01", "2027-07-31"),
    "3-5 მაისი": days("2026-05-03", "2026-05-05"),
    "3-დან 5-მდე მაისი": days("2026-05-03", "2026-05-05"),
    "3 მაისიდან 5 ივნისამდე": days("2026-05-03", "2026-06-05"),
    # Hours.
    "1 March 2027 10:00-11:30": timed("2027-03-01T10:00", "2027-03-01T11:30"),
    "1 March 2027, 10:00 – 11:30": timed("2027-03-01T10:00", "2027-03-01T11:30"),
    "10:00-11:30, 1 March 2027": timed("2027-03-01T10:00", "2027-03-01T11:30"),
    "1 March 2027 from 10:00 to 11:30": timed("2027-03-01T10:00", "2027-03-01T11:30"),
    "1 March 2027 10-11:30": timed("2027-03-01T10:00", "2027-03-01T11:30"),
    "1 March 2027 10-12": timed("2027-03-01T10:00", "2027-03-01T12:00"),
    "1 March 2027 14-16": timed("2027-03-01T14:00", "2027-03-01T16:00"),
    "1.3.2027 9-17": timed("2027-03-01T09:00", "2027-03-01T17:00"),
    "1 March 2027 noon": timed("2027-03-01T12:00"),
    "1 March 2027 at noon - 2": timed("2027-03-01T12:00", "2027-03-01T14:00"),
    "1 March 2027 10-noon": timed("2027-03-01T10:00", "2027-03-01T12:00"),
    "1 March 2027 8 pm until midnight": timed("2027-03-01T20:00", "2027-03-02T00:00"),
    "1 მარტი 2027 შუადღეს": timed("2027-03-01T12:00"),
    "1 March 2027 at 10": timed("2027-03-01T10:00"),
    "1 March 2027 10.30": timed("2027-03-01T10:30"),
    "1 March 2027 5pm": timed("2027-03-01T17:00"),
    "1 March 2027 12:15 a.m.": timed("2027-03-01T00:15"),
    "2027-03-01T10:00": timed("2027-03-01T10:00"),
    "1 March 2027 22:00-02:00": timed("2027-03-01T22:00", "2027-03-02T02:00"),
    "1 March 2027 10:00 - 3 March 2027 16:00": timed(
        "2027-03-01T10:00", "2027-03-03T16:00"
    ),
    "2027 წლის 1 მარტი, 10:00-დან 11:30-მდე": timed(
        "2027-03-01T10:00", "2027-03-01T11:30"
    ),
    "1 მარტი 2027 10 საათზე": timed("2027-03-01T10:00"),
    "1 მარტი 2027 10-12 სთ": timed("2027-03-01T10:00", "2027-03-01T12:00"),
    "next Friday 10-12": timed("2026-03-20T10:00", "2026-03-20T12:00"),
    "Monday 10-12": timed("2026-03-16T10:00", "2026-03-16T12:00"),
    "Monday, 14-16": timed("2026-03-16T14:00", "2026-03-16T16:00"),
    "next Monday - Tuesday": days("2026-03-16", "2026-03-17"),
    "next Friday to Monday": days("2026-03-20", "2026-03-23"),
    "5 ᲛᲐᲘᲡᲡ 10-ᲓᲐᲜ 12-ᲛᲓᲔ": timed("2026-05-05T10:00", "2026-05-05T12:00"),
    "ᲮᲕᲐᲚ": days("2026-03-11"),
    "once on 14 May 2027": days("2027-05-14"),
    "once on 14 May, 10:00": timed("2026-05-14T10:00"),
    "14 May once": days("2026-05-14"),
    "once on Monday": days("2026-03-16"),
    "once in May": whole_month(2026, 5),
    "once today": days("2026-03-10"),
    "ერთხელ დღეს": days("2026-03-10"),
    "ერთხელ 14 მაისს": days("2026-05-14"),
    "ერთხელ ორშაბათს": days("2026-03-16"),
    "ერთხელ კვირას": days("2026-03-15"),
}


@pytest.mark.parametrize("text", SINGLE)
def test_one_time_is_understood(text: str) -> None:
    found = read(text)
    assert (found.span, found.recurrence) == (SINGLE[text], Recurrence())


LISTS = {
    "14, 15, 17, 18 December 2018": FESTIVAL_DAYS,
    "14, 15, 17 and 18 December 2018": FESTIVAL_DAYS,
    "14-15, 17-18 Dec. 2018": FESTIVAL_DAYS,
    "18, 14, 15, 17, 14 December 2018": FESTIVAL_DAYS,
    "14, 15, 17, 18 დეკემბერი 2018": FESTIVAL_DAYS,
    "14, 15, 17 და 18 დეკემბერს, 2018": FESTIVAL_DAYS,
    "30 April, 1 and 2 May": (
        date(2026, 4, 30),
        date(2026, 5, 1),
        date(2026, 5, 2),
    ),
    "May 3, 5 and 7": (date(2026, 5, 3), date(2026, 5, 5), date(2026, 5, 7)),
    "30 December, 2 January": (date(2026, 12, 30), date(2027, 1, 2)),
    "30 December, 2 January 2027": (date(2026, 12, 30), date(2027, 1, 2)),
    "next Monday and Tuesday": (date(2026, 3, 16), date(2026, 3, 17)),
    "next Monday, Tuesday and Friday": (
        date(2026, 3, 16),
        date(2026, 3, 17),
        date(2026, 3, 20),
    ),
    "this Wednesday and Tuesday": (date(2026, 3, 10), date(2026, 3, 11)),
    "მომავალ ორშაბათს და სამშაბათს": (date(2026, 3, 16), date(2026, 3, 17)),
    "3.5.2027, 5.5.2027": (date(2027, 5, 3), date(2027, 5, 5)),
}


@pytest.mark.parametrize("text", LISTS)
def test_separate_days_are_one_list(text: str) -> None:
    found = read(text)
    assert found.recurrence == Recurrence(dates=LISTS[text])
    assert found.span == whole_days(LISTS[text][0])


def test_the_same_day_twice_is_one_day() -> None:
    assert read("14, 14 May").recurrence == Recurrence()


def test_hours_behind_a_list_hold_for_all_days() -> None:
    found = read("14, 15 and 17 December 18:00-20:00")
    assert found.span == timed("2026-12-14T18:00", "2026-12-14T20:00")
    assert found.recurrence.rdates == (
        datetime(2026, 12, 15, 18),  # noqa: DTZ001 - wall time
        datetime(2026, 12, 17, 18),  # noqa: DTZ001 - wall time
    )


def test_days_may_begin_at_hours_of_their_own() -> None:
    found = read("14 May 10:00, 15 May 12:00")
    assert found.span == timed("2026-05-14T10:00")
    assert found.recurrence.rdates == (datetime(2026, 5, 15, 12),)  # noqa: DTZ001 - wall time


def test_hours_behind_a_range_are_those_of_each_day() -> None:
    found = read("3-5 May 10:00-17:00")
    assert found.span == timed("2026-05-03T10:00", "2026-05-03T17:00")
    assert found.recurrence == Recurrence("FREQ=DAILY;COUNT=3")


@pytest.mark.parametrize("text", ["14 May 2027", "14.05.2027", "May 2027"])
def test_a_year_that_is_written_is_known_as_such(text: str) -> None:
    assert read(text).has_year


def test_an_inferred_year_is_known_as_such() -> None:
    assert not read("14 May").has_year


@pytest.mark.parametrize("language", ["en", "ka"])
@pytest.mark.parametrize("text", [*SINGLE, *LISTS])
def test_our_own_words_for_it_are_read_back_as_the_same(
    text: str, language: str
) -> None:
    found = read(text)
    said = describe_when(found.span, found.recurrence, language)
    again = read(said)
    assert (again.span, again.recurrence) == (found.span, found.recurrence)
    assert list(span_problems(found.span)) == []

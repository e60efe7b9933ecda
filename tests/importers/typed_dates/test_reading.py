"""What people type for a date, and what is understood on 10 March 2026."""

from datetime import date, datetime

import pytest

from calendar_service.domain.draft_when import recurrence_problems, span_problems
from calendar_service.domain.recurrence import Recurrence, expand
from calendar_service.domain.span import (
    DaySpan,
    Span,
    TimedSpan,
    whole_days,
    whole_month,
    whole_year,
)
from calendar_service.domain.when import describe_when
from calendar_service.importers.typed_dates.reading import Typed, read_typed
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
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


REPEATS: dict[str, tuple[str, str]] = {
    "every third Thursday until June": (
        "2026-03-19",
        "FREQ=MONTHLY;BYDAY=3TH;UNTIL=20260630",
    ),
    "ყოველ მესამე ხუთშაბათს ივნისამდე": (
        "2026-03-19",
        "FREQ=MONTHLY;BYDAY=3TH;UNTIL=20260630",
    ),
    "every last Friday of the month at 15:00": (
        "2026-03-27T15:00",
        "FREQ=MONTHLY;BYDAY=-1FR",
    ),
    "every Monday and Wednesday 18:00": (
        "2026-03-11T18:00",
        "FREQ=WEEKLY;BYDAY=MO,WE",
    ),
    "ყოველ ორშაბათს და ოთხშაბათს 18:00": (
        "2026-03-11T18:00",
        "FREQ=WEEKLY;BYDAY=MO,WE",
    ),
    "Thursdays 18:00": ("2026-03-12T18:00", "FREQ=WEEKLY;BYDAY=TH"),
    "ხუთშაბათობით 18:00 1 აპრილიდან 30 ივნისამდე": (
        "2026-04-02T18:00",
        "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260630",
    ),
    "every other Tuesday from 1 April": (
        "2026-04-07",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    ),
    "from 1 April every 2 weeks": ("2026-04-01", "FREQ=WEEKLY;INTERVAL=2"),
    "every weekday 9:00 until 1 April": (
        "2026-03-10T09:00",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260401",
    ),
    "ყოველ სამუშაო დღეს 9:00": (
        "2026-03-10T09:00",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    ),
    "daily at 9, 5 times": ("2026-03-10T09:00", "FREQ=DAILY;COUNT=5"),
    "ყოველდღე 5 ჯერ": ("2026-03-10", "FREQ=DAILY;COUNT=5"),
    "ყოველ დღეს": ("2026-03-10", "FREQ=DAILY"),
    "weekly on Mondays": ("2026-03-16", "FREQ=WEEKLY;BYDAY=MO"),
    "every second day until March": (
        "2026-03-10",
        "FREQ=DAILY;INTERVAL=2;UNTIL=20260331",
    ),
    "every 2nd day": ("2026-03-10", "FREQ=DAILY;INTERVAL=2"),
    "every third day at 9": ("2026-03-10T09:00", "FREQ=DAILY;INTERVAL=3"),
    "every other day": ("2026-03-10", "FREQ=DAILY;INTERVAL=2"),
    "ყოველ მეორე დღეს მარტამდე": (
        "2026-03-10",
        "FREQ=DAILY;INTERVAL=2;UNTIL=20260331",
    ),
    "ყოველ მე-3 დღეს": ("2026-03-10", "FREQ=DAILY;INTERVAL=3"),
    "every second week on Friday": (
        "2026-03-13",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    ),
    "every second month on the 15th": (
        "2026-03-15",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15",
    ),
    "every third year": ("2026-03-10", "FREQ=YEARLY;INTERVAL=3"),
    "ყოველ მეორე თვეს": ("2026-03-10", "FREQ=MONTHLY;INTERVAL=2"),
    "every two weeks": ("2026-03-10", "FREQ=WEEKLY;INTERVAL=2"),
    "every 2 weeks": ("2026-03-10", "FREQ=WEEKLY;INTERVAL=2"),
    "once every two months": ("2026-03-10", "FREQ=MONTHLY;INTERVAL=2"),
    "every two months on the first Monday": (
        "2026-04-06",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO",
    ),
    "once a week": ("2026-03-10", "FREQ=WEEKLY"),
    "once a week on Monday": ("2026-03-16", "FREQ=WEEKLY;BYDAY=MO"),
    "once in two weeks": ("2026-03-10", "FREQ=WEEKLY;INTERVAL=2"),
    "once every Monday": ("2026-03-16", "FREQ=WEEKLY;BYDAY=MO"),
    "once a year on 14 May": ("2026-05-14", "FREQ=YEARLY"),
    "კვირაში ერთხელ": ("2026-03-10", "FREQ=WEEKLY"),
    "კვირაში ერთხელ ორშაბათს": ("2026-03-16", "FREQ=WEEKLY;BYDAY=MO"),
    "ორ კვირას ერთხელ": ("2026-03-10", "FREQ=WEEKLY;INTERVAL=2"),
    "ყოველ ორ კვირაში": ("2026-03-10", "FREQ=WEEKLY;INTERVAL=2"),
    "ყოველ 2 კვირას": ("2026-03-10", "FREQ=WEEKLY;INTERVAL=2"),
    "ორ კვირაში ერთხელ": ("2026-03-10", "FREQ=WEEKLY;INTERVAL=2"),
    "სამ თვეში ერთხელ, 1 აპრილიდან": ("2026-04-01", "FREQ=MONTHLY;INTERVAL=3"),
    "every second day of the month": ("2026-04-02", "FREQ=MONTHLY;BYMONTHDAY=2"),
    "the second day of every month": ("2026-04-02", "FREQ=MONTHLY;BYMONTHDAY=2"),
    "every 2nd of the month": ("2026-04-02", "FREQ=MONTHLY;BYMONTHDAY=2"),
    "every 2nd": ("2026-04-02", "FREQ=MONTHLY;BYMONTHDAY=2"),
    "every month on the second day": ("2026-04-02", "FREQ=MONTHLY;BYMONTHDAY=2"),
    "every last day of the month": ("2026-03-31", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    "every second day of May": (
        "2026-05-02",
        "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=2",
    ),
    "ყოველი თვის მეორე დღეს": ("2026-04-02", "FREQ=MONTHLY;BYMONTHDAY=2"),
    "ყოველი თვის 15 რიცხვში": ("2026-03-15", "FREQ=MONTHLY;BYMONTHDAY=15"),
    "ყოველი თვის მესამე ხუთშაბათს": ("2026-03-19", "FREQ=MONTHLY;BYDAY=3TH"),
    "every month 3 times": ("2026-03-10", "FREQ=MONTHLY;COUNT=3"),
    "every second Monday": ("2026-04-13", "FREQ=MONTHLY;BYDAY=2MO"),
    "every 15th": ("2026-03-15", "FREQ=MONTHLY;BYMONTHDAY=15"),
    "monthly on the first and third Monday": (
        "2026-03-16",
        "FREQ=MONTHLY;BYDAY=1MO,3MO",
    ),
    "every first Monday of September": (
        "2026-09-07",
        "FREQ=YEARLY;BYMONTH=9;BYDAY=1MO",
    ),
    "every year on 14 February": ("2027-02-14", "FREQ=YEARLY"),
    "every 14 February": ("2027-02-14", "FREQ=YEARLY"),
    "ყოველწლიურად 14 თებერვალს": ("2027-02-14", "FREQ=YEARLY"),
}


@pytest.mark.parametrize("text", REPEATS)
def test_a_repetition_begins_on_the_first_day_that_fits(text: str) -> None:
    found = read(text)
    start, rule = REPEATS[text]
    assert (found.span.start.isoformat()[:16], found.recurrence.rule) == (start, rule)
    assert list(recurrence_problems(found.span, found.recurrence)) == []


def test_a_repetition_leaves_out_what_is_excepted() -> None:
    found = read("every Monday 18:00-19:00 until June except 6 April, 13 April")
    assert found.recurrence.exdates == (
        datetime(2026, 4, 6, 18),  # noqa: DTZ001 - wall time
        datetime(2026, 4, 13, 18),  # noqa: DTZ001 - wall time
    )
    assert isinstance(found.span, TimedSpan)


@pytest.mark.parametrize("text", REPEATS)
def test_our_own_words_for_a_repetition_are_read_back_as_the_same(text: str) -> None:
    found = read(text)
    said = describe_when(found.span, found.recurrence, "en")
    if " on the first Monday of " in said:
        return  # a weekday of a month of the year is read in another order
    again = read(said)
    last = date(2035, 12, 31)
    assert again.span == found.span
    assert expand(again.span, again.recurrence, TODAY, last) == expand(
        found.span, found.recurrence, TODAY, last
    )


REFUSED = {
    "": (Reason.EMPTY, ""),
    "hello": (Reason.UNKNOWN_WORD, "hello"),
    "5 Mai": (Reason.UNKNOWN_WORD, "Mai"),
    "14 May €5": (Reason.UNKNOWN_WORD, "€"),
    "5": (Reason.NO_DATE, "5"),
    "10:00-11:30": (Reason.NO_DATE, "10:00"),
    "31 February": (Reason.NO_SUCH_DAY, "31 February"),
    "31.02.2027": (Reason.NO_SUCH_DAY, "31.02.2027"),
    "31.2": (Reason.NO_SUCH_DAY, "31.2"),
    "40 May": (Reason.NO_SUCH_DAY, "40"),
    "14 May 25:00": (Reason.NO_SUCH_TIME, "25:00"),
    "14 May 14pm": (Reason.NO_SUCH_TIME, "14pm"),
    "14 May at 77": (Reason.NO_SUCH_TIME, "77"),
    "Friday 14 May 2026": (Reason.OTHER_WEEKDAY, "Friday 14 May 2026"),
    "5 May 2027 - 3 May 2027": (Reason.BACKWARDS, "2027-05-03"),
    "every Monday until 1 January 2020": (Reason.BACKWARDS, "2020-01-01"),
    "14 May 2026 15": (Reason.LEFT_OVER, "15"),
    "every Monday, ,": (Reason.LEFT_OVER, ","),
    "every": (Reason.NO_UNIT, ""),
    "once": (Reason.NO_DATE, "once"),
    "once on the 5th": (Reason.NO_DATE, "5th"),
    "Fri 5 June 2026 to Sunday 8 June 2026": (
        Reason.OTHER_WEEKDAY,
        "Sunday 8 June 2026",
    ),
    "next week": (Reason.NO_DAY_OF_IT, "next week"),
    "This month": (Reason.NO_DAY_OF_IT, "This month"),
    "next": (Reason.NO_DAY_OF_IT, "next"),
    "ᲛᲝᲛᲐᲕᲐᲚ ᲙᲕᲘᲠᲐᲡ": (Reason.NO_DAY_OF_IT, "მომავალ კვირას"),
    "მომავალ კვირას": (Reason.NO_DAY_OF_IT, "მომავალ კვირას"),
    "5 May 3-5": (Reason.WHICH_HALF, "3-5"),
    "Monday 3-5": (Reason.WHICH_HALF, "3-5"),
    "5 May 8-10": (Reason.WHICH_HALF, "8-10"),
    "5 May 11-1": (Reason.WHICH_HALF, "11-1"),
    "every Monday 6-8 until June": (Reason.WHICH_HALF, "6-8"),
    "5 May 10-32": (Reason.LEFT_OVER, "10 - 32"),
    "5 May midnight": (Reason.WHICH_MIDNIGHT, "midnight"),
    "every first week": (Reason.LEFT_OVER, "week"),
    "every first and second week": (Reason.LEFT_OVER, "week"),
    "every first Monday of the year": (Reason.LEFT_OVER, "year"),
    "every tomorrow": (Reason.NO_UNIT, ""),
    "14 May 10:00-11:00, 15 May 12:00-15:00": (Reason.MIXED_HOURS, ""),
    "14 May 10:00 - 16 May": (Reason.MIXED_HOURS, ""),
    "May and June 2027": (Reason.NO_DATE, "2027-05"),
    "1 " * 600: (Reason.TOO_LONG, ""),
    "every sixth Monday": (Reason.NEVER, ""),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_understood_says_what_stopped_it(text: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(text)
    assert (refused.value.reason, refused.value.what) == REFUSED[text]


def test_a_refusal_says_what_would_be_right_and_what_may_have_been_meant() -> None:
    with pytest.raises(NotUnderstood) as refused:
        read("5 Agust")
    assert str(refused.value) == (
        "“Agust” is no word of dates that is known (did you mean August?);"
        " write it like 14 May 2027, 3-5 May, or every third Thursday until June"
    )


@pytest.mark.parametrize(
    "word", ["noon-ish", "for", "end", "match", "thru", "everyday", "festival", "Mai"]
)
def test_no_guess_is_better_than_a_wild_one(word: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(f"{word} 5 May")
    assert (refused.value.near, "mean" in str(refused.value)) == ("", False)


@pytest.mark.parametrize(
    ("word", "near"),
    [
        *(("Febuary", "February"), ("wensday", "Wednesday"), ("Septmber", "September")),
        *(("სექტემერი", "სექტემბერი"), ("ხუთშბათი", "ხუთშაბათი")),
    ],
)
def test_a_mistyped_month_or_weekday_is_guessed(word: str, near: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(f"5 {word} 2027")
    assert refused.value.near == near


def test_another_weekday_is_named() -> None:
    with pytest.raises(NotUnderstood, match="14 May 2026” falls on a Thursday;"):
        read("Friday 14 May 2026")


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

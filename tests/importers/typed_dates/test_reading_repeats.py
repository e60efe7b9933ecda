"""Repetitions as people write them, and back."""

from datetime import date, datetime

import pytest

from calendar_service.domain.draft_when import recurrence_problems
from calendar_service.domain.recurrence import expand
from calendar_service.domain.span import (
    TimedSpan,
)
from calendar_service.domain.when import describe_when
from tests.importers.typed_dates.test_reading import TODAY, read

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

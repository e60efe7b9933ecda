from datetime import date, time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.hours import read_hours
from calendar_service.importers.typed_dates.reading import read_typed
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
from calendar_service.importers.typed_dates.tokens import tokenise
from tests.builders import TBILISI, timed

TODAY = date(2026, 3, 10)


def read(text: str) -> tuple[time, time | None] | None:
    return read_hours(Cursor(tokenise(text)))


def test_a_number_is_an_hour_only_where_something_says_so() -> None:
    for text in ("at 10", "10 h", "10-11:00", "10-11 h"):
        assert read(text) is not None, text
    assert read("10") is None
    assert read("10-11") is None


HALVES = {
    "3-5 pm": "15:00-17:00",
    "3-5pm": "15:00-17:00",
    "3–5 p.m.": "15:00-17:00",
    "3 to 5 PM": "15:00-17:00",
    "from 3 to 5 pm": "15:00-17:00",
    "at 3-5 pm": "15:00-17:00",
    "at 3 until 5 pm": "15:00-17:00",
    "3:00-5:00 pm": "15:00-17:00",
    "03:00-05:00 pm": "15:00-17:00",
    "3.30-5.15 pm": "15:30-17:15",
    "3pm-5pm": "15:00-17:00",
    "3 am-5 pm": "03:00-17:00",
    "10-12 pm": "10:00-12:00",
    "10-12:30 pm": "10:00-12:30",
    "12-1 pm": "12:00-13:00",
    "11-1 pm": "11:00-13:00",
    "11:30-1 pm": "11:30-13:00",
    "9-5 pm": "09:00-17:00",
    "5-5 pm": "05:00-17:00",
    "9-11 am": "09:00-11:00",
    "10-2 am": "22:00-02:00",
    "15-12 am": "15:00-00:00",
    "9 pm-12": "21:00-00:00",
    "8-midnight": "20:00-00:00",
    # An hour of twenty-four has its half already.
    "07:00-8 pm": "07:00-20:00",
    "08:00-9 pm": "08:00-21:00",
    "at 07-8 pm": "07:00-20:00",
    "7:00-8 pm": "19:00-20:00",
    "6 pm-07:00": "18:00-07:00",
    "03:00-5:00 pm": "03:00-17:00",
    "at 03-05": "03:00-05:00",
    "at 22-2": "22:00-02:00",
    "at 10-12": "10:00-12:00",
    "12-2 am": "00:00-02:00",
    "3 pm-5": "15:00-17:00",
    "3 pm-5:30": "15:00-17:30",
    "11 am-1": "11:00-13:00",
    "10 pm-2": "22:00-02:00",
    # What can be no hour of twelve is one of twenty-four.
    "15-5 pm": "15:00-17:00",
    "15:00-5 pm": "15:00-17:00",
    "0:30-5 am": "00:30-05:00",
    "3 pm-17:00": "15:00-17:00",
    "10-11:30": "10:00-11:30",
    "3-5 h": "03:00-05:00",
    "3 h-5 h": "03:00-05:00",
    "3-17 o'clock": "03:00-17:00",
}


def said(hours: tuple[time, time | None] | None) -> str:
    assert hours is not None
    assert hours[1] is not None
    return f"{hours[0]:%H:%M}-{hours[1]:%H:%M}"


@pytest.mark.parametrize("text", HALVES)
def test_am_or_pm_of_one_hour_tells_the_other(text: str) -> None:
    assert said(read(text)) == HALVES[text]


@pytest.mark.parametrize(
    "text",
    [
        *("5 May 3-5 pm", "5 May 3-5pm", "5 May, 3 – 5 pm", "May 5 3-5 pm"),
        *("3-5 pm 5 May", "3-5 pm, 5 May", "Tuesday 5 May 3-5 p.m.", "5.5. 3-5 pm"),
        *("5 May from 3 to 5 pm", "5 May at 3-5 pm", "2026-05-05 3-5 PM"),
    ],
)
def test_hours_hold_wherever_the_day_stands(text: str) -> None:
    found = read_typed(text, TODAY, TBILISI)
    assert found.span == timed("2026-05-05T15:00", "2026-05-05T17:00")


@pytest.mark.parametrize(
    "said",
    [
        *("3-5", "8-10", "11-1", "3-5 o'clock", "3-5:30", "three", "3", "8"),
        *("3 o'clock", "9-12 am", "10-12 am", "09:00-12 am", "11-12:30 am"),
    ],
)
def test_hours_of_either_half_are_refused(said: str) -> None:
    for text in (f"5 May at {said}", f"at {said} 5 May", f"every Monday at {said}"):
        with pytest.raises(NotUnderstood) as refused:
            read_typed(text, TODAY, TBILISI)
        assert refused.value.reason is Reason.WHICH_HALF, text


@pytest.mark.parametrize(
    "text", ["5 მაისს სამ საათზე", "5 მაისს 3 სთ", "5 May 9-12 am"]
)
def test_a_number_alone_does_not_say_its_half(text: str) -> None:
    with pytest.raises(NotUnderstood, match="may be before noon or after"):
        read_typed(text, TODAY, TBILISI)


def test_a_night_ends_in_the_morning() -> None:
    found = read_typed("5 May 6 pm - 07:00", TODAY, TBILISI)
    assert found.span == timed("2026-05-05T18:00", "2026-05-06T07:00")


@pytest.mark.parametrize("text", ["5 May 3.10-5.10 pm", "5 May 3 pm - 77"])
def test_what_can_be_no_hours_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_typed(text, TODAY, TBILISI)


HOURS = st.integers(1, 12)
MINUTES = st.sampled_from(["", ":00", ":15", ":45"])


def clock(hour: int, minute: str, half: str) -> time:
    found = read(f"{hour}{minute} {half}")
    assert found is not None
    return found[0]


def minutes(start: time, end: time) -> int:
    """Return the length of hours, a whole day where both are the same."""
    length = (end.hour - start.hour) * 60 + end.minute - start.minute
    return (length - 1) % (24 * 60) + 1


@given(HOURS, MINUTES, HOURS, MINUTES, st.sampled_from(["am", "pm"]))
def test_half_a_day_at_most_lies_between_hours_of_one_half(
    first: int, minute: str, last: int, other: str, half: str
) -> None:
    assume((last, half) != (12, "am") or first == 12)  # "9-12 am" is not clear
    found = read(f"{first}{minute}-{last}{other} {half}")
    assert found is not None
    start, end = found
    assert end == clock(last, other, half)
    assert start in {clock(first, minute, each) for each in ("am", "pm")}
    assert minutes(start, end) <= 12 * 60
    if clock(first, minute, half) < end:
        assert start == clock(first, minute, half)

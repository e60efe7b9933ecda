"""What cannot be read, and what is said of it."""

import pytest

from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
from tests.importers.typed_dates.test_reading import read

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

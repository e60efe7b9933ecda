from datetime import date

import pytest

from calendar_service.domain.repetition import (
    LAST,
    WORKDAY,
    Repetition,
    Unit,
    read_repetition,
)

START = date(2026, 12, 17)  # a Thursday


def read(rule: str, *, is_plain: bool = False) -> Repetition | None:
    return read_repetition(rule, START, is_plain=is_plain)


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("FREQ=DAILY;INTERVAL=2;COUNT=5", Repetition(Unit.DAY, 2, count=5)),
        ("FREQ=DAILY;BYDAY=MO,TH", Repetition(Unit.WEEK, 1, ((0, 0), (0, 3)))),
        ("FREQ=WEEKLY", Repetition(Unit.WEEK, 1, ((0, 3),))),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,TU",
            Repetition(Unit.WEEK, 2, ((0, 1), (0, 3))),
        ),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", Repetition(Unit.WEEK, 2, ((0, 3),))),
        ("FREQ=MONTHLY", Repetition(Unit.MONTH, 1, days=(17,))),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", Repetition(Unit.MONTH, 1, days=(LAST,))),
        (
            "FREQ=MONTHLY;BYDAY=3TH,1MO",
            Repetition(Unit.MONTH, 1, ((1, 0), (3, 3))),
        ),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=3", Repetition(Unit.MONTH, 1, ((3, 3),))),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            Repetition(Unit.MONTH, 1, ((LAST, WORKDAY),)),
        ),
        ("FREQ=MONTHLY;BYDAY=TH", Repetition(Unit.WEEK, 1, ((0, 3),))),
        ("FREQ=YEARLY", Repetition(Unit.YEAR, 1, days=(17,), month=12)),
        ("FREQ=YEARLY;BYMONTH=12", Repetition(Unit.YEAR, 1, days=(17,), month=12)),
        (
            "FREQ=YEARLY;BYMONTH=12;BYDAY=3TH",
            Repetition(Unit.YEAR, 1, ((3, 3),), month=12),
        ),
        ("FREQ=HOURLY;COUNT=3", Repetition(Unit.HOUR, count=3)),
    ],
)
def test_a_rule_is_taken_apart(rule: str, found: Repetition) -> None:
    assert read(rule) == found


def test_a_long_span_says_its_own_day_of_the_year() -> None:
    assert read("FREQ=YEARLY", is_plain=True) == Repetition(Unit.YEAR)
    third = Repetition(Unit.MONTH, 1, ((3, 3),))
    assert read("FREQ=MONTHLY;BYDAY=3TH", is_plain=True) == third


@pytest.mark.parametrize(
    "rule",
    [
        "nonsense",
        "FREQ=DAILY;INTERVAL=2;BYDAY=TH",
        "FREQ=DAILY;BYMONTH=12",
        "FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=1",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU",
        "FREQ=WEEKLY;BYHOUR=9,12",
        "FREQ=MONTHLY;BYMONTHDAY=17,-1",
        "FREQ=MONTHLY;BYMONTHDAY=-15",
        "FREQ=MONTHLY;BYDAY=-2TH",
        "FREQ=MONTHLY;BYDAY=TH,3MO",
        "FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=5",
        "FREQ=MONTHLY;BYDAY=3TH;BYSETPOS=1",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TH",
        "FREQ=MONTHLY;BYMONTH=12",
        "FREQ=YEARLY;BYMONTH=6,12",
        "FREQ=YEARLY;BYMONTH=12;BYDAY=TH",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-15",
        "FREQ=YEARLY;BYDAY=TH",
        "FREQ=YEARLY;BYMONTHDAY=17",
        "FREQ=YEARLY;BYWEEKNO=51;BYDAY=TH",
    ],
)
def test_what_words_would_not_say_exactly_is_left(rule: str) -> None:
    assert read(rule) is None

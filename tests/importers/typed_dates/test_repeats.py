from datetime import date, time

import pytest

from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.refusals import NotUnderstood
from calendar_service.importers.typed_dates.repeats import Repeat, read_repeat
from calendar_service.importers.typed_dates.tokens import tokenise

TODAY = date(2026, 3, 10)


def read(text: str) -> Repeat:
    return read_repeat(Cursor(tokenise(text)), TODAY)


def test_limits_may_stand_in_any_order() -> None:
    for text in (
        "every Monday 18:00 from 1 April until 30 June",
        "from 1 April 18:00 every Monday until 30 June",
        "every Monday until 30 June from 1 April at 18",
    ):
        found = read(text)
        assert found.rule() == "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260630", text
        assert found.first(TODAY) == date(2026, 4, 6)
        assert found.hours == (time(18), None)


def test_an_end_takes_the_year_that_follows_the_start() -> None:
    found = read("every Monday from 1 December until February")
    assert found.rule().endswith("UNTIL=20270228")


def test_a_range_of_exceptions_is_every_day_of_it() -> None:
    assert read("daily except 1-3 April").excluded == [
        date(2026, 4, 1),
        date(2026, 4, 2),
        date(2026, 4, 3),
    ]


def test_a_day_that_never_comes_is_refused() -> None:
    repeat = read("every sixth Monday of May")
    with pytest.raises(NotUnderstood, match="no such day comes"):
        repeat.first(TODAY)

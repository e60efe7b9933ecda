from datetime import date, datetime, time

import pytest

from calendar_service.importers.typed_dates.moments import read_moments, write_moments
from calendar_service.importers.typed_dates.refusals import NotUnderstood

TODAY = date(2026, 3, 10)
LATE = datetime(2026, 5, 15, 18, 30)  # noqa: DTZ001 - wall time


def test_days_are_read_each_once_and_in_order() -> None:
    assert read_moments("17, 14-15 and 14 May", TODAY) == [
        date(2026, 5, 14),
        date(2026, 5, 15),
        date(2026, 5, 17),
    ]
    assert read_moments("  ", TODAY) == []


def test_a_day_without_an_hour_takes_the_one_that_goes_without_saying() -> None:
    assert read_moments("14 May, 15 May 18:30", TODAY, time(10)) == [
        datetime(2026, 5, 14, 10),  # noqa: DTZ001 - wall time
        LATE,
    ]


@pytest.mark.parametrize("text", ["14 May every", "every", "17 May 2027 - 14 May 2027"])
def test_what_is_no_list_of_days_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_moments(text, TODAY)


def test_what_is_written_is_read_back() -> None:
    moments = [datetime(2026, 5, 14, 10), LATE]  # noqa: DTZ001 - wall time
    said = write_moments(moments, time(10))
    assert said == "2026-05-14, 2026-05-15 18:30"
    assert read_moments(said, TODAY, time(10)) == moments

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.span import whole_days, whole_month, whole_year
from calendar_service.importers.plain_values import (
    read_day,
    read_moment,
    read_part_day,
    read_period,
    read_person,
    read_wall_time,
    write_moment,
    write_part_day,
    write_period,
    write_person,
)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("2027-02-31", "'2027-02-31' is a day that does not exist"),
        ("1 May", "'1 May' is no day; write it like 2027-03-01"),
        ("20270301", "'20270301' is no day; write it like 2027-03-01"),
        (5, "5 is no day; write it like 2027-03-01"),
        (None, "null is no day; write it like 2027-03-01"),
        (True, "true is no day; write it like 2027-03-01"),
        ([["x"]], "a list is no day; write it like 2027-03-01"),
        ({}, "an object is no day; write it like 2027-03-01"),
        (10**60, "a number as long as that is no day; write it like 2027-03-01"),
        ("x" * 60, f"'{'x' * 50}…' is no day; write it like 2027-03-01"),
        ("٢٠٢٧-٠٣-٠١", "'٢٠٢٧-٠٣-٠١' is no day; write it like 2027-03-01"),
        ("9999-12-31", "'9999-12-31' lies too far ahead"),
    ],
)
def test_what_is_no_day_is_said_to_be_none(value: object, message: str) -> None:
    with pytest.raises(ValueError, match=r"day|far") as caught:
        read_day(value)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            "2027-03-01T10:00Z",
            (
                "'2027-03-01T10:00Z' has an offset; write local time like"
                " 2027-03-01T10:00 and name the zone beside it"
            ),
        ),
        ("2027-03-01T25:00", "'2027-03-01T25:00' is a time that does not exist"),
        ("10:00", "'10:00' is no time; write it like 2027-03-01T10:00"),
    ],
)
def test_what_is_no_time_is_said_to_be_none(value: str, message: str) -> None:
    with pytest.raises(ValueError, match="time") as caught:
        read_wall_time(value)
    assert str(caught.value) == message


def test_the_letter_t_tells_a_time_from_a_day() -> None:
    assert read_moment("2027-03-01") == date(2027, 3, 1)
    assert read_moment("2027-03-01T10:00") == datetime.fromisoformat("2027-03-01T10:00")


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("2020-10-08", whole_days(date(2020, 10, 8))),
        ("2020-10", whole_month(2020, 10)),
        ("2020-12", whole_month(2020, 12)),
        ("2020", whole_year(2020)),
    ],
)
def test_a_day_is_as_exact_as_it_was_written(said: str, span: object) -> None:
    assert read_part_day(said) == span
    assert write_part_day(read_part_day(said)) == said


@pytest.mark.parametrize(
    "said", ["2020-13", "0000", "9999", "9999-12", "20", "", "٢٠٢٧"]
)
def test_a_part_of_a_date_that_cannot_be_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="is no day"):
        read_part_day(said)


@pytest.mark.parametrize(
    ("said", "period"),
    [("P3M", (3, 0)), ("P1Y", (12, 0)), ("P2W", (0, 14)), ("P1M10D", (1, 10))],
)
def test_periods_are_months_and_days(said: str, period: tuple[int, int]) -> None:
    assert read_period(said) == period


@pytest.mark.parametrize("said", ["P", "3M", "P3H", "PT3H", 3, None])
def test_what_is_no_period_is_refused(said: object) -> None:
    with pytest.raises(ValueError, match="is no period; write it like P3M or P30D"):
        read_period(said)


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("Nino Beridze <nino@example.org>", ("Nino Beridze", "nino@example.org")),
        (" <nino@example.org> ", ("", "nino@example.org")),
        (" nino@example.org ", ("", "nino@example.org")),
        (" ნინო ", ("ნინო", "")),
        ("Nino <the editor", ("Nino <the editor", "")),
        ("", ("", "")),
    ],
)
def test_people_are_read_as_people_write_them(text: str, both: tuple[str, str]) -> None:
    assert read_person(text) == both


@given(
    st.text(st.sampled_from("a <>@.ნ"), max_size=6),
    st.text(st.sampled_from("a@.<> "), max_size=6),
)
def test_a_person_is_written_only_so_that_it_is_read_again(
    name: str, email: str
) -> None:
    text = write_person(name, email)
    assert text is None or read_person(text) == (name, email)


def test_usual_people_are_written_as_one_line() -> None:
    assert write_person("Nino", "nino@example.org") == "Nino <nino@example.org>"
    assert write_person("Nino", "") == "Nino"
    assert write_person("", "nino@example.org") == "nino@example.org"
    assert write_person("", "") is None


@given(months=st.integers(0, 999), days=st.integers(0, 9999))
def test_a_period_is_read_as_it_was_written(months: int, days: int) -> None:
    assert read_period(write_period(months, days)) == (months, days)


@given(st.dates() | st.datetimes().map(lambda moment: moment.replace(microsecond=0)))
def test_a_moment_is_read_as_it_was_written(moment: date) -> None:
    assert read_moment(write_moment(moment)) == moment

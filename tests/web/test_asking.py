"""What addresses ask for."""

from datetime import date

import pytest
from flask import Flask

from calendar_service.web.asking import (
    asked_day,
    asked_kinds,
    asked_month,
    asked_place,
    asked_tag,
    shortened,
)
from calendar_service.web.errors import NotHere, OddQuery
from calendar_service.web.month import Month


def test_what_is_asked_is_read(app: Flask) -> None:
    query = "month=2026-05&from=2026-05-02&kind=study-visit&kind=meeting&tag=a&place=b"
    with app.test_request_context(f"/?{query}"):
        assert asked_month() == Month(date(2026, 5, 1))
        assert asked_day("from") == date(2026, 5, 2)
        assert asked_kinds() == ["meeting", "study_visit"]
        assert (asked_tag(), asked_place()) == ("a", "b")


def test_what_is_not_asked_has_its_usual_value(app: Flask) -> None:
    with app.test_request_context("/?kind=&place="):
        assert asked_month() == Month(date(2026, 3, 1))
        assert asked_day("from") is None
        assert asked_kinds() == []
        assert (asked_tag(), asked_place()) == (None, None)


@pytest.mark.parametrize("query", ["month=2026-13", "from=yesterday"])
def test_what_is_no_date_is_said_to_be_none(app: Flask, query: str) -> None:
    with app.test_request_context(f"/?{query}"), pytest.raises(OddQuery):
        (asked_month(), asked_day("from"))


@pytest.mark.parametrize("query", ["kind=party", "tag=%00", "place=%00"])
def test_what_cannot_be_there_is_not_there(app: Flask, query: str) -> None:
    with app.test_request_context(f"/?{query}"), pytest.raises(NotHere):
        (asked_kinds(), asked_tag(), asked_place())


def test_what_is_repeated_is_short_and_printable() -> None:
    assert shortened("a\x00b" + "c" * 200) == "ab" + "c" * 98

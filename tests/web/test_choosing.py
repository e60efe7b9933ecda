"""A selection from the subscribe page."""

from datetime import date, timedelta

import pytest
from flask import Flask

from calendar_service.domain.feed_choice import FeedChoice, UnknownChoice
from calendar_service.domain.item import ItemKind
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.storage.database import Database
from calendar_service.web import http
from calendar_service.web.choosing import (
    Chosen,
    alarm_said,
    calendar_rows,
    next_entries,
    read_chosen,
)
from tests.builders import make_item
from tests.web.seeing import add

TODAY = date(2026, 3, 10)
HOST = "http://calendar.example.org/feeds"


def chosen(app: Flask, feed: str = "all", **query: list[str]) -> Chosen:
    with app.test_request_context("/"):
        return read_chosen(query, feed, "en")


@pytest.mark.parametrize(
    ("feed", "query", "address"),
    [
        ("all", {}, "all/the-office.ics?lang=en"),
        ("meetings", {}, "meetings/the-office-meetings.ics?lang=en"),
        ("all", {"kind": ["meeting"]}, "meetings/the-office-meetings.ics?lang=en"),
        (
            "meetings",
            {"kind": ["screening"]},
            "screenings/the-office-screenings.ics?lang=en",
        ),
        (
            "meetings",
            {"kind": ["screening", "meeting"], "words": ["ka"]},
            "all/the-office.ics?lang=ka&kind=meeting,screening",
        ),
        ("all", {"kind": ["agreement"]}, "all/the-office.ics?lang=en&kind=agreement"),
        ("all", {"place": ["ბათუმი"]}, "all/the-office.ics?lang=en&place="),
    ],
)
def test_the_address_is_the_shortest_that_says_it(
    app: Flask, feed: str, query: dict[str, list[str]], address: str
) -> None:
    picked = chosen(app, feed, **query)
    with app.test_request_context("/"):
        assert picked.address().startswith(f"{HOST}/{address}")
        assert picked.address().isascii()


def test_a_whole_feed_is_offered_in_each_language_a_selection_in_its_own(
    app: Flask,
) -> None:
    whole, part = chosen(app), chosen(app, words=["en,ka"])
    with app.test_request_context("/?lang=en"):
        assert [row[:2] for row in calendar_rows(whole)] == [
            ("en", "English"),
            ("ka", "Georgian"),
        ]
        assert [row[:2] for row in calendar_rows(part)] == [
            ("en-ka", "English + Georgian")
        ]


def test_an_odd_selection_is_refused(app: Flask) -> None:
    with pytest.raises(UnknownChoice):
        chosen(app, alarm=["soon"])


def test_an_alarm_is_named_as_the_form_names_it() -> None:
    assert alarm_said(FeedChoice(alarm=timedelta(hours=1))) == "1h"
    assert alarm_said(FeedChoice(alarm=timedelta(minutes=7))) == ""
    assert alarm_said(FeedChoice()) == ""


def test_the_next_five_dates_are_shown_however_far_away(
    app: Flask, database: Database
) -> None:
    yearly = Recurrence(rule="FREQ=YEARLY;COUNT=3")
    add(
        database,
        make_item(span=whole_days(date(2026, 5, 1)), recurrence=yearly),
        make_item(
            uid="2@example.org",
            slug="2",
            kind=ItemKind.SCREENING,
            span=whole_days(date(2026, 3, 1), date(2026, 3, 11)),
            recurrence=Recurrence(rule="FREQ=MONTHLY;COUNT=9"),
        ),
    )
    with app.test_request_context("/"), http.reading() as session:
        meetings = chosen(app, kind=["meeting"])
        found = [e.first for e in next_entries(session, meetings, TODAY)]
        assert found == [date(2026, 5, 1), date(2027, 5, 1), date(2028, 5, 1)]
        everything = [e.first for e in next_entries(session, chosen(app), TODAY)]
        assert (len(everything), everything[0]) == (5, date(2026, 3, 1))


def test_the_addresses_for_readers_are_narrowed_like_the_calendars(app: Flask) -> None:
    picked = chosen(
        app,
        kind=["screening", "meeting"],
        tag=["film"],
        place=["Tbilisi"],
        words=["en,ka"],
        alarm=["1h"],
    )
    with app.test_request_context("/"):
        assert [picked.reader_address(each) for each in ("atom", "json")] == [
            f"{HOST}/all.{each}?lang=en+ka&kind=meeting,screening&tag=film&place=Tbilisi"
            for each in ("atom", "json")
        ]
        assert chosen(app, "meetings").reader_address("rss") == (
            f"{HOST}/meetings.rss?lang=en"
        )

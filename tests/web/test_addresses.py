"""The public addresses of feeds, as they are handed out."""

from flask import Flask

from calendar_service.domain.feed_choice import FEED_KINDS
from calendar_service.services.feed_requests import FeedFormat
from calendar_service.web.addresses import (
    CALENDARS,
    FEEDS,
    FORMATS,
    calendar_url,
    feed_url,
    webcal,
)


def test_every_feed_there_is_has_its_address_and_no_other() -> None:
    assert set(FEED_KINDS) - set(FEEDS) == {"coming-up", "changes"}
    assert set(FEEDS) - set(CALENDARS) == {"news"}
    assert list(FORMATS) == list(FeedFormat)


def test_a_feed_has_a_short_address(app: Flask) -> None:
    with app.test_request_context():
        assert feed_url("all", "ics") == "http://calendar.example.org/feeds/all.ics"
        assert feed_url("study-visits", "atom", "ka") == (
            "http://calendar.example.org/feeds/study-visits.atom?lang=ka"
        )


def test_an_address_to_paste_ends_in_what_the_calendar_will_be_called(
    app: Flask,
) -> None:
    with app.test_request_context():
        start = "http://calendar.example.org/feeds"
        assert calendar_url("all", "en") == f"{start}/all/the-office.ics?lang=en"
        assert calendar_url("screenings", "ka") == (
            f"{start}/screenings/the-office-screenings.ics?lang=ka"
        )


def test_webcal_replaces_the_scheme_alone() -> None:
    assert webcal("https://a.example/x.ics?y=://z") == "webcal://a.example/x.ics?y=://z"

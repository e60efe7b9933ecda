"""What feeds are called."""

from flask import Flask

from calendar_service.web.feed_names import feed_names


def test_feeds_have_names_in_the_language_of_the_page(app: Flask) -> None:
    with app.test_request_context("/?lang=ka"):
        names = feed_names([])
    assert names["meetings"] == "შეხვედრები"
    assert next(iter(names)) == "all"

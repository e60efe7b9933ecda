"""What a request needs, and how it answers."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.web import http
from tests.builders import NOW, make_item
from tests.fakes import StillClock
from tests.web.foreign import FOREIGN


@dataclass(frozen=True)
class Bytes:
    body: bytes = b"BEGIN:VCALENDAR"
    media_type: str = "text/calendar; charset=utf-8"
    etag: str = '"abc"'


@pytest.fixture
def serving(app: Flask) -> FlaskClient:
    app.add_url_rule("/bytes", view_func=lambda: http.answer(Bytes()))
    return app.test_client()


@pytest.mark.parametrize("target", FOREIGN)
def test_no_spelling_of_another_site_is_our_own_path(target: str) -> None:
    assert http.own_path(target, "/staff/") == "/staff/"


@pytest.mark.parametrize(
    "target", ["/", "/staff/", "/agenda?from=2026-05-01", "/items/a?lang=ka", "/?a=//b"]
)
def test_a_path_of_this_site_is_kept(target: str) -> None:
    assert http.own_path(target, "/other") == target


def test_a_document_is_sent_with_its_bytes_type_and_tag(serving: FlaskClient) -> None:
    response = serving.get("/bytes")
    assert response.data == b"BEGIN:VCALENDAR"
    assert response.content_type == "text/calendar; charset=utf-8"
    assert response.headers["ETag"] == '"abc"'
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert "Last-Modified" not in response.headers
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("known", ['"abc"', '"old", "abc"', 'W/"abc"', "*"])
def test_whoever_has_the_bytes_gets_none(serving: FlaskClient, known: str) -> None:
    response = serving.get("/bytes", headers={"If-None-Match": known})
    assert (response.status_code, response.data) == (304, b"")
    assert response.headers["ETag"] == '"abc"'


def test_other_bytes_are_sent_whole(serving: FlaskClient) -> None:
    response = serving.get("/bytes", headers={"If-None-Match": '"old"'})
    assert (response.status_code, response.data) == (200, b"BEGIN:VCALENDAR")


def test_head_has_the_headers_of_get_and_no_body(serving: FlaskClient) -> None:
    got, headed = serving.get("/bytes"), serving.head("/bytes")
    assert headed.data == b""
    assert dict(headed.headers) == dict(got.headers)


def test_addresses_come_from_the_settings_and_never_from_the_host(app: Flask) -> None:
    with app.test_request_context(headers={"Host": "evil.example"}):
        url = http.item_url(make_item(), "ka")
        assert url == "http://calendar.example.org/items/coordination-meeting?lang=ka"
        assert http.absolute("/feeds/all.ics", lang=None) == (
            "http://calendar.example.org/feeds/all.ics"
        )


def test_a_request_has_one_instant(app: Flask, clock: StillClock) -> None:
    with app.test_request_context():
        first = http.now()
        clock.move(seconds=5)
        assert http.now() == first == NOW
    with app.test_request_context():
        assert http.now() == NOW + timedelta(seconds=5)


def test_today_is_the_day_in_the_offices_zone(
    settings: Settings, clock: StillClock
) -> None:
    # 21:30 UTC on 10 March is 01:30 on the 11th in Tbilisi.
    clock.now = NOW.replace(hour=21, minute=30)
    for zone, day in [("Asia/Tbilisi", 11), ("UTC", 10)]:
        made = create_app(replace(settings, timezone=zone), clock)
        with made.test_request_context():
            assert http.today() == date(2026, 3, day)
        made.extensions["calendar"].database.close()

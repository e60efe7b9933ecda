"""A mail client polls the calendar: it costs nothing until something changes."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.services.editing import delete_item, publish_item
from calendar_service.storage.database import Database
from tests.fakes import StillClock
from tests.journeys.conftest import Operator

ADD = ("items", "add", "--json", "-")
ITEMS = [
    {
        "uid": "festival@example.org",
        "kind": "screening",
        "dates": ["2026-12-14", "2026-12-15", "2026-12-17", "2026-12-18"],
        "texts": {"en": {"title": "Festival"}, "ka": {"title": "ფესტივალი"}},
    },
    {
        "uid": "meeting@example.org",
        "kind": "meeting",
        "starts_at": "2026-05-14T10:00",
        "ends_at": "2026-05-14T11:30",
        "texts": {"en": {"title": "Meeting"}},
    },
    {
        "uid": "secret@example.org",
        "kind": "agreement",
        "visibility": "staff",
        "starts_on": "2026-05-14",
        "texts": {"en": {"title": "Secret"}},
    },
]


def days_of(body: str, title: str) -> list[str]:
    events = Calendar.from_ical(body).walk("VEVENT")
    return sorted(
        f"{event.decoded('DTSTART'):%Y-%m-%d}"
        for event in events
        if event["SUMMARY"] == title
    )


def test_poll_that_finds_nothing_new_is_answered_without_a_body(
    operator: Operator, client: FlaskClient, clock: StillClock
) -> None:
    operator(*ADD, given=ITEMS)
    first = client.get("/feeds/all.ics")
    assert first.status_code == 200
    assert first.content_type == "text/calendar; charset=utf-8"
    for days in (0, 1):
        clock.move(days=days)
        again = client.get(
            "/feeds/all.ics", headers={"If-None-Match": first.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get("/feeds/all.ics").data == first.data


def test_client_sees_the_days_as_they_are_and_nothing_that_is_not_for_it(
    operator: Operator, client: FlaskClient
) -> None:
    operator(*ADD, given=ITEMS)
    body = client.get("/feeds/all.ics").text
    assert days_of(body, "Festival") == [
        "2026-12-14",
        "2026-12-15",
        "2026-12-17",
        "2026-12-18",
    ]
    assert days_of(body, "Meeting") == ["2026-05-14"]
    assert "Secret" not in body
    only = client.get("/feeds/screenings.ics").text
    assert (len(days_of(only, "Festival")), "Meeting" in only) == (4, False)
    georgian = client.get("/feeds/all.ics?lang=ka").text
    assert len(days_of(georgian, "ფესტივალი")) == 4


def test_change_by_another_process_is_in_the_next_poll(
    operator: Operator, client: FlaskClient
) -> None:
    operator(*ADD, given=ITEMS)
    first = client.get("/feeds/all.ics")
    operator("items", "cancel", "meeting")
    changed = client.get(
        "/feeds/all.ics", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert changed.status_code == 200
    events = {
        str(event["UID"]): event
        for event in Calendar.from_ical(changed.text).walk("VEVENT")
    }
    assert events["meeting@example.org"]["STATUS"] == "CANCELLED"
    assert events["meeting@example.org"]["SEQUENCE"] == 1
    before = set(first.text.split("BEGIN:VEVENT"))
    after = set(changed.text.split("BEGIN:VEVENT"))
    assert len(after - before) == len(before - after) == 1


def test_deleted_item_is_taken_back_and_comes_again(
    operator: Operator, client: FlaskClient, database: Database
) -> None:
    operator(*ADD, given=ITEMS)
    now = datetime(2026, 4, 1, tzinfo=UTC)

    def status() -> str:
        body = client.get("/feeds/meetings.ics").text
        (event,) = Calendar.from_ical(body).walk("VEVENT")
        return str(event["STATUS"])

    assert status() == "CONFIRMED"
    with database.transaction() as session:
        delete_item(session, OPERATOR, "meeting@example.org", now)
    assert status() == "CANCELLED"
    with database.transaction() as session:
        publish_item(session, OPERATOR, "meeting@example.org", now)
    assert status() == "CONFIRMED"


def test_past_items_leave_the_calendar_in_time(
    operator: Operator, client: FlaskClient, clock: StillClock
) -> None:
    operator(*ADD, given=ITEMS)
    clock.now = datetime(2026, 5, 14, 12, tzinfo=UTC) + timedelta(days=90)
    first = client.get("/feeds/all.ics")
    assert days_of(first.text, "Meeting") == ["2026-05-14"]
    clock.move(days=1)
    later = client.get("/feeds/all.ics")
    assert days_of(later.text, "Meeting") == []
    assert first.headers["ETag"] != later.headers["ETag"]


@pytest.mark.parametrize("path", ["/feeds/all.ics", "/items/meeting.ics"])
def test_address_in_a_calendar_is_one_that_answers(
    operator: Operator, client: FlaskClient, settings: Settings, path: str
) -> None:
    operator(*ADD, given=ITEMS)
    for event in Calendar.from_ical(client.get(path).text).walk("VEVENT"):
        url = str(event["URL"])
        assert url.startswith(settings.base_url)
        page = client.get(url.removeprefix(settings.base_url))
        assert (page.status_code, str(event["SUMMARY"]) in page.text) == (200, True)

"""An item's page for machines: schema.org's Event."""

from datetime import date

from calendar_service.domain.announcement import Announcement
from calendar_service.domain.item import Image, ItemStatus, Party, Place, Seats
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.feeds.changes import ItemChange
from calendar_service.web.event_data import event_data, iso_moment
from calendar_service.web.item_view import make_view
from tests.builders import NOW, TBILISI, make_item, timed

TODAY = date(2026, 3, 10)
URL = "https://calendar.example.org/items/x"


def _data(**changes: object) -> dict[str, object]:
    return event_data(make_view(make_item(**changes), "en", TODAY, TBILISI), URL)


def test_machines_are_told_dates_as_iso_8601_with_the_offset() -> None:
    timed_data = _data(span=timed("2026-05-14T10:00", "2026-05-14T11:30"))
    days_data = _data(span=whole_days(date(2026, 5, 14), date(2026, 5, 16)))
    assert timed_data["startDate"] == "2026-05-14T10:00:00+04:00"
    assert timed_data["endDate"] == "2026-05-14T11:30:00+04:00"
    assert (days_data["startDate"], days_data["endDate"]) == (
        "2026-05-14",
        "2026-05-16",
    )
    assert "endDate" not in _data(span=timed("2026-05-14T10:00"))


def test_machines_are_told_who_where_and_whether() -> None:
    data = _data(
        status=ItemStatus.CANCELLED,
        place=Place(
            "Hall", "Tbilisi", "Georgia", 41.7, 44.8, "https://meet.example.org"
        ),
        organisers=(Party("IOM", url="https://iom.int"), Party("City")),
        image=Image("https://example.org/a.jpg", "A hall"),
        seats=Seats(60),
        texts={"en": Text("Film", "A summary")},
    )
    assert data == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": URL,
        "url": URL,
        "name": "Film",
        "inLanguage": "en",
        "startDate": "2026-05-14",
        "endDate": "2026-05-14",
        "eventStatus": "https://schema.org/EventCancelled",
        "description": "A summary",
        "location": [
            {
                "@type": "Place",
                "name": "Hall, Tbilisi, Georgia",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": "Tbilisi",
                    "addressCountry": "Georgia",
                },
                "geo": {
                    "@type": "GeoCoordinates",
                    "latitude": 41.7,
                    "longitude": 44.8,
                },
            },
            {"@type": "VirtualLocation", "url": "https://meet.example.org"},
        ],
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "image": "https://example.org/a.jpg",
        "organizer": [
            {"@type": "Organization", "name": "IOM", "url": "https://iom.int"},
            {"@type": "Organization", "name": "City"},
        ],
        "maximumAttendeeCapacity": 60,
    }


def test_an_online_item_is_nowhere_else() -> None:
    data = _data(place=Place(online="https://meet.example.org"))
    assert data["location"] == {
        "@type": "VirtualLocation",
        "url": "https://meet.example.org",
    }
    assert data["eventAttendanceMode"] == (
        "https://schema.org/OnlineEventAttendanceMode"
    )


def test_what_is_nowhere_has_no_place_and_is_not_attended() -> None:
    data = _data(place=Place())
    assert "location" not in data
    assert "eventAttendanceMode" not in data


def test_the_language_is_that_of_what_is_said() -> None:
    mixed = {"ka": Text("ფილმი"), "en": Text("Film", "A summary")}
    assert _data(texts=mixed)["inLanguage"] == "en"
    view = make_view(make_item(texts=mixed), "ka", TODAY, TBILISI)
    assert event_data(view, URL)["inLanguage"] == ["ka", "en"]


def test_a_move_names_the_start_that_was_announced() -> None:
    old = make_item(span=timed("2026-05-01T10:00"))
    new = make_item(span=timed("2026-05-14T10:00"))
    change = ItemChange(old, new, new, (Announcement.MOVED,), NOW)
    data = event_data(make_view(new, "en", TODAY, TBILISI, [change]), URL)
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["previousStartDate"] == "2026-05-01T10:00:00+04:00"


def test_what_was_moved_and_cancelled_is_cancelled() -> None:
    old = make_item(span=whole_days(date(2026, 5, 1)))
    new = make_item(status=ItemStatus.CANCELLED)
    change = ItemChange(old, new, new, (Announcement.MOVED,), NOW)
    data = event_data(make_view(new, "en", TODAY, TBILISI, [change]), URL)
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert "previousStartDate" not in data


def test_a_day_has_no_offset() -> None:
    assert iso_moment(date(2026, 5, 1), "Asia/Tbilisi") == "2026-05-01"

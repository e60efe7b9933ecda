"""What an item's page says: words, coming dates, and the same for machines."""

import json
from datetime import date

from flask.testing import FlaskClient

from calendar_service.domain.item import (
    Image,
    Item,
    ItemStatus,
    Link,
    Party,
    Person,
    Place,
    Seats,
)
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.web.item_view import ItemView, make_view
from tests.builders import FESTIVAL_DAYS, TBILISI, make_item, timed
from tests.web.seeing import Page, add

TODAY = date(2026, 3, 10)
URL = "https://calendar.example.org/items/x"


def _view(language: str = "en", **changes: object) -> ItemView:
    return make_view(make_item(**changes), language, TODAY, TBILISI)


def _data(**changes: object) -> dict[str, object]:
    return _view("en", **changes).as_data(URL)


def _festival(today: date) -> ItemView:
    item = make_item(
        span=whole_days(FESTIVAL_DAYS[0]), recurrence=Recurrence(dates=FESTIVAL_DAYS)
    )
    return make_view(item, "en", today, TBILISI)


def test_a_single_item_has_no_list_of_dates() -> None:
    view = _view()
    assert (view.coming, view.has_more, view.is_over) == ([], False, False)
    assert view.when == "14 May 2026"


def test_separate_days_are_listed_as_far_as_they_are_to_come() -> None:
    view = _festival(date(2018, 12, 15))
    assert [entry.first.day for entry in view.coming] == [15, 17, 18]
    assert view.shown.first == date(2018, 12, 15)
    assert view.when == "14, 15, 17 and 18 December 2018"


def test_afterwards_the_last_day_is_shown() -> None:
    view = _festival(date(2020, 1, 1))
    assert (view.shown.first, view.coming, view.is_over) == (FESTIVAL_DAYS[3], [], True)


def test_what_repeats_for_ever_is_listed_for_a_while() -> None:
    weekly = _view(
        span=timed("2026-03-02T10:00"), recurrence=Recurrence(rule="FREQ=WEEKLY")
    )
    yearly = _view(
        span=whole_days(date(2018, 12, 18)), recurrence=Recurrence(rule="FREQ=YEARLY")
    )
    assert (len(weekly.coming), weekly.has_more) == (12, True)
    assert [entry.first.year for entry in yearly.coming] == [2026, 2027, 2028]
    assert yearly.has_more


def test_a_missing_translation_is_told() -> None:
    view = _view("ka", texts={"en": Text("Meeting", description="*Words*")})
    assert view.stands_in == "en"
    assert (view.title.language, view.description.language) == ("en", "en")
    assert view.html == "<p><em>Words</em></p>"
    assert _view("en").stands_in == ""


def test_a_time_of_another_zone_is_said_in_the_offices_too() -> None:
    away = _view(span=timed("2026-05-21T15:00", zone="Europe/Vienna"))
    assert away.office_time == "21 May 2026, 17:00"
    assert _view(span=timed("2026-05-21T15:00")).office_time == ""


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


def _shown(
    client: FlaskClient, database: Database, item: Item, query: str = ""
) -> Page:
    add(database, item)
    return Page(client.get(f"/items/{item.slug}{query}"))


def test_a_page_says_everything_the_public_may_know(
    client: FlaskClient, database: Database
) -> None:
    item = make_item(
        span=timed("2026-05-14T19:00", "2026-05-14T21:00"),
        place=Place("Amirani", "Tbilisi", "Georgia", 41.7, 44.8),
        organisers=(Party("IOM", "organiser", "https://iom.int"),),
        seats=Seats(60),
        hashtags=("Film",),
        links=(Link("https://example.org/p", "Programme"),),
        notes="SECRET",
        focal_point=Person("Nino", "nino@example.org"),
        texts={"en": Text("Film evening", "Two films.", "**Free** entry.")},
    )
    page = _shown(client, database, item)
    assert page.text("//h1") == "Film evening"
    assert page.text("//div[@class='prose']") == "Free entry."
    assert page.texts("//dl/dt") == [
        *("When", "Where", "Organised by", "Places", "Tags")
    ]
    assert page.texts("//dl/dd") == [
        "Thursday, 14 May 2026, 19:00–21:00",
        "Amirani, Tbilisi, Georgia Show on a map",
        "IOM (organiser)",
        "Places are limited: 60",
        "#Film",
    ]
    assert b"SECRET" not in page.response.data
    assert b"Nino" not in page.response.data


def test_a_cancelled_item_says_so_first(
    client: FlaskClient, database: Database
) -> None:
    page = _shown(client, database, make_item(status=ItemStatus.CANCELLED))
    assert page.text("//p[@role='status']") == (
        "Cancelled. This event does not take place."
    )


def test_words_of_another_language_are_marked(
    client: FlaskClient, database: Database
) -> None:
    page = _shown(client, database, make_item(), "?lang=ka")
    assert page.texts("//h1/span[@lang='en']") == ["Coordination meeting"]
    assert page.text("//p[@class='banner']") == (
        "ტექსტი ამ ენაზე ჯერ არ არის. ნაჩვენებია ენაზე: ინგლისური."
    )


def test_what_is_written_by_people_cannot_leave_the_data_block(
    client: FlaskClient, database: Database
) -> None:
    title = "</script><script>alert(1)</script>\"'&<!--"
    page = _shown(client, database, make_item(texts={"en": Text(title)}))
    (block,) = page.all("//script/text()")
    assert json.loads(block)["name"] == title
    assert "<" not in block
    assert page.text("//h1") == title


def test_a_map_needs_coordinates(client: FlaskClient, database: Database) -> None:
    page = _shown(client, database, make_item(place=Place("Hall", "Tbilisi")))
    assert page.all("//a[contains(@href, 'openstreetmap')]") == []


def test_a_month_without_a_day_has_no_day_tile(
    client: FlaskClient, database: Database
) -> None:
    page = _shown(client, database, make_item(span=whole_month(2026, 10)))
    assert page.all("//header/span[@class='tile']") == []
    assert page.all("//dd//time/@datetime") == ["2026-10"]
    assert page.texts("//dd//time") == ["October 2026"]


def test_the_page_leads_to_its_calendar_file(
    client: FlaskClient, database: Database
) -> None:
    page = _shown(client, database, make_item(), "?lang=en")
    path = "calendar.example.org/items/coordination-meeting.ics?lang=en"
    assert page.all("//div[@class='actions']/a/@href") == [
        f"http://{path}",
        f"webcal://{path}",
    ]
    assert client.get("/items/coordination-meeting.ics?lang=en").status_code == 200

"""What an item's page says: words, coming dates, and the same for machines."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.announcement import Announcement
from calendar_service.domain.item import (
    Item,
    ItemStatus,
    Link,
    Party,
    Person,
    Place,
    Seats,
)
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.feeds.changes import Difference, ItemChange
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from calendar_service.web.item_view import ItemView, Told, make_view
from tests.builders import FESTIVAL_DAYS, NOW, TBILISI, make_item, timed
from tests.web.seeing import Page, add

TODAY = date(2026, 3, 10)


def _view(language: str = "en", **changes: object) -> ItemView:
    return make_view(make_item(**changes), language, TODAY, TBILISI)


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


def test_a_text_that_stands_in_beside_a_translated_title_is_said() -> None:
    texts = {"ka": Text("ფილმი"), "en": Text("Film", "A summary", "Words")}
    found = make_view(make_item(texts=texts), "ka", TODAY, TBILISI)
    assert (found.stands_in, found.stands_in_partly) == ("", "en")
    whole = {"ka": Text("ფილმი", "შინაარსი", "სიტყვები"), "en": texts["en"]}
    assert (
        make_view(make_item(texts=whole), "ka", TODAY, TBILISI).stands_in_partly == ""
    )


def test_a_page_tells_that_some_of_it_is_in_another_language(
    client: FlaskClient, database: Database
) -> None:
    texts = {"ka": Text("ფილმი"), "en": Text("Film", "A summary")}
    place = Place("Resource Centre", "Kutaisi")
    page = _shown(client, database, make_item(texts=texts, place=place), "?lang=ka")
    assert page.texts("//*[@class='banner']") == [
        "ტექსტის ნაწილი ამ ენაზე ჯერ არ არის. ნაჩვენებია ენაზე: ინგლისური."
    ]
    assert page.text("//dd//span[@lang='en']") == "Resource Centre, Kutaisi"


def test_a_time_of_another_zone_is_said_in_the_offices_too() -> None:
    away = _view(span=timed("2026-05-21T15:00", zone="Europe/Vienna"))
    assert away.office_time == "21 May 2026, 17:00"
    assert _view(span=timed("2026-05-21T15:00")).office_time == ""


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


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (Place("Hall", "Tbilisi"), "/search?query=Hall%2C+Tbilisi"),
        (
            Place("Hall", latitude=41.7, longitude=-0.5),
            "/?mlat=41.7&mlon=-0.5#map=17/41.7/-0.5",
        ),
        (Place(online="https://meet.example.org"), None),
        (Place(), None),
    ],
)
def test_a_map_is_a_link_to_the_spot_or_to_a_search(
    client: FlaskClient, database: Database, place: Place, address: str | None
) -> None:
    page = _shown(client, database, make_item(place=place))
    assert page.all("//a[contains(@href, 'openstreetmap')]/@href") == (
        [f"https://www.openstreetmap.org{address}"] if address else []
    )


def _change(old: Item, new: Item, *names: Announcement) -> ItemChange:
    return ItemChange(old, new, new, names, NOW)


def test_a_move_is_told_with_the_former_date() -> None:
    old = make_item(span=whole_days(date(2026, 5, 1)))
    new = make_item()
    change = _change(old, new, Announcement.MOVED)
    view = make_view(new, "en", TODAY, TBILISI, [change])
    assert view.told == [
        Told(NOW, "Moved", [Difference("When", "1 May 2026", "14 May 2026")])
    ]
    assert view.moved_from == old.span
    assert make_view(new, "en", TODAY, TBILISI).moved_from is None


def test_a_single_occurrence_that_was_moved_names_its_own_former_time() -> None:
    rule = Recurrence(
        rule="FREQ=WEEKLY",
        overrides=(
            Override(datetime(2026, 3, 16, 10), timed("2026-03-17T10:00")),  # noqa: DTZ001 - wall time
        ),
    )
    item = make_item(span=timed("2026-03-09T10:00"), recurrence=rule)
    shown = make_view(item, "en", date(2026, 3, 17), TBILISI)
    later = make_view(item, "en", date(2026, 3, 18), TBILISI)
    assert shown.moved_from == timed("2026-03-16T10:00")
    assert later.moved_from is None


def test_the_history_of_moves_is_on_the_page(
    client: FlaskClient, database: Database
) -> None:
    (item,) = add(database, make_item(span=whole_days(date(2026, 5, 1))))
    moved = replace(item, span=whole_days(date(2026, 5, 14)), revision=1)
    with database.transaction() as session:
        store_item(session, moved, actor="a", seen=0, now=NOW, announces=("moved",))
    page = Page(client.get("/items/coordination-meeting"))
    assert page.text("//p[@role='status']") == (
        "Moved. It was announced for 1 May 2026."
    )
    assert page.texts("//ul[@class='dates told']/li") == [
        "Moved 10 March 2026, 16:00When: was 1 May 2026 →is now 14 May 2026"
    ]


def test_all_dates_of_what_repeats_come_in_pages(
    client: FlaskClient, database: Database
) -> None:
    rule = Recurrence(rule="FREQ=WEEKLY")
    add(database, make_item(span=timed("2025-03-03T10:00"), recurrence=rule))
    first = Page(client.get("/items/coordination-meeting/dates"))
    assert first.texts("//main//ul/li")[0] == "Monday, 16 March 2026, 10:00"
    assert len(first.texts("//main//ul/li")) == 60
    (following,) = first.all("//a[@rel='next']/@href")
    assert following == "/items/coordination-meeting/dates?from=2027-05-10"
    (earlier,) = first.all("//a[@rel='prev']/@href")
    past = Page(client.get(earlier)).texts("//main//ul/li")
    assert past[0] == "Monday, 3 March 2025, 10:00"
    assert client.get("/items/nothing/dates").status_code == 404
    assert client.get("/items/coordination-meeting/dates?from=x").status_code == 400


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
    assert page.texts("//p[@class='small adding']/a") == [
        *("Google", "Outlook.com", "Microsoft 365")
    ]
    (picture,) = page.all("//details/img/@src")
    assert client.get(picture).mimetype == "image/svg+xml"
    assert client.get("/items/coordination-meeting.ics?lang=en").status_code == 200

"""The pages for everybody: month, agenda, item, subscribe."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from calendar_service.domain.account import Account
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Visibility
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from tests.builders import ADA, CLEO, FESTIVAL_DAYS, NOW, make_item, timed
from tests.web.seeing import Page, add, numbered

ODD = [
    *("/?month=2026-13", "/?month=0001-01", "/?month=9999-12", "/?month=abc"),
    *("/?month=%00", "/?month=" + "9" * 5000, "/?kind=party", "/?kind=%00"),
    *("/agenda?from=abc", "/agenda?from=0001-01-01", "/agenda?from=9999-12-31"),
    *("/agenda?from=2026-02-30", "/agenda?from=%00", "/agenda?from[]=1&from=x"),
    *("/agenda?kind=meeting&kind=party", "/agenda?tag=%00", "/agenda?tag=" + "x" * 999),
    *("/items/%00", "/items/" + "x" * 5000, "/items/..%2f..%2fetc", "/items/A"),
    *("/items/ქართული", "/subscribe?feed=x", "/subscribe?feed=%00"),
    *("/language/%00", "/index.php", "/items/", "/?month=２０２６-05", "/%ff%fe"),
]


def _meeting(**changes: object) -> Item:
    span = timed("2026-03-12T10:00", "2026-03-12T11:30")
    return make_item(**{"span": span, **changes})


@pytest.mark.parametrize("path", ODD)
def test_an_odd_address_gets_a_page_with_a_sentence(
    client: FlaskClient, path: str
) -> None:
    response = client.get(path)
    assert response.status_code in {400, 404}
    assert len(Page(response).text("//main//p[@class='lead']")) > 20


@pytest.mark.parametrize(
    "path",
    [
        *("/?month=1900-01", "/?month=2200-12", "/agenda?from=1900-01-01"),
        *("/agenda?from=2200-12-31", "/?month=&kind=&lang=", "/?unknown=1"),
        *("/?kind=meeting&kind=study-visit", "/?tag=film", "/agenda?lang=%00"),
    ],
)
def test_an_address_at_the_edge_is_answered(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_what_was_asked_is_repeated_inertly(client: FlaskClient) -> None:
    response = client.get("/?month=<script>alert(1)</script>")
    assert response.status_code == 400
    assert b"<script>" not in response.data
    assert Page(response).text("//main//p[@class='lead']") == (
        "“<script>alert(1)</script>” is no month of this calendar. Write it as 2026-05."
    )


def test_the_month_is_one_table_with_a_heading_for_each_day(
    client: FlaskClient, database: Database
) -> None:
    add(database, _meeting())
    page = Page(client.get("/"))
    assert page.text("//h1") == "March 2026"
    assert page.texts("//table/caption") == ["March 2026"]
    assert page.texts("//th[@scope='col']/span[@class='unseen']") == [
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    ]
    days = page.texts("//td/h2/time/span[@class='unseen']")
    assert (days[0], days[-1], len(days)) == (
        "Monday, 23 February",
        "Sunday, 5 April",
        42,
    )
    assert page.texts("//td[@aria-current='date']/h2//span[@class='unseen']") == [
        "Tuesday, 10 March"
    ]
    assert page.texts("//td[h2/time/@datetime='2026-03-12']//a[@title]") == [
        "10:00 Coordination meeting – Meeting"
    ]


def test_the_month_leads_to_its_neighbours(client: FlaskClient) -> None:
    page = Page(client.get("/?month=2026-12&kind=meeting"))
    assert page.all("//nav[@class='steps']/a/@href") == [
        "/?month=2026-11&kind=meeting",
        "/?kind=meeting",
        "/?month=2027-01&kind=meeting",
    ]


def test_a_month_at_the_edge_leads_one_way_only(client: FlaskClient) -> None:
    page = Page(client.get("/?month=1900-01"))
    assert page.all("//nav[@class='steps']/a/@href") == ["/", "/?month=1900-02"]


def test_a_festival_stands_on_its_days_and_not_between(
    client: FlaskClient, database: Database
) -> None:
    add(
        database,
        make_item(
            span=whole_days(FESTIVAL_DAYS[0]),
            recurrence=Recurrence(dates=FESTIVAL_DAYS),
        ),
    )
    page = Page(client.get("/?month=2018-12"))
    days = page.all("//td[.//a[@title]]/h2/time/@datetime")
    assert days == [day.isoformat() for day in FESTIVAL_DAYS]


def test_a_full_day_opens_as_a_page(client: FlaskClient, database: Database) -> None:
    add(database, *(numbered(_meeting(), number) for number in range(7)))
    page = Page(client.get("/?kind=meeting"))
    cell = "//td[h2/time/@datetime='2026-03-12']"
    assert len(page.all(f"{cell}//a[@title]")) == 4
    assert page.text(f"{cell}//li[@class='more']") == "3 more – 12 March"
    (more,) = page.all(f"{cell}//li[@class='more']/a/@href")
    assert more == "/day/2026-03-12?kind=meeting"
    assert len(Page(client.get(more)).all("//main//li/div//a/@href")) == 7


def test_what_has_no_day_stands_above_the_table(
    client: FlaskClient, database: Database
) -> None:
    add(database, make_item(kind=ItemKind.AGREEMENT, span=whole_month(2026, 3)))
    page = Page(client.get("/"))
    assert page.texts("//section[@class='undated']//li") == [
        "Coordination meeting March 2026"
    ]
    assert page.all("//td//a[@title]") == []


def test_the_list_below_the_table_says_the_same_for_phones(
    client: FlaskClient, database: Database
) -> None:
    add(
        database,
        _meeting(),
        numbered(make_item(span=whole_days(date(2026, 2, 20), date(2026, 3, 3))), 2),
    )
    page = Page(client.get("/"))
    groups = "//div[contains(@class, 'month-list')]/section"
    assert page.texts(f"{groups}/h2")[:1] == ["Already under way"]
    assert page.all(f"{groups}/@id") == ["day-2026-03-12"]


def test_an_empty_month_says_what_to_do(client: FlaskClient) -> None:
    page = Page(client.get("/?month=2030-01"))
    assert page.text("//p[@class='empty-title']") == (
        "Nothing is planned for this month."
    )
    assert page.all("//div[@class='empty']//a/@href") == ["/agenda", "/subscribe"]


def test_news_happens_on_no_day(client: FlaskClient, database: Database) -> None:
    (news,) = add(database, _meeting(kind=ItemKind.NEWS))
    assert Page(client.get("/")).all("//td//a[@title]") == []
    assert Page(client.get("/agenda")).all("//main//li/div//a") == []
    assert client.get(f"/items/{news.slug}").status_code == 200


def test_the_agenda_lists_eight_weeks_by_day(
    client: FlaskClient, database: Database
) -> None:
    add(
        database,
        _meeting(),
        numbered(make_item(span=whole_days(date(2026, 3, 1), date(2026, 3, 20))), 1),
        numbered(make_item(span=whole_days(date(2026, 5, 4))), 2),
        numbered(make_item(span=whole_days(date(2026, 5, 5))), 3),
    )
    page = Page(client.get("/agenda"))
    assert page.text("//h1/following-sibling::p") == "10 March 2026 – 4 May 2026"
    assert page.all("//main//section//li/div//a/@href") == [
        *("/items/n1", "/items/coordination-meeting", "/items/n2")
    ]
    assert page.all("//nav[@class='steps']/a/@href") == [
        *("/agenda?from=2026-01-13", "/agenda", "/agenda?from=2026-05-05")
    ]
    later = Page(client.get("/agenda?from=2026-05-05"))
    assert later.all("//main//section//li/div//a/@href") == ["/items/n3"]


def test_kind_and_tag_choose(client: FlaskClient, database: Database) -> None:
    add(
        database,
        numbered(_meeting(tags=("health",)), 1),
        numbered(_meeting(kind=ItemKind.STUDY_VISIT, tags=("health", "border")), 2),
        numbered(_meeting(kind=ItemKind.TRAINING), 3),
    )

    def listed(query: str) -> list[str]:
        return Page(client.get(f"/agenda?{query}")).all("//main//li/div//a/@href")

    assert listed("kind=study-visit") == ["/items/n2"]
    assert listed("kind=study_visit&kind=training") == ["/items/n2", "/items/n3"]
    assert listed("tag=health") == ["/items/n1", "/items/n2"]
    assert listed("tag=border&kind=meeting") == []
    assert listed("") == ["/items/n1", "/items/n2", "/items/n3"]


def test_an_empty_choice_offers_everything(client: FlaskClient) -> None:
    page = Page(client.get("/agenda?from=2026-05-01&kind=training"))
    assert page.all("//div[@class='empty']//a/@href") == [
        "/agenda?from=2026-05-01",
        "/subscribe",
    ]


@pytest.mark.parametrize(
    ("account", "seen"),
    [
        (None, ["/items/n0"]),
        (CLEO, ["/items/n0", "/items/n1"]),
        (ADA, ["/items/n0", "/items/n1", "/items/n2"]),
    ],
)
def test_drafts_and_staff_items_are_for_those_who_may_see_them(
    client: FlaskClient,
    database: Database,
    signed_in_as: Callable[[Account], FlaskClient],
    account: Account | None,
    seen: list[str],
) -> None:
    add(
        database,
        numbered(_meeting(), 0),
        numbered(_meeting(visibility=Visibility.STAFF), 1),
        numbered(_meeting(status=ItemStatus.DRAFT, published_at=None), 2),
        numbered(_meeting(status=ItemStatus.DELETED), 3),
    )
    reader = signed_in_as(account) if account else client
    assert Page(reader.get("/agenda")).all("//main//li/div//a/@href") == seen
    assert Page(reader.get("/")).all("//td//a[@title]/@href") == seen
    codes = [reader.get(f"/items/n{n}").status_code for n in range(4)]
    wanted = [200 if f"/items/n{n}" in seen else 404 for n in range(3)]
    assert codes == [*wanted, 410]


def test_a_page_of_somebody_signed_in_is_kept_nowhere(
    client: FlaskClient, signed_in_as: Callable[[Account], FlaskClient]
) -> None:
    public = client.get("/").headers
    assert (public["Cache-Control"], "ETag" in public) == ("no-cache", True)
    assert signed_in_as(CLEO).get("/").headers["Cache-Control"] == "private, no-store"


def test_a_page_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/agenda").headers["ETag"]
    again = client.get("/agenda", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_deleted_draft_was_never_there(
    client: FlaskClient, database: Database
) -> None:
    (draft,) = add(database, _meeting(status=ItemStatus.DELETED, published_at=None))
    assert client.get(f"/items/{draft.slug}").status_code == 404


def test_a_former_address_leads_to_the_present_one(
    client: FlaskClient, database: Database
) -> None:
    (old,) = add(database, _meeting())
    renamed = replace(old, slug="renamed", revision=1)
    with database.transaction() as session:
        store_item(session, renamed, actor="ada", seen=0, now=NOW)
    response = client.get("/items/coordination-meeting?lang=ka")
    assert response.status_code == 301
    assert response.location == "/items/renamed?lang=ka"
    assert client.get(response.location).status_code == 200


def test_pages_never_repeat_the_host_they_were_asked_by(
    client: FlaskClient, database: Database
) -> None:
    add(database, _meeting())
    for path in ("/", "/agenda", "/subscribe", "/items/coordination-meeting", "/staff"):
        response = client.get(path, headers={"Host": "evil.example"})
        assert b"evil.example" not in response.data
        assert "evil.example" not in str(response.headers)


def test_every_page_announces_the_feeds_and_its_languages(
    client: FlaskClient, database: Database
) -> None:
    add(database, _meeting())
    for path in ("/", "/agenda", "/subscribe", "/items/coordination-meeting"):
        page = Page(client.get(f"{path}?lang=ka"))
        start = "http://calendar.example.org/feeds/all."
        found = page.all("//link[@rel='alternate'][@type]/@href")
        wanted = [
            f"{start}{ending}?lang=ka" for ending in ("ics", "rss", "atom", "json")
        ]
        assert found[:4] == wanted
        here = f"http://calendar.example.org{path}"
        query = "&" if path == "/" else "?"
        asked = "?month=2026-03" if path == "/" else ""
        assert page.all("//link[@rel='alternate'][@hreflang]/@href") == [
            f"{here}{asked}{query}lang=en".replace(
                "?month=2026-03&lang=en", "?lang=en&month=2026-03"
            ),
            f"{here}{asked}{query}lang=ka".replace(
                "?month=2026-03&lang=ka", "?lang=ka&month=2026-03"
            ),
            f"{here}{asked}",
        ]
        assert page.all("//link[@rel='canonical']/@href") == [
            page.all("//link[@hreflang='ka']/@href")[0]
        ]


def test_the_subscribe_page_hands_out_addresses_that_work(
    client: FlaskClient, database: Database
) -> None:
    add(database, _meeting())
    page = Page(client.get("/subscribe?feed=meetings"))
    given = [
        *page.all("//input[@readonly]/@value"),
        *page.all("//table[@class='addresses']//a/@href"),
    ]
    assert len(given) == 2 + 3 + 2 * (8 * 4 + 3)
    for url in given:
        path = url.removeprefix("http://calendar.example.org")
        assert client.get(path).status_code == 200, path
    webcals = page.all("//a[starts-with(@href, 'webcal:')]/@href")
    assert webcals == [
        f"webcal://calendar.example.org/feeds/meetings/the-office-meetings.ics?lang={code}"
        for code in ("en", "ka")
    ]


def test_a_selection_is_put_together_by_a_form(
    client: FlaskClient, database: Database
) -> None:
    film = {"en": Text("Film")}
    add(
        database,
        numbered(_meeting(tags=("a, b",), texts=film), 1),
        numbered(_meeting(), 2),
    )
    query = "kind=meeting&kind=screening&tag=a%5C%2C+b&words=en%2Cka&alarm=1h&lang=en"
    page = Page(client.get(f"/subscribe?{query}"))
    (url, *_) = page.all("//input[@readonly]/@value")
    assert url == (
        "http://calendar.example.org/feeds/all/the-office.ics"
        "?lang=en+ka&kind=meeting,screening&tag=a%5C,%20b&alarm=60m"
    )
    calendar = client.get(url.removeprefix("http://calendar.example.org"))
    assert (calendar.status_code, calendar.data.count(b"BEGIN:VEVENT")) == (200, 1)
    assert page.texts("//section[@aria-labelledby='next-five']//li//a") == ["Film"]
    assert page.all("//form[@class='panel']//input[@checked]/@value") == [
        *("meeting", "screening")
    ]
    assert page.all("//form[@class='panel']//option[@selected]/@value") == [
        *("a\\, b", "en,ka", "1h")
    ]


def test_a_selection_that_would_not_work_says_so(
    client: FlaskClient, database: Database
) -> None:
    add(database, _meeting())
    page = Page(client.get("/subscribe?tag=nothing"))
    assert page.text("//p[@class='banner banner-bad']") == (
        "No event has the tag nothing: this address would not work."
    )
    assert client.get("/subscribe?kind=party").status_code == 400
    assert client.get("/subscribe?words=xx").status_code == 400


def test_an_address_that_google_would_cut_says_so(
    client: FlaskClient, database: Database
) -> None:
    tags = tuple(f"a rather long tag, number {n}" for n in range(9))
    add(database, _meeting(tags=tags))
    query = "&".join(f"tag={tag}" for tag in tags).replace(",", "%5C%2C")
    page = Page(client.get(f"/subscribe?{query}"))
    assert "Google Calendar takes 256 at most" in page.text("//p[@class='banner']")
    assert page.texts("//p[@class='banner']") != []
    assert Page(client.get("/subscribe")).texts("//p[@class='banner']") == []


def test_the_subscribe_page_tells_the_truth_about_refreshing(
    client: FlaskClient,
) -> None:
    page = Page(client.get("/subscribe"))
    names = page.texts("//div[@class='programs']/section/h3")
    told = page.texts("//p[@class='refresh']")
    assert names == [
        *("Thunderbird", "Outlook", "Google Calendar", "Apple Calendar"),
        *("Android", "Feed readers"),
    ]
    for name, words in zip(
        told,
        (
            *("30 minutes", "3 to 24 hours", "8 to 24 hours", "your choice"),
            *("15 minutes", "once an hour"),
        ),
        strict=True,
    ):
        assert words in name


def test_crawlers_are_kept_out_of_private_corners_only(client: FlaskClient) -> None:
    response = client.get("/robots.txt")
    assert response.get_data(as_text=True) == (
        "User-agent: *\nDisallow: /staff/\nDisallow: /login\n"
    )


@pytest.mark.parametrize("path", ["/", "/agenda"])
def test_a_list_costs_the_same_number_of_questions_for_one_item_and_for_three(
    client: FlaskClient, database: Database, path: str
) -> None:
    def questions() -> int:
        asked: list[str] = []
        engine = client.application.extensions["calendar"].database.engine
        event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
        assert client.get(path).status_code == 200
        return len(asked)

    add(database, numbered(_meeting(tags=("a",)), 1))
    one = questions()
    add(database, numbered(_meeting(tags=("a", "b")), 2))
    add(database, numbered(_meeting(texts={"ka": Text("გ"), "en": Text("C")}), 3))
    assert questions() == one <= 4

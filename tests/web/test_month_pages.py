"""Month and agenda as pages: what stands where, and where they lead."""

from datetime import date

from flask.testing import FlaskClient

from calendar_service.domain.item import ItemKind
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.storage.database import Database
from tests.builders import FESTIVAL_DAYS, make_item
from tests.web.seeing import Page, add, meeting, numbered


def test_the_month_is_one_table_with_a_heading_for_each_day(
    client: FlaskClient, database: Database
) -> None:
    add(database, meeting())
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
    assert page.texts(
        "//td[h2/time/@datetime='2026-03-12']//a[contains(@class, 'bar')]"
    ) == ["10:00 Coordination meeting – Meeting"]


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
    days = page.all("//td[.//a[contains(@class, 'bar')]]/h2/time/@datetime")
    assert days == [day.isoformat() for day in FESTIVAL_DAYS]


def test_a_full_day_opens_as_a_page(client: FlaskClient, database: Database) -> None:
    add(database, *(numbered(meeting(), number) for number in range(7)))
    page = Page(client.get("/?kind=meeting"))
    cell = "//td[h2/time/@datetime='2026-03-12']"
    assert len(page.all(f"{cell}//a[contains(@class, 'bar')]")) == 4
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
    assert page.all("//td//a[contains(@class, 'bar')]") == []


def test_the_list_below_the_table_says_the_same_for_phones(
    client: FlaskClient, database: Database
) -> None:
    add(
        database,
        meeting(),
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
    (news,) = add(database, meeting(kind=ItemKind.NEWS))
    assert Page(client.get("/")).all("//td//a[contains(@class, 'bar')]") == []
    assert Page(client.get("/agenda")).all("//main//li/div//a") == []
    assert client.get(f"/items/{news.slug}").status_code == 200


def test_the_agenda_lists_eight_weeks_by_day(
    client: FlaskClient, database: Database
) -> None:
    add(
        database,
        meeting(),
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
        numbered(meeting(tags=("health",)), 1),
        numbered(meeting(kind=ItemKind.STUDY_VISIT, tags=("health", "border")), 2),
        numbered(meeting(kind=ItemKind.TRAINING), 3),
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

"""One day with everything on it, and a year of observances."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.item import ItemKind, ItemStatus
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from tests.builders import make_item, timed
from tests.web.seeing import Page, add, numbered


def test_a_day_shows_everything_that_touches_it(
    client: FlaskClient, database: Database
) -> None:
    add(
        database,
        make_item(span=timed("2026-05-14T10:00"), texts={"en": Text("Call")}),
        numbered(
            make_item(
                span=whole_days(date(2026, 5, 1), date(2026, 5, 20)),
                texts={"en": Text("Campaign")},
            ),
            1,
        ),
        numbered(make_item(span=whole_month(2026, 5)), 2),
        numbered(make_item(span=whole_days(date(2026, 5, 15))), 3),
    )
    page = Page(client.get("/day/2026-05-14"))
    assert page.text("//h1") == "Thursday, 14 May 2026"
    assert page.texts("//main//h2") == [
        *("On this day (1)", "Already under way (1)", "Day not set yet (1)")
    ]
    assert page.texts("//main//ul[@class='cards']//a") == [
        *("Call", "Campaign", "Coordination meeting")
    ]
    assert page.all("//nav[@class='steps']/a/@href") == [
        *("/day/2026-05-13", "/?month=2026-05", "/day/2026-05-15")
    ]


def test_the_month_opens_a_day_that_holds_more_than_it_shows(
    client: FlaskClient, database: Database
) -> None:
    add(database, *(numbered(make_item(), number) for number in range(60)))
    month = Page(client.get("/?month=2026-05&kind=meeting"))
    (more,) = month.all("//li[@class='more']/a/@href")
    (short,) = month.all("//li[@class='brief-more']/a/@href")
    assert more == short == "/day/2026-05-14?kind=meeting"
    assert month.text("//li[@class='more']/a") == "56 more – 14 May"
    day = Page(client.get(more))
    assert len(day.texts("//ul[@class='cards']/li")) == 60


def test_a_day_with_nothing_leads_on(client: FlaskClient) -> None:
    page = Page(client.get("/day/2026-05-14?tag=a"))
    assert page.text("//p[@class='empty-title']") == "Nothing is planned for this day."
    assert page.all("//div[@class='empty']//a/@href") == [
        "/agenda?tag=a&from=2026-05-14"
    ]


def test_a_year_of_observances_stands_month_by_month(
    client: FlaskClient, database: Database
) -> None:
    yearly = Recurrence(rule="FREQ=YEARLY")
    add(
        database,
        make_item(
            kind=ItemKind.OBSERVANCE,
            span=whole_days(date(2018, 12, 18)),
            recurrence=yearly,
            texts={"en": Text("Migrants Day")},
        ),
        numbered(make_item(), 1),
        numbered(
            make_item(
                kind=ItemKind.OBSERVANCE,
                span=whole_days(date(2026, 12, 28), date(2027, 1, 3)),
                status=ItemStatus.CANCELLED,
                texts={"en": Text("Week")},
            ),
            2,
        ),
    )
    page = Page(client.get("/year/2027"))
    assert page.text("//h1") == "Observances 2027"
    assert len(page.texts("//main//h2")) == 12
    assert page.texts("//main//section/ul/li") == [
        *("28–3 Jan Cancelled Week", "18 Migrants Day")
    ]
    assert page.all("//nav[@class='steps']/a/@href") == ["/year/2026", "/year/2028"]
    this_year = Page(client.get("/year/")).texts("//main//section/ul/li")
    assert this_year == ["18 Migrants Day", "28–3 Jan Cancelled Week"]


def test_a_year_without_observances_says_so(client: FlaskClient) -> None:
    page = Page(client.get("/year/2031"))
    assert page.text("//p[@class='empty-title']") == (
        "No observances are set for this year yet."
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(("/day/1900-01-01", 200), ("/day/2200-12-31", 200)),
        *(("/day/2026-02-30", 400), ("/day/x", 400), ("/day/%00", 400)),
        *(("/day/1899-12-31", 400), ("/day/2026-05-14?kind=party", 404)),
        *(("/year/1900", 200), ("/year/2200", 200), ("/year/2201", 400)),
        *(("/year/٢٠٢٦", 400), ("/year/20267", 400), ("/year/2026?tag=%00", 404)),
    ],
)
def test_dates_at_the_edge_and_beyond_are_answered(
    client: FlaskClient, path: str, status: int
) -> None:
    assert client.get(path).status_code == status

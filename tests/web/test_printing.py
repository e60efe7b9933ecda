"""A month or a quarter on paper."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.item import ItemStatus, Place, Visibility
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from tests.builders import make_item, timed
from tests.web.seeing import Page, add, numbered


def test_a_quarter_stands_month_by_month(
    client: FlaskClient, database: Database
) -> None:
    add(
        database,
        make_item(
            span=timed("2026-05-14T10:00", "2026-05-14T11:30"),
            place=Place("Hall", "Tbilisi"),
        ),
        numbered(
            make_item(
                span=whole_days(date(2026, 6, 1), date(2026, 6, 3)),
                status=ItemStatus.CANCELLED,
                texts={"en": Text("Visit")},
            ),
            1,
        ),
        numbered(make_item(visibility=Visibility.STAFF), 2),
    )
    page = Page(client.get("/print?quarter=2026-Q2&lang=en"))
    assert page.text("//h1") == "Quarter 2, 2026"
    assert page.texts("//main//h2") == ["April 2026", "May 2026", "June 2026"]
    assert page.texts("//tbody/tr") == [
        "Thu 14 May, 10:00–11:30 Coordination meeting Meeting Hall, Tbilisi",
        "1–3 June 2026 Cancelled: Visit Meeting",
    ]


def test_a_month_is_printed_alone(client: FlaskClient, database: Database) -> None:
    add(database, make_item())
    page = Page(client.get("/print?month=2026-05"))
    assert page.texts("//main//h2") == ["May 2026"]
    assert len(page.texts("//tbody/tr")) == 1


def test_without_a_choice_it_is_the_quarter_of_today(client: FlaskClient) -> None:
    assert Page(client.get("/print")).text("//h1") == "Quarter 1, 2026"


@pytest.mark.parametrize("path", ["/print?quarter=x", "/print?quarter=2026-Q5"])
def test_what_is_no_quarter_is_said(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 400

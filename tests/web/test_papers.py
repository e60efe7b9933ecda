"""PDFs: where they are offered, what is said where not, and what travels again."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendar_service.paper.typesetting import Busy, Unmade
from calendar_service.storage.database import Database
from calendar_service.web.papers import MOST_ROWS
from tests.builders import make_item
from tests.fakes import FakeTypesetter
from tests.web.seeing import Page, add, numbered

SHEET = "/print.pdf?quarter=2026-Q2"
LINK = "//a[@type='application/pdf']/@href"


@pytest.fixture
def typesetter(app: Flask) -> FakeTypesetter:
    """What would set pages writes down which."""
    app.extensions["typesetter"] = made = FakeTypesetter()
    return made


def test_a_pdf_is_sent_under_a_name_of_its_own(
    client: FlaskClient, typesetter: FakeTypesetter
) -> None:
    response = client.get(f"{SHEET}&lang=ka")
    assert response.data == b"%PDF-1"
    assert response.content_type == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        'inline; filename="calendar-2026-Q2-ka.pdf"'
    )


def test_whoever_has_it_is_sent_nothing_and_nothing_is_set(
    client: FlaskClient, database: Database, typesetter: FakeTypesetter
) -> None:
    first = client.get(SHEET)
    again = client.get(SHEET, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, len(typesetter.pages)) == (304, b"", 1)
    assert again.headers["ETag"] == first.headers["ETag"]
    add(database, make_item())
    changed = client.get(SHEET, headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, len(typesetter.pages)) == (200, 2)


def test_where_the_library_is_missing_there_is_no_link_and_a_sentence(
    client: FlaskClient, typesetter: FakeTypesetter
) -> None:
    typesetter.is_there = False
    assert Page(client.get("/print?quarter=2026-Q2")).all(LINK) == []
    response = client.get(SHEET)
    assert (response.status_code, typesetter.pages) == (404, [])
    assert Page(response).text("//main//p[@class='lead']") == (
        "This calendar makes no PDF. Print the page from your browser."
    )


def test_what_is_too_long_is_left_to_the_browser(
    client: FlaskClient, database: Database, typesetter: FakeTypesetter
) -> None:
    add(database, *[numbered(make_item(), n) for n in range(MOST_ROWS)])
    assert client.get(SHEET).status_code == 200
    assert len(Page(client.get("/print?quarter=2026-Q2")).all(LINK)) == 1
    add(database, numbered(make_item(), MOST_ROWS))
    assert Page(client.get("/print?quarter=2026-Q2")).all(LINK) == []
    response = client.get(SHEET)
    assert (response.status_code, len(typesetter.pages)) == (400, 1)
    assert Page(response).text("//main//p[@class='lead']") == (
        "This has 601 rows, and a PDF holds 600. Choose less of it, or print the page"
        " from your browser."
    )


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Busy, "Other documents are being made. Try again in a few seconds."),
        (Unmade, "The PDF was not made. Print the page from your browser."),
    ],
)
def test_what_goes_wrong_is_said(
    client: FlaskClient,
    typesetter: FakeTypesetter,
    trouble: type[Unmade],
    said: str,
) -> None:
    typesetter.trouble = trouble
    response = client.get(SHEET)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert Page(response).text("//main//p[@class='lead']") == said
    assert "ETag" not in response.headers

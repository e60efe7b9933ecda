"""The calendar inside other sites."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.domain.item import ItemKind, Visibility
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from tests.builders import BEN, make_item
from tests.web.seeing import Page, add, numbered

BOTH = ["/embed/agenda?from=2026-05-01", "/embed/month?month=2026-05"]


def policy(client: FlaskClient, path: str) -> str:
    return client.get(path).headers["Content-Security-Policy"].rpartition("; ")[2]


@pytest.fixture
def allowing(settings: Settings, database: Database) -> Flask:
    """The application of an office that lets two sites frame the calendar."""
    sites = ("https://www.example.org", "https://intra.example.org:8443")
    return create_app(replace(settings, embed_origins=sites))


@pytest.mark.parametrize("path", BOTH)
def test_the_sites_of_the_settings_may_frame_it_and_no_other(
    client: FlaskClient, allowing: Flask, path: str
) -> None:
    assert policy(client, path) == "frame-ancestors 'none'"
    allowed = allowing.test_client()
    assert policy(allowed, path) == (
        "frame-ancestors https://www.example.org https://intra.example.org:8443"
    )
    for other in ("/", "/agenda", "/subscribe", "/login", "/nothing"):
        assert policy(allowed, other) == "frame-ancestors 'none'"
    allowing.extensions["calendar"].database.close()


@pytest.mark.parametrize("path", BOTH)
def test_it_sets_no_cookie_and_shows_nothing_of_the_staff(
    database: Database, signed_in_as: Callable[[Account], FlaskClient], path: str
) -> None:
    hidden = {"en": Text("Hidden")}
    add(
        database,
        make_item(),
        numbered(make_item(visibility=Visibility.STAFF, texts=hidden), 1),
    )
    response = signed_in_as(BEN).get(path)
    page = Page(response)
    assert response.headers.getlist("Set-Cookie") == []
    assert "Coordination meeting" in response.text
    assert "Hidden" not in response.text
    assert page.texts("//header") == []
    assert [a for a in page.all("//a/@href") if "staff" in a or "login" in a] == []


def test_it_is_narrowed_like_the_pages_and_keeps_that_in_its_steps(
    client: FlaskClient, database: Database
) -> None:
    add(
        database,
        make_item(tags=("a",)),
        numbered(make_item(kind=ItemKind.TRAINING), 1),
    )
    page = Page(client.get("/embed/month?month=2026-05&kind=meeting&tag=a&lang=ka"))
    assert len(page.all("//td//a[@title]")) == 1
    assert page.all("//a[@rel='next']/@href") == [
        "/embed/month?month=2026-06&kind=meeting&tag=a&lang=ka"
    ]
    assert page.all("//a[@rel='next']/@target") == ["_self"]
    assert page.all("//base/@target") == ["_blank"]


def test_a_long_agenda_goes_on_after_a_whole_day(
    client: FlaskClient, database: Database
) -> None:
    add(
        database,
        *(
            numbered(make_item(span=whole_days(date(2026, 5, 1 + n // 2))), n)
            for n in range(40)
        ),
    )
    page = Page(client.get("/embed/agenda?from=2026-05-01&lang=en"))
    assert len(page.texts("//ul[@class='cards']/li")) == 30
    assert page.all("//a[@rel='next']/@href") == [
        "/embed/agenda?from=2026-05-16&lang=en"
    ]


@pytest.mark.parametrize(
    "path", ["/embed/agenda?from=x", "/embed/month?month=x", "/embed/month?kind=x"]
)
def test_an_odd_address_is_answered_with_a_page(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in {400, 404}


def test_the_subscribe_page_gives_the_piece_of_html(client: FlaskClient) -> None:
    page = Page(client.get("/subscribe?kind=meeting&kind=screening&lang=en"))
    snippet = page.root.xpath("string(//textarea[@id='embed-agenda'])")
    address = "http://calendar.example.org/embed/agenda?lang=en&kind=meeting"
    assert snippet.startswith(f'<iframe src="{address}')
    assert snippet.endswith(
        '<script src="http://calendar.example.org/static/embed-host.js" async></script>'
    )
    for name in ("embed.js", "embed-host.js"):
        with client.get(f"/static/{name}") as response:
            assert response.mimetype == "text/javascript"

"""In which language a page speaks, and how links keep it."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.storage.database import Database
from calendar_service.web.language import language_name
from tests.web.seeing import Page


@pytest.mark.parametrize(
    ("path", "cookie", "accepted", "spoken"),
    [
        ("/agenda?lang=ka", "en", "en", "ka"),
        ("/agenda", "ka", "en", "ka"),
        ("/agenda", None, "ka,en;q=0.5", "ka"),
        ("/agenda", None, "ka-GE", "ka"),
        ("/agenda", None, "fr", "en"),
        ("/agenda", None, "", "en"),
        ("/agenda?lang=xx", None, "ka", "ka"),
        ("/agenda", "xx", "ka", "ka"),
    ],
)
def test_the_address_then_the_switch_then_the_browser_decides(
    client: FlaskClient, path: str, cookie: str | None, accepted: str, spoken: str
) -> None:
    if cookie:
        client.set_cookie("lang", cookie, domain="localhost")
    page = Page(client.get(path, headers={"Accept-Language": accepted}))
    assert page.all("/html/@lang") == [spoken]
    assert page.text("//h1") == {"en": "Agenda", "ka": "განრიგი"}[spoken]


def test_an_address_that_names_its_language_does_not_vary_by_it(
    client: FlaskClient,
) -> None:
    named = client.get("/agenda?lang=ka").vary.as_set()
    unnamed = client.get("/agenda").vary.as_set()
    assert named == {"cookie"}  # it shows whether somebody is signed in
    assert unnamed == {"cookie", "accept-language"}


def test_links_keep_the_language_of_the_address(client: FlaskClient) -> None:
    named = Page(client.get("/agenda?lang=ka")).all("//nav[@class='tabs']/a/@href")
    unnamed = Page(client.get("/agenda")).all("//nav[@class='tabs']/a/@href")
    assert named == ["/?lang=ka", "/agenda?lang=ka", "/subscribe?lang=ka"]
    assert unnamed == ["/", "/agenda", "/subscribe"]


def test_the_switch_goes_back_to_the_same_page_and_is_remembered(
    client: FlaskClient,
) -> None:
    page = Page(client.get("/?month=2026-05&kind=meeting&lang=en"))
    (switch,) = page.all("//a[@class='switch']/@href")
    response = client.get(switch)
    assert response.status_code == 303
    assert response.location == "/?month=2026-05&kind=meeting&lang=ka"
    assert response.headers["Set-Cookie"].startswith("lang=ka; ")
    assert response.headers["Set-Cookie"].endswith("; HttpOnly; Path=/; SameSite=Lax")
    assert Page(client.get("/")).all("/html/@lang") == ["ka"]


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", ""])
def test_the_switch_does_not_lead_elsewhere(client: FlaskClient, target: str) -> None:
    response = client.get("/language/ka", query_string={"next": target})
    assert response.location == "/?lang=ka"


def test_a_language_that_is_not_spoken_cannot_be_switched_to(
    client: FlaskClient,
) -> None:
    response = client.get("/language/fr?next=/")
    assert response.status_code == 404
    assert "Set-Cookie" not in response.headers


def test_an_office_with_one_language_has_no_switch(
    settings: Settings, database: Database
) -> None:
    made = create_app(replace(settings, languages=("ka",)))
    page = Page(made.test_client().get("/agenda?lang=en"))
    assert page.all("/html/@lang") == ["ka"]
    assert page.all("//a[@class='switch']/@href") == []
    made.extensions["calendar"].database.close()


@pytest.mark.parametrize(
    ("code", "shown_in", "name"),
    [("ka", "ka", "ქართული"), ("ka", "en", "Georgian"), ("xx", "en", "xx")],
)
def test_a_language_is_called_by_its_name(
    app: Flask, code: str, shown_in: str, name: str
) -> None:
    assert language_name(code, shown_in) == name

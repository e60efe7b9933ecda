"""Headers, cookies and limits that every answer has."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.storage.database import Database
from calendar_service.web.security import MOST_BYTES, framed_policy
from tests.builders import make_item
from tests.fakes import StillClock
from tests.web.seeing import Page, add

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
    " img-src 'self' https:;"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PUBLIC = ["/", "/agenda", "/items/coordination-meeting", "/subscribe", "/nothing"]


@pytest.mark.parametrize(
    "path", [*PUBLIC, "/login", "/healthz", "/static/calendar.css", "/?month=13"]
)
def test_every_answer_has_the_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize(
    "path", ["/mail/stop/x", "/mail/password/x", "/mail/x", "/feeds/private/x/all.ics"]
)
def test_an_address_that_is_a_secret_is_told_to_no_page(
    client: FlaskClient, path: str
) -> None:
    for response in (client.get(path), client.post(path), client.head(path)):
        assert response.headers["Referrer-Policy"] == "no-referrer"


def test_over_tls_browsers_are_told_to_stay_there(
    settings: Settings, database: Database, clock: StillClock
) -> None:
    secure = replace(settings, base_url="https://calendar.example.org")
    made = create_app(secure, clock)
    response = made.test_client().get("/login")
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-form=")
    assert cookie.endswith("; Secure; HttpOnly; Path=/; SameSite=Lax")
    made.extensions["calendar"].database.close()


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_set_no_cookie(
    client: FlaskClient, database: Database, path: str
) -> None:
    add(database, make_item())
    assert "Set-Cookie" not in client.get(path).headers


@pytest.mark.parametrize("path", ["/login", "/logout"])
def test_a_form_without_its_token_changes_nothing(
    client: FlaskClient, path: str
) -> None:
    response = client.post(path, data={"email": "a@example.org", "password": "x"})
    assert response.status_code == 400
    assert Page(response).text("//h1") == "The form has expired"


def test_a_body_that_is_too_large_is_refused_in_words(client: FlaskClient) -> None:
    response = client.post("/login", data={"email": "x" * (MOST_BYTES + 1)})
    assert response.status_code == 413
    assert Page(response).text("//h1") == "This is too large"


def test_scripts_and_styles_stand_nowhere_in_a_page(
    client: FlaskClient, database: Database
) -> None:
    add(database, make_item())
    for path in PUBLIC:
        page = Page(client.get(path))
        assert page.all("//@style | //style | //@*[starts-with(name(), 'on')]") == []
        inside = "//script[not(@src)]"
        kinds = page.all(f"{inside}/@type")
        assert len(page.all(inside)) == len(kinds)
        assert set(kinds) <= {"application/ld+json"}
        assert all(url.startswith("/static/") for url in page.all("//script/@src"))


def test_a_framed_page_has_the_policy_of_all_but_for_who_may_frame_it(
    settings: Settings,
) -> None:
    site = "https://www.example.org"
    assert framed_policy(settings) == POLICY
    assert framed_policy(replace(settings, embed_origins=(site,))) == (
        POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {site}")
    )

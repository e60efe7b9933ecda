"""Signing in over OpenID Connect, at a real provider over HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.app import create_app
from calendar_service.config import Settings, SignInService
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from tests.builders import ADA, NOW
from tests.fakes import StillClock
from tests.web.seeing import Page
from tests.web.sign_in_provider import CLIENT, SECRET, Provider, provided

START = "/staff/login/sso"
UNFINISHED = "The sign-in could not be completed. Please start it again."
UNCONFIRMED = "The sign-in service has not confirmed your e-mail address."
UNKNOWN = "There is no account for eve@example.org. An administrator can add one."


@pytest.fixture
def provider() -> Iterator[Provider]:
    with provided() as standing:
        standing.claims = {"email": "Ada@Example.org", "email_verified": True}
        yield standing


@pytest.fixture
def site(
    settings: Settings, database: Database, clock: StillClock, provider: Provider
) -> Iterator[Flask]:
    """An office that knows Ada and trusts the provider."""
    with database.transaction() as session:
        store_account(session, ADA, NOW)
    service = SignInService(
        issuer=provider.issuer, client_id=CLIENT, client_secret=SECRET, label="Work"
    )
    made = create_app(replace(settings, sign_in_service=service), clock)
    yield made
    made.extensions["calendar"].database.close()


@pytest.fixture
def browser(site: Flask) -> FlaskClient:
    return site.test_client()


def go(browser: FlaskClient, start: str = START) -> str:
    """Go to the provider and sign in there; return the path that it sends back to."""
    there = browser.get(start)
    assert there.status_code == 303
    back = requests.get(there.headers["Location"], allow_redirects=False, timeout=5)
    parts = urlsplit(back.headers["Location"])
    assert f"{parts.scheme}://{parts.netloc}" == "http://calendar.example.org"
    return f"{parts.path}?{parts.query}"


def said(response: TestResponse) -> tuple[int, str]:
    return response.status_code, Page(response).text("//p[@role='alert']")


def test_whoever_the_provider_knows_is_signed_in(
    browser: FlaskClient, provider: Provider
) -> None:
    (button,) = Page(browser.get("/login?next=/staff/feeds")).all(
        "//a[normalize-space()='Sign in with Work']/@href"
    )
    response = browser.get(go(browser, button))
    assert (response.status_code, response.location) == (303, "/staff/feeds")
    page = Page(browser.get("/staff/"))
    assert page.text("//h1/following-sibling::p") == ("Ada · ada@example.org · Editor")
    (asked,) = provider.asked
    named = ("client_id", "code_challenge_method", "response_type", "scope")
    assert [asked[name] for name in named] == [CLIENT, "S256", "code", "openid email"]
    assert browser.get(START).location == "/staff/"


def test_the_host_header_has_no_say_in_the_way_back(browser: FlaskClient) -> None:
    there = browser.get(START, headers={"Host": "evil.example"})
    asked = parse_qs(urlsplit(there.headers["Location"]).query)
    assert asked["redirect_uri"] == [
        "http://calendar.example.org/staff/login/sso/callback"
    ]


def test_a_provider_may_want_the_secret_in_the_form(
    browser: FlaskClient, provider: Provider
) -> None:
    provider.takes_basic = False
    assert browser.get(go(browser)).location == "/staff/"


def test_a_form_that_was_written_stays_while_somebody_signs_in(
    browser: FlaskClient, site: Flask
) -> None:
    site.config["WTF_CSRF_ENABLED"] = False
    page = Page(browser.post("/staff/items/new", data={"title_en": "Written"}))
    button = "//a[normalize-space()='Sign in with Work']"
    assert page.all(f"{button}/@target") == ["_blank"]
    assert page.text(f"{button}/parent::p/preceding-sibling::p[1]") == (
        "This opens a new window. What you had written stays here:"
        " go back and send it again afterwards."
    )


def test_only_pages_of_our_own_come_next(browser: FlaskClient) -> None:
    back = go(browser, f"{START}?next=//evil.example")
    assert browser.get(back).location == "/staff/"


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"email": "eve@example.org"}, UNKNOWN),
        ({"email_verified": False}, UNCONFIRMED),
        ({"email_verified": "true"}, UNCONFIRMED),
        ({"email": None, "email_verified": None}, UNCONFIRMED),
        ({"aud": "another"}, UNFINISHED),
        ({"aud": ["another"], "azp": CLIENT}, UNFINISHED),
        ({"iss": "https://another.example"}, UNFINISHED),
        ({"nonce": "another"}, UNFINISHED),
        ({"exp": 1_700_000_000}, UNFINISHED),
    ],
)
def test_whoever_is_not_proven_is_told_why(
    browser: FlaskClient, provider: Provider, claims: dict[str, object], sentence: str
) -> None:
    provider.claims |= claims
    assert said(browser.get(go(browser))) == (422, sentence)
    assert browser.get("/staff/").location == "/login?next=/staff/"


def test_who_is_disabled_is_told_what_nobody_is_told(
    browser: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        store_account(session, replace(ADA, disabled_at=NOW), NOW)
    unknown = UNKNOWN.replace("eve@", "Ada@").replace("example", "Example")
    assert said(browser.get(go(browser))) == (422, unknown)
    assert browser.get("/staff/").location == "/login?next=/staff/"


def test_a_token_that_nobody_signed_is_refused(
    browser: FlaskClient, provider: Provider
) -> None:
    provider.signs = False
    assert said(browser.get(go(browser))) == (422, UNFINISHED)


def test_an_answer_to_nothing_is_refused(site: Flask, browser: FlaskClient) -> None:
    back = go(browser)
    stranger = site.test_client()
    assert said(stranger.get(back)) == (422, UNFINISHED)
    state = parse_qs(urlsplit(back).query)["state"][0]
    assert said(browser.get(back.replace(state, "ა"))) == (422, UNFINISHED)
    # One beginning, one answer: the right one comes too late.
    assert said(browser.get(back)) == (422, UNFINISHED)


def test_an_answer_counts_once_even_with_a_copied_cookie(browser: FlaskClient) -> None:
    back = go(browser)
    cookie = browser.get_cookie("form")
    assert cookie is not None
    assert browser.get(back).status_code == 303
    assert said(browser.get(back)) == (422, UNFINISHED)
    browser.set_cookie("form", cookie.value, domain="localhost")
    assert said(browser.get(back)) == (422, UNFINISHED)


def test_whoever_takes_too_long_starts_again(
    browser: FlaskClient, clock: StillClock
) -> None:
    back = go(browser)
    clock.move(minutes=11)
    assert said(browser.get(back)) == (422, UNFINISHED)


def test_saying_no_at_the_provider_leads_back(browser: FlaskClient) -> None:
    back = f"{go(browser).partition('?')[0]}?error=access_denied"
    assert said(browser.get(back)) == (422, UNFINISHED)


def test_a_refusal_speaks_the_language_of_the_beginning(
    browser: FlaskClient, provider: Provider
) -> None:
    provider.claims["email_verified"] = False
    response = browser.get(go(browser, f"{START}?lang=ka"))
    assert said(response) == (
        422,
        "შესვლის სერვისს თქვენი ელფოსტის მისამართი არ დაუდასტურებია.",
    )


def test_a_provider_that_is_down_is_a_page_and_no_secret_is_logged(
    browser: FlaskClient, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    back = go(browser)
    provider.broken = True
    for path in (START, back):
        response = browser.get(path)
        assert response.status_code == 502
        assert Page(response).text("//h1") == "The sign-in service does not answer"
    lines = [line for line in caplog.messages if "sign-in service" in line]
    assert lines == ["the sign-in service cannot be used: HTTPError"] * 2
    assert SECRET not in caplog.text


def test_another_issuer_is_not_believed(
    browser: FlaskClient, provider: Provider
) -> None:
    provider.issuer = "https://another.example"
    assert browser.get(START).status_code == 502


def test_without_the_settings_there_is_no_such_way(client: FlaskClient) -> None:
    assert [client.get(f"{START}{end}").status_code for end in ("", "/callback")] == [
        *(404, 404)
    ]
    assert Page(client.get("/login")).texts("//main//a") == ["Forgot your password?"]

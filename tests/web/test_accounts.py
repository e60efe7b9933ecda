"""Sign in and sign out."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.services.administering import hash_password
from calendar_service.storage.accounts import find_account, store_account
from calendar_service.storage.database import Database
from tests.builders import ADA, NOW
from tests.web.seeing import Page

PASSWORD = "correct horse battery"  # noqa: S105 - of nobody


@pytest.fixture(scope="module")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def known(client: FlaskClient, database: Database, password_hash: str) -> FlaskClient:
    with database.transaction() as session:
        store_account(session, replace(ADA, password_hash=password_hash), NOW)
    return client


def _send(client: FlaskClient, path: str, form: str, **fields: str) -> TestResponse:
    """Fill in the form of a page and send it."""
    (token,) = Page(client.get(form)).all("//input[@name='csrf_token']/@value")
    return client.post(path, data={"csrf_token": token, **fields})


def _sign_in(
    client: FlaskClient, password: str = PASSWORD, target: str = ""
) -> TestResponse:
    return _send(
        client,
        "/login",
        "/login",
        email="ada@example.org",
        password=password,
        next=target,
    )


def test_signing_in_leads_to_the_staff_page(known: FlaskClient) -> None:
    response = _sign_in(known)
    assert (response.status_code, response.location) == (303, "/staff/")
    page = Page(known.get("/staff/"))
    assert page.text("//h1/following-sibling::p") == ("Ada · ada@example.org · Editor")
    assert page.response.headers["Cache-Control"] == "private, no-store"


def test_signing_in_leads_back_to_what_was_asked_for(known: FlaskClient) -> None:
    asked = "/staff/items?status=draft&tag=a%26b"
    login = known.get(asked).location
    (target,) = Page(known.get(login)).all("//input[@name='next']/@value")
    assert target == asked
    assert _sign_in(known, target=target).location == asked


def test_a_wrong_password_and_a_wrong_address_are_told_alike(
    known: FlaskClient,
) -> None:
    def told(email: str) -> tuple[int, str]:
        fields = {"email": email, "password": "wrong"}
        response = _send(known, "/login", "/login", **fields)
        return response.status_code, Page(response).text("//p[@role='alert']")

    assert told("ada@example.org") == told("nobody@example.org")
    assert told("ada@example.org") == (
        422,
        "Address and password do not belong together.",
    )
    assert known.get("/staff/").location == "/login?next=/staff/"


@pytest.mark.parametrize(
    "email", ["", "a\x00b", "x" * 5000, "ada@example.org\x00", "'; DROP TABLE accounts"]
)
def test_an_odd_address_is_just_wrong(known: FlaskClient, email: str) -> None:
    fields = {"email": email, "password": "\x00"}
    response = _send(known, "/login", "/login", **fields)
    assert response.status_code == 422


def test_too_many_wrong_passwords_are_told_to_wait(known: FlaskClient) -> None:
    codes = [_sign_in(known, "wrong").status_code for _ in range(20)]
    assert codes == [422] * 10 + [429] * 10
    response = _sign_in(known)
    assert response.headers["Retry-After"] == "600"
    assert Page(response).text("//h1") == "Too many tries"


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        ("/agenda?kind=meeting", "/agenda?kind=meeting"),
        ("//evil.example", "/staff/"),
        ("/\\evil.example", "/staff/"),
        ("https://evil.example/", "/staff/"),
        ("/%2Fevil.example", "/staff/"),
        ("javascript:alert(1)", "/staff/"),
    ],
)
def test_signing_in_goes_on_to_a_page_of_our_own(
    known: FlaskClient, target: str, reached: str
) -> None:
    assert _sign_in(known, target=target).location == reached
    again = known.get("/login", query_string={"next": target})
    assert again.location == reached


def test_each_sign_in_has_a_new_secret_and_ends_the_old_one(known: FlaskClient) -> None:
    def secret() -> str:
        cookie = known.get_cookie("signin")
        return cookie.value if cookie else ""

    known.set_cookie("signin", "planted by somebody", domain="localhost")
    _sign_in(known)
    first = secret()
    (token,) = Page(known.get("/staff/")).all("//input[@name='csrf_token']/@value")
    known.post(
        "/login",
        data={"csrf_token": token, "email": ADA.email, "password": PASSWORD},
    )
    second = secret()
    assert len({"planted by somebody", first, second}) == 3
    known.set_cookie("signin", first, domain="localhost")
    assert known.get("/staff/").status_code == 303


def test_signing_out_ends_copies_of_the_cookie_too(known: FlaskClient) -> None:
    _sign_in(known)
    cookie = known.get_cookie("signin")
    assert cookie is not None
    response = _send(known, "/logout", "/staff/")
    assert (response.status_code, response.location) == (303, "/")
    assert known.get_cookie("signin") is None
    known.set_cookie("signin", cookie.value, domain="localhost")
    assert known.get("/staff/").status_code == 303


@pytest.mark.parametrize(
    ("switched", "language", "shown"),
    [("", "ka", "ka"), ("en", "ka", "en"), ("", "hy", "en")],
)
def test_the_pages_speak_the_language_of_the_account_until_it_is_switched(
    known: FlaskClient, database: Database, switched: str, language: str, shown: str
) -> None:
    with database.transaction() as session:
        account = find_account(session, ADA.email)
        assert account is not None
        store_account(session, replace(account, language=language), NOW)
    if switched:
        known.get(f"/language/{switched}")
    _sign_in(known)
    assert Page(known.get("/staff/")).all("/html/@lang") == [shown]
    assert Page(known.get("/?lang=en")).all("/html/@lang") == ["en"]


def test_signing_out_takes_a_form_and_not_a_link(known: FlaskClient) -> None:
    _sign_in(known)
    assert known.get("/logout").status_code == 405
    assert known.get("/staff/").status_code == 200

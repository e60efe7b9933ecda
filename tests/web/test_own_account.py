"""One's own account: sign-ins and password, through HTTP."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.services.administering import hash_password
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from tests.builders import ADA, BEN, NOW
from tests.web.seeing import Page

OLD, NEW = "correct horse battery", "another horse entirely"


@pytest.fixture(scope="module")
def old_hash() -> str:
    return hash_password(OLD)


@pytest.fixture
def known(app: Flask, database: Database, old_hash: str) -> Flask:
    with database.transaction() as session:
        for who in (ADA, BEN):
            store_account(session, replace(who, password_hash=old_hash), NOW)
    return app


def _send(client: FlaskClient, path: str, form: str, **fields: str) -> TestResponse:
    token = Page(client.get(form)).all("//input[@name='csrf_token']/@value")[0]
    return client.post(path, data={"csrf_token": token, **fields})


def _enter(app: Flask, email: str = ADA.email, password: str = OLD) -> FlaskClient:
    client = app.test_client()
    _send(client, "/login", "/login", email=email, password=password)
    return client


def _change(client: FlaskClient, **fields: str) -> TestResponse:
    given = {"former": OLD, "new": NEW, "again": NEW} | fields
    return _send(client, "/staff/account/password", "/staff/account", **given)


def _reaches(client: FlaskClient) -> int:
    return client.get("/staff/account").status_code


def test_the_page_tells_this_browser_from_others(known: Flask) -> None:
    here = _enter(known)
    page = Page(here.get("/staff/account"))
    assert page.texts("//section[1]//li/strong") == ["This browser"]
    assert page.texts("//section[1]//button") == []
    _enter(known)
    _enter(known, BEN.email)
    page = Page(here.get("/staff/account"))
    assert len(page.texts("//section[1]//li")) == 2
    assert page.texts("//section[1]//li/strong") == ["This browser"]
    assert page.texts("//section[1]//button") == ["Sign out everywhere else"]


def test_signing_out_elsewhere_leaves_this_browser_and_other_people(
    known: Flask,
) -> None:
    here, there, ben = _enter(known), _enter(known), _enter(known, BEN.email)
    response = _send(here, "/staff/account/elsewhere", "/staff/account")
    assert (response.status_code, response.location) == (303, "/staff/account")
    assert [_reaches(client) for client in (here, there, ben)] == [200, 303, 200]


def test_a_new_password_signs_out_elsewhere_and_kills_copied_cookies(
    known: Flask,
) -> None:
    here, there, copy = _enter(known), _enter(known), known.test_client()
    cookie = here.get_cookie("signin")
    assert cookie is not None
    copy.set_cookie("signin", cookie.value, domain="localhost")
    assert _reaches(copy) == 200
    assert _change(here).status_code == 303
    assert [_reaches(client) for client in (here, there, copy)] == [200, 303, 303]
    assert _reaches(_enter(known)) == 303
    assert _reaches(_enter(known, password=NEW)) == 200
    assert _reaches(_enter(known, BEN.email)) == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"former": "wrong"}, "That is not your password so far."),
        ({"again": NEW + "!"}, "The two new passwords are not the same."),
        (
            {"new": "short", "again": "short"},
            "A password takes between 10 and 1000 characters.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    known: Flask, fields: dict[str, str], said: str
) -> None:
    here, there = _enter(known), _enter(known)
    response = _change(here, **fields)
    assert response.status_code == 422
    assert Page(response).text("//*[@role='alert']") == said
    assert _reaches(there) == 200
    assert _reaches(_enter(known)) == 200


def test_whoever_holds_a_session_cannot_guess_the_password(known: Flask) -> None:
    here = _enter(known)
    codes = [_change(here, former="guess").status_code for _ in range(12)]
    assert codes == [422] * 10 + [429] * 2

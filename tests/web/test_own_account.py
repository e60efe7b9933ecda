"""One's own account: sign-ins and password, through HTTP."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from calendar_service.storage.accounts import open_session, store_account
from calendar_service.storage.database import Database
from tests.builders import ADA, BEN, NOW
from tests.fakes import StillClock
from tests.web.forgetting import NEW, OLD
from tests.web.seeing import Page

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"
SIGN_INS = "//section[@aria-labelledby='sign-ins']"


@pytest.fixture
def known(app: Flask, database: Database, old_hash: str) -> Flask:
    with database.transaction() as session:
        for who in (ADA, BEN):
            store_account(session, replace(who, password_hash=old_hash), NOW)
    return app


def _send(client: FlaskClient, path: str, form: str, **fields: str) -> TestResponse:
    token = Page(client.get(form)).all("//input[@name='csrf_token']/@value")[0]
    return client.post(path, data={"csrf_token": token, **fields})


def _enter(
    app: Flask, email: str = ADA.email, password: str = OLD, agent: str = "Werkzeug"
) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = agent
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
    assert page.texts(f"{SIGN_INS}//li//*[contains(@class, 'chip')]") == [
        "This browser"
    ]
    assert page.texts(f"{SIGN_INS}//button") == []
    _enter(known, agent=FIREFOX)
    _enter(known, BEN.email)
    page = Page(here.get("/staff/account"))
    assert sorted(page.texts(f"{SIGN_INS}//li//strong")) == [
        "Firefox on Windows",
        "Unknown browser",
    ]
    assert page.texts(f"{SIGN_INS}//button") == ["Sign out"]
    _enter(known)
    page = Page(here.get("/staff/account"))
    assert page.texts(f"{SIGN_INS}/form//button") == ["Sign out everywhere else"]


def test_of_many_sign_ins_this_one_is_shown_first_and_none_is_left_out(
    known: Flask, database: Database
) -> None:
    here = _enter(known)
    with database.transaction() as session:
        later, ends = NOW + timedelta(minutes=1), NOW + timedelta(days=1)
        for n in range(5):
            digest = f"{n}".rjust(64, "0")[::-1]
            open_session(session, ADA.email, digest, later, ends, ("Edge", f"{n}"))
    page = Page(here.get("/staff/account"))
    assert page.texts(f"{SIGN_INS}/ul/li//strong") == [
        *("Unknown browser", "Edge on 0", "Edge on 1", "Edge on 2")
    ]
    assert page.texts(f"{SIGN_INS}/details/summary") == ["and 2 more"]
    assert len(page.texts(f"{SIGN_INS}/details//button")) == 2


def test_one_sign_in_is_ended_and_no_other(known: Flask) -> None:
    here, there = _enter(known), _enter(known, agent=FIREFOX)
    third, ben = _enter(known), _enter(known, BEN.email)
    page = Page(here.get("/staff/account"))
    (which,) = page.all("//li[.//strong='Firefox on Windows']//*[@name='which']/@value")
    path = "/staff/account/sign-ins"
    for _ in range(2):
        response = _send(here, path, "/staff/account", which=which)
        assert (response.status_code, response.location) == (303, "/staff/account")
    assert _send(ben, path, "/staff/account", which=which[:5]).status_code == 303
    reached = [_reaches(client) for client in (here, there, third, ben)]
    assert reached == [200, 303, 200, 200]


def test_nobody_ends_a_sign_in_of_somebody_else(known: Flask) -> None:
    here, there, ben = _enter(known), _enter(known), _enter(known, BEN.email)
    page = Page(here.get("/staff/account"))
    (which,) = page.all("//input[@name='which']/@value")
    _send(ben, "/staff/account/sign-ins", "/staff/account", which=which)
    assert [_reaches(client) for client in (here, there, ben)] == [200] * 3


def test_when_somebody_was_last_seen_is_written_now_and_then(
    known: Flask, database: Database, clock: StillClock
) -> None:
    writes: list[str] = []
    engine = known.extensions["calendar"].database.engine

    def note(*told: object) -> None:
        if str(told[2]).startswith("UPDATE"):
            writes.append(str(told[2]))

    here, there = _enter(known), _enter(known, agent=FIREFOX)
    event.listen(engine, "before_cursor_execute", note)
    for minutes in (1, 3, 1, 1, 4):
        clock.move(minutes=minutes)
        there.get("/staff/account")
    assert len(writes) == 2
    page = Page(here.get("/staff/account"))
    assert page.text(
        "//li[.//strong='Firefox on Windows']//*[@class='quiet small']"
    ) == ("since 10 March 2026, 16:00 · last seen 10 March 2026, 16:10")


def test_a_page_is_shown_though_it_cannot_be_written_who_was_seen(
    known: Flask, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    here = _enter(known)
    clock.move(minutes=6)

    def refuse(*told: object) -> None:
        if str(told[2]).startswith("UPDATE"):
            raise OperationalError("UPDATE", None, Exception("read-only"))

    engine = known.extensions["calendar"].database.engine
    event.listen(engine, "before_cursor_execute", refuse)
    assert here.get("/staff/").status_code == 200
    assert "when somebody was last seen could not be noted" in caplog.text


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

"""What the sign-in promises, whatever is sent to it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.services import administering
from calendar_service.services.administering import hash_password
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from tests.builders import ADA, BEN, CLEO, NOW
from tests.fakes import StillClock
from tests.web.foreign import FOREIGN, ODD
from tests.web.seeing import Page

PASSWORD = "correct horse battery"  # noqa: S105 - of nobody
HERE = "http://calendar.example.org/login"
STRANGERS = {
    "knows the address": ADA.email,
    "knows nobody": "nobody@example.org",
    "has no password": BEN.email,
    "is disabled": CLEO.email,
}


@pytest.fixture(scope="module")
def hashed() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def known(app: Flask, database: Database, hashed: str) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    with database.transaction() as session:
        store_account(session, replace(ADA, password_hash=hashed), NOW)
        store_account(session, BEN, NOW)
        store_account(
            session, replace(CLEO, password_hash=hashed, disabled_at=NOW), NOW
        )
    return app.test_client()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take every password to be right, and note which hashes were looked at."""
    looked: list[str] = []

    class Quick:
        def verify(self, hashed: str, _password: str) -> None:
            looked.append(hashed)

    monkeypatch.setattr(administering, "_hasher", Quick())
    return looked


def enter(
    client: FlaskClient, email: str = ADA.email, password: str = PASSWORD, **more: str
) -> TestResponse:
    fields = {"email": email, "password": password, **more}
    return client.post("/login", data=fields)


def is_here(location: str) -> bool:
    """Tell whether a browser that is sent there stays on this site."""
    parts = urlsplit(urljoin(HERE, location))
    origin = (parts.scheme, parts.netloc)
    # Browsers read a backslash as a slash, and pass over tabs and line ends.
    is_plain = location.isascii() and location.isprintable() and "\\" not in location
    return is_plain and origin == ("http", "calendar.example.org")


@pytest.mark.usefixtures("quick")
def test_no_spelling_of_another_site_is_gone_on_to(known: FlaskClient) -> None:
    assert len(set(FOREIGN)) >= 25
    for target in FOREIGN:
        posted = enter(known, next=target)
        seen = known.get("/login", query_string={"next": target})
        assert (posted.location, seen.location) == ("/staff/", "/staff/"), target
        known.post("/logout")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("target", ODD)
def test_a_path_of_ours_stays_here_however_odd_it_looks(
    known: FlaskClient, target: str
) -> None:
    location = enter(known, next=target).location
    assert location != "/staff/"
    assert is_here(location)
    assert location.startswith("/")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example"])
def test_the_form_hands_on_no_other_site(known: FlaskClient, target: str) -> None:
    page = Page(known.get("/login", query_string={"next": target}))
    assert page.all("//input[@name='next']/@value") == ["/staff/"]
    assert "evil" not in page.response.get_data(as_text=True)


@pytest.mark.parametrize("email", STRANGERS.values(), ids=STRANGERS)
def test_whoever_it_is_one_hash_is_looked_at_and_the_answer_is_the_same(
    known: FlaskClient, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    right = administering._hasher  # noqa: SLF001 - what is counted

    class Counting:
        def verify(self, hashed: str, password: str) -> bool:
            looked.append(hashed)
            return right.verify(hashed, password)

    monkeypatch.setattr(administering, "_hasher", Counting())
    answer = enter(known, email, "wrong")
    assert (answer.status_code, len(looked)) == (422, 1)
    # The same memory and the same rounds: so it takes as long.
    assert looked[0].split("$")[:4] == right.hash("x").split("$")[:4]
    page = Page(answer)
    assert page.text("//p[@role='alert']") == (
        "Address and password do not belong together."
    )
    assert answer.get_data(as_text=True).count(email) == 1  # as it was typed
    assert known.get_cookie("signin") is None


def test_who_has_no_password_or_is_disabled_does_not_get_in(
    known: FlaskClient, quick: list[str]
) -> None:
    codes = [enter(known, email).status_code for email in STRANGERS.values()]
    assert codes == [303, 422, 422, 422]
    assert len(quick) == 4


@pytest.fixture
def workers(
    settings: Settings, database: Database, clock: StillClock, known: FlaskClient
) -> Iterator[list[FlaskClient]]:
    """Three processes, as far as the database is concerned."""
    apps = [create_app(settings, clock) for _ in range(3)]
    for app in apps:
        app.config["WTF_CSRF_ENABLED"] = False
    yield [app.test_client() for app in apps]
    for app in apps:
        app.extensions["calendar"].database.close()


@pytest.mark.parametrize("spread", [False, True])
def test_wrong_tries_are_counted_over_all_workers_and_forged_addresses(
    workers: list[FlaskClient], monkeypatch: pytest.MonkeyPatch, *, spread: bool
) -> None:
    monkeypatch.setattr(administering, "verify_password", lambda *_: False)
    codes = []
    for n, worker in zip(range(20), cycle(workers), strict=False):
        answer = worker.post(
            "/login",
            data={"email": f"a{n}@x.org" if spread else ADA.email, "password": "x"},
            headers={
                "X-Forwarded-For": f"198.51.100.{n}",
                "Forwarded": f"for=198.51.100.{n}",
                "X-Real-IP": f"198.51.100.{n}",
            },
        )
        codes.append(answer.status_code)
    most = 15 if spread else 10
    assert codes == [422] * most + [429] * (20 - most)


@pytest.mark.usefixtures("quick")
def test_each_sign_in_has_a_secret_of_its_own(known: FlaskClient) -> None:
    secrets = set()
    for planted in ("", "planted", "x" * 43):
        known.set_cookie("signin", planted, domain="localhost")
        enter(known)
        cookie = known.get_cookie("signin")
        assert cookie is not None
        secrets.add(cookie.value)
        known.delete_cookie("signin", domain="localhost")
    assert len(secrets) == 3
    assert secrets.isdisjoint({"", "planted", "x" * 43})


@pytest.mark.usefixtures("quick")
def test_a_copied_cookie_ends_with_the_sign_out(app: Flask, known: FlaskClient) -> None:
    enter(known)
    cookie = known.get_cookie("signin")
    assert cookie is not None
    copy = app.test_client()
    copy.set_cookie("signin", cookie.value, domain="localhost")
    assert copy.get("/staff/account").status_code == 200
    known.post("/logout")
    assert copy.get("/staff/account").status_code == 303
    assert known.get_cookie("signin") is None

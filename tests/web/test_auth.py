"""Sign in and out; who is asking and what they may see."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask, g, make_response
from flask.testing import FlaskClient
from sqlalchemy import text

from calendar_service.domain.account import Account
from calendar_service.domain.selection import Audience
from calendar_service.services.administering import hash_password
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from calendar_service.web import auth
from tests.builders import ADA, BEN, CLEO, NOW
from tests.fakes import StillClock

PASSWORD = "correct horse battery"  # noqa: S105 - of nobody


@pytest.fixture(scope="module")
def ada() -> Account:
    return replace(ADA, password_hash=hash_password(PASSWORD))


@pytest.fixture
def known(app: Flask, database: Database, ada: Account) -> Flask:
    with database.transaction() as session:
        store_account(session, ada, NOW)
    return app


def _try(app: Flask, email: str, password: str, client: str = "192.0.2.1") -> str:
    with app.test_request_context(environ_base={"REMOTE_ADDR": client}):
        try:
            found = auth.check_password(email, password)
        except auth.TooManyTries:
            return "too many"
        return found.email if found else "wrong"


def test_address_and_password_have_to_belong_together(known: Flask) -> None:
    assert _try(known, "ada@example.org", PASSWORD) == "ada@example.org"
    assert _try(known, "ADA@example.org", PASSWORD) == "ada@example.org"
    assert _try(known, "ada@example.org", PASSWORD + " ") == "wrong"
    assert _try(known, "nobody@example.org", PASSWORD) == "wrong"
    assert _try(known, "", "") == "wrong"


def test_who_is_disabled_has_no_right_password(
    known: Flask, database: Database, ada: Account
) -> None:
    with database.transaction() as session:
        store_account(session, replace(ada, disabled_at=NOW), NOW)
    assert _try(known, "ada@example.org", PASSWORD) == "wrong"


def test_one_who_mistypes_ten_times_waits_ten_minutes(
    known: Flask, clock: StillClock
) -> None:
    answers = [_try(known, "ada@example.org", "x") for _ in range(11)]
    assert answers == ["wrong"] * 10 + ["too many"]
    assert _try(known, "ada@example.org", PASSWORD) == "too many"
    assert _try(known, "ada@example.org", PASSWORD, "192.0.2.2") == "ada@example.org"
    clock.move(minutes=10, seconds=1)
    assert _try(known, "ada@example.org", PASSWORD) == "ada@example.org"


def test_one_who_tries_many_addresses_is_stopped_within_twenty(known: Flask) -> None:
    answers = [_try(known, f"a{n}@example.org", "x") for n in range(20)]
    assert answers == ["wrong"] * 15 + ["too many"] * 5


def test_many_tries_at_once_are_no_way_around_the_limit(known: Flask) -> None:
    with ThreadPoolExecutor(8) as pool:
        tries = [pool.submit(_try, known, f"a{n}@example.org", "x") for n in range(30)]
        answers = [each.result() for each in tries]
    assert set(answers) == {"wrong", "too many"}
    assert answers.count("wrong") <= 15


def test_refused_tries_do_not_make_the_wait_longer(
    known: Flask, database: Database
) -> None:
    for _ in range(20):
        _try(known, "ada@example.org", "x")
    with database.reading() as session:
        counted = session.scalar(text("SELECT count(*) FROM login_attempts"))
    assert counted == 30  # ten tries, under three names each


def test_a_made_up_forwarding_header_is_no_new_client(known: Flask) -> None:
    client = known.test_client()
    codes = []
    for n in range(20):
        form = client.get("/login").get_data(as_text=True)
        token = form.split('name="csrf_token" value="')[1].partition('"')[0]
        answer = client.post(
            "/login",
            data={"csrf_token": token, "email": f"a{n}@example.org", "password": "x"},
            headers={"X-Forwarded-For": f"198.51.100.{n}"},
        )
        codes.append(answer.status_code)
    assert codes == [422] * 15 + [429] * 5


def test_right_passwords_are_not_counted(known: Flask) -> None:
    answers = {_try(known, "ada@example.org", PASSWORD) for _ in range(16)}
    assert answers == {"ada@example.org"}


def test_the_database_keeps_no_address_of_those_who_try(
    known: Flask, database: Database
) -> None:
    _try(known, "ada@example.org", "x")
    with database.reading() as session:
        subjects = list(session.scalars(text("SELECT subject FROM login_attempts")))
    assert [len(subject) for subject in subjects] == [64, 64, 64]


def test_the_database_keeps_the_hash_of_the_secret_alone(
    known: Flask, database: Database, ada: Account
) -> None:
    with known.test_request_context():
        response = make_response()
        auth.sign_in(response, ada)
    name, _, rest = response.headers["Set-Cookie"].partition("=")
    secret = rest.partition(";")[0]
    assert name == "signin"
    assert len(secret) >= 43  # 256 bits
    assert rest.endswith("Max-Age=604800; HttpOnly; Path=/; SameSite=Lax")
    with database.reading() as session:
        digests = list(session.scalars(text("SELECT digest FROM sessions")))
    assert len(digests) == 1
    assert secret not in digests[0]


def test_a_sign_in_ends_after_a_week(
    known: Flask, clock: StillClock, ada: Account
) -> None:
    with known.test_request_context():
        response = make_response()
        auth.sign_in(response, ada)
    cookie = response.headers["Set-Cookie"].partition(";")[0]
    for days, signed_in in [(6, True), (2, False)]:
        clock.move(days=days)
        with known.test_request_context(headers={"Cookie": cookie}):
            assert (auth.account() is not None) is signed_in


@pytest.mark.parametrize(
    ("account", "audience"),
    [(CLEO, Audience.STAFF), (ADA, Audience.EDITORS), (BEN, Audience.EDITORS)],
)
def test_the_role_says_what_is_listed(
    app: Flask, account: Account, audience: Audience
) -> None:
    with app.test_request_context():
        assert auth.audience() is Audience.PUBLIC
        g.account = account
        assert auth.audience() is audience


def test_a_made_up_secret_is_nobodys(client: FlaskClient) -> None:
    client.set_cookie("signin", "made up", domain="localhost")
    assert client.get("/staff/").status_code == 303

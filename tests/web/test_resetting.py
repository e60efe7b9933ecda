"""Another password by mail: one answer for all, and no trace of the link."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from calendar_service.storage.accounts import add_attempt, store_account
from calendar_service.storage.database import Database
from calendar_service.web import tries
from tests.builders import ADA, NOW
from tests.fakes import StillClock
from tests.web.forgetting import (
    NEW,
    OLD,
    ask,
    choose,
    is_password,
    links,
    send,
    subjects,
)
from tests.web.seeing import Page

SignedIn = Callable[[Account], FlaskClient]


@pytest.fixture
def ada(database: Database, old_hash: str) -> Account:
    account = replace(ADA, password_hash=old_hash)
    with database.transaction() as session:
        store_account(session, account, NOW)
    return account


def test_a_forgotten_password_is_replaced_and_nobody_is_signed_in(
    client: FlaskClient, database: Database, ada: Account
) -> None:
    answer = ask(client, "Ada@Example.org")
    assert (answer.status_code, answer.location) == (303, "/login/forgotten?sent=yes")
    (link,) = links(database)
    opened = client.get(link)
    assert (opened.status_code, opened.location) == (303, "/login/password?lang=en")
    page = Page(client.get("/login/password"))
    assert page.text("//main//*[@class='lead']") == "For ada@example.org"
    done = choose(client)
    assert (done.status_code, done.location) == (303, "/login?renewed=yes")
    said = Page(client.get(done.location)).text("//main//*[@role='status']")
    assert said == "Your new password is in place. Sign in with it."
    assert client.get_cookie("signin") is None
    assert (is_password(database, NEW), is_password(database, OLD)) == (True, False)
    assert subjects(database)[0] == "Your password was changed – The Office"


def test_all_sign_ins_of_the_account_end(
    client: FlaskClient, database: Database, ada: Account, signed_in_as: SignedIn
) -> None:
    there = signed_in_as(ada)
    assert there.get("/staff/").status_code == 200
    ask(client)
    client.get(links(database)[0])
    choose(client)
    assert there.get("/staff/").status_code == 303


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_known_and_unknown_are_answered_alike(
    client: FlaskClient, database: Database, ada: Account, email: str
) -> None:
    answer = ask(client, email)
    assert (answer.status_code, answer.location) == (303, "/login/forgotten?sent=yes")
    page = Page(client.get(answer.location))
    assert page.text("//main//*[@role='status']/p[1]") == (
        "If the address has an account, a mail is on its way to it."
    )
    assert email not in page.response.get_data(as_text=True)
    assert len(links(database)) == (1 if email == ADA.email else 0)


def test_nobody_is_flooded_with_mails(
    client: FlaskClient, database: Database, ada: Account, clock: StillClock
) -> None:
    answers = set()
    for _ in range(5):
        clock.move(seconds=1)
        answers.add(ask(client).location)
    assert answers == {"/login/forgotten?sent=yes"}
    assert len(links(database)) == 3
    clock.move(hours=1, seconds=1)
    ask(client)
    assert len(links(database)) == 4


def test_those_who_ask_for_many_keep_nobody_else_out(
    app: Flask, database: Database, ada: Account
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False

    def ask_from(client: str, email: str) -> int:
        return (
            app.test_client()
            .post(
                "/login/forgotten",
                data={"email": email},
                environ_base={"REMOTE_ADDR": client},
            )
            .status_code
        )

    for number in range(240):
        ask_from(f"192.0.2.{number % 12}", f"a{number}@example.org")
    assert ask_from("198.51.100.1", ADA.email) == 303
    assert len(links(database)) == 1


def test_looking_at_the_link_changes_nothing(
    client: FlaskClient, database: Database, ada: Account
) -> None:
    ask(client)
    (link,) = links(database)
    for _ in range(3):
        assert client.head(link).status_code == 303
        assert client.get(link).status_code == 303
    assert is_password(database, OLD)
    assert client.post(link).status_code == 405


def test_no_page_with_the_link_in_its_address_is_shown_or_told(
    client: FlaskClient, database: Database, ada: Account
) -> None:
    ask(client)
    (link,) = links(database)
    token = link.rpartition("/")[2].partition("?")[0]
    opened = client.get(link)
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert token not in opened.get_data(as_text=True)
    assert "HttpOnly" in opened.headers["Set-Cookie"]
    shown = client.get(opened.location)
    assert token not in shown.get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "private, no-store"


def test_an_error_logs_no_link(
    app: Flask,
    client: FlaskClient,
    database: Database,
    ada: Account,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ask(client)
    (link,) = links(database)
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(**_: str) -> str:
        raise ZeroDivisionError

    app.view_functions["resetting.open_link"] = fail
    with caplog.at_level(logging.DEBUG):
        assert client.get(link).status_code == 500
    token = link.rpartition("/")[2].partition("?")[0]
    assert "/mail/password/…" in caplog.text
    assert token not in caplog.text


def test_a_link_is_used_once_and_its_elder_sisters_with_it(
    app: Flask, database: Database, ada: Account, clock: StillClock
) -> None:
    first, second = app.test_client(), app.test_client()
    ask(first)
    clock.move(minutes=1)
    ask(second)
    newest, oldest = links(database)
    first.get(oldest)
    second.get(newest)
    assert choose(first).status_code == 303
    late = Page(second.get("/login/password"))
    assert late.response.status_code == 410
    assert late.text("//h1") == "This link has been used"
    for link in (newest, oldest):
        assert Page(first.get(link)).text("//h1") == "This link has been used"


def test_a_form_that_was_open_meanwhile_finds_the_link_used(
    app: Flask, database: Database, ada: Account
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    clients = app.test_client(), app.test_client()
    ask_without_token = {"email": ADA.email}
    clients[0].post("/login/forgotten", data=ask_without_token)
    (link,) = links(database)
    for client in clients:
        client.get(link)
    codes = [
        client.post("/login/password", data={"new": word, "again": word}).status_code
        for client, word in zip(clients, (NEW, NEW + "!"), strict=True)
    ]
    assert codes == [303, 410]
    assert is_password(database, NEW)


def test_a_link_is_too_old_after_an_hour(
    client: FlaskClient, database: Database, ada: Account, clock: StillClock
) -> None:
    ask(client)
    (link,) = links(database)
    client.get(link)
    clock.move(hours=1, seconds=1)
    for path in (link, "/login/password"):
        page = Page(client.get(path))
        assert page.response.status_code == 410
        assert page.text("//h1") == "This link is too old"
        assert page.text("//main//a[1]") == "Ask for another link"
    assert is_password(database, OLD)


@pytest.mark.parametrize("path", ["/mail/password/x.y.z", "/login/password"])
def test_without_a_whole_link_another_is_offered(
    client: FlaskClient, ada: Account, path: str
) -> None:
    page = Page(client.get(path))
    assert page.response.status_code == 410
    assert page.text("//h1") == "This link is not whole"
    assert page.all("//main//a/@href") == ["/login/forgotten", "/login"]


@pytest.mark.parametrize(
    ("again", "wrong"),
    [
        ("short", {"new": "A password takes between 10 and 1000 characters."}),
        (
            NEW,
            {
                "new": "A password takes between 10 and 1000 characters.",
                "again": "The two new passwords are not the same.",
            },
        ),
    ],
)
@pytest.mark.usefixtures("ada")
def test_what_is_wrong_is_told_beside_its_field_and_can_be_put_right(
    client: FlaskClient, database: Database, again: str, wrong: dict[str, str]
) -> None:
    ask(client)
    client.get(links(database)[0])
    page = Page(choose(client, "short", again))
    assert page.response.status_code == 422
    for field, said in wrong.items():
        assert page.text(f"//*[@id='{field}-wrong']") == said
    assert page.all("//input[@aria-invalid]/@id") == [*wrong]
    assert choose(client).status_code == 303


def test_whoever_mistyped_too_often_gets_in_with_the_new_password(
    app: Flask, database: Database, ada: Account
) -> None:
    client = app.test_client()
    with app.test_request_context(), database.transaction() as session:
        pair = tries.subject("pair", f"{ADA.email} 127.0.0.1")
        for _ in range(10):
            add_attempt(session, pair, NOW, NOW)

    def enter(password: str) -> int:
        answer = send(client, "/login", email=ADA.email, password=password)
        return answer.status_code

    assert enter(OLD) == 429
    ask(client)
    client.get(links(database)[0])
    choose(client)
    assert enter(NEW) == 303


def test_forms_need_their_token(client: FlaskClient, ada: Account) -> None:
    for path in ("/login/forgotten", "/login/password"):
        assert client.post(path, data={"email": ADA.email}).status_code == 400

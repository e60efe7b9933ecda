"""A form that is sent after its session ended: not a letter is lost."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from calendar_service.services.administering import hash_password
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from calendar_service.storage.items import count_items
from calendar_service.web.kept_forms import read_kept, write_kept
from tests.builders import BEN, NOW
from tests.web.filling import NEW, fields
from tests.web.seeing import Page

PASSWORD = "correct horse battery"  # noqa: S105 - of nobody
TEXT = 'გრძელი ტექსტი „ბრჭყალებით“ <b>\nand "quotes"'


@pytest.fixture
def ben(client: FlaskClient, database: Database) -> Account:
    found = replace(BEN, password_hash=hash_password(PASSWORD))
    with database.transaction() as session:
        store_account(session, found, NOW)
    return found


def written(client: FlaskClient) -> dict[str, str]:
    """Write for so long that the session is gone."""
    login = fields(client.get("/login"))
    return {
        "csrf_token": login["csrf_token"],
        "kind": "meeting",
        "when": "14 May",
        "texts.ka.description": TEXT,
        "step": "publish",
    }


def test_what_was_written_comes_back_after_the_sign_in(
    client: FlaskClient, ben: Account, database: Database
) -> None:
    answer = client.post(NEW, data=written(client))
    assert answer.status_code == 401
    login = fields(answer) | {"email": ben.email, "password": "wrong"}
    login = fields(client.post("/login", data=login))  # even after a slip
    answer = client.post("/login", data=login | {"password": PASSWORD})
    assert Page(answer).text("//h1") == "Nothing is lost"
    kept = fields(answer)
    assert kept["texts.ka.description"] == TEXT
    (target,) = Page(answer).all("//main//form/@action")
    form = fields(client.post(target, data=kept | {"step": "show"}))
    assert (form["texts.ka.description"], form["starts_date"]) == (TEXT, "2026-05-14")
    with database.reading() as session:
        assert count_items(session) == 0


def test_a_forgotten_browser_session_keeps_the_text_and_saves_nothing(
    client: FlaskClient, database: Database
) -> None:
    answer = client.post(NEW, data=written(client) | {"csrf_token": "old"})
    assert answer.status_code == 400
    page = Page(answer)
    assert page.all("//main//form//button/@value") == ["show"]
    assert fields(answer)["texts.ka.description"] == TEXT
    with database.reading() as session:
        assert count_items(session) == 0


def test_other_forms_are_refused_as_before(client: FlaskClient) -> None:
    answer = client.post("/login", data={"email": "a", "password": "secret"})
    assert Page(answer).text("//h1") == "The form has expired"
    assert "secret" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "text", ["", "{", "{}", "3", "[1]", '[["a"]]', '[["a", 1]]', "[" * 200_000]
)
def test_what_is_no_kept_form_is_nothing(text: str) -> None:
    assert read_kept(text) == []


def test_fields_that_must_not_travel_are_left_out() -> None:
    fields = [("a", "ბ"), ("password", "x"), ("step", "publish"), ("csrf_token", "y")]
    assert read_kept(write_kept(fields)) == [("a", "ბ")]

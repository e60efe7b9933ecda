"""A form that is sent after its session ended: not a letter is lost."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from calendar_service.domain.account import Account, Role
from calendar_service.services.administering import hash_password
from calendar_service.services.reminding import ensure_default_rules
from calendar_service.storage.accounts import list_accounts, store_account
from calendar_service.storage.database import Database
from calendar_service.storage.days_off import list_days_off
from calendar_service.storage.items import calendar_version, count_items
from calendar_service.storage.mail_lists import list_mail_lists
from calendar_service.storage.rules import list_rules
from calendar_service.web.kept_forms import read_kept, write_kept
from tests.builders import BEN, CLEO, NOW
from tests.web.filling import NEW, fields, value_of
from tests.web.seeing import Page, add
from tests.web.test_roles import AGREEMENT

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
    form = fields(client.post(target, data=kept))
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


FORMS: dict[str, dict[str, str | list[str]]] = {
    "/staff/new-rule": {"id": "early-word", "kind": ["meeting", "training"]},
    "/staff/rules/default-meeting": {"send_at": "07:15"},
    "/staff/new-list": {"name": "press", "addresses": "nino@example.org"},
    "/staff/new-days-off": {"first": "2026-05-04", "why": "Moving house"},
    "/staff/new-account": {"email": "new@example.org", "kind": ["news", "meeting"]},
    "/staff/accounts/2": {"name": "Zurab", "kind": ["screening", "campaign"]},
    "/staff/agreements/mou/renew": {"months": "18", "signed": "2026-05-04"},
    "/staff/items/mou@example.org/move": {"when": "14 May 2031"},
}


def everything(database: Database) -> list[object]:
    """All that these forms could have changed."""
    with database.reading() as session:
        return [
            calendar_version(session),
            list_rules(session),
            list_mail_lists(session),
            list_days_off(session),
            list_accounts(session),
        ]


@pytest.mark.parametrize("path", FORMS)
def test_what_was_written_into_any_form_of_length_comes_back(
    client: FlaskClient, ben: Account, database: Database, path: str
) -> None:
    with database.transaction() as session:
        store_account(session, replace(ben, role=Role.ADMIN), NOW)
        store_account(session, CLEO, NOW)
        ensure_default_rules(session)
    add(database, AGREEMENT)
    login = fields(client.get("/login"))
    form = {"csrf_token": login["csrf_token"], "step": "save"} | FORMS[path]
    answer = client.post(path, data=form)
    assert answer.status_code == 401
    signing = fields(answer) | {"email": ben.email, "password": PASSWORD}
    answer = client.post("/login", data=signing)
    assert Page(answer).text("//h1") == "Nothing is lost"
    hidden = Page(answer).root.xpath("//main//form//input[@type='hidden']")
    kept = MultiDict((each.get("name"), each.get("value")) for each in hidden)
    kept["step"] = "show"
    (target,) = Page(answer).all("//main//form/@action")
    before = everything(database)
    shown = client.post(target, data=kept)
    assert shown.status_code in {200, 409}
    root = Page(shown).root
    for name, value in FORMS[path].items():
        wanted = [value] if isinstance(value, str) else value
        found = [
            value_of(each)
            for each in root.xpath(f"//main//form//*[@name='{name}']")
            if value_of(each) is not None
        ]
        assert set(wanted) <= set(found), (name, found)
    assert everything(database) == before

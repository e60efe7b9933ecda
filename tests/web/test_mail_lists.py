"""The lists of addresses: looked at, made, changed, removed."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.domain.account import OPERATOR, Account
from calendar_service.services.list_editing import find_list, remove_list, save_list
from calendar_service.services.reminding import ensure_default_rules
from calendar_service.services.rule_editing import find_rule, save_rule
from calendar_service.storage.database import Database
from calendar_service.storage.mail_lists import list_mail_lists
from tests.builders import BEN, DORA
from tests.web.seeing import Page

SignIn = Callable[[Account], FlaskClient]
LISTS, PRESS, NEW = "/staff/lists", "/staff/lists/press", "/staff/new-list"
ON_IT = ("a@example.org", "dora@example.org")


@pytest.fixture
def press(database: Database) -> None:
    with database.transaction() as session:
        ensure_default_rules(session)
        save_list(session, OPERATOR, "press", ON_IT)


@pytest.fixture
def admin(signed_in_as: SignIn) -> FlaskClient:
    return signed_in_as(DORA)


def use(database: Database) -> None:
    with database.transaction() as session:
        rule = find_rule(session, "default-meeting")
        save_rule(session, OPERATOR, replace(rule, lists=("press",)))


def stored(database: Database) -> dict[str, tuple[str, ...]]:
    with database.reading() as session:
        return list_mail_lists(session)


def send(client: FlaskClient, path: str, step: str, **changes: str) -> TestResponse:
    """Send the form of a page that has the button, with changes."""
    page = Page(client.get(path))
    (form,) = page.root.xpath(f"//form[.//button[@value='{step}']]")
    return client.post(path, data=dict(form.form_values()) | changes | {"step": step})


def test_where_there_are_no_lists_the_page_says_what_they_are_for(
    admin: FlaskClient,
) -> None:
    page = Page(admin.get(LISTS))
    assert page.text("//p[@class='empty-title']") == "There are no lists yet."
    assert page.all("//main//a[.='New list']/@href") == [NEW]


@pytest.mark.usefixtures("press")
def test_lists_stand_with_whom_they_hold_and_which_rules_name_them(
    signed_in_as: SignIn, admin: FlaskClient, database: Database
) -> None:
    rows = Page(admin.get(LISTS)).texts("//main//li[p]")
    assert rows == ["press 2 a@example.org, dora@example.org No rule reminds it."]
    use(database)
    page = Page(signed_in_as(BEN).get(LISTS))
    assert page.texts("//main//li[p]") == [
        "press 2 a…@example.org, d…@example.org Reminded by: default-meeting"
    ]
    assert page.texts("//main//a[.='New list']") == []


@pytest.mark.usefixtures("press")
def test_publishers_look_and_see_no_whole_address(signed_in_as: SignIn) -> None:
    page = Page(signed_in_as(BEN).get(PRESS))
    assert page.texts("//section[@aria-labelledby='on-it']//li") == [
        *("a…@example.org", "d…@example.org")
    ]
    assert page.texts("//main//form") == []
    assert "a@example.org" not in page.response.get_data(as_text=True)


def test_a_list_is_made(admin: FlaskClient, database: Database) -> None:
    text = "Beridze, Nino <nino@example.org>, b@example.org;\r\n\r\nNINO@example.org\n"
    answer = send(admin, NEW, "save", name="press", addresses=text)
    assert (answer.status_code, answer.location) == (
        303,
        f"{PRESS}?saved=yes&twice=1",
    )
    assert stored(database) == {"press": ("nino@example.org", "b@example.org")}
    page = Page(admin.get(answer.location))
    assert page.text("//p[@role='status']") == (
        "The list is saved. 1 address stood there twice; it is kept once."
    )


@pytest.mark.usefixtures("press")
@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("press", "a@example.org", ["Another list has this name already."]),
        ("x", "", ["Write one address at least."]),
        (
            "Press!",
            "a@example.org",
            ["Write small Latin letters, digits and hyphens, at most 60."],
        ),
        (
            "x",
            "a@example.org\nBcc a b",
            ["'Bcc a b' is no mail address. Write one like nino@example.org."],
        ),
        (
            "x",
            "\n".join(f"n{n}@example.org" for n in range(501)),
            ["At most 500 addresses are accepted."],
        ),
    ],
)
def test_what_makes_no_sense_is_said_and_kept_in_the_form(
    admin: FlaskClient, database: Database, name: str, text: str, said: list[str]
) -> None:
    answer = send(admin, NEW, "save", name=name, addresses=text)
    page = Page(answer)
    assert (answer.status_code, page.texts("//p[@class='wrong']")) == (422, said)
    assert page.all("//input[@name='name']/@value") == [name]
    assert page.text("//textarea") == " ".join(text.split())
    assert stored(database) == {"press": ON_IT}


@pytest.mark.usefixtures("press")
def test_a_list_is_changed(admin: FlaskClient, database: Database) -> None:
    answer = send(admin, PRESS, "save", addresses="c@example.org")
    assert answer.location == f"{PRESS}?saved=yes"
    assert stored(database) == {"press": ("c@example.org",)}


@pytest.mark.usefixtures("press")
@pytest.mark.parametrize("step", ["save", "remove"])
def test_two_change_a_list_and_the_second_is_told(
    admin: FlaskClient, database: Database, step: str
) -> None:
    page = Page(admin.get(PRESS))
    (seen,) = set(page.all("//input[@name='version']/@value"))
    with database.transaction() as session:
        save_list(session, OPERATOR, "press", ["b@example.org"])
    mine = {"version": seen, "addresses": "c@example.org"} if step == "save" else {}
    answer = send(admin, PRESS, step, **{"version": seen} | mine)
    page = Page(answer)
    assert answer.status_code == 409
    assert "Somebody else changed this list" in page.text("//p[@role='alert']")
    assert page.texts("//section[@aria-labelledby='on-it']//li") == ["b@example.org"]
    assert stored(database) == {"press": ("b@example.org",)}
    if step == "save":
        assert page.text("//textarea") == "c@example.org"


@pytest.mark.usefixtures("press")
def test_a_list_is_removed_once_no_rule_reminds_it(
    admin: FlaskClient, database: Database
) -> None:
    token = Page(admin.get(PRESS)).all("//input[@name='csrf_token']/@value")[0]
    (version,) = set(Page(admin.get(PRESS)).all("//input[@name='version']/@value"))
    use(database)
    page = Page(admin.get(PRESS))
    assert page.texts("//button[.='Remove this list']") == []
    data = {"csrf_token": token, "version": version, "step": "remove"}
    refused = admin.post(PRESS, data=data)
    assert refused.status_code == 422
    page = Page(refused)
    assert "rules remind it" in page.text("//p[@role='alert']")
    assert page.texts("//section[@aria-labelledby='naming']//li/a") == ["Meetings"]
    with database.transaction() as session:
        rule = find_rule(session, "default-meeting")
        save_rule(session, OPERATOR, replace(rule, lists=()))
    answer = send(admin, PRESS, "remove")
    assert answer.location == f"{LISTS}?gone=press"
    page = Page(admin.get(answer.location))
    assert page.text("//p[@role='status']") == "The list “press” is removed."
    assert stored(database) == {}


def test_a_list_that_is_not_there_is_not_found(admin: FlaskClient) -> None:
    answer = admin.get("/staff/lists/no%20body")
    assert answer.status_code == 404
    assert "There is no list “no body”." in Page(answer).text("//main")


def test_what_was_saved_is_found_by_the_command_too(
    admin: FlaskClient, database: Database
) -> None:
    send(admin, NEW, "save", name="press", addresses="a@example.org")
    with database.reading() as session:
        assert find_list(session, "press") == ("a@example.org",)


def test_the_example_of_an_address_stands_there_whole(admin: FlaskClient) -> None:
    hint = Page(admin.get(NEW)).text("//p[@id='addresses-hint']")
    assert "“Nino Beridze <nino@example.org>”" in hint


@pytest.mark.usefixtures("press")
def test_what_was_typed_into_a_list_that_is_gone_is_kept(
    admin: FlaskClient, database: Database
) -> None:
    page = Page(admin.get(PRESS))
    form = page.root.xpath("//form[.//textarea]")[0]
    data = dict(form.form_values()) | {"addresses": "c@example.org", "step": "save"}
    with database.transaction() as session:
        remove_list(session, OPERATOR, "press")
    answer = admin.post(PRESS, data=data)
    page = Page(answer)
    assert answer.status_code == 409
    assert "Somebody else removed this list" in page.text("//p[@role='alert']")
    anew = page.root.xpath("//form[.//textarea]")[0]
    assert (anew.action, anew.fields["name"]) == (NEW, "press")
    admin.post(NEW, data=dict(anew.form_values()) | {"step": "save"})
    assert stored(database) == {"press": ("c@example.org",)}

"""The rules of reminders: looked at, shown as real dates, changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR, Account
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.rule import ReminderRule, Step, WorkdayPolicy
from calendar_service.services.editing import add_item
from calendar_service.services.list_editing import save_list
from calendar_service.services.reminding import ensure_default_rules
from calendar_service.services.rule_editing import find_rule, save_rule
from calendar_service.services.rule_removing import remove_rule
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from tests.builders import BEN, DORA, NOW, make_draft, make_item, timed
from tests.web.seeing import Page

SignIn = Callable[[Account], FlaskClient]
OWN = ReminderRule(id="own", kind=ItemKind.MEETING, steps=(Step(3),))
LIST, MEETING, NEW = "/staff/rules", "/staff/rules/default-meeting", "/staff/new-rule"
DAY = NOW.date() + timedelta(days=20)  # a Monday
STEPS = "//section[@aria-labelledby='dates']//li/p[1]"
BOTH = "a…@example.org (English), c…@example.org (English)"
MOVED = " · moved from 29 March 2026, a day off"
OFFERED = ("kind", "list", "number", "unit", "where")


@pytest.fixture(autouse=True)
def meeting(database: Database, settings: Settings) -> None:
    draft = make_draft(
        span=timed(f"{DAY}T15:00"), focal_point=Person("Ada", "ada@example.org")
    )
    with database.transaction() as session:
        ensure_default_rules(session)
        add_item(session, OPERATOR, draft, NOW, settings.uid_domain)
        save_list(session, OPERATOR, "press", ["press@example.org"])


@pytest.fixture
def admin(signed_in_as: SignIn) -> FlaskClient:
    return signed_in_as(DORA)


def send(client: FlaskClient, path: str, step: str, **changes: object) -> TestResponse:
    """Send the form of a page as a browser would, with changes."""
    form = Page(client.get(path)).root.xpath("//form[contains(@class, 'rule-form')]")[0]
    data: dict[str, object] = {}
    for name, value in form.form_values():
        if name in OFFERED:
            data.setdefault(name, [])
            data[name] += [value]  # type: ignore[operator]  # a list, as just set
        else:
            data[name] = value
    return client.post(path, data=data | changes | {"step": step})


def test_the_list_tells_of_each_rule_what_it_sends(signed_in_as: SignIn) -> None:
    page = Page(signed_in_as(BEN).get(LIST))
    rows = page.texts("//main//li[p]")
    assert len(rows) == 8
    (row,) = [row for row in rows if "default-meeting" in row]
    assert row == (
        "Meetings 7, 1 day before the start · 09:00 default-meeting ·"
        " The communications team, The focal point · 4 mails in the next 60 days"
    )
    assert page.texts("//main//a[.='New rule']") == []


def test_a_rule_stands_as_real_dates_with_whom_it_reaches(signed_in_as: SignIn) -> None:
    page = Page(signed_in_as(BEN).get(MEETING))
    assert page.texts("//section[@aria-labelledby='dates']//li") == [
        f"23 March 2026, 09:00 · 7 days before the start {BOTH}",
        f"27 March 2026, 09:00 · 1 day before the start {BOTH}{MOVED}",
    ]
    assert page.texts("//button[.='Save']") == []


def test_the_dates_are_shown_before_anything_is_saved(
    admin: FlaskClient, database: Database
) -> None:
    page = Page(send(admin, MEETING, "show", number=["2"], workdays="none"))
    assert page.texts(STEPS) == ["28 March 2026, 09:00 · 2 days before the start"]
    assert page.all("//input[@name='number'][1]/@value")[0] == "2"
    assert "It is not saved yet" in page.text("//p[@data-said]")
    with database.reading() as session:
        assert find_rule(session, "default-meeting").steps == (Step(7), Step(1))


def test_what_goes_out_at_once_is_said_before_it_is_saved(admin: FlaskClient) -> None:
    page = Page(send(admin, MEETING, "show", number=["21"], workdays="none"))
    said = page.text("//p[@class='banner']")
    assert said.startswith("Saved like this, it sends 2 mails at once:")
    page = Page(send(admin, MEETING, "show", number=["2"], workdays="none"))
    assert page.texts("//p[@class='banner']") == []


def test_a_rule_is_changed(admin: FlaskClient, database: Database) -> None:
    answer = send(
        admin,
        MEETING,
        "save",
        number=["2", "3"],
        unit=["weeks", "hours"],
        list=["press"],
        workdays="back",
        enabled="",
    )
    assert (answer.status_code, answer.location) == (303, f"{MEETING}?saved=yes")
    with database.reading() as session:
        rule = find_rule(session, "default-meeting")
    assert rule.steps == (Step(14), Step(0, hours=3))
    assert (rule.lists, rule.enabled) == (("press",), False)
    assert rule.workdays is WorkdayPolicy.BACK
    page = Page(admin.get(answer.location))
    assert page.texts("//p[contains(., 'press@example.org')]") != []
    assert "switched off" in page.text("//h1")


def test_a_comma_in_a_tag_or_a_place_survives_the_form(
    admin: FlaskClient, database: Database
) -> None:
    rule = replace(OWN, tags=("film, art", "youth"), places=("Washington, D.C.",))
    with database.transaction() as session:
        save_rule(session, OPERATOR, rule)
    assert send(admin, "/staff/rules/own", "save").status_code == 303
    with database.reading() as session:
        assert find_rule(session, "own") == rule


def test_further_addresses_are_read_as_those_of_a_list_are(
    admin: FlaskClient, database: Database
) -> None:
    text = '"Beridze, Nino" <nino@example.org>, Lomidze, Ana <ana@example.org>'
    assert send(admin, MEETING, "save", addresses=text).status_code == 303
    with database.reading() as session:
        found = find_rule(session, "default-meeting").addresses
    assert found == ("nino@example.org", "ana@example.org")


def test_two_change_a_rule_and_the_second_is_told(
    admin: FlaskClient, database: Database
) -> None:
    page = Page(admin.get(MEETING))
    (seen,) = page.all("//input[@name='version']/@value")
    with database.transaction() as session:
        rule = find_rule(session, "default-meeting")
        save_rule(session, OPERATOR, replace(rule, steps=(Step(5),)))
    answer = send(admin, MEETING, "save", number=["2"], version=seen)
    assert answer.status_code == 409
    page = Page(answer)
    assert "Somebody else changed this rule" in page.text("//p[@role='alert']")
    assert page.all("//input[@name='number'][1]/@value")[0] == "2"
    with database.reading() as session:
        assert find_rule(session, "default-meeting").steps == (Step(5),)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"number": ["soon"]}, "number", "“soon” is no whole number."),
        ({"number": ["1", "1"]}, "number", "Two steps say the same."),
        ({"send_at": "25:00"}, "send_at", "Write a time such as 09:00."),
        ({"item": "no@where"}, "item", "There is no event with this UID or address."),
        (
            {"addresses": "nobody"},
            "addresses",
            "'nobody' is no mail address. Write one like nino@example.org.",
        ),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    admin: FlaskClient, changes: dict[str, object], field: str, said: str
) -> None:
    answer = send(admin, MEETING, "save", **changes)
    assert answer.status_code == 422
    page = Page(answer)
    assert page.texts("//p[@class='wrong']") == [said]
    (way,) = page.all("//div[@role='alert']//a/@href")
    assert len(page.all(f"//*[@id='{way[1:]}']")) == 1
    assert set(page.all("//*[@aria-invalid]/@name")) == {field}


def test_only_the_step_that_is_wrong_is_marked(admin: FlaskClient) -> None:
    page = Page(send(admin, MEETING, "save", number=["7", "soon", "1"]))
    assert page.all("//*[@aria-invalid]/@value") == ["soon"]


@pytest.mark.parametrize(
    "typed",
    [
        "meeting-1@example.org",
        "https://calendar.example.org/items/the-one?lang=ka",
        "/staff/items/meeting-1%40example.org#history",
        "the-one/",
    ],
)
def test_one_event_is_named_by_the_address_of_its_page(
    admin: FlaskClient, database: Database, typed: str
) -> None:
    with database.transaction() as session:
        store_item(session, make_item(slug="the-one"), actor="ada", seen=None, now=NOW)
    assert send(admin, MEETING, "save", item=typed).status_code == 303
    with database.reading() as session:
        found = find_rule(session, "default-meeting").item_uid
    assert found == "meeting-1@example.org"


def test_a_rule_is_added_and_its_mails_are_foretold(admin: FlaskClient) -> None:
    data = {"id": "four-before", "number": ["4"], "workdays": "none"}
    shown = send(admin, NEW, "show", **data)
    assert Page(shown).texts(STEPS) == [
        "26 March 2026, 09:00 · 4 days before the start"
    ]
    answer = send(admin, NEW, "save", **data)
    assert answer.location == "/staff/rules/four-before?saved=yes"
    mails = admin.get("/staff/time-machine?format=json").json or []
    assert [(m["rule"], m["days"], m["to"]) for m in mails if m["days"] == 4] == [
        ("four-before", 4, "ada@example.org"),
        ("four-before", 4, "comms@example.org"),
    ]
    again = send(admin, NEW, "save", **data)
    assert again.status_code == 422
    assert Page(again).texts("//p[@class='wrong']") == [
        "Another rule has this name already."
    ]


def test_there_is_no_page_of_a_rule_that_is_not_there(admin: FlaskClient) -> None:
    assert admin.get("/staff/rules/nothing").status_code == 404


def test_why_there_are_no_dates_stands_in_their_place(admin: FlaskClient) -> None:
    def told(**changes: object) -> str:
        page = Page(send(admin, MEETING, "show", **changes))
        return page.text("//div[@id='preview']/div[@data-said]")

    assert told(number=["x"]) == "“x” is no whole number."
    assert told(number=["99"], unit=["hours"]) == "Hours go from 1 to 72."
    assert told(number=["0"], unit=["hours"]) == "Hours go from 1 to 72."
    assert told(number=[]) == "Say when, and press “Show dates”."
    assert told(number=["1"], kind=["training"]) == (
        "Nothing that it speaks of is coming."
    )


def test_what_was_typed_into_a_rule_that_is_gone_is_kept(
    admin: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        save_rule(session, OPERATOR, OWN)
    form = Page(admin.get("/staff/rules/own")).root.xpath("//form[@data-preview]")[0]
    step = {"number": "9", "step": "save"}
    data = dict(form.form_values()) | step
    with database.transaction() as session:
        remove_rule(session, OPERATOR, "own")
    answer = admin.post("/staff/rules/own", data=data)
    page = Page(answer)
    assert answer.status_code == 409
    assert "Somebody else removed this rule" in page.text("//p[@role='alert']")
    anew = page.root.xpath("//form[@data-preview]")[0]
    assert (anew.action, anew.fields["id"]) == (NEW, "own")
    answer = admin.post(NEW, data=dict(anew.form_values()) | step)
    assert answer.location == "/staff/rules/own?saved=yes"
    with database.reading() as session:
        assert find_rule(session, "own").steps == (Step(9),)

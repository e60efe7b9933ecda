"""A rule is removed on a page that says first what will no longer be sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR, Account
from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import ReminderRule, Step
from calendar_service.services.rule_editing import find_rule, known_rules, save_rule
from calendar_service.storage.database import Database
from calendar_service.web.rule_words import version_of
from tests.builders import DORA, NOW, timed
from tests.services.planner import Planner
from tests.web.seeing import Page

OWN = ReminderRule(
    id="own",
    kind=ItemKind.MEETING,
    steps=(Step(3), Step(5)),
    to_focal_point=False,
    answer_needed=True,
)
PATH = "/staff/rules/own/remove"
DAY = NOW.date() + timedelta(days=17)  # a Friday


@pytest.fixture(autouse=True)
def rule(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        planner = Planner(session, settings)
        planner.add(span=timed(f"{DAY}T15:00"))
        save_rule(session, OPERATOR, OWN)


@pytest.fixture
def admin(signed_in_as: Callable[[Account], FlaskClient]) -> FlaskClient:
    return signed_in_as(DORA)


def form_of(client: FlaskClient, path: str = PATH) -> dict[str, str]:
    (form,) = Page(client.get(path)).root.xpath("//main//form")
    return dict(form.form_values())


def names(database: Database) -> set[str]:
    with database.reading() as session:
        return {rule.id for rule in known_rules(session)}


def test_the_page_says_what_will_no_longer_be_sent(
    admin: FlaskClient, database: Database
) -> None:
    page = Page(admin.get(PATH))
    assert page.texts("//ul[@class='told']/li") == [
        "In the next 60 days 3 mails are not sent.",
        "None of its mails waits in the outbox. What was sent stays sent.",
        "Nobody is asked again for an answer to its mails.",
        "It cannot be brought back. To pause it, switch it off instead.",
    ]
    assert page.texts("//ul[@class='rows']/li")[0] == (
        "Coordination meeting 22 March 2026, 09:00 · comms@example.org"
    )
    assert "own" in names(database)


def test_a_rule_is_removed(admin: FlaskClient, database: Database) -> None:
    (way,) = Page(admin.get("/staff/rules/own")).all("//a[.='Remove this rule']/@href")
    assert way == PATH
    answer = admin.post(PATH, data=form_of(admin))
    assert (answer.status_code, answer.location) == (303, "/staff/rules?gone=own")
    assert Page(admin.get(answer.location)).text("//p[@role='status']") == (
        "The rule own is removed."
    )
    assert "own" not in names(database)
    assert admin.get(PATH).status_code == 404


def test_mails_that_wait_are_counted_and_taken_back(
    admin: FlaskClient, database: Database, settings: Settings
) -> None:
    with database.transaction() as session:
        Planner(session, settings).queue(NOW + timedelta(days=13))
    page = Page(admin.get(PATH))
    assert page.texts("//ul[@class='told']/li")[1] == (
        "1 mail that waits in the outbox is taken back."
    )
    admin.post(PATH, data=form_of(admin))
    outbox = Page(admin.get("/staff/outbox?state=dropped"))
    assert "its rule was removed" in outbox.text("//main")


def test_two_change_a_rule_and_who_removes_it_is_told(
    admin: FlaskClient, database: Database
) -> None:
    seen = form_of(admin)
    with database.transaction() as session:
        save_rule(session, OPERATOR, replace(OWN, steps=(Step(9),)))
    answer = admin.post(PATH, data=seen)
    assert answer.status_code == 409
    assert "9 days before the start" in Page(answer).text("//p[@class='page-note']")
    with database.reading() as session:
        assert find_rule(session, "own").steps == (Step(9),)


def test_a_rule_from_the_start_is_not_removed(
    admin: FlaskClient, database: Database
) -> None:
    path = "/staff/rules/default-meeting"
    assert Page(admin.get(path)).texts("//a[.='Remove this rule']") == []
    page = Page(admin.get(f"{path}/remove"))
    assert "there from the start" in page.text("//main/div[@class='panel']")
    assert page.texts("//main//form") == []
    token = form_of(admin)["csrf_token"]
    with database.reading() as session:
        seen = find_rule(session, "default-meeting")
    data = {"csrf_token": token, "version": version_of(seen)}
    assert admin.post(f"{path}/remove", data=data).location == f"{path}/remove"
    assert "default-meeting" in names(database)

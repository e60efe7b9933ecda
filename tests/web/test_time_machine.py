"""The time machine as people see it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR, Account
from calendar_service.domain.item import Person
from calendar_service.services.editing import add_item
from calendar_service.services.reminding import ensure_default_rules
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import count_mails
from tests.builders import ADA, BEN, DORA, NOW, make_draft, timed
from tests.web.seeing import Page

SignIn = Callable[[Account], FlaskClient]
PATH = "/staff/time-machine"
DAY = NOW.date() + timedelta(days=20)


@pytest.fixture(autouse=True)
def meeting(database: Database, settings: Settings) -> None:
    draft = make_draft(
        span=timed(f"{DAY}T15:00"), focal_point=Person("Ada", "ada@example.org")
    )
    with database.transaction() as session:
        ensure_default_rules(session)
        add_item(session, OPERATOR, draft, NOW, settings.uid_domain)


def told(client: FlaskClient, query: str = "") -> list[tuple[str, int, str]]:
    found = client.get(f"{PATH}?format=json{query}")
    assert found.status_code == 200
    return [(mail["to"], mail["days"], mail["outcome"]) for mail in found.json or []]


def test_who_publishes_sees_every_mail(
    signed_in_as: SignIn, database: Database
) -> None:
    client = signed_in_as(BEN)
    for who, ada, comms in (
        (signed_in_as(DORA), "ada@example.org", "comms@example.org"),
        (client, "a…@example.org", "c…@example.org"),
    ):
        assert told(who) == [
            (ada, 7, "mailed"),
            (comms, 7, "mailed"),
            (ada, 1, "mailed"),
            (comms, 1, "mailed"),
        ]
        people = Page(who.get(PATH)).texts("//ul[@class='foretold']//p[2]")
        assert [said.partition(" ")[0] for said in people] == [ada, comms] * 2
    page = client.get(PATH)
    assert "In 7 days: Coordination meeting" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    with database.reading() as session:
        assert count_mails(session) == {}


def test_one_person_can_be_picked_out(signed_in_as: SignIn) -> None:
    found = told(signed_in_as(BEN), "&person=ADA@example.org")
    assert found == [("a…@example.org", 7, "mailed"), ("a…@example.org", 1, "mailed")]


def test_others_see_their_own_mails_alone(signed_in_as: SignIn) -> None:
    client = signed_in_as(ADA)
    own = [("ada@example.org", 7, "mailed"), ("ada@example.org", 1, "mailed")]
    assert told(client) == own
    assert told(client, "&person=comms@example.org") == own
    assert 'name="person"' not in client.get(PATH).text


def test_each_mail_leads_to_its_rule_for_those_who_may_see_rules(
    signed_in_as: SignIn,
) -> None:
    way = "//ul[@class='foretold']//a[starts-with(@href, '/staff/rules')]/@href"
    found = Page(signed_in_as(BEN).get(PATH)).all(way)
    assert found == ["/staff/rules/default-meeting"] * 4
    assert Page(signed_in_as(ADA).get(PATH)).all(way) == []


def test_an_outage_can_be_thought_of(signed_in_as: SignIn) -> None:
    down = f"&down_from={DAY - timedelta(days=8)}T08:00&down_to={DAY}T12:00"
    client = signed_in_as(BEN)
    found = told(client, f"{down}&person=ada@example.org")
    assert found == [
        ("a…@example.org", 1, "mailed"),
        ("a…@example.org", 7, "superseded"),
    ]
    page = client.get(f"{PATH}?{down[1:]}")
    assert "a later step speaks for it" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "until=2000-01-01",
        "until=2999-01-01",
        "until=soon",
        "down_from=2026-03-12T00:00",
        "down_from=2026-03-12T00:00&down_to=2026-03-11T00:00",
        "down_from=2026-03-12T00:00Z&down_to=2026-03-13T00:00Z",
        "down_from=0001-01-01T00:00&down_to=9999-12-31T23:59",
    ],
)
def test_odd_questions_are_answered_in_words(signed_in_as: SignIn, query: str) -> None:
    answer = signed_in_as(BEN).get(f"{PATH}?{query}")
    assert answer.status_code == 400
    assert "2027-05-01" in answer.text


def test_a_stranger_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get(PATH)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (
        303,
        "/login",
    )


def test_an_empty_time_says_so(signed_in_as: SignIn) -> None:
    page = signed_in_as(replace(ADA, email="zoe@example.org")).get(PATH)
    assert "No mail will go out in this time." in page.text

"""Outbox, use of feeds and health: who sees what, and another try."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.account import Account, Role
from calendar_service.storage.database import Database
from calendar_service.storage.followers import ask_follower, confirm_follower
from calendar_service.storage.outbox import MailState, mark_failed
from calendar_service.storage.renditions import ItemKey, store_flaw
from tests.builders import ADA, BEN, CLEO, NOW, make_item
from tests.storage.mail_values import add as add_mails
from tests.storage.mail_values import claim, states
from tests.storage.test_followers import NINO
from tests.web.seeing import Page, add

SignedIn = Callable[[Account], FlaskClient]
ROOT = Account(email="root@example.org", name="Root", role=Role.ADMIN)
SAID = "mx answered 550 <nino@example.org>: no such user"


@pytest.fixture
def mails(database: Database) -> Database:
    """Two mails that failed, one that waits."""
    with database.transaction() as session:
        add_mails(session, "one", "two", "three")
        for number in (1, 2):
            claim(session)
            mark_failed(session, number, "w", SAID)
    return database


def post(client: FlaskClient, path: str) -> int:
    seen = Page(client.get("/staff/"))
    token = seen.all("//input[@name='csrf_token']/@value")[0]
    return client.post(path, data={"csrf_token": token}).status_code


def test_the_outbox_says_what_failed_and_why(
    mails: Database, signed_in_as: SignedIn
) -> None:
    page = Page(signed_in_as(ROOT).get("/staff/outbox?state=failed"))
    assert page.texts("//ul[contains(@class, 'mails')]//strong") == [
        *("About two", "About one")
    ]
    assert page.texts("//*[contains(@class, 'server-said')]/span[2]") == [SAID] * 2
    assert page.texts("//nav[@aria-label='State']//a") == [
        *("On their way 3", "Failed 2", "Sent 0", "Not sent 0")
    ]


def test_a_publisher_sees_no_addresses(mails: Database, signed_in_as: SignedIn) -> None:
    text = signed_in_as(BEN).get("/staff/outbox").text
    assert ("nino@example.org" in text, "n…@example.org" in text) == (False, True)


def test_one_failed_mail_or_all_are_tried_again(
    mails: Database, signed_in_as: SignedIn
) -> None:
    client = signed_in_as(BEN)
    assert post(client, "/staff/outbox/1/retry") == 303
    with mails.reading() as session:
        assert states(session) == {
            "one": MailState.WAITING,
            "two": MailState.FAILED,
            "three": MailState.WAITING,
        }
    assert post(client, "/staff/outbox/3/retry") == 404
    assert post(client, "/staff/outbox/99999999999/retry") == 404
    assert post(client, "/staff/outbox/retry") == 303
    with mails.reading() as session:
        assert set(states(session).values()) == {MailState.WAITING}


@pytest.mark.parametrize("who", [ADA, CLEO])
def test_nobody_else_tries_again(
    mails: Database, signed_in_as: SignedIn, who: Account
) -> None:
    client = signed_in_as(who)
    assert client.get("/staff/outbox").status_code == 403
    assert post(client, "/staff/outbox/1/retry") == 403
    assert post(client, "/staff/outbox/retry") == 403


def test_an_empty_outbox_says_so(signed_in_as: SignedIn) -> None:
    client = signed_in_as(BEN)
    said = [
        Page(client.get(f"/staff/outbox?state={state}")).text(
            "//p[@class='empty-title']"
        )
        for state in ("failed", "sent")
    ]
    assert said == ["No mail has failed.", "There is no such mail."]


def test_the_use_of_feeds_is_counted(
    database: Database, signed_in_as: SignedIn, client: FlaskClient
) -> None:
    ada = signed_in_as(ADA)
    empty = Page(ada.get("/staff/feeds/use"))
    assert empty.text("//p[@class='empty-title']") == "No feed has been fetched yet."
    add(database, make_item())
    client.get("/feeds/meetings.ics", headers={"User-Agent": "Thunderbird/153"})
    book = client.application.extensions["feed_lane"].polls
    book.write()
    page = Page(ada.get("/staff/feeds/use"))
    assert page.texts("//section[contains(@class, 'panel')]/h2") == ["Meetings"]
    assert page.texts("//section[contains(@class, 'panel')]/p") == [
        "1 of 1 have fetched the last change."
    ]
    assert page.texts("//tbody/tr/*") == [
        *("Thunderbird", "1/1", "10 March 2026, 16:00")
    ]


def test_readers_by_mail_are_counted_and_nobody_is_named(
    database: Database, signed_in_as: SignedIn
) -> None:
    ada = signed_in_as(ADA)
    assert Page(ada.get("/staff/feeds/use")).texts("//*[@id='by-mail']") == []
    with database.transaction() as session:
        ask_follower(session, NINO)
    section = "//section[@aria-labelledby='by-mail']"
    page = Page(ada.get("/staff/feeds/use"))
    assert page.text(f"{section}/p") == (
        "At once: 0. Once a week: 0. Not confirmed yet: 1."
    )
    assert page.texts(f"{section}//tbody/tr") == []
    with database.transaction() as session:
        confirm_follower(session, NINO.name, 0, date(2026, 3, 9), NOW)
    page = Page(ada.get("/staff/feeds/use"))
    assert page.text(f"{section}/p") == (
        "At once: 1. Once a week: 0. Not confirmed yet: 0."
    )
    assert page.texts(f"{section}//tbody/tr/*") == [
        *("Screenings · #film, #ფილმი · Tbilisi, Rustaveli 1", "1")
    ]
    assert "nino" not in page.response.get_data(as_text=True)


def test_what_is_held_back_is_said(database: Database, signed_in_as: SignedIn) -> None:
    (item,) = add(database, make_item())
    with database.transaction() as session:
        key = ItemKey(1, item.version)
        store_flaw(session, key, "ics:en", "1", "start differs\nx", NOW)
    page = Page(signed_in_as(ADA).get("/staff/feeds/use"))
    assert page.texts("//*[@aria-labelledby='flaws']//li") == [
        "Coordination meeting: start differs"
    ]


def test_health_is_for_administrators(signed_in_as: SignedIn) -> None:
    assert signed_in_as(BEN).get("/staff/health").status_code == 403
    page = Page(signed_in_as(replace(ROOT)).get("/staff/health"))
    assert page.texts("//ul[contains(@class, 'findings')]/li/strong")[0] == (
        "Mail process"
    )

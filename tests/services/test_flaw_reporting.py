"""Administrators hear once of what a feed holds back, and in plain words."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from lxml import html

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR, Account, Role
from calendar_service.domain.item import Visibility
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.texts import Text
from calendar_service.scheduler import MailWorker
from calendar_service.services import flaw_reporting
from calendar_service.services.editing import add_item
from calendar_service.services.flaw_reporting import report_flaws
from calendar_service.services.reminding import queue_due_reminders
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database, Session
from calendar_service.storage.mailbox import list_received
from calendar_service.storage.outbox import MailState, OutboxMail, list_mails
from calendar_service.storage.renditions import ItemKey, list_keys, store_flaw
from tests.builders import BEN, NOW, make_draft
from tests.fakes import StillClock

ZURA = Account(email="zura@example.org", role=Role.ADMIN, language="ka")
OLGA = Account(email="olga@example.org", role=Role.ADMIN)
PROBLEM = "2026-05-14 is missing\nand a second line"
LATER = NOW + timedelta(minutes=1)


def flaw(
    session: Session, title: str = "A <visit>", form: str = "ics:en", **changes: object
) -> ItemKey:
    texts = {"en": Text(title=title), "ka": Text(title="ვიზიტი")}
    draft = make_draft(texts=texts, **changes)
    item = add_item(session, OPERATOR, draft, NOW, "example.org")
    selection = Selection(audience=Audience.EDITORS)
    (key,) = [k for k in list_keys(session, selection) if k.version == item.version]
    note(session, key, form)
    return key


def note(session: Session, key: ItemKey, form: str = "ics:en") -> None:
    store_flaw(session, key, form, "renderer", PROBLEM, NOW)


def waiting(session: Session) -> list[OutboxMail]:
    return sorted(
        list_mails(session, [MailState.WAITING]), key=lambda mail: mail.message.to
    )


def test_each_administrator_is_told_once_in_their_own_language(
    session: Session, settings: Settings
) -> None:
    for account in (ZURA, OLGA, BEN):
        store_account(session, account, NOW)
    flaw(session)
    assert report_flaws(session, settings, NOW) == 2
    olga, zura = waiting(session)
    assert (olga.message.to, zura.message.to) == (OLGA.email, ZURA.email)
    assert olga.message.subject == "The calendar feeds hold something back: 1"
    named = "A <visit> (English): 2026-05-14 is missing\n"
    address = "http://calendar.example.org/items/a-visit?lang=en\n"
    assert named + address in olga.message.text
    assert "it stays on line" in olga.message.text
    assert zura.message.language == "ka"
    assert "ვიზიტი (ინგლისური): 2026-05-14 is missing\n" in zura.message.text
    assert report_flaws(session, settings, LATER) == 0
    assert len(waiting(session)) == 2


def test_without_an_administrator_the_office_itself_is_told(
    session: Session, settings: Settings
) -> None:
    flaw(session, form="ics:en+ka", visibility=Visibility.STAFF)
    assert report_flaws(session, settings, NOW) == 1
    (mail,) = waiting(session)
    assert (mail.message.to, mail.item_uid) == ("calendar@example.org", "")
    assert "A <visit> (English + Georgian): " in mail.message.text


def test_a_language_that_we_do_not_speak_is_told_in_english(
    session: Session, settings: Settings
) -> None:
    flaw(session, form="ics:x-odd")
    store_account(session, replace(OLGA, language="fr"), NOW)
    assert report_flaws(session, settings, NOW) == 1
    (mail,) = waiting(session)
    assert mail.message.language == "en"
    assert "A <visit> (x-odd): " in mail.message.text


def test_nothing_wrong_is_nothing_mailed(session: Session, settings: Settings) -> None:
    assert report_flaws(session, settings, NOW) == 0
    assert waiting(session) == []


def test_what_is_found_later_is_a_mail_of_its_own(
    session: Session, settings: Settings
) -> None:
    key = flaw(session)
    assert report_flaws(session, settings, NOW) == 1
    note(session, key, "ics:ka")
    assert report_flaws(session, settings, LATER) == 1
    texts = sorted("(Georgian)" in mail.message.text for mail in waiting(session))
    assert texts == [False, True]


def test_the_page_says_what_the_text_says_with_titles_as_text(
    session: Session, settings: Settings
) -> None:
    flaw(session)
    report_flaws(session, settings, NOW)
    (mail,) = waiting(session)
    page = html.fromstring(mail.message.html)
    assert page.xpath("//p/a/@href") == [
        "http://calendar.example.org/items/a-visit?lang=en"
    ]
    said = [each.text_content() for each in page.xpath("//p")]
    text = mail.message.text.rstrip().split("\n\n")
    assert said == [part.partition("\nhttp")[0] for part in text]


def test_many_are_counted_and_the_first_are_named(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flaw_reporting, "MOST_NAMED", 2)
    for name in "abc":
        flaw(session, name)
    assert report_flaws(session, settings, NOW) == 1
    (mail,) = waiting(session)
    assert mail.message.text.count(": 2026-05-14 is missing") == 2
    assert mail.message.html.count("<a ") == 2
    assert "\nAnd 1 more.\n" in mail.message.text


def test_planning_of_reminders_does_not_take_the_mail_back(
    session: Session, settings: Settings
) -> None:
    flaw(session)
    report_flaws(session, settings, NOW)
    queue_due_reminders(session, settings, lambda *_: "http://x/", LATER)
    assert [mail.message.to for mail in waiting(session)] == ["calendar@example.org"]


def test_a_beat_mails_what_a_feed_holds_back(
    settings: Settings, database: Database, clock: StillClock
) -> None:
    worker = MailWorker(replace(settings, demo=True), database, clock)
    with database.transaction() as session:
        flaw(session)
    for _ in range(2):
        assert worker.beat()[1].failed == 0
        clock.move(minutes=1)
    with database.reading() as session:
        assert len(list_received(session)) == 1


def test_reminders_go_out_even_where_flaws_cannot_be_told(
    settings: Settings,
    database: Database,
    clock: StillClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_session: Session, _settings: Settings, _now: datetime) -> int:
        raise ArithmeticError

    monkeypatch.setattr("calendar_service.scheduler.report_flaws", broken)
    worker = MailWorker(replace(settings, demo=True), database, clock)
    assert worker.beat()[1].sent == 0
    assert caplog.messages == ["administrators could not be told of flaws in feeds"]

"""Letters to administrators."""

from dataclasses import replace

from lxml import html

from calendar_service.config import Settings
from calendar_service.domain.account import Role
from calendar_service.services.letters import (
    Named,
    list_administrators,
    spoken,
    write_letter,
)
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Session
from tests.builders import ADA, BEN, NOW


def test_administrators_are_told_in_a_language_that_we_speak(
    session: Session, settings: Settings
) -> None:
    store_account(session, replace(ADA, role=Role.ADMIN, language="ka"), NOW)
    store_account(session, replace(BEN, role=Role.ADMIN, language="hy"), NOW)
    found = list_administrators(session, settings)
    assert sorted(found) == [("ada@example.org", "ka"), ("ben@example.org", "en")]


def test_without_administrators_the_office_is_told(
    session: Session, settings: Settings
) -> None:
    store_account(session, BEN, NOW)
    assert list_administrators(session, settings) == [(settings.mail_from, "en")]


def test_a_letter_says_the_same_as_text_and_as_page() -> None:
    mail = write_letter("k", "ada@example.org", "ka", "A & B", ["One.", "<Two>"])
    assert mail.text == "One.\n\n<Two>\n"
    assert "<title>A &amp; B</title>" in mail.html
    page = html.fromstring(mail.html)
    assert page.get("lang") == "ka"
    assert [each.text_content() for each in page.xpath("//p")] == ["One.", "<Two>"]


def test_who_is_disabled_is_no_administrator(
    session: Session, settings: Settings
) -> None:
    store_account(session, replace(ADA, role=Role.ADMIN, disabled_at=NOW), NOW)
    store_account(session, replace(BEN, role=Role.ADMIN), NOW)
    assert list_administrators(session, settings) == [("ben@example.org", "en")]


def test_an_address_alone_is_a_link_on_the_page() -> None:
    lines = ["See https://a.example.org", "https://a.example.org/?a=1&b=2"]
    mail = write_letter("k", "ada@example.org", "en", "A", lines)
    assert mail.text == "See https://a.example.org\n\nhttps://a.example.org/?a=1&b=2\n"
    links = html.fromstring(mail.html).xpath("//p/a")
    assert [(each.get("href"), each.text) for each in links] == [(lines[1], lines[1])]


def test_a_paragraph_may_lead_somewhere() -> None:
    named = Named("A <visit>", "https://a.example.org/?a=1&b=2")
    mail = write_letter("k", "ada@example.org", "en", "A", ["One.", named])
    assert mail.text == "One.\n\nA <visit>\nhttps://a.example.org/?a=1&b=2\n"
    (link,) = html.fromstring(mail.html).xpath("//p/a")
    assert (link.text, link.get("href")) == (named.text, named.url)


def test_letters_speak_what_we_speak() -> None:
    assert [spoken(each) for each in ("en", "ka", "hy", "")] == ["en", "ka", "en", "en"]

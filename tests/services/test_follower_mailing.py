"""Mails to those who follow: who gets which, and once."""

from dataclasses import replace
from datetime import date

from calendar_service.domain.follower import Wish
from calendar_service.domain.item import ItemKind, ItemStatus, Visibility
from calendar_service.domain.span import whole_days
from calendar_service.storage.followers import (
    ask_follower,
    list_followers,
)
from calendar_service.storage.items import calendar_version
from tests.services.follow_office import A_DAY, A_MINUTE, GIO, MONDAY, NINO, NOW, Office


def test_whoever_asks_gets_one_mail_to_confirm(office: Office) -> None:
    with office.database.transaction() as session:
        ask_follower(session, replace(NINO, language="en"))
    office.add()
    said = "nino@example.org: Please confirm: the calendar of The Office by mail"
    assert office.queue() == [said]
    assert office.queue(NOW + A_DAY) == []
    (mail,) = office.mails()
    assert "http://calendar.example.org/mail/confirm/" in mail.message.text
    assert "/mail/leave/" in mail.message.unsubscribe_url
    assert (mail.item_uid, mail.why) == ("", "somebody asked to follow by mail")


def test_what_is_published_is_told_once_to_those_who_follow_it(
    any_office: Office,
) -> None:
    others = Wish(kinds=frozenset({ItemKind.TRAINING}))
    any_office.add(1)
    any_office.follow(NINO, GIO, replace(NINO, name="x" * 32, wish=others))
    assert any_office.queue() == []
    any_office.add(2)
    said = "nino@example.org: ახალი: Coordination meeting (14 მაისი, 2026)"
    assert any_office.queue(NOW + A_MINUTE) == [said]
    assert any_office.queue(NOW + 2 * A_MINUTE) == []
    (mail,) = any_office.mails()
    assert mail.message.key == f"follow/{'n' * 32}/2"
    assert "/mail/follow/" in mail.message.text


def test_several_changes_are_one_mail(office: Office) -> None:
    office.follow(NINO)
    item = office.add(1)
    office.change(item, "moved", span=whole_days(date(2026, 5, 20)))
    office.add(2)
    assert office.queue() == ["nino@example.org: 2 ახალი ღონისძიება"]


def test_a_move_says_what_was_before(office: Office) -> None:
    item = office.add(1)
    office.follow(replace(NINO, language="en"))
    office.change(item, "moved", span=whole_days(date(2026, 5, 20)))
    said = "nino@example.org: Moved: Coordination meeting (20 May 2026)"
    assert office.queue() == [said]
    assert "Moved (was: 14 May 2026)" in office.mails()[0].message.text


def test_nothing_is_told_of_drafts_staff_items_and_quiet_changes(
    office: Office,
) -> None:
    office.follow(NINO)
    item = office.add(1, visibility=Visibility.STAFF)
    office.add(2, status=ItemStatus.DRAFT)
    office.change(item, "", notes="seen by staff")
    assert office.queue() == []
    with office.database.reading() as session:
        told = [each.told for each in list_followers(session)]
        assert told == [calendar_version(session)]


def test_a_week_comes_on_monday_with_what_is_new_and_what_comes(
    any_office: Office,
) -> None:
    any_office.follow(GIO)
    any_office.add(1)
    any_office.add(2, span=whole_days(date(2026, 6, 20)))
    assert any_office.queue(MONDAY - A_MINUTE) == []
    said = "gio@example.org: კვირის კალენდარი: 11 მაისი, 2026"
    assert any_office.queue(MONDAY) == [said]
    assert any_office.queue(MONDAY + A_MINUTE) == []
    assert any_office.queue(MONDAY + 6 * A_DAY) == []
    words = any_office.mails()[0].message.text
    assert ("ამ კვირაში" in words, "ახალი ღონისძიებები" in words) == (True, True)


def test_an_empty_week_brings_none_and_is_not_asked_about_again(
    office: Office,
) -> None:
    office.follow(GIO)
    assert office.queue(MONDAY) == []
    office.add(1)
    assert office.queue(MONDAY + A_DAY) == []
    assert len(office.queue(MONDAY + 7 * A_DAY)) == 0
    office.add(2, span=whole_days(date(2026, 5, 26)))
    assert len(office.queue(MONDAY + 14 * A_DAY)) == 1


def test_whoever_confirms_on_monday_hears_first_a_week_later(office: Office) -> None:
    office.add(1, span=whole_days(date(2026, 5, 12), date(2026, 5, 22)))
    office.follow(GIO, now=MONDAY)
    assert office.queue(MONDAY + A_MINUTE) == []
    assert len(office.queue(MONDAY + 7 * A_DAY)) == 1

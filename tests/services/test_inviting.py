"""Invitations: who sends them, what the link is good for, and how often."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import Account, NotAllowed, Role
from calendar_service.domain.account_change import AccountChange
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import ItemKind
from calendar_service.services.account_keeping import (
    UNLIMITED,
    Standing,
    UnknownAccount,
    disable_account,
    enable_account,
)
from calendar_service.services.administering import hash_password, verify_password
from calendar_service.services.inviting import (
    HAS_WAY_IN,
    TAKEN,
    accept_invitation,
    find_invitation,
    invite,
    invite_again,
)
from calendar_service.services.mail_links import BadLink, ExpiredLink
from calendar_service.services.resetting import UsedLink
from calendar_service.storage.account_records import list_changes, list_records
from calendar_service.storage.accounts import find_account, open_session, store_account
from calendar_service.storage.database import Database, Session
from calendar_service.storage.outbox import list_mails
from tests.builders import ADA, NOW

LATER = NOW + timedelta(days=1)
LINK = re.compile(r"/mail/invitation/([^?\s]+)")
NINO = "nino@example.org"
PASSWORD = "correct horse battery"  # noqa: S105 - of a test
ZURA = Account(email="zura@example.org", role=Role.ADMIN, password_hash="x")  # noqa: S106 - no secret
FILMS = frozenset({ItemKind.SCREENING})
WANTED = Standing(name="ნინო", role=Role.PUBLISHER, kinds=FILMS, language="ka")


@pytest.fixture
def session(session: Session) -> Session:
    """The transaction, with an administrator and an editor in it."""
    for account in (ADA, ZURA):
        store_account(session, account, NOW)
    return session


def tokens(session: Session) -> list[str]:
    """Return the tokens of all mails, the newest last."""
    texts = [mail.message.text for mail in reversed(list_mails(session))]
    return [found for text in texts for found in LINK.findall(text)]


def test_who_is_invited_has_an_account_without_a_way_in_and_a_mail(
    session: Session, settings: Settings
) -> None:
    invited = invite(session, settings, ZURA, "Nino@Example.org", WANTED, NOW)
    assert invited == Account(
        email=NINO,
        name="ნინო",
        role=Role.PUBLISHER,
        kinds=FILMS,
        language="ka",
        invited_at=NOW,
    )
    assert find_account(session, NINO) == invited
    assert not verify_password(invited, "")
    (mail,) = list_mails(session)
    assert (mail.message.to, mail.message.language) == (NINO, "ka")
    (token,) = tokens(session)
    assert find_invitation(session, settings, token, LATER) == invited


def test_an_invitation_is_accepted_once(session: Session, settings: Settings) -> None:
    invited = invite(session, settings, ZURA, NINO, WANTED, NOW)
    (token,) = tokens(session)
    hashed = hash_password(PASSWORD)
    accepted = accept_invitation(session, settings, token, hashed, LATER)
    assert accepted == replace(invited, password_hash=hashed)
    assert find_account(session, NINO) == accepted
    assert verify_password(accepted, PASSWORD)
    with pytest.raises(UsedLink):
        accept_invitation(session, settings, token, hash_password("another"), LATER)
    (number,) = (r.number for r in list_records(session) if r.account.email == NINO)
    assert [(n.actor, n.change) for n in list_changes(session, number, 9)] == [
        (NINO, AccountChange("state", "invited", "active")),
        (ZURA.email, AccountChange("state", "", "invited")),
    ]


def test_of_two_at_once_one_finds_the_link_used(
    any_database: Database, settings: Settings
) -> None:
    with any_database.transaction() as opened:
        store_account(opened, ZURA, NOW)
        invited = invite(opened, settings, ZURA, NINO, WANTED, NOW)
        (token,) = tokens(opened)
    both = threading.Barrier(2)
    said: dict[str, str] = {}

    def accept(hashed: str) -> None:
        both.wait()
        try:
            with any_database.transaction() as opened:
                accept_invitation(opened, settings, token, hashed, LATER)
        except UsedLink:
            said["used"] = hashed
        else:
            said["done"] = hashed

    threads = [threading.Thread(target=accept, args=(each,)) for each in ("1", "2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["done", "used"]
    with any_database.reading() as opened:
        found = find_account(opened, NINO)
    assert found == replace(invited, password_hash=said["done"])


@pytest.mark.parametrize(
    "act",
    [
        lambda s, c: invite_again(s, c, ZURA, NINO, LATER),
        lambda s, _: disable_account(s, ZURA, NINO, LATER),
        lambda s, _: open_session(s, NINO, "digest", LATER, LATER),
    ],
)
def test_a_newer_mail_a_disabled_account_or_a_sign_in_end_a_link(
    session: Session,
    settings: Settings,
    act: Callable[[Session, Settings], object],
) -> None:
    invite(session, settings, ZURA, NINO, WANTED, NOW)
    token = tokens(session)[0]
    act(session, settings)
    with pytest.raises(UsedLink):
        find_invitation(session, settings, token, LATER)


def test_an_invitation_that_was_taken_back_stays_so(
    session: Session, settings: Settings
) -> None:
    invite(session, settings, ZURA, NINO, WANTED, NOW)
    disable_account(session, ZURA, NINO, NOW)
    enable_account(session, ZURA, NINO, LATER)
    with pytest.raises(UsedLink):
        find_invitation(session, settings, tokens(session)[0], LATER)
    invite_again(session, settings, ZURA, NINO, LATER)
    found = find_invitation(session, settings, tokens(session)[1], LATER)
    assert found.invited_at == LATER


def test_a_link_is_good_for_a_week_and_no_other_is(
    session: Session, settings: Settings
) -> None:
    invite(session, settings, ZURA, NINO, WANTED, NOW)
    (token,) = tokens(session)
    week = timedelta(days=7)
    assert find_invitation(session, settings, token, NOW + week).email == NINO
    with pytest.raises(ExpiredLink):
        find_invitation(session, settings, token, NOW + week + timedelta(seconds=1))
    for wrong in (token[:-1], token + "x", "", "x.y.z"):
        with pytest.raises(BadLink):
            find_invitation(session, settings, wrong, NOW)


def test_a_button_pressed_twice_sends_one_mail(
    session: Session, settings: Settings
) -> None:
    invite(session, settings, ZURA, NINO, WANTED, NOW)
    for seconds in (1, 59):
        again = NOW + timedelta(seconds=seconds)
        invite_again(session, settings, ZURA, NINO, again)
    assert len(tokens(session)) == 1
    invite_again(session, settings, ZURA, NINO, NOW + timedelta(minutes=1))
    assert len(tokens(session)) == 2


def test_who_has_a_password_is_not_invited_again(
    session: Session, settings: Settings
) -> None:
    gone = replace(ADA, email="gone@example.org", disabled_at=NOW)
    store_account(session, gone, NOW)
    for email in (ZURA.email, gone.email):
        with pytest.raises(InvalidDraft, match=HAS_WAY_IN):
            invite_again(session, settings, ZURA, email, NOW)
    with pytest.raises(UnknownAccount):
        invite_again(session, settings, ZURA, NINO, NOW)
    assert tokens(session) == []


def test_what_is_wrong_is_named_and_nobody_is_mailed(
    session: Session, settings: Settings
) -> None:
    wanted = replace(WANTED, role=Role.ADMIN)
    with pytest.raises(InvalidDraft) as found:
        invite(session, settings, ZURA, "nobody", wanted, NOW)
    assert [(p.field, p.message) for p in found.value.problems] == [
        ("email", "'nobody' is no mail address such as nino@example.org"),
        ("kinds", UNLIMITED),
    ]
    with pytest.raises(InvalidDraft, match=TAKEN):
        invite(session, settings, ZURA, "ADA@example.org", WANTED, NOW)
    assert tokens(session) == []
    assert find_account(session, ADA.email) == ADA


def test_only_administrators_invite(session: Session, settings: Settings) -> None:
    with pytest.raises(NotAllowed):
        invite(session, settings, ADA, NINO, WANTED, NOW)
    with pytest.raises(NotAllowed):
        invite_again(session, settings, ADA, ADA.email, NOW)
    assert find_account(session, NINO) is None

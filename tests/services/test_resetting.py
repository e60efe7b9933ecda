"""Another password by a link: who gets one, and for how long it is good."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_service.config import Settings, SignInService
from calendar_service.domain.account import Account
from calendar_service.services.administering import hash_password, verify_password
from calendar_service.services.mail_links import BadLink, ExpiredLink
from calendar_service.services.resetting import (
    UsedLink,
    ask_for_reset,
    find_reset,
    use_reset,
)
from calendar_service.storage.accounts import (
    find_account,
    open_session,
    store_account,
)
from calendar_service.storage.database import Database, Session
from calendar_service.storage.outbox import list_mails
from calendar_service.storage.sign_ins import list_sign_ins
from tests.builders import ADA, BEN, NOW

HOUR = timedelta(hours=1)
LINK = re.compile(r"http://calendar\.example\.org/mail/password/(\S+)\?lang=(\w+)")
KNOWN = replace(ADA, password_hash="$argon2id$of ada", language="ka")  # noqa: S106 - no secret
SERVICE = SignInService(
    issuer="https://id.example.org",
    client_id="calendar",
    client_secret="",
    label="Office",
)


def ask(session: Session, settings: Settings, email: str = ADA.email) -> None:
    ask_for_reset(session, settings, email, NOW)


def token(session: Session, settings: Settings, account: Account = KNOWN) -> str:
    """Return what stands in the mail of somebody who asked."""
    store_account(session, account, NOW)
    ask(session, settings)
    return links(session)[0][0]


def links(session: Session) -> list[tuple[str, str]]:
    return [
        found
        for mail in list_mails(session)
        for found in LINK.findall(mail.message.text)
    ]


def test_the_link_goes_to_the_account_in_its_language(
    session: Session, settings: Settings
) -> None:
    store_account(session, KNOWN, NOW)
    ask(session, settings, "ADA@example.org")
    (mail,) = list_mails(session)
    assert (mail.message.to, mail.message.language) == (ADA.email, "ka")
    ((made, language),) = links(session)
    assert language == "ka"
    assert find_reset(session, settings, made, NOW) == KNOWN


@pytest.mark.parametrize("email", ["nobody@example.org", "", "a\x00@example.org"])
def test_an_unknown_address_gets_no_mail(
    session: Session, settings: Settings, email: str
) -> None:
    store_account(session, KNOWN, NOW)
    ask(session, settings, email)
    assert list_mails(session) == []


def test_who_is_disabled_gets_no_mail_and_a_link_from_before_is_worth_nothing(
    session: Session, settings: Settings
) -> None:
    made = token(session, settings)
    store_account(session, replace(KNOWN, disabled_at=NOW), NOW)
    ask_for_reset(session, settings, ADA.email, NOW + HOUR / 2)
    assert len(list_mails(session)) == 1
    with pytest.raises(UsedLink):
        use_reset(session, settings, made, "another", NOW)


def test_whoever_signs_in_elsewhere_is_told_so(
    session: Session, settings: Settings
) -> None:
    store_account(session, ADA, NOW)
    ask(session, replace(settings, sign_in_service=SERVICE))
    (mail,) = list_mails(session)
    assert links(session) == []
    assert "you sign in with Office" in mail.message.text


def test_without_another_way_in_a_first_password_is_chosen(
    session: Session, settings: Settings
) -> None:
    made = token(session, settings, ADA)
    use_reset(session, settings, made, "hashed", NOW)
    changed = find_account(session, ADA.email)
    assert changed == replace(ADA, password_hash="hashed")  # noqa: S106 - no secret


def test_a_link_works_for_an_hour(session: Session, settings: Settings) -> None:
    made = token(session, settings)
    assert find_reset(session, settings, made, NOW + HOUR) == KNOWN
    with pytest.raises(ExpiredLink):
        find_reset(session, settings, made, NOW + HOUR + timedelta(seconds=1))


def test_a_link_works_once_and_so_do_its_elder_sisters(
    session: Session, settings: Settings
) -> None:
    first = token(session, settings)
    later = NOW + timedelta(minutes=1)
    ask_for_reset(session, settings, ADA.email, later)
    second = links(session)[0][0]
    assert first != second
    assert use_reset(session, settings, first, "another", later) == KNOWN
    for made in (first, second):
        with pytest.raises(UsedLink):
            use_reset(session, settings, made, "a third", later)
    account = find_account(session, ADA.email)
    assert account is not None
    assert account.password_hash == "another"  # noqa: S105 - no secret


def test_a_link_ends_all_sign_ins_of_its_account_and_is_told(
    session: Session, settings: Settings
) -> None:
    made = token(session, settings)
    store_account(session, BEN, NOW)
    for who in (ADA, BEN):
        open_session(session, who.email, f"of {who.name}", NOW, NOW + HOUR)
    use_reset(session, settings, made, "another", NOW)
    assert list_sign_ins(session, ADA.email, NOW) == []
    assert len(list_sign_ins(session, BEN.email, NOW)) == 1
    subjects = [mail.message.subject for mail in list_mails(session)]
    assert subjects == [
        "თქვენი პაროლი შეიცვალა – The Office",
        "აირჩიეთ ახალი პაროლი – The Office",
    ]


def test_a_link_to_a_password_that_was_changed_otherwise_is_used(
    any_database: Database, settings: Settings
) -> None:
    with any_database.transaction() as session:
        made = token(session, settings)
        changed = replace(KNOWN, password_hash="by herself")  # noqa: S106 - no secret
        store_account(session, changed, NOW)
        with pytest.raises(UsedLink):
            use_reset(session, settings, made, "another", NOW)
        assert find_account(session, ADA.email) == changed


def test_a_link_says_nothing_of_the_password(
    session: Session, settings: Settings
) -> None:
    other = replace(settings, secret_key="another key")  # noqa: S106 - no secret
    made = token(session, settings)
    with pytest.raises(BadLink):
        find_reset(session, other, made, NOW)
    assert "argon" not in made


def test_what_is_chosen_opens_the_door(session: Session, settings: Settings) -> None:
    made = token(session, settings)
    use_reset(session, settings, made, hash_password("another horse"), NOW)
    assert verify_password(find_account(session, ADA.email), "another horse")


def test_of_two_who_use_a_link_at_once_one_finds_it_used(
    any_database: Database, settings: Settings
) -> None:
    with any_database.transaction() as session:
        made = token(session, settings)
    both = threading.Barrier(2)

    def use(hashed: str) -> str:
        both.wait()
        try:
            with any_database.transaction() as session:
                use_reset(session, settings, made, hashed, NOW)
        except UsedLink:
            return "used"
        return hashed

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(use, ("first", "second")))
    with any_database.reading() as session:
        account = find_account(session, ADA.email)
        told = [mail.message.key.partition("/")[0] for mail in list_mails(session)]
    assert account is not None
    assert sorted(said) == sorted(["used", account.password_hash])
    assert told == ["password-changed", "password-reset"]

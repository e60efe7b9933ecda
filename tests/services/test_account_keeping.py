"""Roles, kinds and disabling, on both databases, one at a time and at once."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_service.domain.account import OPERATOR, Account, NotAllowed, Role
from calendar_service.domain.account_change import AccountChange
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import ItemKind
from calendar_service.services.account_keeping import (
    LAST,
    OWN,
    UNLIMITED,
    StaleAccount,
    Standing,
    UnknownAccount,
    change_account,
    choose_language,
    disable_account,
    enable_account,
    standing_of,
)
from calendar_service.storage.account_records import list_changes, list_records
from calendar_service.storage.accounts import (
    find_account,
    open_session,
    store_account,
)
from calendar_service.storage.database import Database, Session
from calendar_service.storage.sign_ins import find_signed_in
from tests.builders import ADA, BEN, NOW

LATER = NOW + timedelta(hours=1)
ZURA = Account(email="zura@example.org", role=Role.ADMIN, password_hash="x")  # noqa: S106 - no secret
EKA = replace(ZURA, email="eka@example.org")
FILMS = frozenset({ItemKind.SCREENING})


@pytest.fixture
def session(session: Session) -> Session:
    """The transaction, with two administrators, an editor and a publisher in it."""
    keep(session)
    return session


def keep(session: Session) -> None:
    for account in (ADA, BEN, ZURA, EKA):
        store_account(session, account, NOW)


def wish(account: Account, **changes: object) -> Standing:
    return replace(standing_of(account), **changes)  # type: ignore[arg-type]  # by name


def problems(act: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDraft) as found:
        act()
    return [(problem.field, problem.message) for problem in found.value.problems]


def noted(session: Session, email: str) -> list[tuple[str, AccountChange]]:
    (record,) = (r for r in list_records(session) if r.account.email == email)
    return [(n.actor, n.change) for n in list_changes(session, record.number, 9)]


def test_what_is_decided_is_stored_and_noted(session: Session) -> None:
    wanted = Standing(name="Ada L.", role=Role.PUBLISHER, kinds=FILMS, language="ka")
    changed = change_account(session, ZURA, "ADA@example.org", wanted, LATER)
    assert find_account(session, ADA.email) == changed
    assert standing_of(changed) == wanted
    assert noted(session, ADA.email) == [
        (ZURA.email, AccountChange("language", "en", "ka")),
        (ZURA.email, AccountChange("kinds", "", "screening")),
        (ZURA.email, AccountChange("role", "editor", "publisher")),
        (ZURA.email, AccountChange("name", "Ada", "Ada L.")),
    ]
    change_account(session, ZURA, ADA.email, wanted, LATER)
    assert len(noted(session, ADA.email)) == 4


def test_what_is_wrong_is_named_and_nothing_is_stored(session: Session) -> None:
    wanted = Standing(name="a\nb", role=Role.ADMIN, kinds=FILMS, language="Ka")
    assert problems(lambda: change_account(session, ZURA, ADA.email, wanted, NOW)) == [
        ("name", "must be one line"),
        ("language", "is no language code such as ka"),
        ("kinds", UNLIMITED),
    ]
    assert find_account(session, ADA.email) == ADA
    assert noted(session, ADA.email) == []


@pytest.mark.parametrize("act", [disable_account, enable_account])
def test_only_administrators_look_after_accounts(
    session: Session, act: Callable[..., Account]
) -> None:
    for actor in (ADA, BEN, replace(ZURA, email="gone@example.org")):
        with pytest.raises(NotAllowed):
            act(session, actor, ADA.email, NOW)
        with pytest.raises(NotAllowed):
            change_account(session, actor, ADA.email, wish(ADA, name="A"), NOW)
    with pytest.raises(UnknownAccount, match=r"^nobody@example.org has no account$"):
        act(session, ZURA, "nobody@example.org", NOW)


def test_who_is_disabled_is_out_at_once_and_comes_back_as_they_were(
    session: Session,
) -> None:
    open_session(session, ADA.email, "digest", NOW, LATER)
    disabled = disable_account(session, ZURA, ADA.email, NOW)
    assert disabled == replace(ADA, disabled_at=NOW)
    assert disable_account(session, ZURA, ADA.email, LATER) == disabled
    assert enable_account(session, ZURA, ADA.email, LATER) == ADA
    # The former sign-in does not come back with them.
    assert find_signed_in(session, "digest", NOW) is None
    assert noted(session, ADA.email) == [
        (ZURA.email, AccountChange("state", "disabled", "active")),
        (ZURA.email, AccountChange("state", "active", "disabled")),
    ]


def test_nobody_shuts_themselves_out(session: Session) -> None:
    lower = wish(ZURA, role=Role.VIEWER)
    assert problems(lambda: change_account(session, ZURA, ZURA.email, lower, NOW)) == [
        ("role", OWN)
    ]
    assert problems(lambda: disable_account(session, ZURA, ZURA.email, NOW)) == [
        ("state", OWN)
    ]
    change_account(session, ZURA, ZURA.email, wish(ZURA, name="Zura"), NOW)


def test_the_last_administrator_stays_whoever_asks(session: Session) -> None:
    disable_account(session, ZURA, EKA.email, NOW)
    lower = wish(ZURA, role=Role.EDITOR)
    for act in (
        lambda: disable_account(session, OPERATOR, ZURA.email, NOW),
        lambda: change_account(session, OPERATOR, ZURA.email, lower, NOW),
    ):
        assert problems(act)[0][1] == LAST
    assert find_account(session, ZURA.email) == ZURA
    # One who is out already may be made less.
    change_account(session, ZURA, EKA.email, wish(EKA, role=Role.VIEWER), NOW)
    change_account(session, ZURA, ADA.email, wish(ADA, role=Role.ADMIN), NOW)
    with pytest.raises(InvalidDraft, match=LAST):
        disable_account(session, OPERATOR, ZURA.email, NOW)  # Ada has no way in yet
    open_session(session, ADA.email, "digest", NOW, LATER)
    disable_account(session, OPERATOR, ZURA.email, NOW)


def test_the_second_of_two_is_told(session: Session) -> None:
    seen = standing_of(ADA)
    change_account(session, ZURA, ADA.email, wish(ADA, kinds=FILMS), NOW, seen)
    with pytest.raises(StaleAccount):
        change_account(session, EKA, ADA.email, wish(ADA, name="A"), NOW, seen)


@pytest.mark.parametrize("lowers", [False, True])
def test_two_who_shut_each_other_out_at_once_come_one_after_the_other(
    any_database: Database, *, lowers: bool
) -> None:
    with any_database.transaction() as opened:
        keep(opened)
    both = threading.Barrier(2)
    said: list[str] = []

    def shut_out(actor: Account, other: Account) -> None:
        both.wait()
        try:
            with any_database.transaction() as session:
                if lowers:
                    less = wish(other, role=Role.EDITOR)
                    change_account(session, actor, other.email, less, NOW)
                else:
                    disable_account(session, actor, other.email, NOW)
        except NotAllowed:
            said.append("refused")
        else:
            said.append("done")

    pairs = ((ZURA, EKA), (EKA, ZURA))
    threads = [threading.Thread(target=shut_out, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["done", "refused"]


def test_people_choose_their_own_language_and_it_is_noted(session: Session) -> None:
    changed = choose_language(session, ADA, "ka", NOW)
    assert changed == replace(ADA, language="ka") == find_account(session, ADA.email)
    assert choose_language(session, ADA, "ka", LATER) == changed
    assert noted(session, ADA.email) == [
        (ADA.email, AccountChange("language", "en", "ka"))
    ]
    with pytest.raises(InvalidDraft, match=r"^language: is no language code"):
        choose_language(session, ADA, "Georgian", NOW)
    with pytest.raises(UnknownAccount):
        choose_language(session, Account(email="nobody@example.org"), "ka", NOW)

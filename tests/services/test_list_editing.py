"""Lists of addresses: checked, changed by one at a time, kept while they are used."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from calendar_service.domain.account import OPERATOR, Account, NotAllowed
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import ReminderRule, Step
from calendar_service.services.list_editing import (
    StaleList,
    UnknownList,
    add_list,
    find_list,
    remove_list,
    replace_list,
    rules_naming,
    save_list,
)
from calendar_service.services.rule_editing import save_rule
from calendar_service.storage.database import Session
from calendar_service.storage.mail_lists import list_mail_lists
from tests.builders import BEN

PRESS = ("a@example.org", "b@example.org")
RULE = ReminderRule(
    id="film", kind=ItemKind.SCREENING, steps=(Step(7),), lists=("press",)
)


def test_a_list_is_kept_until_no_rule_names_it(session: Session) -> None:
    save_list(session, OPERATOR, "press", ["a@example.org", " b@example.org "])
    assert list_mail_lists(session) == {"press": PRESS}
    save_rule(session, OPERATOR, RULE)
    assert rules_naming(session, "press") == [RULE]
    with pytest.raises(InvalidDraft, match="is named by film"):
        remove_list(session, OPERATOR, "press")
    save_rule(session, OPERATOR, replace(RULE, lists=()))
    remove_list(session, OPERATOR, "press")
    assert list_mail_lists(session) == {}
    with pytest.raises(UnknownList):
        remove_list(session, OPERATOR, "press")


def test_whoever_stands_there_twice_is_kept_once_and_said(session: Session) -> None:
    typed = [
        "Nino@example.org",
        "",
        "b@example.org",
        " nino@EXAMPLE.org",
        "b@example.org",
    ]
    assert save_list(session, OPERATOR, "press", typed) == [
        *("nino@EXAMPLE.org", "b@example.org")
    ]
    assert find_list(session, "press") == ("Nino@example.org", "b@example.org")


@pytest.mark.parametrize(
    ("name", "addresses", "fields"),
    [
        ("Press", ["a@example.org"], ["name"]),
        ("p", ["x"], ["addresses"]),
        ("p", ["a@example.org\r\nBcc: b@example.org"], ["addresses"]),
        ("p", ["Nino <a@example.org>"], ["addresses"]),
        ("p", [" "], ["addresses"]),
        ("", [], ["name", "addresses"]),
        ("p", [f"n{n}@example.org" for n in range(501)], ["addresses"]),
    ],
)
def test_odd_lists_are_refused(
    session: Session, name: str, addresses: list[str], fields: list[str]
) -> None:
    with pytest.raises(InvalidDraft) as caught:
        save_list(session, OPERATOR, name, addresses)
    assert [problem.field for problem in caught.value.problems] == fields
    assert list_mail_lists(session) == {}


def test_two_change_a_list_and_the_second_is_told(session: Session) -> None:
    add_list(session, OPERATOR, "press", PRESS)
    with pytest.raises(StaleList):
        add_list(session, OPERATOR, "press", ["c@example.org"])
    assert replace_list(session, OPERATOR, "press", PRESS, PRESS[:1]) == []
    with pytest.raises(StaleList):
        replace_list(session, OPERATOR, "press", PRESS, PRESS[1:])
    with pytest.raises(StaleList):
        remove_list(session, OPERATOR, "press", PRESS)
    assert find_list(session, "press") == PRESS[:1]
    remove_list(session, OPERATOR, "press", PRESS[:1])
    with pytest.raises(UnknownList):
        replace_list(session, OPERATOR, "press", PRESS[:1], PRESS)


@pytest.mark.parametrize(
    "act",
    [
        lambda session, who: save_list(session, who, "x", PRESS),
        lambda session, who: add_list(session, who, "x", PRESS),
        lambda session, who: replace_list(session, who, "press", PRESS, ["c@x.org"]),
        lambda session, who: remove_list(session, who, "press"),
    ],
)
def test_only_administrators_change_lists(
    session: Session, act: Callable[[Session, Account], object]
) -> None:
    save_list(session, OPERATOR, "press", PRESS)
    with pytest.raises(NotAllowed):
        act(session, BEN)
    assert list_mail_lists(session) == {"press": PRESS}

"""Accounts in the words of the pages."""

import pytest
from flask import Flask

from calendar_service.domain.account import Role
from calendar_service.domain.account_change import FIELDS, AccountChange
from calendar_service.domain.draft import Problem
from calendar_service.services.account_keeping import LAST, OWN, UNLIMITED
from calendar_service.services.inviting import HAS_WAY_IN, TAKEN
from calendar_service.web import account_words

OURS = (LAST, OWN, UNLIMITED, TAKEN, HAS_WAY_IN)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (AccountChange("name", "", "Ada"), ("Name", "–", "Ada")),
        (AccountChange("role", "viewer", "admin"), ("Role", "Viewer", "Administrator")),
        (
            AccountChange("kinds", "news,screening", ""),
            ("Kinds", "News, Screening", "everything"),
        ),
        (AccountChange("language", "en", "ka"), ("Language", "English", "Georgian")),
        (AccountChange("state", "", "invited"), ("State", "–", "invited")),
        (AccountChange("state", "active", "disabled"), ("State", "active", "disabled")),
    ],
)
def test_a_change_is_said_in_words(
    app: Flask, change: AccountChange, said: tuple[str, str, str]
) -> None:
    with app.test_request_context():
        assert account_words.change_said(change) == said


def test_everything_that_there_is_has_words() -> None:
    assert set(account_words.FIELDS) == set(FIELDS)
    assert set(account_words.ROLES) == set(Role)


def test_refusals_of_our_own_are_said_to_the_reader_and_others_as_in_forms(
    app: Flask,
) -> None:
    with app.test_request_context("/?lang=ka"):
        said = [
            account_words.account_problem_said(Problem("role", message))
            for message in (*OURS, "must be one line")
        ]
        said.append(account_words.account_problem_said(Problem("email", "'x' is no")))
    assert len(set(said)) == len(OURS) + 2
    assert [text for text in said if text.isascii()] == []


def test_commands_are_called_so_in_the_readers_language(app: Flask) -> None:
    said = []
    for language in ("en", "ka"):
        with app.test_request_context(f"/?lang={language}"):
            said.append(account_words.actor_said("operator"))
            assert account_words.actor_said("ada@example.org") == "ada@example.org"
    assert said == ["Command line", "ბრძანებების ხაზი"]

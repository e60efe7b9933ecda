"""A new password as a form gives it."""

import pytest
from flask import Flask

from calendar_service.domain.account import Account
from calendar_service.services.administering import verify_password
from calendar_service.web.passwords import NewPassword, posted_password

GOOD = "correct horse battery"


def posted(app: Flask, **fields: str) -> NewPassword:
    with app.test_request_context(method="POST", data=fields):
        return posted_password()


def test_what_is_typed_twice_is_hashed(app: Flask) -> None:
    given = posted(app, new=GOOD, again=GOOD)
    assert given.wrong == {}
    account = Account(email="a@example.org", password_hash=given.hashed)
    assert verify_password(account, GOOD)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, ["new"]),
        ({"new": "short", "again": "short"}, ["new"]),
        ({"new": "short", "again": "sh"}, ["new", "again"]),
        ({"new": "x" * 1_001, "again": "x" * 1_001}, ["new"]),
        ({"new": GOOD}, ["again"]),
        ({"again": GOOD}, ["new", "again"]),
        ({"new": GOOD, "again": GOOD + " "}, ["again"]),
    ],
)
def test_each_field_that_is_wrong_is_named(
    app: Flask, fields: dict[str, str], wrong: list[str]
) -> None:
    given = posted(app, **fields)
    assert (given.hashed, list(given.wrong)) == ("", wrong)

"""Private feeds: shown once, renewed, ended, and nobody else's."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.domain.account import Account
from calendar_service.domain.item import Visibility
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from tests.builders import ADA, CLEO, make_item
from tests.web.seeing import Page, add

SignedIn = Callable[[Account], FlaskClient]
STAFF = "/staff/feeds"


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    (token, *_) = Page(client.get(STAFF)).all("//input[@name='csrf_token']/@value")
    return client.post(path, data={"csrf_token": token, **fields})


def secret_in(response: TestResponse) -> str:
    (secret,) = set(re.findall(r"/feeds/private/([\w-]{32})/", response.text))
    return str(secret)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_public_has_no_private_feeds(client: FlaskClient, method: str) -> None:
    assert client.open(STAFF, method=method).status_code in {303, 400}


def test_an_address_is_shown_once_and_opens_what_is_for_staff(
    signed_in_as: SignedIn, client: FlaskClient, database: Database
) -> None:
    hidden = make_item(
        visibility=Visibility.STAFF, texts={"en": Text(title="For staff")}
    )
    add(database, hidden)
    mine = signed_in_as(CLEO)
    given = send(mine, STAFF, feed="meetings", label="phone")
    secret = secret_in(given)
    assert given.headers["Cache-Control"] == "private, no-store"
    assert given.headers["Referrer-Policy"] == "no-referrer"
    listed = mine.get(STAFF).text
    assert (secret in listed, "phone" in listed) == (False, True)
    address = f"/feeds/private/{secret}/meetings.ics"
    assert b"SUMMARY;LANGUAGE=en:For staff" in client.get(address).data
    assert b"For staff" not in client.get("/feeds/meetings.ics").data


def test_renewing_and_ending_kill_the_former_address(
    signed_in_as: SignedIn, client: FlaskClient
) -> None:
    mine = signed_in_as(CLEO)
    first = secret_in(send(mine, STAFF, feed="all"))
    second = secret_in(send(mine, f"{STAFF}/1/renew"))
    found = [
        client.get(f"/feeds/private/{s}/all.ics").status_code for s in (first, second)
    ]
    assert found == [404, 200]
    assert send(mine, f"{STAFF}/1/end").status_code == 303
    assert client.get(f"/feeds/private/{second}/all.ics").status_code == 404
    assert send(mine, f"{STAFF}/1/end").status_code == 404


def test_nobody_ends_what_is_another_ones(signed_in_as: SignedIn) -> None:
    send(signed_in_as(CLEO), STAFF, feed="all")
    other = signed_in_as(ADA)
    assert send(other, f"{STAFF}/1/end").status_code == 404
    assert send(other, f"{STAFF}/1/renew").status_code == 404


def test_a_feed_that_is_not_there_is_said_so(signed_in_as: SignedIn) -> None:
    answer = send(signed_in_as(CLEO), STAFF, feed="nothing")
    assert (answer.status_code, "There is no feed nothing" in answer.text) == (
        400,
        True,
    )

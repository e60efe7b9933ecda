"""The ways through the pages of the staff: two rows, of what a role may see."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml import html

from calendar_service.domain.account import Account
from tests.builders import ADA, BEN, CLEO, DORA

SignIn = Callable[[Account], FlaskClient]
NAV = "//nav[@class='staff-nav']"


def rows(body: str) -> list[list[str]]:
    page = html.fromstring(body)
    return [row.xpath("./li/a/text()") for row in page.xpath(f"{NAV}/ul")]


def current(body: str) -> list[tuple[str, str]]:
    links = html.fromstring(body).xpath(f"{NAV}//a[@aria-current]")
    return [(link.text, link.get("aria-current")) for link in links]


@pytest.mark.parametrize(
    ("who", "places"),
    [
        (CLEO, ["Overview", "Agreements", "Mails", "Feeds", "My account"]),
        (ADA, ["Overview", "Events", "Agreements", "Mails", "Feeds", "My account"]),
        (BEN, ["Overview", "Events", "Agreements", "Mails", "Feeds", "My account"]),
        (
            DORA,
            [
                *("Overview", "Events", "Agreements", "Mails", "Feeds"),
                *("My account", "Office"),
            ],
        ),
    ],
)
def test_each_role_is_led_to_what_it_may_see(
    signed_in_as: SignIn, who: Account, places: list[str]
) -> None:
    client = signed_in_as(who)
    body = client.get("/staff/").text
    assert rows(body) == [places]
    assert current(body) == [("Overview", "page")]
    # Each of the ways is open.
    links = html.fromstring(body).xpath(f"{NAV}//a/@href")
    assert {client.get(link).status_code for link in links} == {200}


MAILS = ["Mails to come", "Reminder rules", "Outbox"]
EVENTS = ["To do", "All events", "New event"]


@pytest.mark.parametrize(
    ("who", "address", "ways", "here"),
    [
        (CLEO, "time-machine", [], [("Mails", "page")]),
        (ADA, "items/new", [EVENTS], [("Events", "true"), ("New event", "page")]),
        (BEN, "outbox", [MAILS], [("Mails", "true"), ("Outbox", "page")]),
        (DORA, "days-off", [MAILS], [("Mails", "true"), ("Reminder rules", "true")]),
        (
            DORA,
            "health",
            [["Accounts", "Health"]],
            [("Office", "true"), ("Health", "page")],
        ),
    ],
)
def test_a_second_row_tells_what_is_there(
    signed_in_as: SignIn,
    who: Account,
    address: str,
    ways: list[list[str]],
    here: list[tuple[str, str]],
) -> None:
    body = signed_in_as(who).get(f"/staff/{address}").text
    assert (rows(body)[1:], current(body)) == (ways, here)

"""The page on which somebody asks for another password."""

import pytest
from flask.testing import FlaskClient

from calendar_service.storage.database import Database
from tests.fakes import StillClock
from tests.web.forgetting import (
    ask,
)
from tests.web.seeing import Page


def test_the_sign_in_leads_to_it(client: FlaskClient) -> None:
    page = Page(client.get("/login"))
    (href,) = page.all("//a[.='Forgot your password?']/@href")
    assert Page(client.get(href)).text("//h1") == "Forgot your password?"


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@example.org\x00", "a\r\nBcc: b@example.org", "x" * 5_000]
)
def test_what_is_no_address_is_told_beside_its_field(
    client: FlaskClient, database: Database, email: str
) -> None:
    answer = ask(client, email)
    page = Page(answer)
    assert answer.status_code == 422
    assert page.all("//input[@id='email']/@aria-invalid") == ["true"]
    (described,) = page.all("//input[@id='email']/@aria-describedby")
    assert page.text(f"//*[@id='{described.strip()}']") == (
        "That is no e-mail address. Write one like nino@example.org."
    )


def test_whoever_asks_for_many_addresses_has_to_wait(
    client: FlaskClient, clock: StillClock
) -> None:
    codes = [ask(client, f"a{n}@example.org").status_code for n in range(22)]
    assert codes == [303] * 20 + [429] * 2
    refused = ask(client)
    assert "Many links were asked for. Please try again in an hour." in refused.text
    assert refused.headers["Retry-After"] == "3600"
    assert ask(client).headers["Retry-After"] == "3600"
    clock.move(hours=1, seconds=1)
    assert ask(client).status_code == 303

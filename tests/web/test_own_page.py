"""The page of one's own account."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from calendar_service.app import create_app
from calendar_service.config import Settings, SignInService
from calendar_service.domain.account import Account
from calendar_service.domain.item import ItemKind
from calendar_service.storage.database import Database
from tests.builders import ADA, BEN
from tests.fakes import StillClock
from tests.web.seeing import Page

SignedIn = Callable[[Account], FlaskClient]
KNOWN = replace(ADA, password_hash="hashed")  # noqa: S106 - no secret


def seen(client: FlaskClient, query: str = "") -> Page:
    return Page(client.get(f"/staff/account{query}"))


def test_it_says_who_one_is(signed_in_as: SignedIn) -> None:
    limited = replace(BEN, kinds=frozenset({ItemKind.SCREENING}))
    said = "//h1/following-sibling::p"
    assert seen(signed_in_as(KNOWN)).text(said) == "Ada · ada@example.org · Editor"
    assert seen(signed_in_as(limited)).text(said) == (
        "Ben · ben@example.org · Publisher: Screening"
    )


def test_it_leads_to_the_private_feeds(signed_in_as: SignedIn) -> None:
    page = seen(signed_in_as(KNOWN))
    assert "/staff/feeds" in page.all("//main//section//a/@href")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", []),
        ("?saved=digest", ["Your digest is saved."]),
        ("?saved=<b>", []),
        ("?saved=digest&saved=password", ["Your digest is saved."]),
    ],
)
def test_it_says_what_was_saved(
    signed_in_as: SignedIn, query: str, said: list[str]
) -> None:
    assert seen(signed_in_as(KNOWN), query).texts("//main//*[@role='status']") == said


def test_a_language_from_before_stays_possible(signed_in_as: SignedIn) -> None:
    page = seen(signed_in_as(replace(KNOWN, language="ru")))
    options = "//select[@id='language']/option"
    assert page.all(f"{options}/@value") == ["en", "ka", "ru"]
    assert page.all(f"{options}[@selected]/@value") == ["ru"]


def test_working_days_are_named_in_the_language_of_the_page(
    signed_in_as: SignedIn,
) -> None:
    client = signed_in_as(KNOWN)
    days = "//select[@id='weekday']/option"
    assert seen(client).texts(days)[0] == "Monday"
    assert seen(client, "?lang=ka").texts(days) == [
        *("ორშაბათი", "სამშაბათი", "ოთხშაბათი", "ხუთშაბათი", "პარასკევი")
    ]


def test_without_a_password_there_is_no_form_to_change_it(
    signed_in_as: SignedIn,
) -> None:
    assert len(seen(signed_in_as(KNOWN)).all("//input[@type='password']/@id")) == 3
    page = seen(signed_in_as(BEN))
    assert page.all("//input[@type='password']/@id") == []
    (href,) = page.all("//section[@aria-labelledby='another']//a/@href")
    assert href == "/login/forgotten"


def test_who_signs_in_elsewhere_is_told_where(
    settings: Settings,
    database: Database,
    clock: StillClock,
    signed_in_as: SignedIn,
) -> None:
    signed_in_as(ADA)
    service = SignInService(
        issuer="https://id.example.org",
        client_id="calendar",
        client_secret="x",  # noqa: S106 - nobody is asked
        label="Office",
    )
    made = create_app(replace(settings, sign_in_service=service), clock)
    client = made.test_client()
    client.set_cookie("signin", f"secret of {ADA.email}", domain="localhost")
    page = seen(client)
    assert page.text("//section[@aria-labelledby='another']/p") == (
        "This account has no password: you sign in with Office."
    )
    made.extensions["calendar"].database.close()

"""In a real browser: somebody is invited, and works within the limit to kinds."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from calendar_service.config import Settings
from calendar_service.domain.account import Account, Role
from calendar_service.domain.item import ItemKind
from calendar_service.domain.texts import Text
from calendar_service.services.administering import hash_password
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_by_slug
from calendar_service.storage.outbox import list_mails
from tests.builders import NOW, make_item
from tests.web.browsing import in_a_browser
from tests.web.seeing import add, numbered
from tests.web.serving import served

PASSWORD = "correct horse battery"  # noqa: S105 - of nobody
ROOT = Account(email="root@example.org", name="Root", role=Role.ADMIN)
FILM = "/staff/items/n1@example.org"
MEETING = "/staff/items/n2@example.org"

pytestmark = in_a_browser


@pytest.fixture
def office(settings: Settings, database: Database) -> Iterator[str]:
    """An office of one administrator, with a screening and a meeting."""
    film = make_item(kind=ItemKind.SCREENING, texts={"en": Text("Film evening")})
    add(database, numbered(film, 1), numbered(make_item(), 2))
    root = replace(ROOT, password_hash=hash_password(PASSWORD))
    with database.transaction() as session:
        store_account(session, root, NOW)
    with served(settings) as address:
        yield address


def mailed_link(database: Database) -> str:
    with database.reading() as session:
        (mail,) = list_mails(session)
    (found,) = re.findall(r"http://\S+/mail/invitation/\S+", mail.message.text)
    return str(found)


def invite(page: Page, office: str) -> None:
    page.goto(f"{office}/staff/accounts")
    page.get_by_label("E-mail address").fill(ROOT.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("E-mail address").fill("nino@example.org")
    page.get_by_label("Name").fill("Nino")
    page.get_by_label("Publisher").check()
    page.get_by_label("Screenings").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation is on its way.")).to_be_visible()


def change_the_film(page: Page, office: str) -> None:
    page.goto(office + FILM)
    page.get_by_role("link", name="Change", exact=True).click()
    kinds = page.get_by_label("Kind", exact=True).locator("option").all_inner_texts()
    assert kinds == ["Screening"]
    page.locator("[name='texts.en.title']").fill("Film night")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Film night")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_administrator_invites_somebody_for_screenings_alone(
    browser: Browser, office: str, database: Database, *, scripts: bool
) -> None:
    root = browser.new_page(java_script_enabled=scripts, locale="en-GB")
    invite(root, office)
    nino = browser.new_page(java_script_enabled=scripts, locale="en-GB")
    nino.goto(mailed_link(database))
    nino.get_by_label("New password, at least").fill(PASSWORD)
    nino.get_by_label("New password once more").fill(PASSWORD)
    nino.get_by_role("button", name="Set the password and sign in").click()
    expect(nino.get_by_text("Publisher: Screening")).to_be_visible()

    nino.goto(office + MEETING)
    names = nino.locator(".step-buttons a").all_inner_texts()
    assert names == ["History", "As readers see it"]
    expect(nino.get_by_text("You can read this one.")).to_be_visible()

    change_the_film(nino, office)
    with database.reading() as session:
        film = find_by_slug(session, "n1")
    assert film is not None
    assert (film.texts["en"].title, film.revision) == ("Film night", 1)

    # Shut out while at work: the next click leads to the sign-in.
    root.goto(f"{office}/staff/accounts")
    root.get_by_role("link", name="Nino").click()
    root.get_by_role("button", name="Disable").click()
    expect(root.get_by_text("Disabled since")).to_be_visible()
    nino.goto(office + FILM)
    expect(nino.get_by_role("heading", name="Sign in")).to_be_visible()

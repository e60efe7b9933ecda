"""The way in, in a real browser: a forgotten password, and where one is led."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from calendar_service.config import Settings
from calendar_service.services.administering import hash_password
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import list_mails
from tests.builders import ADA, NOW
from tests.web.browsing import in_a_browser
from tests.web.foreign import FOREIGN, ODD
from tests.web.serving import served

OLD, NEW = "correct horse battery", "another horse entirely"
LINK = re.compile(r"\S+/mail/password/\S+")

pytestmark = in_a_browser


@pytest.fixture
def office(settings: Settings, database: Database) -> Iterator[str]:
    """Serve an office in which Ada reads Georgian."""
    known = replace(ADA, password_hash=hash_password(OLD), language="ka")
    with database.transaction() as session:
        store_account(session, known, NOW)
    with served(settings) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def enter(page: Page, office: str, password: str) -> None:
    page.goto(f"{office}/login")
    page.fill("#email", ADA.email)
    page.fill("#password", password)
    page.click("main button[type=submit]")


def ask(page: Page, office: str, database: Database) -> str:
    """Ask for another password, as one finds the way; return the link in the mail."""
    page.goto(f"{office}/login")
    page.click("text=Forgot your password?")
    page.fill("#email", ADA.email)
    page.click("text=Send me a link")
    assert "a mail is on its way" in page.inner_text("[role=status]")
    with database.reading() as session:
        (mail,) = list_mails(session)
    found = LINK.search(mail.message.text)
    assert found is not None
    return found[0]


def choose(page: Page, new: str, again: str) -> None:
    page.fill("#new", new)
    page.fill("#again", again)
    page.click("text=Change the password")


def test_a_forgotten_password_is_replaced(
    page: Page, office: str, database: Database
) -> None:
    link = ask(page, office, database)
    page.goto(link)
    assert urlsplit(page.url).path == "/login/password"
    page.click("text=English")  # the mail was in Georgian
    choose(page, NEW, NEW + "!")
    assert page.inner_text("#again-wrong") == "The two new passwords are not the same."
    choose(page, NEW, NEW)
    assert urlsplit(page.url).path == "/login"
    assert "new password is in place" in page.inner_text("[role=status]")
    for password, reached in ((OLD, "/login"), (NEW, "/staff/")):
        enter(page, office, password)
        assert urlsplit(page.url).path == reached
    page.goto(f"{link.partition('?')[0]}?lang=en")
    assert page.inner_text("h1") == "This link has been used"


def test_the_link_is_in_no_page_and_no_referer(
    page: Page, office: str, database: Database
) -> None:
    link = ask(page, office, database)
    token = urlsplit(link).path.rpartition("/")[2]
    told: list[str] = []
    page.on("request", lambda asked: told.append(str(asked.all_headers())))
    page.goto(link)
    assert token not in page.content()
    page.click("text=English")
    told_of_link = [each for each in told if f"/mail/password/{token}" in each]
    assert (len(told) > 3, told_of_link) == (True, [])


def test_no_spelling_of_next_leads_a_browser_to_another_site(
    page: Page, office: str
) -> None:
    enter(page, office, OLD)
    left: list[str] = []
    page.on("request", lambda asked: left.append(asked.url))
    for target in [*FOREIGN, *ODD]:
        page.goto(f"{office}/login?next={quote(target, safe='')}")
        assert page.url.startswith(f"{office}/"), target
    assert {url for url in left if not url.startswith(f"{office}/")} == set()
